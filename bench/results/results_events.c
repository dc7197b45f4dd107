// SPDX-License-Identifier: GPL-2.0-or-later
/* results_events.c: the events of a line, or of a part of it. */
#include "bench/results/results_parts.h"

#include <errno.h>
#include <math.h>
#include <string.h>

/* The samples of a run repeat its events in their order, so each is looked for after the last. */
static int find_event(const struct result_run *run, const char *name, int after)
{
	for (int i = 0; i < run->nr_events; i++) {
		int at = (after + 1 + i) % run->nr_events;

		if (!strcmp(run->events[at], name))
			return at;
	}
	return -1;
}

int read_per_op(struct reader *reader, const struct json_value *object, find_event_fn *find,
		const struct result_run *run, int nr, double ops, double **per_op)
{
	const struct json_value *events = read_container(reader, object, "events", JSON_OBJECT);
	double *values =
		results_arena_alloc(reader->results->arena, ((size_t)nr + 1) * sizeof(*values));
	int at = -1;

	if (!values)
		return -ENOMEM;
	if (!events)
		return -EINVAL;
	for (int i = 0; i < nr; i++)
		values[i] = NAN;
	*per_op = values;
	json_for_each(member, events)
	{
		int found = find(run, member->key, at);
		double count;

		if (found < 0 || member->type == JSON_NULL)
			continue;
		if (read_number(reader, member, member->key, &count))
			return -EINVAL;
		values[found] = ops > 0 ? count / ops : NAN;
		at = found;
	}
	return 0;
}

int read_events(struct reader *reader, const struct json_value *object,
		const struct result_run *run, double ops, double **events_per_op)
{
	return read_per_op(reader, object, find_event, run, run->nr_events, ops, events_per_op);
}
