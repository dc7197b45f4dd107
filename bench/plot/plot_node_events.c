// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plot_node_events.c: events of each node's threads, per operation of theirs. A picture has one event and
 * one row of the panel, as its lines are the nodes; so of the rows the first few have pictures.
 */
#include "bench/plot/plot_job.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>

#include "bench/plot/plot_lines.h"
#include "bench/plot/plot_view.h"

#define STYLE_FIRST 2
#define NR_STYLES   12
#define MOST_ROWS   2

/* A node whose memory alone is used has no point, and so no line. */
static int add_node(struct lines *lines, const struct panel *view, int n, int event)
{
	struct line *line = lines_add(lines, view->nr_threads);

	if (!line)
		return -ENOMEM;
	snprintf(line->name, sizeof(line->name), "node %d", view->nodes[n]);
	snprintf(line->label, sizeof(line->label), "node %d", view->nodes[n]);
	line->style = STYLE_FIRST + n % NR_STYLES;
	for (int t = 0; t < view->nr_threads; t++) {
		const struct cell *cell = panel_cell(view, 0, t);
		const struct estimate *estimate;

		if (!cell || !cell->nodes || !cell->nodes[n].threads)
			continue;
		estimate = &cell->nodes[n].events_per_op[event];
		if (estimate->n && isfinite(estimate->median))
			line->points[line->nr++] = (struct line_point){view->threads[t], *estimate};
	}
	return 0;
}

/* 0, 1 where the event was not counted, or an error. */
static int draw_event(struct plot_job *job, const struct panel *view, int event, struct error *err)
{
	static const struct measure measure = {.kind = "node-events", .fit = FIT_FROM_ZERO};
	struct lines lines = {.measure = &measure, .panel = view};
	char name[PLOT_TEXT_SIZE], label[PLOT_TEXT_SIZE];
	int ret = 0;

	for (int n = 0; !ret && n < view->nr_nodes; n++)
		ret = add_node(&lines, view, n, event);
	if (!ret)
		ret = lines_lay_out(&lines, job);
	row_label(label, sizeof(label), view, 0);
	snprintf(name, sizeof(name), "%.120s %.120s", label, view->events[event]);
	return draw_thread_lines(job, &lines, ret, name, err);
}

static int draw_view(struct plot_job *job, const struct panel *view, void *context,
		     struct error *err)
{
	bool any = false;

	(void)context;
	for (int e = 0; e < view->nr_events; e++) {
		int ret = draw_event(job, view, e, err);

		if (ret < 0)
			return ret;
		any |= !ret;
	}
	return any ? 0 : 1;
}

int draw_node_events(struct plot_job *job, const struct plot_kind *kind, struct error *err)
{
	const struct view_plan plan = {.kind = kind->name, .most = MOST_ROWS};
	bool any = false;
	int ret = 0;

	for (int p = 0; p < job->summary->nr_panels && !ret; p++) {
		const struct panel *panel = &job->summary->panels[p];

		any |= panel_spans_nodes(panel);
		if (panel_spans_nodes(panel))
			ret = views_visit(job, panel, &plan, draw_view, NULL, err);
	}
	if (!any && job->options->kinds)
		picture_skip(job, kind->name, NULL, "no sample with threads on several nodes");
	return ret;
}
