// SPDX-License-Identifier: GPL-2.0-or-later
/* plot_panel.c: one picture whose axis is threads: its words, and the lines of a panel's rows. */
#include "bench/plot/plot_job.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "bench/plot/plot_lines.h"

/* What the bands are: the weakest interval of the picture speaks for all. */
static void describe_bands(char *out, size_t size, const struct lines *lines)
{
	/* One thread count has no room for a band. */
	const char *points = lines->measure->points ? lines->measure->points : "median of";
	const char *bands = lines->panel && lines->panel->nr_threads == 1 ? "bars" : "bands";
	double coverage = 1, percent;
	int least = 0, most = 0;

	for (int i = 0; i < lines->nr; i++) {
		for (int k = 0; k < lines->items[i].nr; k++) {
			const struct estimate *estimate = &lines->items[i].points[k].y;

			if (!estimate->n)
				continue; /* no estimate, but worked out from some */
			coverage = fmin(coverage, estimate->coverage);
			least = least ? (int)fmin(least, estimate->n) : estimate->n;
			most = (int)fmax(most, estimate->n);
		}
	}
	percent = floor(coverage * 1000 + 1e-6) / 10; /* never rounded up */
	if (most < 2)
		snprintf(out, size, "points: one process each, so there is no interval");
	else if (least == most)
		snprintf(out, size, "points: %s %d processes; %s: its %.1f %% interval", points,
			 most, bands, percent);
	else
		snprintf(out, size,
			 "points: %s %d to %d processes; %s: its interval, %.1f %% or more", points,
			 least, most, bands, percent);
}

static int room_of(const struct plot_job *job)
{
	return job->paper.columns ? job->paper.columns - 2 : 100;
}

static void conditions_of(char *out, size_t size, const struct plot_job *job,
			  const struct panel *panel)
{
	size_t used;

	describe_machine(out, size, job, panel->run);
	used = strlen(out);
	describe_conditions(out + used, size - used, panel);
}

/* What is relative to what. */
static void script_baseline(const struct picture *picture, const struct plot_job *job)
{
	const struct plot_options *options = job->options;
	char cut[PLOT_TEXT_SIZE];

	text_shorten(cut, sizeof(cut), options->baseline ? options->baseline : SUMMARY_BASELINE,
		     24);
	script_text(picture, "baseline", cut);
	text_shorten(cut, sizeof(cut), options->metric ? options->metric : "speed", 24);
	script_text(picture, "metric", cut);
}

void script_panel(const struct picture *picture, const struct plot_job *job,
		  const struct panel *panel)
{
	char text[PLOT_TEXT_SIZE], cut[PLOT_TEXT_SIZE];

	text_shorten(cut, sizeof(cut), panel->key.workload, 32);
	script_text(picture, "workload", cut);
	conditions_of(text, sizeof(text), job, panel);
	text_shorten(cut, sizeof(cut), text, room_of(job));
	script_text(picture, "conditions", cut);
	script_baseline(picture, job);
	script_text(picture, "operation",
		    key_is_lookup(&panel->key) ? "lookup"
		    : panel->of_readers	       ? "successful get"
					       : "operation");
	script_text(picture, "workers", panel->of_readers ? "all readers" : "all threads");
	script_text(picture, "worker", panel->of_readers ? "reader" : "thread");
}

static bool any_unchecked(const struct panel *panel)
{
	for (int i = 0; panel && i < panel->nr_rows; i++) {
		if (key_is_lookup(&panel->key) && !panel->rows[i].recheck)
			return true;
	}
	return false;
}

/* Whose rate the ceiling is, and where the floor comes from. */
static void describe_references(char *out, size_t size, const struct panel *panel)
{
	char name[80] = "", date[80] = "";
	size_t used = strlen(out);

	if (panel->alone)
		text_shorten(name, sizeof(name), panel->alone, 16);
	if (panel->transfers_kept)
		snprintf(date, sizeof(date), " kept from %.10s", panel->transfers->run->start_time);
	snprintf(out + used, size - used, "%s%s; alternation: ping-pong%s",
		 panel->alone ? "; alone: " : "", name, date);
}

/* All that one must know of the points. */
static void describe_points(char *out, size_t size, const struct lines *lines)
{
	size_t used;

	describe_bands(out, size, lines);
	used = strlen(out);
	snprintf(out + used, size - used, "%s%s",
		 lines->zeros_dropped ? "; none where there is nothing" : "",
		 any_unchecked(lines->panel) ? "; unchecked: without the recheck" : "");
	if (lines->panel && lines->panel->references && lines->measure->at_rate)
		describe_references(out, size, lines->panel);
}

static int draw(struct plot_job *job, const struct lines *lines, const char *event,
		struct error *err)
{
	const struct panel *panel = lines->panel;
	struct picture picture;
	char note[PLOT_TEXT_SIZE], cut[PLOT_TEXT_SIZE];
	int ret = picture_begin(&picture, job, lines->measure->kind, event, panel, err);

	if (ret)
		return ret;
	script_panel(&picture, job, panel);
	text_shorten(cut, sizeof(cut), event ? event : "", 40);
	script_text(&picture, "event", cut);
	describe_points(note, sizeof(note), lines);
	script_footer(&picture, job, panel->run, note);
	lines_write(lines, &picture);
	return picture_end(&picture, job, lines->measure->kind, err);
}

int draw_thread_lines(struct plot_job *job, struct lines *lines, int ret, const char *event,
		      struct error *err)
{
	if (!ret)
		ret = draw(job, lines, event, err);
	else if (ret == -ENODATA)
		ret = 1;
	else
		error_set(err, ret, "out of memory");
	lines_free(lines);
	return ret;
}

int draw_panel(struct plot_job *job, const struct panel *panel, const struct measure *measure,
	       const char *event, struct error *err)
{
	struct lines lines;
	int ret = lines_make(&lines, panel, measure, job);

	return draw_thread_lines(job, &lines, ret, event, err);
}

int draw_curves(struct plot_job *job, const struct panel *view, const struct lines *lines,
		const char *x_title, const char *note, struct error *err)
{
	const char *kind = lines->measure->kind;
	char subject[32], conditions[PLOT_TEXT_SIZE], cut[PLOT_TEXT_SIZE], points[PLOT_TEXT_SIZE];
	struct picture picture;
	int threads = view->threads[0];
	int ret;

	snprintf(subject, sizeof(subject), "%d-thread%s", threads, threads == 1 ? "" : "s");
	ret = picture_begin(&picture, job, kind, subject, view, err);
	if (ret)
		return ret;
	script_panel(&picture, job, view);
	conditions_of(conditions, sizeof(conditions), job, view);
	snprintf(conditions + strlen(conditions), sizeof(conditions) - strlen(conditions),
		 ", %d thread%s", threads, threads == 1 ? "" : "s");
	text_shorten(cut, sizeof(cut), conditions, room_of(job));
	script_text(&picture, "conditions", cut);
	script_text(&picture, "x_title", x_title);
	script_text(&picture, "bytes_unit", lines->bytes_unit ? lines->bytes_unit : "");
	describe_points(points, sizeof(points), lines);
	script_footer(&picture, job, view->run, note ? note : points);
	lines_write(lines, &picture);
	return picture_end(&picture, job, kind, err);
}
