// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plot_view.c: a view is a panel whose rows, threads and cells are copies of another's; what those
 * point to is not its own.
 */
#include "bench/plot/plot_view.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

static void free_view(struct panel *view)
{
	free(view->rows);
	free(view->bases);
	free(view->threads);
	free(view->cells);
	free(view->references);
}

static bool same_view(const struct panel *panel, const struct view_plan *plan, int a, int b)
{
	return key_same_row(&panel->rows[a], &panel->rows[b], plan->together);
}

static bool is_wanted(const struct panel *panel, const struct view_plan *plan, int row)
{
	return !plan->wants || plan->wants(panel, row);
}

/* The row of @view that is row @row of @panel, or -1. */
static int row_in_view(const struct panel *view, const struct panel *panel, int row)
{
	for (int i = 0; row >= 0 && i < view->nr_rows; i++) {
		if (key_same_row(&view->rows[i], &panel->rows[row], 0))
			return i;
	}
	return -1;
}

static bool has_samples(const struct panel *view, const struct panel *panel, int threads)
{
	for (int i = 0; i < panel->nr_rows; i++) {
		const struct cell *cell = panel_cell(panel, i, threads);

		if (cell && cell->nr_valid && row_in_view(view, panel, i) >= 0)
			return true;
	}
	return false;
}

static void copy_rows(struct panel *view, const struct panel *panel, const struct view_plan *plan,
		      int leader)
{
	for (int i = leader; i < panel->nr_rows; i++) {
		if (same_view(panel, plan, leader, i) && is_wanted(panel, plan, i))
			view->rows[view->nr_rows++] = panel->rows[i];
	}
	view->varies = 0;
	for (int i = 0; i < view->nr_rows; i++) {
		for (int d = 0; d < NR_DIMENSIONS; d++) {
			if (!dimension_same((enum dimension)d, &view->rows[i], view->rows))
				view->varies |= DIMENSION_BIT(d);
		}
	}
}

static void copy_threads(struct panel *view, const struct panel *panel, bool most)
{
	for (int t = 0; t < panel->nr_threads; t++) {
		if (!has_samples(view, panel, t))
			continue;
		if (most)
			view->nr_threads = 0;
		view->threads[view->nr_threads++] = panel->threads[t];
	}
}

static void copy_cells(struct panel *view, const struct panel *panel)
{
	for (int i = 0; i < panel->nr_rows; i++) {
		int row = row_in_view(view, panel, i);

		for (int c = 0; row >= 0 && c < NR_COMPARISONS; c++)
			view->bases[row][c] = row_in_view(view, panel, panel->bases[i][c]);
		for (int t = 0, at = 0; row >= 0 && t < panel->nr_threads && at < view->nr_threads;
		     t++) {
			if (panel->threads[t] == view->threads[at])
				view->cells[at++ * view->nr_rows + row] =
					panel->cells[t * panel->nr_rows + i];
		}
	}
}

static void copy_references(struct panel *view, const struct panel *panel)
{
	for (int t = 0, at = 0; t < panel->nr_threads && at < view->nr_threads; t++) {
		if (panel->threads[t] == view->threads[at])
			view->references[at++] = panel->references[t];
	}
}

static int make_view(struct panel *view, const struct panel *panel, const struct view_plan *plan,
		     int leader)
{
	size_t rows = (size_t)panel->nr_rows, threads = (size_t)panel->nr_threads;

	*view = *panel;
	view->nr_rows = view->nr_threads = 0;
	view->rows = calloc(rows, sizeof(*view->rows));
	view->bases = calloc(rows, sizeof(*view->bases));
	view->threads = calloc(threads, sizeof(*view->threads));
	view->cells = calloc(rows * threads, sizeof(*view->cells));
	view->references = panel->references ? calloc(threads, sizeof(*view->references)) : NULL;
	if (!view->rows || !view->bases || !view->threads || !view->cells ||
	    !view->references != !panel->references)
		return -ENOMEM;
	copy_rows(view, panel, plan, leader);
	copy_threads(view, panel, plan->most_threads);
	copy_cells(view, panel);
	if (panel->references)
		copy_references(view, panel);
	return 0;
}

/* Whether row @row is the first of its view. */
static bool leads(const struct panel *panel, const struct view_plan *plan, int row)
{
	if (!is_wanted(panel, plan, row))
		return false;
	for (int i = 0; i < row; i++) {
		if (is_wanted(panel, plan, i) && same_view(panel, plan, i, row))
			return false;
	}
	return true;
}

static void tell_left_out(const struct plot_job *job, const struct panel *panel,
			  const struct view_plan *plan, int drawn, int left)
{
	char why[128];

	if (left) {
		snprintf(why, sizeof(why), "%d more are left out, %d drawn", left, drawn);
		picture_skip(job, plan->kind, panel, why);
	} else if (!drawn && plan->nothing &&
		   (job->options->kinds || !key_is_lookup(&panel->key))) {
		picture_skip(job, plan->kind, panel, plan->nothing);
	}
}

int views_visit(struct plot_job *job, const struct panel *panel, const struct view_plan *plan,
		view_fn *visit, void *context, struct error *err)
{
	int ret = 0, drawn = 0, left = 0;

	for (int i = 0; ret >= 0 && i < panel->nr_rows; i++) {
		struct panel view;

		if (!leads(panel, plan, i))
			continue;
		if (drawn == plan->most) {
			left++;
			continue;
		}
		ret = make_view(&view, panel, plan, i);
		if (ret)
			error_set(err, ret, "out of memory");
		else if (view.nr_threads)
			ret = visit(job, &view, context, err);
		else
			ret = 1;
		drawn += !ret;
		free_view(&view);
	}
	if (ret >= 0)
		tell_left_out(job, panel, plan, drawn, left);
	return ret < 0 ? ret : 0;
}

bool panel_needs_picture(const struct plot_job *job, const struct panel *panel)
{
	return job->options->kinds || !panel->in_node_matrix || panel->nr_threads > 1;
}

static bool any_lookup(const struct plot_job *job)
{
	for (int p = 0; p < job->summary->nr_panels; p++) {
		if (key_is_lookup(&job->summary->panels[p].key))
			return true;
	}
	return false;
}

int draw_lookups(struct plot_job *job, const struct view_plan *plan, view_fn *draw, void *context,
		 struct error *err)
{
	int ret = 0;

	if (!any_lookup(job) && job->options->kinds)
		picture_skip(job, plan->kind, NULL, "no sample of a lookup");
	for (int p = 0; p < job->summary->nr_panels && !ret; p++) {
		const struct panel *panel = &job->summary->panels[p];

		if (key_is_lookup(&panel->key))
			ret = views_visit(job, panel, plan, draw, context, err);
	}
	return ret;
}
