// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plot_retries.c: why lookups began again, by how much was changed beside them: a line for each cause,
 * a picture for each scheme, lifetime and memory map. What was achieved is the axis, not what was
 * asked for: mutators that found no memory, or a folio held, changed less.
 */
#include "bench/plot/plot_job.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "bench/plot/plot_lines.h"
#include "bench/plot/plot_view.h"

#define MOST_PICTURES 4
#define STYLE_FIRST   2

static const char *const cause_labels[NR_RETRY_CAUSES] = {
	[RETRY_FROZEN] = "frozen",	     [RETRY_MEMDESC_CHANGED] = "memdesc changed",
	[RETRY_PTE_CHANGED] = "PTE changed", [RETRY_SLOT_CHANGED] = "slot changed",
	[RETRY_WRONG_TYPE] = "wrong type",
};

static struct estimate times_thousand(struct estimate estimate)
{
	estimate.median *= 1000;
	estimate.low *= 1000;
	estimate.high *= 1000;
	return estimate;
}

static int compare_points(const void *a, const void *b)
{
	const struct line_point *left = a, *right = b;

	return (left->x > right->x) - (left->x < right->x);
}

static int add_cause(struct lines *lines, const struct panel *view, int cause)
{
	struct line *line = lines_add(lines, view->nr_rows);
	bool any = false;

	if (!line)
		return -ENOMEM;
	snprintf(line->name, sizeof(line->name), "%s", cause_labels[cause]);
	snprintf(line->label, sizeof(line->label), "%s", cause_labels[cause]);
	line->style = STYLE_FIRST + cause;
	for (int row = 0; row < view->nr_rows; row++) {
		const struct lookup_cell *lookup = &view->cells[row].lookup;
		const struct estimate *retries = &lookup->retries_per_lookup[cause];

		if (!lookup->mutations_per_sec.n || !retries->n)
			continue;
		line->points[line->nr++] = (struct line_point){lookup->mutations_per_sec.median,
							       times_thousand(*retries)};
		any |= retries->high > 0;
	}
	qsort(line->points, (size_t)line->nr, sizeof(*line->points), compare_points);
	if (!any)
		line->nr = 0;
	return 0;
}

static int make_lines(struct lines *lines, const struct panel *view, const struct plot_job *job)
{
	int ret = 0;

	for (int cause = 0; !ret && cause < NR_RETRY_CAUSES; cause++)
		ret = add_cause(lines, view, cause);
	return ret ? ret : lines_lay_out(lines, job);
}

static int draw_view(struct plot_job *job, const struct panel *view, void *context,
		     struct error *err)
{
	static const struct measure measure = {
		.kind = "retries", .fit = FIT_FROM_ZERO, .zeros_give_way = true};
	struct lines lines = {.measure = &measure};
	int ret = view->nr_rows > 1 ? make_lines(&lines, view, job) : -ENODATA;

	(void)context;
	if (!ret)
		ret = draw_curves(job, view, &lines, "mutations per second, all mutators together",
				  NULL, err);
	else if (ret != -ENODATA)
		error_set(err, ret, "out of memory");
	lines_free(&lines);
	return ret == -ENODATA ? 1 : ret;
}

static bool is_churned(const struct panel *panel, int row)
{
	for (int t = 0; t < panel->nr_threads; t++) {
		const struct cell *cell = panel_cell(panel, row, t);

		if (cell && cell->lookup.mutations_per_sec.n && !cell->unsafe)
			return true;
	}
	return false;
}

int draw_retries(struct plot_job *job, const struct plot_kind *kind, struct error *err)
{
	const struct view_plan plan = {
		.kind = kind->name,
		.together = DIMENSION_BIT(DIMENSION_CHURN),
		.most = MOST_PICTURES,
		.wants = is_churned,
		.most_threads = true,
		.nothing = "fewer than two rates of churn, or no lookup began again",
	};

	return draw_lookups(job, &plan, draw_view, NULL, err);
}
