/* SPDX-License-Identifier: GPL-2.0-or-later */
/* metric.h: what is compared: a figure of every sample, how it is shown, and which way is better. */
#ifndef BENCH_METRIC_H
#define BENCH_METRIC_H

#include "bench/results/results.h"

enum metric_direction {
	MORE_IS_FASTER,
	LESS_IS_FASTER,
	MORE_IS_BETTER,
	LESS_IS_BETTER,
	NEITHER_IS_BETTER, /* an event: it explains, and judges nothing */
};

struct metric {
	const char *name; /* as in the results file; an event's lives as long as the results */
	const char *unit; /* "Mops/s", what it is shown in */
	const char *meaning;
	double scale; /* from the file's figure to the unit's */
	enum metric_direction direction;
	size_t offset; /* in struct result_sample, or in its lookup */
	enum { METRIC_OF_SAMPLE, METRIC_OF_LOOKUP, METRIC_EVENT, METRIC_PACKAGE_EVENT } of;
};

/*
 * The metric of this @name: a known one or an event, of threads or of all packages together, that a run
 * of one of @nr @results asked for.
 * -EINVAL with @err, which lists what there is.
 */
int metric_find(struct metric *metric, const char *name, const struct results *const *results,
		int nr, struct error *err);

/* The figure of @sample; NAN where it has none. */
double metric_value(const struct metric *metric, const struct results *results,
		    const struct result_sample *sample);

/* "faster", "slower", "more" or "less", for a test that has more or less than base. */
const char *metric_word(const struct metric *metric, bool more);

/* Whether that is worse. */
bool metric_is_worse(const struct metric *metric, bool more);

#endif
