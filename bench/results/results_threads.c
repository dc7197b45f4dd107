// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * results_threads.c: what a sample says of its threads: where they ran, how evenly they got on, and
 * what those of one role did together.
 */
#include "bench/results/results_parts.h"

#include <errno.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

#define MAX_ROLES 8

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

int read_threads(struct reader *reader, const struct json_value *line, struct result_sample *sample)
{
	const struct json_value *detail =
		read_container(reader, line, "threads_detail", JSON_OBJECT);
	int ret;

	if (!detail)
		return -EINVAL;
	sample->nr_cpus = sample->key.threads;
	ret = read_column_with_gaps(reader, detail, "cpu", &sample->nr_cpus, &sample->cpus);
	for (int i = 0; !ret && sample->valid && i < sample->nr_cpus; i++) {
		if (sample->cpus[i] < 0)
			ret = reader_fail(reader, "\"cpu\" of a valid sample holds null");
	}
	return ret ? ret : read_fairness(reader, detail, sample->key.threads, &sample->fairness);
}

#define TOTAL(name) offsetof(struct role_total, name)
static const struct field role_fields[] = {
	{"threads", FIELD_NUMBER, 0, TOTAL(threads)},
	{"ops", FIELD_NUMBER, 0, TOTAL(ops)},
	{"fail_ops", FIELD_NUMBER, 0, TOTAL(fail_ops)},
};

int read_role(struct reader *reader, const struct json_value *line, const char *name,
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
