// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * summary_events.c: the events that the runs of a panel asked for, how often each happened per
 * operation, and why one was not counted.
 */
#include "bench/report/summary_parts.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "bench/grow.h"

int summary_find_event(const struct result_run *run, const char *name)
{
	for (int i = 0; i < run->nr_events; i++) {
		if (run->events[i] == name)
			return i;
	}
	return -1;
}

struct estimate summary_estimate_event(const struct results *results,
				       const struct result_sample *const *samples, int nr,
				       const char *name, struct workspace *space)
{
	for (int i = 0; i < nr; i++) {
		int at = summary_find_event(&results->runs[samples[i]->run], name);

		workspace_observe(space, i, samples[i],
				  at < 0 ? NAN : samples[i]->events_per_op[at]);
	}
	return workspace_estimate(space, nr);
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

int summary_collect_events(struct panel *panel, const struct results *results,
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
	for (int i = 0; i < panel->nr_threads * panel->nr_rows; i++) {
		const struct cell *cell = &panel->cells[i];

		if (cell->events_per_op && cell->events_per_op[event].n)
			return "";
	}
	for (int i = 0; i < nr; i++) {
		const struct result_run *run = &results->runs[entries[i].sample->run];
		int at = summary_find_event(run, panel->events[event]);

		if (at >= 0 && *run->event_reason[at])
			return run->event_reason[at];
	}
	return "no valid sample counted it";
}

int summary_explain_events(struct panel *panel, const struct results *results,
			   const struct entry *entries, int nr)
{
	panel->event_reasons = calloc((size_t)panel->nr_events + 1, sizeof(*panel->event_reasons));
	if (!panel->event_reasons)
		return -ENOMEM;
	for (int i = 0; i < panel->nr_events; i++)
		panel->event_reasons[i] = why_null(panel, i, results, entries, nr);
	return 0;
}
