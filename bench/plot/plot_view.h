/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * plot_view.h: some rows of a panel as a panel of their own: what one picture shows. A lookup's panel
 * may have a hundred rows; a picture compares those that differ in a dimension or two and leaves the
 * others to further pictures, of which there are a few at most.
 */
#ifndef BENCH_PLOT_VIEW_H
#define BENCH_PLOT_VIEW_H

#include "bench/plot/plot_job.h"

#define DIMENSION_BIT(dimension) (1u << (dimension))

/*
 * Whether @panel is worth a picture by threads where nobody asked for one: of a single thread count, a map
 * of nodes by nodes has all of it, and eight nodes have 64 such panels.
 */
bool panel_needs_picture(const struct plot_job *job, const struct panel *panel);

/* A visit to one picture's view. 0, 1 where there was nothing to draw, or an error. */
typedef int view_fn(struct plot_job *job, const struct panel *view, void *context,
		    struct error *err);

/* How the rows of a panel are shared out among pictures. */
struct view_plan {
	const char *kind;
	unsigned int together; /* 1 << dimension in which the rows of one picture may differ */
	int most; /* pictures of one panel; the others are told of as left out */
	bool (*wants)(const struct panel *panel, int row); /* NULL: every row */
	bool most_threads; /* only the largest thread count that any row has */
	const char *nothing; /* why a panel has no picture, NULL to say nothing */
};

/*
 * Visit the views of @panel, each with the thread counts that it has samples of. Returns 0, or the
 * error of a visit, or -ENOMEM.
 */
int views_visit(struct plot_job *job, const struct panel *panel, const struct view_plan *plan,
		view_fn *visit, void *context, struct error *err);

/* The same for every panel of a lookup. Says so where there is none and pictures of it were asked for. */
int draw_lookups(struct plot_job *job, const struct view_plan *plan, view_fn *draw, void *context,
		 struct error *err);

#endif
