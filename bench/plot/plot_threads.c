// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plot_threads.c: the pictures whose axis is threads, one per panel: what each shows is a row of a
 * table. Events have a picture each; those that could not be counted share one that says why, so
 * that nobody takes an absent counter for a zero.
 */
#include "bench/plot/plot_job.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/plot/plot_lines.h"

#define MESSAGE_LINES 20
#define MESSAGE_WIDTH 92

static const struct estimate *throughput(const struct cell *cell, int event)
{
	(void)event;
	return &cell->ops_per_sec;
}

static const struct estimate *latency(const struct cell *cell, int event)
{
	(void)event;
	return &cell->ns_per_op;
}

static const struct estimate *speedup(const struct cell *cell, int event)
{
	(void)event;
	return &cell->versus[VS_PLAIN];
}

static const struct estimate *fairness(const struct cell *cell, int event)
{
	(void)event;
	return &cell->fairness;
}

static const struct estimate *event_count(const struct cell *cell, int event)
{
	return &cell->events_per_op[event];
}

static const struct measure measures[] = {
	{.kind = "throughput", .of = throughput, .fit = FIT_FROM_ZERO},
	{.kind = "latency", .of = latency, .fit = FIT_FROM_ZERO},
	{.kind = "speedup", .of = speedup, .fit = FIT_RATIO, .candidates_fill = true},
	{.kind = "fairness", .of = fairness, .fit = FIT_FRACTION},
};

static const struct measure *find_measure(const char *kind)
{
	const struct measure *measure = measures;

	while (strcmp(measure->kind, kind))
		measure++;
	return measure;
}

/* ---- words ---- */

/* What the bands are: the weakest interval of the picture speaks for all. */
static void describe_bands(char *out, size_t size, const struct lines *lines)
{
	double coverage = 1, percent;
	int least = 0, most = 0;

	for (int i = 0; i < lines->nr; i++) {
		for (int t = 0; t < lines->panel->nr_threads; t++) {
			const struct estimate *estimate = line_estimate(lines, &lines->items[i], t);

			if (!estimate)
				continue;
			coverage = fmin(coverage, estimate->coverage);
			least = least ? (int)fmin(least, estimate->n) : estimate->n;
			most = (int)fmax(most, estimate->n);
		}
	}
	percent = floor(coverage * 1000 + 1e-6) / 10; /* never rounded up */
	if (most < 2)
		snprintf(out, size, "points: one process each, so there is no interval");
	else if (least == most)
		snprintf(out, size, "points: median of %d processes; bands: its %.1f %% interval",
			 most, percent);
	else
		snprintf(
			out, size,
			"points: median of %d to %d processes; bands: its interval, %.1f %% or more",
			least, most, percent);
}

static void write_words(const struct picture *picture, const struct plot_job *job,
			const struct panel *panel)
{
	int room = job->paper.columns ? job->paper.columns - 2 : 100;
	char text[PLOT_TEXT_SIZE], cut[PLOT_TEXT_SIZE];
	size_t used;

	text_shorten(cut, sizeof(cut), panel->key.workload, 32);
	script_text(picture, "workload", cut);
	describe_machine(text, sizeof(text), job, panel->run);
	used = strlen(text);
	describe_conditions(text + used, sizeof(text) - used, &panel->key);
	text_shorten(cut, sizeof(cut), text, room);
	script_text(picture, "conditions", cut);
	script_text(picture, "baseline", SUMMARY_BASELINE);
	script_text(picture, "operation", panel->of_readers ? "successful get" : "operation");
	script_text(picture, "workers", panel->of_readers ? "all readers" : "all threads");
	script_text(picture, "worker", panel->of_readers ? "reader" : "thread");
}

/* ---- one picture ---- */

static int draw_lines(struct plot_job *job, const struct lines *lines, const char *event,
		      struct error *err)
{
	const struct panel *panel = lines->panel;
	struct picture picture;
	char note[PLOT_TEXT_SIZE], cut[PLOT_TEXT_SIZE];
	int ret = picture_begin(&picture, job, lines->measure->kind, event, panel, err);

	if (ret)
		return ret;
	write_words(&picture, job, panel);
	text_shorten(cut, sizeof(cut), event ? event : "", 40);
	script_text(&picture, "event", cut);
	describe_bands(note, sizeof(note), lines);
	script_footer(&picture, job, panel->run, note);
	lines_write(lines, &picture);
	return picture_end(&picture, job, lines->measure->kind, err);
}

/* 0, 1 where there was nothing to draw, or an error. */
static int try_lines(struct plot_job *job, const struct panel *panel, const struct measure *measure,
		     const char *event, struct error *err)
{
	struct lines lines;
	int ret = lines_make(&lines, panel, measure, job);

	if (!ret)
		ret = draw_lines(job, &lines, event, err);
	else if (ret == -ENODATA)
		ret = 1;
	else
		error_set(err, ret, "out of memory");
	lines_free(&lines);
	return ret;
}

int draw_by_threads(struct plot_job *job, const struct plot_kind *kind, struct error *err)
{
	const struct measure *measure = find_measure(kind->name);
	const char *why = measure->of == speedup ? "no valid sample of " SUMMARY_BASELINE
						   " to compare with"
						 : "no valid sample";
	int ret = 0;

	if (!job->summary->nr_panels)
		picture_skip(job, kind->name, NULL, "no sample of a workload with threads");
	for (int p = 0; p < job->summary->nr_panels && ret >= 0; p++) {
		const struct panel *panel = &job->summary->panels[p];

		ret = try_lines(job, panel, measure, NULL, err);
		if (ret > 0)
			picture_skip(job, kind->name, panel, why);
	}
	return ret < 0 ? ret : 0;
}

/* ---- events ---- */

/* Where a line of at most @width bytes ends best: at a space of its second half. */
static size_t break_at(const char *text, size_t width)
{
	size_t end = width;

	if (strlen(text) <= width)
		return strlen(text);
	while (end > width / 2 && text[end] != ' ')
		end--;
	if (end > width / 2)
		return end;
	for (end = width; ((unsigned char)text[end] & 0xc0) == 0x80; end--)
		;
	return end;
}

/* @text as one or more elements of the array; returns how many there are by then. */
static int add_message(const struct picture *picture, const char *text, size_t width, int nr)
{
	char line[PLOT_TEXT_SIZE];

	while (*text && nr < MESSAGE_LINES) {
		size_t length = break_at(text, width);

		snprintf(line, sizeof(line), "%.*s", (int)length, text);
		fprintf(picture->script, "message[%d] = ", ++nr);
		text_quote(picture->script, line);
		fputc('\n', picture->script);
		text += length;
		text += strspn(text, " ");
	}
	return nr;
}

/* The names, as a list, of every event not counted for the same reason as event @first. */
static void list_names(char *out, size_t size, const struct panel *panel, const bool *counted,
		       int first)
{
	char name[180];

	out[0] = '\0';
	for (int e = first; e < panel->nr_events; e++) {
		size_t used = strlen(out);

		if (counted[e] || strcmp(panel->event_reasons[e], panel->event_reasons[first]))
			continue;
		text_shorten(name, sizeof(name), panel->events[e], 40);
		snprintf(out + used, size - used, "%s%s", used ? ", " : "", name);
	}
}

static bool is_told(const struct panel *panel, const bool *counted, int event)
{
	for (int e = 0; e < event; e++) {
		if (!counted[e] && !strcmp(panel->event_reasons[e], panel->event_reasons[event]))
			return true;
	}
	return false;
}

/* Events that share a reason, as all do where there is no PMU, share a paragraph. */
static void write_reasons(const struct picture *picture, const struct plot_job *job,
			  const struct panel *panel, const bool *counted)
{
	size_t width = job->paper.columns ? (size_t)job->paper.columns - 4 : MESSAGE_WIDTH;
	char names[PLOT_TEXT_SIZE], reason[PLOT_TEXT_SIZE], text[PLOT_TEXT_SIZE * 2 + 32];
	int nr = 0;

	fprintf(picture->script, "array message[%d]\n", MESSAGE_LINES);
	for (int e = 0; e < panel->nr_events; e++) {
		if (counted[e] || is_told(panel, counted, e))
			continue;
		if (nr)
			nr = add_message(picture, " ", width, nr);
		list_names(names, sizeof(names), panel, counted, e);
		text_clean(reason, sizeof(reason), panel->event_reasons[e]);
		snprintf(text, sizeof(text), "%s: not available: %s", names,
			 *reason ? reason : "no sample counted it");
		nr = add_message(picture, text, width, nr);
	}
	script_number(picture, "nr_messages", nr);
}

static int draw_reasons(struct plot_job *job, const struct panel *panel, const bool *counted,
			struct error *err)
{
	struct picture picture;
	int ret = picture_begin(&picture, job, "events", "unavailable", panel, err);

	if (ret)
		return ret;
	write_words(&picture, job, panel);
	script_footer(&picture, job, panel->run, "");
	write_reasons(&picture, job, panel, counted);
	return picture_end(&picture, job, "unavailable", err);
}

static int draw_panel_events(struct plot_job *job, const struct panel *panel, bool *counted,
			     struct error *err)
{
	struct measure measure = {.kind = "events", .of = event_count, .fit = FIT_FROM_ZERO};
	bool all = true;

	for (int e = 0; e < panel->nr_events; e++) {
		int ret;

		measure.event = e;
		ret = try_lines(job, panel, &measure, panel->events[e], err);
		if (ret < 0)
			return ret;
		counted[e] = !ret;
		all &= counted[e];
	}
	return all ? 0 : draw_reasons(job, panel, counted, err);
}

int draw_events(struct plot_job *job, const struct plot_kind *kind, struct error *err)
{
	int ret = 0;

	if (!job->summary->nr_panels)
		picture_skip(job, kind->name, NULL, "no sample of a workload with threads");
	for (int p = 0; p < job->summary->nr_panels && !ret; p++) {
		const struct panel *panel = &job->summary->panels[p];
		bool *counted = calloc((size_t)panel->nr_events + 1, sizeof(*counted));

		if (!counted)
			return error_set(err, -ENOMEM, "out of memory");
		if (panel->nr_events)
			ret = draw_panel_events(job, panel, counted, err);
		else
			picture_skip(job, kind->name, panel, "no event was asked for");
		free(counted);
	}
	return ret;
}
