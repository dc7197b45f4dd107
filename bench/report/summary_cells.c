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

/* The figures that are estimated as they stand. */
struct metric {
	size_t in_sample, in_cell;
};

#define METRIC(name)                                                              \
	{                                                                         \
		offsetof(struct result_sample, name), offsetof(struct cell, name) \
	}
static const struct metric metrics[] = {
	METRIC(ns_per_op),	    METRIC(ops_per_sec),    METRIC(fairness),
	METRIC(fail_ratio),	    METRIC(retries_per_op), METRIC(freezes_per_sec),
	METRIC(freezer_fail_ratio), METRIC(faults_per_op),  METRIC(munmap_share),
	METRIC(sleep_share),
};

#define LOOKUP_METRIC(name)                                                              \
	{                                                                                \
		offsetof(struct result_lookup, name), offsetof(struct lookup_cell, name) \
	}
static const struct metric lookup_metrics[] = {
	LOOKUP_METRIC(retries_per_lookup[RETRY_FROZEN]),
	LOOKUP_METRIC(retries_per_lookup[RETRY_MEMDESC_CHANGED]),
	LOOKUP_METRIC(retries_per_lookup[RETRY_PTE_CHANGED]),
	LOOKUP_METRIC(retries_per_lookup[RETRY_SLOT_CHANGED]),
	LOOKUP_METRIC(retries_per_lookup[RETRY_WRONG_TYPE]),
	LOOKUP_METRIC(verified),
	LOOKUP_METRIC(mutations_per_sec),
	LOOKUP_METRIC(busy_ratio),
	LOOKUP_METRIC(allocation_failures),
	LOOKUP_METRIC(waited_seconds),
	LOOKUP_METRIC(folios_peak),
	LOOKUP_METRIC(folios_mean),
	LOOKUP_METRIC(bytes_peak),
	LOOKUP_METRIC(bytes_mean),
	LOOKUP_METRIC(grace_periods),
	LOOKUP_METRIC(grace_period_mean_ns),
	LOOKUP_METRIC(grace_period_longest_ns),
};

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

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

void workspace_observe(struct workspace *space, int i, const struct result_sample *sample,
		       double value)
{
	space->observations[i] = (struct observation){sample->run, sample->process, value};
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
static struct estimate estimate_ratio(const struct result_sample *const *samples, int nr,
				      int nr_baseline, struct workspace *space)
{
	int nr_pairs = 0;

	for (int i = 0; i < nr; i++) {
		const struct result_sample *const *base =
			bsearch(&samples[i], space->baseline, (size_t)nr_baseline,
				sizeof(*space->baseline), compare_rounds);

		if (base && (*base)->ops_per_sec > 0)
			workspace_observe(space, nr_pairs++, samples[i],
					  samples[i]->ops_per_sec / (*base)->ops_per_sec);
	}
	return workspace_estimate(space, nr_pairs);
}

static struct estimate estimate_metric(const struct metric *metric,
				       const struct result_sample *const *samples, int nr,
				       struct workspace *space)
{
	for (int i = 0; i < nr; i++)
		workspace_observe(space, i, samples[i],
				  *(const double *)((const char *)samples[i] + metric->in_sample));
	return workspace_estimate(space, nr);
}

static void estimate_lookup(struct lookup_cell *cell, const struct result_sample *const *samples,
			    int nr, struct workspace *space)
{
	for (size_t m = 0; m < ARRAY_SIZE(lookup_metrics); m++) {
		const struct metric *metric = &lookup_metrics[m];
		int n = 0;

		for (int i = 0; i < nr; i++) {
			if (samples[i]->lookup)
				workspace_observe(
					space, n++, samples[i],
					*(const double *)((const char *)samples[i]->lookup +
							  metric->in_sample));
		}
		*(struct estimate *)((char *)cell + metric->in_cell) = workspace_estimate(space, n);
	}
}

static int fill_cell(struct cell *cell, const struct panel *panel, const struct results *results,
		     const struct result_sample *const *samples, int nr, struct workspace *space)
{
	size_t nr_events = (size_t)panel->nr_events;

	cell->nr_valid = nr;
	cell->events_per_op = calloc(nr_events + 1, sizeof(*cell->events_per_op));
	if (!cell->events_per_op)
		return -ENOMEM;
	for (size_t i = 0; i < ARRAY_SIZE(metrics); i++)
		*(struct estimate *)((char *)cell + metrics[i].in_cell) =
			estimate_metric(&metrics[i], samples, nr, space);
	for (size_t i = 0; i < nr_events; i++)
		cell->events_per_op[i] =
			summary_estimate_event(results, samples, nr, panel->events[i], space);
	estimate_lookup(&cell->lookup, samples, nr, space);
	if (summary_fill_packages(cell, panel, results, samples, nr, space))
		return -ENOMEM;
	return summary_fill_node_cells(cell, panel, results, samples, nr, space);
}

void summary_find_bases(struct panel *panel)
{
	for (int i = 0; i < panel->nr_rows; i++) {
		for (int d = 0; d < NR_DIMENSIONS; d++) {
			if (!dimension_same((enum dimension)d, &panel->rows[i], panel->rows))
				panel->varies |= 1u << d;
		}
	}
	for (int i = 0; i < panel->nr_rows; i++) {
		for (int c = 0; c < NR_COMPARISONS; c++)
			panel->bases[i][c] =
				comparison_base((enum comparison)c, panel->rows, panel->nr_rows, i);
	}
}

/* The entries of one cell, which stand together. */
struct stretch {
	const struct entry *first;
	int nr;
};

static void find_stretches(struct stretch *stretches, const struct entry *entries, int nr)
{
	for (int i = 0; i < nr; i++) {
		struct stretch *stretch = &stretches[entries[i].cell];

		if (!stretch->nr++)
			stretch->first = &entries[i];
	}
}

/* What an invalid sample found is worth knowing all the same. */
static void mark_cell(struct cell *cell, const struct stretch *stretch)
{
	for (int i = 0; i < stretch->nr; i++) {
		const struct result_sample *sample = stretch->first[i].sample;

		cell->unsafe |= sample->unsafe;
		if (!cell->integrity && sample->lookup && *sample->lookup->integrity)
			cell->integrity = sample->lookup->integrity;
	}
}

/* A panel of one memory map compares with none: every row would be its own base. */
static bool is_compared(const struct panel *panel, int row, int comparison)
{
	unsigned int dimension = 1u << comparison_kinds[comparison].dimension;

	return panel->bases[row][comparison] >= 0 &&
	       (comparison == VS_PLAIN || panel->varies & dimension);
}

static void compare_cell(struct panel *panel, int at, const struct stretch *stretches,
			 const struct result_sample **samples, struct workspace *space)
{
	int row = at % panel->nr_rows;
	int nr = keep_valid(stretches[at].first, stretches[at].nr, samples);

	for (int c = 0; c < NR_COMPARISONS; c++) {
		const struct stretch *base;
		int nr_baseline;

		if (!is_compared(panel, row, c))
			continue;
		base = &stretches[at - row + panel->bases[row][c]];
		nr_baseline = keep_valid(base->first, base->nr, space->baseline);
		qsort(space->baseline, (size_t)nr_baseline, sizeof(*space->baseline),
		      compare_rounds);
		panel->cells[at].versus[c] = estimate_ratio(samples, nr, nr_baseline, space);
	}
}

static int fill_stretches(struct panel *panel, const struct results *results,
			  const struct stretch *stretches, const struct result_sample **samples,
			  struct workspace *space)
{
	for (int at = 0; at < panel->nr_rows * panel->nr_threads; at++) {
		const struct stretch *stretch = &stretches[at];
		struct cell *cell = &panel->cells[at];
		int valid = keep_valid(stretch->first, stretch->nr, samples);

		if (!stretch->nr)
			continue;
		cell->nr_invalid = stretch->nr - valid;
		mark_cell(cell, stretch);
		if (fill_cell(cell, panel, results, samples, valid, space))
			return -ENOMEM;
		compare_cell(panel, at, stretches, samples, space);
	}
	return 0;
}

int summary_fill_cells(struct panel *panel, const struct results *results,
		       const struct entry *entries, int nr, struct workspace *space)
{
	size_t nr_cells = (size_t)panel->nr_rows * (size_t)panel->nr_threads;
	const struct result_sample **samples = calloc((size_t)nr + 1, sizeof(*samples));
	struct stretch *stretches = calloc(nr_cells, sizeof(*stretches));
	int ret = samples && stretches ? summary_collect_events(panel, results, entries, nr)
				       : -ENOMEM;

	if (!ret)
		ret = summary_collect_nodes(panel, entries, nr);
	if (!ret)
		ret = summary_collect_packages(panel, results, entries, nr);
	if (!ret) {
		find_stretches(stretches, entries, nr);
		ret = fill_stretches(panel, results, stretches, samples, space);
	}
	free(samples);
	free(stretches);
	return ret ? ret : summary_explain_events(panel, results, entries, nr);
}
