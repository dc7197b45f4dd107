// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * results_conditions.c: the run line as a list of names and texts. Two runs are told apart by what
 * either says, whatever it is: a member that only a later version writes is compared as well.
 */
#include "bench/results/results_parts.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const char *intern(struct reader *reader, const char *text)
{
	return results_arena_intern(reader->results->arena, text, strlen(text));
}

static int add(struct reader *reader, struct result_run *run, const char *prefix, const char *name,
	       const char *value)
{
	char full[256];
	struct run_condition *condition = &run->conditions[run->nr_conditions];

	snprintf(full, sizeof(full), "%s%s", prefix, name);
	condition->name = intern(reader, full);
	condition->value = intern(reader, value);
	if (!condition->name || !condition->value)
		return -ENOMEM;
	run->nr_conditions++;
	return 0;
}

/* NULL where @value is no single one. */
static const char *text_of(const struct json_value *value)
{
	switch (value->type) {
	case JSON_NULL:
		return "";
	case JSON_FALSE:
		return "false";
	case JSON_TRUE:
		return "true";
	case JSON_NUMBER:
	case JSON_TEXT:
		return value->text;
	default:
		return NULL;
	}
}

static int add_members(struct reader *reader, const struct json_value *object, const char *prefix,
		       struct result_run *run)
{
	int ret = 0;

	if (!object || object->type != JSON_OBJECT)
		return 0;
	json_for_each(member, object)
	{
		const char *text = text_of(member);

		if (!ret && text)
			ret = add(reader, run, prefix, member->key, text);
	}
	return ret;
}

static const char *member_of(struct reader *reader, const struct json_value *object,
			     const char *name)
{
	const struct json_value *value = json_get(object, name);
	const char *text = value ? text_of(value) : NULL;

	return intern(reader, text ? text : "");
}

static int add_scheme(struct reader *reader, const struct json_value *value, struct result_run *run)
{
	struct run_scheme *scheme = &run->schemes[run->nr_schemes];

	*scheme = (struct run_scheme){
		.name = intern(reader, value->key),
		.word = member_of(reader, value, "word"),
		.tree = member_of(reader, value, "tree"),
		.commit = member_of(reader, value, "commit"),
		.hash = member_of(reader, value, "hash"),
	};
	if (!scheme->name || !scheme->word || !scheme->tree || !scheme->commit || !scheme->hash)
		return -ENOMEM;
	run->nr_schemes++;
	return *scheme->hash ? add(reader, run, "scheme ", scheme->name, scheme->hash) : 0;
}

static int add_schemes(struct reader *reader, const struct json_value *schemes,
		       struct result_run *run)
{
	int ret = 0;

	if (!schemes || schemes->type != JSON_OBJECT)
		return 0;
	run->schemes = results_arena_alloc(reader->results->arena,
					   (size_t)schemes->nr * sizeof(*run->schemes));
	if (schemes->nr && !run->schemes)
		return -ENOMEM;
	json_for_each(scheme, schemes)
	{
		if (!ret && scheme->type == JSON_OBJECT)
			ret = add_scheme(reader, scheme, run);
	}
	return ret;
}

static int add_number(struct reader *reader, struct result_run *run, const char *name, int number)
{
	char text[16];

	snprintf(text, sizeof(text), "%d", number);
	return number ? add(reader, run, "topology.", name, text) : 0;
}

int read_run_conditions(struct reader *reader, const struct json_value *line,
			struct result_run *run)
{
	const struct json_value *topology = json_get(line, "topology");
	const struct json_value *schemes = json_get(line, "schemes");
	int room = line->nr + (topology ? topology->nr : 0) + (schemes ? schemes->nr : 0) + 2;
	int ret;

	run->conditions = results_arena_alloc(reader->results->arena,
					      (size_t)room * sizeof(*run->conditions));
	if (!run->conditions)
		return -ENOMEM;
	ret = add_members(reader, line, "", run);
	if (!ret)
		ret = add_members(reader, topology, "topology.", run);
	if (!ret)
		ret = add_number(reader, run, "nodes", run->nr_nodes);
	if (!ret)
		ret = add_number(reader, run, "cpus", run->nr_cpus);
	return ret ? ret : add_schemes(reader, schemes, run);
}
