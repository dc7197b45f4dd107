// SPDX-License-Identifier: GPL-2.0-or-later
/* metric.c: the known metrics as a table, and events by their names. See metric.h. */
#include "bench/compare/metric.h"

#include <errno.h>
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#define SAMPLE(name) offsetof(struct result_sample, name), METRIC_OF_SAMPLE
#define LOOKUP(name) offsetof(struct result_lookup, name), METRIC_OF_LOOKUP

static const struct metric known[] = {
	{"ops_per_sec", "Mops/s", "million operations per second, all threads together", 1e-6,
	 MORE_IS_FASTER, SAMPLE(ops_per_sec)},
	{"ns_per_op", "ns/op", "nanoseconds an operation takes a thread", 1, LESS_IS_FASTER,
	 SAMPLE(ns_per_op)},
	{"retries_per_op", "retries/op", "compare-and-swaps that failed per operation", 1,
	 LESS_IS_BETTER, SAMPLE(retries_per_op)},
	{"fairness", "fairness", "the slowest thread's operations over the fastest's", 1,
	 MORE_IS_BETTER, SAMPLE(fairness)},
	{"fail_ratio", "refused", "share of the tries that were refused", 1, NEITHER_IS_BETTER,
	 SAMPLE(fail_ratio)},
	{"freezes_per_sec", "Mfreezes/s", "million freezes per second that succeeded", 1e-6,
	 MORE_IS_FASTER, SAMPLE(freezes_per_sec)},
	{"mutations_per_sec", "M/s", "million mutations per second, all mutators together", 1e-6,
	 MORE_IS_FASTER, LOOKUP(mutations_per_sec)},
	{"bytes_mean", "MiB", "memory that waited for a grace period, its mean", 1.0 / (1 << 20),
	 LESS_IS_BETTER, LOOKUP(bytes_mean)},
	{"bytes_peak", "MiB", "memory that waited for a grace period, its peak", 1.0 / (1 << 20),
	 LESS_IS_BETTER, LOOKUP(bytes_peak)},
};

#define NR_KNOWN ((int)(sizeof(known) / sizeof(known[0])))

static int find_event(const struct result_run *run, const char *name)
{
	for (int i = 0; i < run->nr_events; i++) {
		if (!strcmp(run->events[i], name))
			return i;
	}
	return -1;
}

static const char *find_in_runs(const struct results *results, const char *name)
{
	for (int i = 0; i < results->nr_runs; i++) {
		int event = find_event(&results->runs[i], name);

		if (event >= 0)
			return results->runs[i].events[event];
	}
	return NULL;
}

/* Energy is paid for; of other events of packages nobody can say what is better. */
static bool find_package_event(struct metric *metric, const struct results *results,
			       const char *name)
{
	for (int i = 0; i < results->nr_runs; i++) {
		const struct result_run *run = &results->runs[i];
		int event = result_package_event_find(run, name);
		bool energy;

		if (event < 0)
			continue;
		energy = !strcmp(run->package_event_unit[event], "J");
		*metric = (struct metric){
			.name = run->package_events[event],
			.unit = energy ? "J/Mop" : "per op",
			.meaning = energy ? "joules for a million operations, of all packages"
					  : "of this event, in all packages, for each operation",
			.scale = energy ? 1e6 : 1,
			.direction = energy ? LESS_IS_BETTER : NEITHER_IS_BETTER,
			.of = METRIC_PACKAGE_EVENT,
		};
		return true;
	}
	return false;
}

/* The events of the first run stand for all: it is a hint. */
static int refuse(const char *name, const struct results *const *results, int nr, struct error *err)
{
	char there[384] = "", quote[ERROR_QUOTE_SIZE], event[ERROR_QUOTE_SIZE];

	for (int i = 0; i < NR_KNOWN; i++)
		snprintf(there + strlen(there), sizeof(there) - strlen(there), "%s%s",
			 *there ? ", " : "", known[i].name);
	for (int i = 0; nr && results[0]->nr_runs && i < results[0]->runs[0].nr_events; i++) {
		const char *text = results[0]->runs[0].events[i];

		snprintf(there + strlen(there), sizeof(there) - strlen(there), ", %s",
			 error_quote(event, text, strlen(text)));
	}
	for (int i = 0; nr && results[0]->nr_runs && i < results[0]->runs[0].nr_package_events;
	     i++) {
		const char *text = results[0]->runs[0].package_events[i];

		snprintf(there + strlen(there), sizeof(there) - strlen(there), ", %s",
			 error_quote(event, text, strlen(text)));
	}
	return error_set(err, -EINVAL, "no metric '%s'; there are: %s",
			 error_quote(quote, name, strlen(name)), there);
}

int metric_find(struct metric *metric, const char *name, const struct results *const *results,
		int nr, struct error *err)
{
	for (int i = 0; i < NR_KNOWN; i++) {
		if (!strcmp(known[i].name, name)) {
			*metric = known[i];
			return 0;
		}
	}
	for (int i = 0; i < nr; i++) {
		const char *event = find_in_runs(results[i], name);

		if (!event && find_package_event(metric, results[i], name))
			return 0;
		if (!event)
			continue;
		*metric = (struct metric){
			.name = event,
			.unit = "per op",
			.meaning = "of this event for each operation",
			.scale = 1,
			.direction = NEITHER_IS_BETTER,
			.of = METRIC_EVENT,
		};
		return 0;
	}
	return refuse(name, results, nr, err);
}

double metric_value(const struct metric *metric, const struct results *results,
		    const struct result_sample *sample)
{
	int event;

	switch (metric->of) {
	case METRIC_OF_SAMPLE:
		return *(const double *)((const char *)sample + metric->offset);
	case METRIC_OF_LOOKUP:
		return sample->lookup
			       ? *(const double *)((const char *)sample->lookup + metric->offset)
			       : NAN;
	case METRIC_EVENT:
		event = find_event(&results->runs[sample->run], metric->name);
		return event >= 0 ? sample->events_per_op[event] : NAN;
	case METRIC_PACKAGE_EVENT:
		event = result_package_event_find(&results->runs[sample->run], metric->name);
		return event >= 0 ? result_package_event(sample, -1, event) : NAN;
	}
	return NAN;
}

const char *metric_word(const struct metric *metric, bool more)
{
	if (metric->direction == MORE_IS_FASTER)
		return more ? "faster" : "slower";
	if (metric->direction == LESS_IS_FASTER)
		return more ? "slower" : "faster";
	return more ? "more" : "less";
}

bool metric_is_worse(const struct metric *metric, bool more)
{
	switch (metric->direction) {
	case MORE_IS_FASTER:
	case MORE_IS_BETTER:
		return !more;
	case LESS_IS_FASTER:
	case LESS_IS_BETTER:
		return more;
	default:
		return false;
	}
}
