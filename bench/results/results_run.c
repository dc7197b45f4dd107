// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * results_run.c: the run line. Only what captions, tables and axes need is required to have the right
 * type, and nothing but the schema is required to be there: a file of another program's writing is
 * still worth reading. The fields stand in tables; events are read below them.
 */
#include "bench/results/results_parts.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "bench/grow.h"

#define RUN(name) offsetof(struct result_run, name)
static const struct field run_fields[] = {
	{"host", FIELD_TEXT, OPTIONAL, RUN(host)},
	{"kernel", FIELD_TEXT, OPTIONAL, RUN(kernel)},
	{"cpu_model", FIELD_TEXT, OPTIONAL, RUN(cpu_model)},
	{"start_time", FIELD_TEXT, OPTIONAL, RUN(start_time)},
	{"version", FIELD_TEXT, OPTIONAL, RUN(version)},
	{"revision", FIELD_TEXT, OPTIONAL, RUN(revision)},
	{"virtualisation", FIELD_TEXT, OPTIONAL, RUN(virtualisation)},
	{"loop_overhead_ns", FIELD_NUMBER, OPTIONAL, RUN(loop_overhead_ns)},
	{"kernel_build_id", FIELD_TEXT, OPTIONAL, RUN(kernel_build_id)},
	{"kernel_command_line", FIELD_TEXT, OPTIONAL, RUN(kernel_command_line)},
	{"syscall_overhead_ns", FIELD_NUMBER, OPTIONAL, RUN(syscall_overhead_ns)},
};

static int read_schema(struct reader *reader, const struct json_value *line)
{
	const struct json_value *value = json_get(line, "schema");
	int schema;

	if (!value)
		return reader_fail(reader, "\"schema\" is missing");
	if (read_count(reader, value, "schema", &schema))
		return -EINVAL;
	if (schema != RESULTS_SCHEMA)
		return error_set(reader->err, -EINVAL,
				 "%s: schema %d in run line %ld: this pageref reads schema %d",
				 reader->name, schema, reader->line, RESULTS_SCHEMA);
	return 0;
}

static int read_run_events(struct reader *reader, const struct json_value *line,
			   struct result_run *run)
{
	struct event {
		bool available;
		const char *reason;
	} event;
	static const struct field fields[] = {
		{"available", FIELD_BOOL, 0, offsetof(struct event, available)},
		{"reason", FIELD_TEXT, OPTIONAL, offsetof(struct event, reason)},
	};
	const struct json_value *events;

	if (!json_get(line, "events"))
		return 0;
	events = read_container(reader, line, "events", JSON_OBJECT);
	if (!events)
		return -EINVAL;
	if (events->nr > RESULTS_MAX_EVENTS)
		return reader_fail(reader, "%d events, more than %d", events->nr,
				   RESULTS_MAX_EVENTS);
	json_for_each(member, events)
	{
		int i = run->nr_events;
		int ret = read_fields(reader, member, fields, ARRAY_SIZE(fields), &event);

		if (ret)
			return ret;
		run->events[i] = results_arena_intern(reader->results->arena, member->key,
						      strlen(member->key));
		if (!run->events[i])
			return -ENOMEM;
		run->event_available[i] = event.available;
		run->event_reason[i] = event.reason;
		run->nr_events++;
	}
	return 0;
}

int read_run_line(struct reader *reader, const struct json_value *line)
{
	struct results *results = reader->results;
	struct result_run run = {0};
	struct result_run *runs;
	int ret = read_schema(reader, line);

	if (!ret)
		ret = read_fields(reader, line, run_fields, ARRAY_SIZE(run_fields), &run);
	if (!ret)
		ret = read_topology(reader, line, &run);
	if (!ret)
		ret = read_run_events(reader, line, &run);
	if (!ret)
		ret = read_package_events(reader, line, &run);
	if (!ret)
		ret = read_references(reader, line, &run);
	if (!ret)
		ret = read_run_conditions(reader, line, &run);
	if (ret)
		return ret;
	runs = grow(results->runs, results->nr_runs, sizeof(*runs));
	if (!runs)
		return -ENOMEM;
	results->runs = runs;
	runs[results->nr_runs++] = run;
	return 0;
}
