// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * results_lines.c: the two lines that the reader knows, run and sample. The fields stand in tables;
 * what is more than a field (topology, events, threads) is read below them. Of a run only what
 * captions, tables and axes need is required to have the right type, and nothing but the schema is
 * required to be there: a file of another program's writing is still worth reading. Of a sample
 * every figure is required.
 */
#include "bench/results/results_parts.h"

#include <errno.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

#include "bench/grow.h"

#define ARRAY_SIZE(a) ((int)(sizeof(a) / sizeof((a)[0])))
#define MAX_ROLES     8

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
};

/* A sample, and what its figures are worked out from. */
struct sample_line {
	struct result_sample sample;
	double ops, fail_ops;
};

#define SAMPLE(name) offsetof(struct sample_line, sample.name)
#define LINE(name)   offsetof(struct sample_line, name)
static const struct field sample_fields[] = {
	{"workload", FIELD_TEXT, 0, SAMPLE(key.workload)},
	{"scheme", FIELD_TEXT, 0, SAMPLE(key.scheme)},
	{"threads", FIELD_COUNT, 0, SAMPLE(key.threads)},
	{"placement", FIELD_TEXT, 0, SAMPLE(key.placement)},
	{"memory", FIELD_TEXT, 0, SAMPLE(key.memory)},
	{"share", FIELD_TEXT, 0, SAMPLE(key.share)},
	{"pages", FIELD_COUNT, 0, SAMPLE(key.pages)},
	{"batch", FIELD_COUNT, 0, SAMPLE(key.batch)},
	{"writers", FIELD_COUNT, 0, SAMPLE(key.writers)},
	{"nr", FIELD_COUNT, 0, SAMPLE(key.nr)},
	{"repeat", FIELD_COUNT, 0, SAMPLE(repeat)},
	{"order", FIELD_COUNT, MAY_BE_MISSING, SAMPLE(order)},
	{"take", FIELD_COUNT, MAY_BE_MISSING, SAMPLE(take)},
	{"order", FIELD_COUNT, 0, SAMPLE(order)},
	{"take", FIELD_COUNT, MAY_BE_MISSING, SAMPLE(take)},
	{"process", FIELD_COUNT, MAY_BE_MISSING, SAMPLE(process)},
	{"valid", FIELD_BOOL, 0, SAMPLE(valid)},
	{"seconds", FIELD_NUMBER, 0, SAMPLE(seconds)},
	{"ops_per_sec", FIELD_NUMBER, 0, SAMPLE(ops_per_sec)},
	{"ns_per_op", FIELD_NUMBER, MAY_BE_NULL, SAMPLE(ns_per_op)}, /* without operations */
	{"retries_per_op", FIELD_NUMBER, OPTIONAL, SAMPLE(retries_per_op)},
	{"ops", FIELD_NUMBER, 0, LINE(ops)},
	{"fail_ops", FIELD_NUMBER, 0, LINE(fail_ops)},
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

/* The counts in the array @name of @object: @nr of them, or as many as there are where it is -1. */
static int read_column(struct reader *reader, const struct json_value *object, const char *name,
		       int *nr, int **column)
{
	const struct json_value *array = read_container(reader, object, name, JSON_ARRAY);
	int i = 0;

	if (!array)
		return -EINVAL;
	if (*nr >= 0 && array->nr != *nr)
		return reader_fail(reader, "\"%s\" has %d entries, expected %d", name, array->nr,
				   *nr);
	*nr = array->nr;
	*column = results_arena_alloc(reader->results->arena, (size_t)*nr * sizeof(int));
	if (!*column)
		return -ENOMEM;
	json_for_each(value, array)
	{
		if (read_count(reader, value, name, &(*column)[i++]))
			return -EINVAL;
	}
	return 0;
}

static int read_topology(struct reader *reader, const struct json_value *line,
			 struct result_run *run)
{
	const struct json_value *topology = json_get(line, "topology");
	const struct json_value *columns = json_get(topology, "cpus");
	const struct json_value *nodes = json_get(topology, "nodes");
	static const struct field packages = {"packages", FIELD_COUNT, OPTIONAL, RUN(nr_packages)};
	const struct {
		const char *name;
		int **column;
	} wanted[] = {
		{"cpu", &run->cpu},
		{"node", &run->cpu_node},
		{"package", &run->cpu_package},
		{"llc", &run->cpu_llc},
	};
	int nr = -1;
	int ret = read_fields(reader, topology, &packages, 1, run);

	if (nodes && nodes->type == JSON_ARRAY)
		run->nr_nodes = nodes->nr;
	if (!columns)
		return ret;
	for (int i = 0; !ret && i < ARRAY_SIZE(wanted); i++)
		ret = read_column(reader, columns, wanted[i].name, &nr, wanted[i].column);
	run->nr_cpus = ret ? 0 : nr;
	return ret;
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
	if (ret)
		return ret;
	runs = grow(results->runs, results->nr_runs, sizeof(*runs));
	if (!runs)
		return -ENOMEM;
	results->runs = runs;
	runs[results->nr_runs++] = run;
	return 0;
}

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

static int read_sample_events(struct reader *reader, const struct json_value *line,
			      struct sample_line *read)
{
	const struct result_run *run = &reader->results->runs[read->sample.run];
	const struct json_value *events = read_container(reader, line, "events", JSON_OBJECT);
	double *per_op = results_arena_alloc(reader->results->arena,
					     (size_t)run->nr_events * sizeof(double));
	int at = -1;

	if (!per_op)
		return -ENOMEM;
	if (!events)
		return -EINVAL;
	for (int i = 0; i < run->nr_events; i++)
		per_op[i] = NAN;
	read->sample.events_per_op = per_op;
	json_for_each(member, events)
	{
		int found = find_event(run, member->key, at);
		double count;

		if (found < 0 || member->type == JSON_NULL)
			continue;
		if (read_number(reader, member, member->key, &count))
			return -EINVAL;
		per_op[found] = read->ops > 0 ? count / read->ops : NAN;
		at = found;
	}
	return 0;
}

/* The least and the most that a thread of one role has done. */
struct role {
	const char *name;
	double least, most;
};

static struct role *find_role(struct role roles[MAX_ROLES], const char *name)
{
	for (struct role *role = roles; role < roles + MAX_ROLES; role++) {
		if (!role->name)
			*role = (struct role){.name = name, .least = INFINITY};
		if (!strcmp(role->name, name))
			return role;
	}
	return NULL;
}

/* Threads are compared only among equals: a freezer is not meant to keep up with the readers. */
static double least_fair(const struct role roles[MAX_ROLES])
{
	double fairness = 1;

	for (int i = 0; i < MAX_ROLES && roles[i].name; i++) {
		if (roles[i].most > 0)
			fairness = fmin(fairness, roles[i].least / roles[i].most);
	}
	return fairness;
}

static int read_fairness(struct reader *reader, const struct json_value *detail, int threads,
			 double *fairness)
{
	const struct json_value *ops = read_container(reader, detail, "ops", JSON_ARRAY);
	const struct json_value *names = json_get(detail, "role");
	struct role roles[MAX_ROLES] = {{0}};

	if (!ops)
		return -EINVAL;
	if (ops->nr != threads)
		return reader_fail(reader, "\"ops\" has %d entries, expected %d", ops->nr, threads);
	if (names && (names->type != JSON_ARRAY || names->nr != threads))
		return reader_fail(reader, "\"role\" is not an array of %d entries", threads);
	for (int i = 0; i < threads; i++) {
		/* Numbers and texts contain nothing: the i-th lies i further on. */
		const struct json_value *name = names ? names + 1 + i : NULL;
		struct role *role;
		double done;

		if (read_number(reader, ops + 1 + i, "ops", &done))
			return -EINVAL;
		if (name && name->type != JSON_TEXT)
			return reader_fail(reader, "\"role\" holds %s, expected a text",
					   json_type_name(name));
		role = find_role(roles, name ? name->text : "");
		if (!role)
			return reader_fail(reader, "more than %d roles", MAX_ROLES);
		role->least = fmin(role->least, done);
		role->most = fmax(role->most, done);
	}
	*fairness = least_fair(roles);
	return 0;
}

static int read_threads(struct reader *reader, const struct json_value *line,
			struct result_sample *sample)
{
	const struct json_value *detail =
		read_container(reader, line, "threads_detail", JSON_OBJECT);
	int ret;

	if (!detail)
		return -EINVAL;
	sample->nr_cpus = sample->key.threads;
	ret = read_column(reader, detail, "cpu", &sample->nr_cpus, &sample->cpus);
	return ret ? ret : read_fairness(reader, detail, sample->key.threads, &sample->fairness);
}

/* What the threads of one role did. */
struct role_total {
	double threads, ops, fail_ops;
};

#define TOTAL(name) offsetof(struct role_total, name)
static const struct field role_fields[] = {
	{"threads", FIELD_NUMBER, 0, TOTAL(threads)},
	{"ops", FIELD_NUMBER, 0, TOTAL(ops)},
	{"fail_ops", FIELD_NUMBER, 0, TOTAL(fail_ops)},
};

/* 0 where there is no such role, 1 where @total has it, or an error. */
static int read_role(struct reader *reader, const struct json_value *line, const char *name,
		     struct role_total *total)
{
	const struct json_value *object = json_get(json_get(line, "roles"), name);
	int ret;

	if (!object)
		return 0;
	ret = read_fields(reader, object, role_fields, ARRAY_SIZE(role_fields), total);
	if (!ret && total->fail_ops > total->ops)
		return reader_fail(reader, "more \"fail_ops\" than \"ops\" of role %s", name);
	return ret ? ret : 1;
}

/*
 * Where some threads read and others freeze, the figures are those of the gets that succeeded. A try
 * that is refused is cheap, and so is another role's work: counted in, they make starvation look
 * like speed.
 */
static int read_readers(struct reader *reader, const struct json_value *line,
			struct sample_line *read)
{
	struct result_sample *sample = &read->sample;
	struct role_total readers;
	int ret = read_role(reader, line, "reader", &readers);
	double got;

	if (ret <= 0)
		return ret;
	got = readers.ops - readers.fail_ops;
	sample->of_readers = true;
	sample->ops_per_sec = sample->seconds > 0 ? got / sample->seconds : NAN;
	sample->ns_per_op = got > 0 ? sample->seconds * readers.threads * 1e9 / got : NAN;
	read->ops = readers.ops;
	read->fail_ops = readers.fail_ops;
	return 0;
}

static int read_freezers(struct reader *reader, const struct json_value *line,
			 struct result_sample *sample)
{
	struct role_total total;
	int ret = read_role(reader, line, "freezer", &total);

	sample->freezes_per_sec = sample->freezer_fail_ratio = NAN;
	if (ret <= 0)
		return ret;
	if (sample->seconds > 0)
		sample->freezes_per_sec = (total.ops - total.fail_ops) / sample->seconds;
	if (total.ops > 0)
		sample->freezer_fail_ratio = total.fail_ops / total.ops;
	return 0;
}

int read_sample_line(struct reader *reader, const struct json_value *line)
{
	struct results *results = reader->results;
	struct sample_line read = {.sample.run = results->nr_runs - 1};
	struct result_sample *samples;
	int ret;

	if (!results->nr_runs)
		return reader_fail(reader, "a sample before any run");
	ret = read_fields(reader, line, sample_fields, ARRAY_SIZE(sample_fields), &read);
	if (!ret)
		ret = read_sample_events(reader, line, &read);
	if (!ret)
		ret = read_threads(reader, line, &read.sample);
	if (!ret)
		ret = read_readers(reader, line, &read);
	if (!ret)
		ret = read_freezers(reader, line, &read.sample);
	if (ret)
		return ret;
	read.sample.fail_ratio = read.ops > 0 ? read.fail_ops / read.ops : NAN;
	samples = grow(results->samples, results->nr_samples, sizeof(*samples));
	if (!samples)
		return -ENOMEM;
	results->samples = samples;
	samples[results->nr_samples++] = read.sample;
	return 0;
}
