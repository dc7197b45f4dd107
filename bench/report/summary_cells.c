// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * summary_cells.c: from the samples of a panel to the estimates in its cells. Layout luck is constant
 * within a process, so samples of one process are no independent witnesses: each process first
 * becomes one value, its median, and the intervals are over those.
 */
#include "bench/report/summary_parts.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/grow.h"

#define METRIC(name)                                                              \
	{                                                                         \
		offsetof(struct result_sample, name), offsetof(struct cell, name) \
	}

/* The figures that are estimated as they stand. */
static const struct metric {
	size_t in_sample, in_cell;
} metrics[] = {
	METRIC(ns_per_op),	    METRIC(ops_per_sec),    METRIC(fairness),
	METRIC(fail_ratio),	    METRIC(retries_per_op), METRIC(freezes_per_sec),
	METRIC(freezer_fail_ratio),
};

int workspace_make(struct workspace *space, int nr)
{
	size_t n = (size_t)nr + 1; /* never nothing: an empty allocation may be NULL */

	space->observations = calloc(n, sizeof(*space->observations));
	space->in_process = calloc(n, sizeof(*space->in_process));
	space->medians = calloc(n, sizeof(*space->medians));
	space->baseline = calloc(n, sizeof(*space->baseline));
	return space->observations && space->in_process && space->medians && space->baseline
		       ? 0
		       : -ENOMEM;
}

void workspace_free(struct workspace *space)
{
	free(space->observations);
	free(space->in_process);
	free(space->medians);
	free(space->baseline);
}

struct estimate workspace_estimate(struct workspace *space, int nr)
{
	int nr_medians = 0;

	for (int i = 0; i < nr;) {
		const struct observation *first = &space->observations[i];
		int n = 0;

		for (; i < nr && space->observations[i].run == first->run &&
		       space->observations[i].process == first->process;
		     i++)
			space->in_process[n++] = space->observations[i].value;
		space->medians[nr_medians++] = stats_median(space->in_process, n);
	}
	return stats_estimate(space->medians, nr_medians);
}

static void observe(struct workspace *space, int i, const struct result_sample *sample,
		    double value)
{
	space->observations[i] = (struct observation){sample->run, sample->process, value};
}

/* The valid ones among @entries become samples; returns how many. */
static int keep_valid(const struct entry *entries, int nr, const struct result_sample **samples)
{
	int kept = 0;

	for (int i = 0; i < nr; i++) {
		if (entries[i].sample->valid)
			samples[kept++] = entries[i].sample;
	}
	return kept;
}

static int compare_rounds(const void *a, const void *b)
{
	const struct result_sample *left = *(const struct result_sample *const *)a;
	const struct result_sample *right = *(const struct result_sample *const *)b;

	if (left->run != right->run)
		return left->run < right->run ? -1 : 1;
	return (left->repeat > right->repeat) - (left->repeat < right->repeat);
}

/* Samples of one round form a pair: slow drift has hit both alike. */
static struct estimate estimate_speedup(const struct result_sample *const *samples, int nr,
					int nr_baseline, struct workspace *space)
{
	int nr_pairs = 0;

	for (int i = 0; i < nr; i++) {
		const struct result_sample *const *base =
			bsearch(&samples[i], space->baseline, (size_t)nr_baseline,
				sizeof(*space->baseline), compare_rounds);

		if (base && (*base)->ops_per_sec > 0)
			observe(space, nr_pairs++, samples[i],
				samples[i]->ops_per_sec / (*base)->ops_per_sec);
	}
	return workspace_estimate(space, nr_pairs);
}

static int find_event(const struct result_run *run, const char *name)
{
	for (int i = 0; i < run->nr_events; i++) {
		if (run->events[i] == name)
			return i;
	}
	return -1;
}

static struct estimate estimate_event(const struct results *results,
				      const struct result_sample *const *samples, int nr,
				      const char *name, struct workspace *space)
{
	for (int i = 0; i < nr; i++) {
		int at = find_event(&results->runs[samples[i]->run], name);

		observe(space, i, samples[i], at < 0 ? NAN : samples[i]->events_per_op[at]);
	}
	return workspace_estimate(space, nr);
}

static struct estimate estimate_metric(const struct metric *metric,
				       const struct result_sample *const *samples, int nr,
				       struct workspace *space)
{
	for (int i = 0; i < nr; i++)
		observe(space, i, samples[i],
			*(const double *)((const char *)samples[i] + metric->in_sample));
	return workspace_estimate(space, nr);
}

static int fill_cell(struct cell *cell, const struct panel *panel, const struct results *results,
		     const struct result_sample *const *samples, int nr, int nr_baseline,
		     struct workspace *space)
{
	size_t nr_events = (size_t)panel->nr_events;

	cell->nr_valid = nr;
	cell->events_per_op = calloc(nr_events + 1, sizeof(*cell->events_per_op));
	if (!cell->events_per_op)
		return -ENOMEM;
	for (size_t i = 0; i < sizeof(metrics) / sizeof(metrics[0]); i++)
		*(struct estimate *)((char *)cell + metrics[i].in_cell) =
			estimate_metric(&metrics[i], samples, nr, space);
	for (size_t i = 0; i < nr_events; i++)
		cell->events_per_op[i] =
			estimate_event(results, samples, nr, panel->events[i], space);
	cell->speedup = estimate_speedup(samples, nr, nr_baseline, space);
	return 0;
}

static int add_event(struct panel *panel, const char *name)
{
	const char **events;

	for (int i = 0; i < panel->nr_events; i++) {
		if (panel->events[i] == name)
			return 0;
	}
	events = grow(panel->events, panel->nr_events, sizeof(*events));
	if (!events)
		return -ENOMEM;
	panel->events = events;
	events[panel->nr_events++] = name;
	return 0;
}

/* The events of every run that contributed, each once. */
static int collect_events(struct panel *panel, const struct results *results,
			  const struct entry *entries, int nr)
{
	int seen = -1;

	for (int i = 0; i < nr; i++) {
		const struct result_run *run = &results->runs[entries[i].sample->run];

		if (entries[i].sample->run == seen)
			continue;
		seen = entries[i].sample->run;
		for (int e = 0; e < run->nr_events; e++) {
			if (add_event(panel, run->events[e]))
				return -ENOMEM;
		}
	}
	return 0;
}

/* In the words of the panel's own runs: another machine has reasons of its own. */
static const char *why_null(const struct panel *panel, int event, const struct results *results,
			    const struct entry *entries, int nr)
{
	for (int i = 0; i < panel->nr_threads * panel->nr_schemes; i++) {
		const struct cell *cell = &panel->cells[i];

		if (cell->events_per_op && cell->events_per_op[event].n)
			return "";
	}
	for (int i = 0; i < nr; i++) {
		const struct result_run *run = &results->runs[entries[i].sample->run];
		int at = find_event(run, panel->events[event]);

		if (at >= 0 && *run->event_reason[at])
			return run->event_reason[at];
	}
	return "no valid sample counted it";
}

static int explain_events(struct panel *panel, const struct results *results,
			  const struct entry *entries, int nr)
{
	panel->event_reasons = calloc((size_t)panel->nr_events + 1, sizeof(*panel->event_reasons));
	if (!panel->event_reasons)
		return -ENOMEM;
	for (int i = 0; i < panel->nr_events; i++)
		panel->event_reasons[i] = why_null(panel, i, results, entries, nr);
	return 0;
}

/* How many entries from the first on share its cell. */
static int cell_length(const struct entry *entries, int nr)
{
	int length = 1;

	while (length < nr && entries[length].cell == entries[0].cell)
		length++;
	return length;
}

int summary_fill_cells(struct panel *panel, const struct results *results,
		       const struct entry *entries, int nr, struct workspace *space)
{
	const struct result_sample **samples = calloc((size_t)nr + 1, sizeof(*samples));
	int threads = -1, nr_baseline = 0;
	int ret = samples ? collect_events(panel, results, entries, nr) : -ENOMEM;

	/* The baseline, where there is one, leads the cells of its thread count. */
	for (int i = 0, length; !ret && i < nr; i += length) {
		struct cell *cell = &panel->cells[entries[i].cell];
		int scheme = entries[i].cell % panel->nr_schemes;
		int valid;

		length = cell_length(entries + i, nr - i);
		if (entries[i].cell / panel->nr_schemes != threads)
			nr_baseline = 0;
		threads = entries[i].cell / panel->nr_schemes;
		if (!strcmp(panel->schemes[scheme], SUMMARY_BASELINE)) {
			nr_baseline = keep_valid(entries + i, length, space->baseline);
			qsort(space->baseline, (size_t)nr_baseline, sizeof(*space->baseline),
			      compare_rounds);
		}
		valid = keep_valid(entries + i, length, samples);
		cell->nr_invalid = length - valid;
		ret = fill_cell(cell, panel, results, samples, valid, nr_baseline, space);
	}
	free(samples);
	return ret ? ret : explain_events(panel, results, entries, nr);
}
