// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * results_packages.c: what a run says of the events of packages, and a sample of each package. What was
 * counted in its own seconds becomes a rate before it is held against operations: the seconds are those
 * between two readings, which lie outside the window.
 */
#include "bench/results/results_parts.h"

#include <errno.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

struct event_line {
	bool available;
	const char *unit, *reason;
};

#define LINE(name) offsetof(struct event_line, name)
static const struct field event_fields[] = {
	{"available", FIELD_BOOL, 0, LINE(available)},
	{"unit", FIELD_TEXT, OPTIONAL, LINE(unit)},
	{"reason", FIELD_TEXT, OPTIONAL, LINE(reason)},
};

int read_package_events(struct reader *reader, const struct json_value *line,
			struct result_run *run)
{
	const struct json_value *events;
	int ret = find_container(reader, line, "package_events", JSON_OBJECT, &events);

	if (ret || !events)
		return ret;
	if (events->nr > RESULTS_MAX_PACKAGE_EVENTS)
		return reader_fail(reader, "%d events of packages, more than %d", events->nr,
				   RESULTS_MAX_PACKAGE_EVENTS);
	json_for_each(member, events)
	{
		int i = run->nr_package_events;
		struct event_line event;

		ret = read_fields(reader, member, event_fields, ARRAY_SIZE(event_fields), &event);
		if (ret)
			return ret;
		run->package_events[i] = results_arena_intern(reader->results->arena, member->key,
							      strlen(member->key));
		if (!run->package_events[i])
			return -ENOMEM;
		run->package_event_unit[i] = event.unit;
		run->package_event_reason[i] = event.reason;
		run->nr_package_events++;
	}
	return 0;
}

int result_package_event_find(const struct result_run *run, const char *name)
{
	for (int i = 0; i < run->nr_package_events; i++) {
		if (!strcmp(run->package_events[i], name))
			return i;
	}
	return -1;
}

double result_package_event(const struct result_sample *sample, int package, int event)
{
	bool found = false;
	double sum = 0;

	for (int p = 0; p < sample->nr_packages; p++) {
		if (package >= 0 && sample->packages[p].package != package)
			continue;
		found = true;
		sum += sample->packages[p].events_per_op[event];
	}
	return found ? sum : NAN;
}

/* There are few: where the last was found does not matter. */
static int find_event(const struct result_run *run, const char *name, int after)
{
	(void)after;
	return result_package_event_find(run, name);
}

/* @ops is how many operations there were in as many seconds as were counted. */
static int read_package(struct reader *reader, const struct json_value *object, double ops,
			struct result_sample *sample)
{
	static const struct field number = {"package", FIELD_COUNT, 0,
					    offsetof(struct result_package, package)};
	const struct result_run *run = &reader->results->runs[sample->run];
	struct result_package *package = &sample->packages[sample->nr_packages];
	int ret = read_fields(reader, object, &number, 1, package);

	if (!ret)
		ret = read_per_op(reader, object, find_event, run, run->nr_package_events, ops,
				  &package->events_per_op);
	if (!ret)
		sample->nr_packages++;
	return ret;
}

int read_packages(struct reader *reader, const struct json_value *line, double ops,
		  struct result_sample *sample)
{
	struct {
		double seconds;
	} span;
	static const struct field seconds = {"package_seconds", FIELD_NUMBER, MAY_BE_NULL, 0};
	const struct json_value *packages;
	int ret = find_container(reader, line, "packages", JSON_ARRAY, &packages);

	if (ret || !packages)
		return ret;
	ret = read_fields(reader, line, &seconds, 1, &span);
	if (ret)
		return ret;
	sample->packages = results_arena_alloc(
		reader->results->arena, ((size_t)packages->nr + 1) * sizeof(*sample->packages));
	if (!sample->packages)
		return -ENOMEM;
	if (sample->seconds > 0)
		ops *= span.seconds / sample->seconds;
	json_for_each(member, packages)
	{
		ret = read_package(reader, member, ops, sample);
		if (ret)
			return ret;
	}
	return 0;
}
