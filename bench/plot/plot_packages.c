// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plot_packages.c: what was counted of packages, per operation of all threads: of all packages together
 * with a line for each row of the panel; and where there are several, of each with a line for each package,
 * of the first few rows.
 */
#include "bench/plot/plot_job.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "bench/plot/plot_lines.h"
#include "bench/plot/plot_view.h"

#define STYLE_FIRST 2
#define NR_STYLES   12
#define MOST_ROWS   2

static const struct measure measure = {.kind = "package-events", .fit = FIT_FROM_ZERO};

/* An operation takes microjoules: a million of them are shown. */
static struct estimate scaled(struct estimate estimate, double scale)
{
	estimate.median *= scale;
	estimate.low *= scale;
	estimate.high *= scale;
	return estimate;
}

/* The points of row @row of @view for @package; -1: all of them together. */
static void fill(struct line *line, const struct panel *view, int row, int package, int event)
{
	double scale = strcmp(view->package_units[event], "J") ? 1 : 1e6;

	for (int t = 0; t < view->nr_threads; t++) {
		const struct estimate *estimate =
			panel_package_event(view, panel_cell(view, row, t), package, event);

		if (estimate && estimate->n && isfinite(estimate->median))
			line->points[line->nr++] =
				(struct line_point){view->threads[t], scaled(*estimate, scale)};
	}
}

static int add_rows(struct lines *lines, const struct plot_job *job, int event)
{
	for (int row = 0; row < lines->panel->nr_rows; row++) {
		struct line *line = lines_add(lines, lines->panel->nr_threads);

		if (!line)
			return -ENOMEM;
		row_label(line->name, sizeof(line->name), lines->panel, row);
		snprintf(line->label, sizeof(line->label), "%.120s", line->name);
		line->style = row_style(lines->panel, row, job);
		fill(line, lines->panel, row, -1, event);
	}
	return 0;
}

static int add_packages(struct lines *lines, int event)
{
	for (int p = 0; p < lines->panel->nr_packages; p++) {
		struct line *line = lines_add(lines, lines->panel->nr_threads);

		if (!line)
			return -ENOMEM;
		snprintf(line->name, sizeof(line->name), "package %d", lines->panel->packages[p]);
		snprintf(line->label, sizeof(line->label), "package %d", lines->panel->packages[p]);
		line->style = STYLE_FIRST + p % NR_STYLES;
		fill(line, lines->panel, 0, p, event);
	}
	return 0;
}

/* 0, 1 where the event was not counted, or an error. */
static int draw_event(struct plot_job *job, const struct panel *view, int event, bool by_package,
		      struct error *err)
{
	struct lines lines = {.measure = &measure, .panel = view};
	char name[PLOT_TEXT_SIZE], label[PLOT_TEXT_SIZE] = "";
	int ret = by_package ? add_packages(&lines, event) : add_rows(&lines, job, event);

	if (!ret)
		ret = lines_lay_out(&lines, job);
	if (by_package)
		row_label(label, sizeof(label), view, 0);
	snprintf(name, sizeof(name), "%.120s%s%.120s%s", label, by_package ? " " : "",
		 view->package_events[event], by_package ? " by package" : "");
	return draw_thread_lines(job, &lines, ret, name, err);
}

/* @context: whether lines are packages. */
static int draw_view(struct plot_job *job, const struct panel *view, void *context,
		     struct error *err)
{
	bool any = false;

	for (int e = 0; e < view->nr_package_events; e++) {
		int ret = draw_event(job, view, e, *(bool *)context, err);

		if (ret < 0)
			return ret;
		any |= !ret;
	}
	return any ? 0 : 1;
}

static int draw_panel_packages(struct plot_job *job, const struct panel *panel, const char *kind,
			       struct error *err)
{
	const struct view_plan by_row = {
		.kind = kind,
		.together = DIMENSION_BIT(DIMENSION_SCHEME) | DIMENSION_BIT(DIMENSION_ORDER),
		.most = 1,
	};
	const struct view_plan by_package = {.kind = kind, .most = MOST_ROWS};
	bool packages = false;
	int ret = views_visit(job, panel, &by_row, draw_view, &packages, err);

	packages = true;
	if (!ret && panel->nr_packages > 1)
		ret = views_visit(job, panel, &by_package, draw_view, &packages, err);
	return ret;
}

int draw_packages(struct plot_job *job, const struct plot_kind *kind, struct error *err)
{
	bool any = false;
	int ret = 0;

	for (int p = 0; p < job->summary->nr_panels && !ret; p++) {
		const struct panel *panel = &job->summary->panels[p];

		any |= panel->nr_packages > 0;
		if (panel->nr_packages)
			ret = draw_panel_packages(job, panel, kind->name, err);
	}
	if (!any && job->options->kinds)
		picture_skip(job, kind->name, NULL, "no sample with events of packages");
	return ret;
}
