// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plot_lines.c: over what range lines are drawn, and where the name of each stands. Names stand at the right end of their lines, in the order of the lines, because a legend
 * of eleven makes the reader search twice.
 */
#include "bench/plot/plot_lines.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/grow.h"
#include "bench/plot/plot_labels.h"

/* ---- lines ---- */

struct line *lines_add(struct lines *lines, int nr)
{
	struct line *items = grow(lines->items, lines->nr, sizeof(*items));
	struct line *line;

	if (!items)
		return NULL;
	lines->items = items;
	line = &items[lines->nr];
	*line = (struct line){.points = calloc((size_t)nr + 1, sizeof(*line->points))};
	if (!line->points)
		return NULL;
	lines->nr++;
	return line;
}

const struct line_point *line_end(const struct line *line)
{
	return &line->points[line->nr - 1];
}

/* A line without a value is none. */
static void drop_empty(struct lines *lines)
{
	int kept = 0;

	for (int i = 0; i < lines->nr; i++) {
		if (lines->items[i].nr)
			lines->items[kept++] = lines->items[i];
		else
			free(lines->items[i].points);
	}
	lines->nr = kept;
}

/* ---- ranges ---- */

struct range {
	double low, high, band_low, band_high, x_low, x_high;
};

static void widen(struct range *range, const struct lines *lines, const struct line *line)
{
	for (int i = 0; i < line->nr; i++) {
		const struct line_point *point = &line->points[i];

		range->x_low = fmin(range->x_low, point->x);
		range->x_high = fmax(range->x_high, point->x);
		range->high = fmax(range->high, point->y.median);
		range->band_high = fmax(range->band_high, point->y.high);
		if (lines->measure->zeros_give_way && point->y.median <= 0)
			continue;
		range->low = fmin(range->low, point->y.median);
		range->band_low = fmin(range->band_low, point->y.low);
	}
}

static struct range find_range(const struct lines *lines)
{
	struct range range = {INFINITY, -INFINITY, INFINITY, -INFINITY, INFINITY, -INFINITY};

	for (int i = 0; i < lines->nr; i++) {
		if (!lines->measure->candidates_fill || !lines->items[i].reference)
			widen(&range, lines, &lines->items[i]);
	}
	for (int i = 0; i < lines->nr && range.low > range.high; i++)
		widen(&range, lines, &lines->items[i]);
	if (range.low > range.high) /* nothing but zeros */
		range.low = range.band_low = 0;
	return range;
}

/* A logarithmic axis has no place for a zero. */
static void drop_zeros(struct lines *lines)
{
	for (int i = 0; i < lines->nr; i++) {
		struct line *line = &lines->items[i];
		int kept = 0;

		for (int k = 0; k < line->nr; k++) {
			if (line->points[k].y.median > 0)
				line->points[kept++] = line->points[k];
		}
		lines->zeros_dropped |= kept < line->nr;
		line->nr = kept;
	}
	drop_empty(lines);
}

static int make_axes(struct lines *lines, const struct plot_job *job)
{
	const struct panel *panel = lines->panel;
	struct range range = find_range(lines);
	double width = lines->box_right - job->paper.left;
	double x_low = lines->measure->from_x_zero ? 0 : range.x_low;
	int ret = panel ? axis_threads(&lines->x, panel->threads, panel->nr_threads,
				       job->paper.char_width / width)
			: axis_values(&lines->x, x_low, range.x_high, x_low, range.x_high,
				      FIT_FROM_ZERO);

	if (!ret)
		ret = axis_values(&lines->y, range.low, range.high, range.band_low, range.band_high,
				  lines->measure->fit);
	if (!ret && lines->measure->zeros_give_way && lines->y.log)
		drop_zeros(lines);
	return ret;
}

/* ---- labels ---- */

static void mark_banded(struct lines *lines)
{
	for (int i = 0; i < lines->nr; i++) {
		struct line *line = &lines->items[i];

		line->banded = true;
		for (int k = 0; k < line->nr; k++)
			line->banded &= line->points[k].y.low >= lines->y.min &&
					line->points[k].y.high <= lines->y.max;
	}
}

/* A line that left the picture says where it is. */
static void mark_beyond(struct lines *lines)
{
	for (int i = 0; i < lines->nr; i++) {
		struct line *line = &lines->items[i];
		size_t used = strlen(line->label);
		char value[16];
		double last = line_end(line)->y.median;
		bool above = last > lines->y.max;

		line->beyond = above || last < lines->y.min;
		if (!line->beyond)
			continue;
		axis_format(value, sizeof(value), last);
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
		places[i] = axis_place(&lines->y, line_end(&lines->items[i])->y.median);
	kept = labels_spread(places, lines->nr, gap);
	for (int i = 0; i < lines->nr; i++)
		lines->items[i].label_place = places[i];
	lines->label_scale = kept / gap;
	free(places);
	return kept < 0 ? -ENOMEM : 0;
}

static int find_boundaries(struct lines *lines, const struct plot_job *job)
{
	double width = lines->box_right - job->paper.left;
	int ret = boundaries_find(&lines->boundaries, lines->panel, job->summary->results);

	return ret ? ret
		   : boundaries_label(&lines->boundaries, &lines->x, job->paper.char_width / width);
}

int lines_lay_out(struct lines *lines, const struct plot_job *job)
{
	int ret;

	drop_empty(lines);
	if (!lines->nr)
		return -ENODATA;
	lines->box_right = right_of_box(lines, &job->paper);
	ret = make_axes(lines, job);
	if (ret)
		return ret;
	mark_banded(lines);
	mark_beyond(lines);
	ret = place_labels(lines, &job->paper);
	return ret || !lines->panel || lines->panel->nr_threads == 1 ? ret
								     : find_boundaries(lines, job);
}

void lines_free(struct lines *lines)
{
	axis_free(&lines->x);
	axis_free(&lines->y);
	boundaries_free(&lines->boundaries);
	for (int i = 0; i < lines->nr; i++)
		free(lines->items[i].points);
	free(lines->items);
}
