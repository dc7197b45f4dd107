// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plot_change.c: the effects of a comparison by threads, each with its interval. Its panels come from
 * bench/compare: a row is a test, or a scheme that both sides have.
 */
#include "bench/plot/plot_lines.h"
#include "bench/plot/plot_view.h"

#define MOST_OF_ONE_PANEL 4

static const struct estimate *effect(const struct cell *cell, int event)
{
	(void)event;
	return &cell->effect;
}

static int draw_view(struct plot_job *job, const struct panel *view, void *measure,
		     struct error *err)
{
	return draw_panel(job, view, measure, NULL, err);
}

static int draw_change(struct plot_job *job, const struct plot_kind *kind, struct error *err)
{
	struct measure measure = {
		.kind = kind->name,
		.of = effect,
		.fit = FIT_RATIO,
		.candidates_fill = true,
		.points = "effect over",
	};
	const struct view_plan plan = {
		.kind = kind->name,
		.together = DIMENSION_BIT(DIMENSION_SCHEME) | DIMENSION_BIT(DIMENSION_ORDER),
		.most = MOST_OF_ONE_PANEL,
		.nothing = "no value that has a ratio",
	};
	int ret = 0;

	for (int p = 0; p < job->summary->nr_panels && !ret; p++)
		ret = views_visit(job, &job->summary->panels[p], &plan, draw_view, &measure, err);
	return ret;
}

const struct plot_kind plot_change_kinds[] = {
	{"change", "test over base with its interval, by threads", draw_change},
	{0},
};
