// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plot_lines.c: which lines a picture has, how each looks, over what range, and where its name
 * stands. Names stand at the right end of their lines, in the order of the lines, because a legend
 * of eleven makes the reader search twice.
 */
#include "bench/plot/plot_lines.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/plot/plot_labels.h"
#include "bench/scheme_order.h"

#define LABEL_MAX 24

/* As in plots/style.gp: baseline, candidates over and over, reference lines. */
#define STYLE_BASELINE	    1
#define STYLE_CANDIDATES    2
#define NR_CANDIDATE_STYLES 12
#define STYLE_REFERENCES    14
#define NR_REFERENCE_STYLES 3

static int style_of(const char *scheme, const struct plot_job *job)
{
	if (!strcmp(scheme, SUMMARY_BASELINE))
		return STYLE_BASELINE;
	if (scheme_is_reference_line(scheme))
		return STYLE_REFERENCES + scheme_rank(scheme) % NR_REFERENCE_STYLES;
	for (int i = 0; i < job->nr_candidates; i++) {
		if (!strcmp(job->candidates[i], scheme))
			return STYLE_CANDIDATES + i % NR_CANDIDATE_STYLES;
	}
	return STYLE_CANDIDATES;
}

const struct estimate *line_estimate(const struct lines *lines, const struct line *line,
				     int threads)
{
	const struct cell *cell = panel_cell(lines->panel, line->row, threads);
	const struct estimate *estimate = cell ? lines->measure->of(cell, lines->measure->event)
					       : NULL;

	return estimate && estimate->n && isfinite(estimate->median) ? estimate : NULL;
}

/* Schemes with at least one value; where each one's line ends. */
static int list_lines(struct lines *lines, const struct plot_job *job)
{
	const struct panel *panel = lines->panel;

	lines->items = calloc((size_t)panel->nr_rows + 1, sizeof(*lines->items));
	if (!lines->items)
		return -ENOMEM;
	for (int s = 0; s < panel->nr_rows; s++) {
		struct line *line = &lines->items[lines->nr];
		bool any = false;

		*line = (struct line){.row = s,
				      .style = style_of(panel->rows[s].scheme, job),
				      .reference = scheme_is_reference_line(panel->rows[s].scheme)};
		text_shorten(line->label, sizeof(line->label),
			     *panel->rows[s].scheme ? panel->rows[s].scheme : "(no name)",
			     LABEL_MAX);
		for (int t = 0; t < panel->nr_threads; t++) {
			const struct estimate *estimate = line_estimate(lines, line, t);

			if (!estimate)
				continue;
			line->last_threads = panel->threads[t];
			line->last_value = estimate->median;
			any = true;
		}
		lines->nr += any;
	}
	return lines->nr ? 0 : -ENODATA;
}

/* ---- ranges ---- */

struct range {
	double low, high, band_low, band_high;
};

static void widen(struct range *range, const struct lines *lines, const struct line *line)
{
	for (int t = 0; t < lines->panel->nr_threads; t++) {
		const struct estimate *estimate = line_estimate(lines, line, t);

		if (!estimate)
			continue;
		range->low = fmin(range->low, estimate->median);
		range->high = fmax(range->high, estimate->median);
		range->band_low = fmin(range->band_low, estimate->low);
		range->band_high = fmax(range->band_high, estimate->high);
	}
}

static struct range find_range(const struct lines *lines)
{
	struct range range = {INFINITY, -INFINITY, INFINITY, -INFINITY};

	for (int i = 0; i < lines->nr; i++) {
		if (!lines->measure->candidates_fill || !lines->items[i].reference)
			widen(&range, lines, &lines->items[i]);
	}
	for (int i = 0; i < lines->nr && range.low > range.high; i++)
		widen(&range, lines, &lines->items[i]);
	return range;
}

static int make_axes(struct lines *lines, const struct plot_job *job)
{
	const struct panel *panel = lines->panel;
	struct range range = find_range(lines);
	double width = lines->box_right - job->paper.left;
	int ret = axis_threads(&lines->x, panel->threads, panel->nr_threads,
			       job->paper.char_width / width);

	if (ret)
		return ret;
	return axis_values(&lines->y, range.low, range.high, range.band_low, range.band_high,
			   lines->measure->fit);
}

/* ---- labels ---- */

static void mark_banded(struct lines *lines)
{
	for (int i = 0; i < lines->nr; i++) {
		struct line *line = &lines->items[i];

		line->banded = true;
		for (int t = 0; t < lines->panel->nr_threads; t++) {
			const struct estimate *estimate = line_estimate(lines, line, t);

			if (estimate)
				line->banded &= estimate->low >= lines->y.min &&
						estimate->high <= lines->y.max;
		}
	}
}

/* A line that left the picture says where it is. */
static void mark_beyond(struct lines *lines)
{
	for (int i = 0; i < lines->nr; i++) {
		struct line *line = &lines->items[i];
		size_t used = strlen(line->label);
		char value[16];
		bool above = line->last_value > lines->y.max;

		line->beyond = above || line->last_value < lines->y.min;
		if (!line->beyond)
			continue;
		axis_format(value, sizeof(value), line->last_value);
		snprintf(line->label + used, sizeof(line->label) - used, " %s %s",
			 above ? "↑" : "↓", value);
	}
}

/* Room on the right for the longest name, its point and, beyond the range, its value. */
static double right_of_box(const struct lines *lines, const struct paper *paper)
{
	int longest = 0;

	for (int i = 0; i < lines->nr; i++) {
		int length = text_length(lines->items[i].label) +
			     (lines->measure->candidates_fill && lines->items[i].reference ? 8 : 0);

		longest = length > longest ? length : longest;
	}
	return 1 - (longest + 6) * paper->char_width;
}

static int place_labels(struct lines *lines, const struct paper *paper)
{
	double gap = paper->line_height / (paper->top - paper->bottom);
	double *places = calloc((size_t)lines->nr, sizeof(*places)), kept;

	if (!places)
		return -ENOMEM;
	for (int i = 0; i < lines->nr; i++)
		places[i] = axis_place(&lines->y, lines->items[i].last_value);
	kept = labels_spread(places, lines->nr, gap);
	for (int i = 0; i < lines->nr; i++)
		lines->items[i].label_place = places[i];
	lines->label_scale = kept / gap;
	free(places);
	return kept < 0 ? -ENOMEM : 0;
}

int lines_make(struct lines *lines, const struct panel *panel, const struct measure *measure,
	       const struct plot_job *job)
{
	int ret;

	*lines = (struct lines){.panel = panel, .measure = measure};
	ret = list_lines(lines, job);
	if (ret)
		return ret;
	lines->box_right = right_of_box(lines, &job->paper);
	ret = make_axes(lines, job);
	if (ret)
		return ret;
	mark_banded(lines);
	mark_beyond(lines);
	ret = place_labels(lines, &job->paper);
	if (!ret)
		ret = boundaries_find(&lines->boundaries, panel, job->summary->results);
	if (!ret)
		ret = boundaries_label(&lines->boundaries, &lines->x,
				       job->paper.char_width /
					       (lines->box_right - job->paper.left));
	return ret;
}

void lines_free(struct lines *lines)
{
	axis_free(&lines->x);
	axis_free(&lines->y);
	boundaries_free(&lines->boundaries);
	free(lines->items);
}
