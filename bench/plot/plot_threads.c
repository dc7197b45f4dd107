// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plot_threads.c: the pictures whose axis is threads: what each shows is a row of a table. A panel has
 * one, but for a lookup's: its rows are shared out, those of one picture differing in the scheme or,
 * where that is the question, in lifetime and memory map.
 */
#include "bench/plot/plot_job.h"

#include <string.h>

#include "bench/plot/plot_lines.h"
#include "bench/plot/plot_view.h"

/* Of one kind and one panel; of what schemes have in common with other workloads, two maps. */
#define MOST_OF_SCHEMES 2
#define MOST_OF_LOOKUPS 4

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

static const struct estimate *against_embedded(const struct cell *cell, int event)
{
	(void)event;
	return &cell->versus[VS_EMBEDDED];
}

static const struct estimate *fairness(const struct cell *cell, int event)
{
	(void)event;
	return &cell->fairness;
}

static const struct estimate *visits(const struct cell *cell, int event)
{
	(void)event;
	return &cell->ops_per_visit;
}

static double throughput_at(double ops_per_sec, int threads)
{
	(void)threads;
	return ops_per_sec;
}

static double latency_at(double ops_per_sec, int threads)
{
	return threads * 1e9 / ops_per_sec;
}

static const struct measure measures[] = {
	{.kind = "throughput", .of = throughput, .fit = FIT_FROM_ZERO, .at_rate = throughput_at},
	{.kind = "latency", .of = latency, .fit = FIT_FROM_ZERO, .at_rate = latency_at},
	{.kind = "speedup", .of = speedup, .fit = FIT_RATIO, .candidates_fill = true},
	{.kind = "fairness", .of = fairness, .fit = FIT_FRACTION},
	{.kind = "visits", .of = visits, .fit = FIT_FROM_ZERO},
};

static const struct measure *find_measure(const char *kind)
{
	const struct measure *measure = measures;

	while (strcmp(measure->kind, kind))
		measure++;
	return measure;
}

static int draw_view(struct plot_job *job, const struct panel *view, void *measure,
		     struct error *err)
{
	return draw_panel(job, view, measure, NULL, err);
}

/* Of visits nothing is said unless they were asked for: few files have what they take. */
static const char *why_nothing(const struct measure *measure, const struct plot_job *job)
{
	if (measure->of == speedup)
		return "no valid sample of " SUMMARY_BASELINE " to compare with";
	if (measure->of == visits)
		return job->options->kinds ? "not contended, or no ping-pong of the machine" : NULL;
	return "no valid sample";
}

int draw_by_threads(struct plot_job *job, const struct plot_kind *kind, struct error *err)
{
	struct measure measure = *find_measure(kind->name);
	const struct view_plan plan = {
		.kind = kind->name,
		.together = DIMENSION_BIT(DIMENSION_SCHEME) | DIMENSION_BIT(DIMENSION_ORDER),
		.most = MOST_OF_SCHEMES,
		.nothing = why_nothing(&measure, job),
	};
	int ret = 0;

	if (!job->summary->nr_panels)
		picture_skip(job, kind->name, NULL, "no sample of a workload with threads");
	for (int p = 0; p < job->summary->nr_panels && !ret; p++) {
		if (panel_needs_picture(job, &job->summary->panels[p]))
			ret = views_visit(job, &job->summary->panels[p], &plan, draw_view, &measure,
					  err);
	}
	return ret;
}

/* ---- lookups: what only they differ in ---- */

/* A picture of one line compares nothing. */
static int draw_compared(struct plot_job *job, const struct panel *view, void *measure,
			 struct error *err)
{
	return view->nr_rows > 1 ? draw_panel(job, view, measure, NULL, err) : 1;
}

int draw_lifetimes(struct plot_job *job, const struct plot_kind *kind, struct error *err)
{
	struct measure measure = {.kind = kind->name, .of = throughput, .fit = FIT_FROM_ZERO};
	const struct view_plan plan = {
		.kind = kind->name,
		.together = DIMENSION_BIT(DIMENSION_LIFETIME) | DIMENSION_BIT(DIMENSION_RECHECK) |
			    DIMENSION_BIT(DIMENSION_MEMMAP),
		.most = MOST_OF_LOOKUPS,
		.nothing = "one lifetime and one memory map: nothing to compare",
	};

	return draw_lookups(job, &plan, draw_compared, &measure, err);
}

static bool has_hop(const struct panel *panel, int row)
{
	int base = panel->bases[row][VS_EMBEDDED];

	return base >= 0 && base != row;
}

int draw_hop(struct plot_job *job, const struct plot_kind *kind, struct error *err)
{
	struct measure measure = {.kind = kind->name, .of = against_embedded, .fit = FIT_RATIO};
	const struct view_plan plan = {
		.kind = kind->name,
		.together = DIMENSION_BIT(DIMENSION_SCHEME) | DIMENSION_BIT(DIMENSION_ORDER) |
			    DIMENSION_BIT(DIMENSION_MEMMAP),
		.most = MOST_OF_LOOKUPS,
		.wants = has_hop,
		.nothing = "no memdesc to compare with an embedded folio, or the other way round",
	};

	return draw_lookups(job, &plan, draw_view, &measure, err);
}
