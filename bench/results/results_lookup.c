// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * results_lookup.c: what only the sample of a lookup has: why it began again, what was mutated
 * beside it, how much memory waited, and whether what it found was what it looked for. "mutations"
 * and "backlog" are null where nothing changed: their figures are then NAN, never 0.
 */
#include "bench/results/results_parts.h"

#include <errno.h>
#include <math.h>
#include <stddef.h>

const char *const retry_cause_names[NR_RETRY_CAUSES] = {
	[RETRY_FROZEN] = "frozen",	     [RETRY_MEMDESC_CHANGED] = "memdesc_changed",
	[RETRY_PTE_CHANGED] = "pte_changed", [RETRY_SLOT_CHANGED] = "slot_changed",
	[RETRY_WRONG_TYPE] = "wrong_type",
};

/* The objects of the line, and what the figures are worked out from. */
struct lookup_line {
	struct result_lookup figures;
	double lookups, done, busy;
};

#define FIGURE(name) offsetof(struct lookup_line, figures.name)
#define LINE(name)   offsetof(struct lookup_line, name)

static const struct field lookup_fields[] = {
	{"lookups", FIELD_NUMBER, 0, LINE(lookups)},
	{"verified", FIELD_NUMBER, OPTIONAL, FIGURE(verified)},
};

static const struct field mutation_fields[] = {
	{"done", FIELD_NUMBER, 0, LINE(done)},
	{"busy", FIELD_NUMBER, 0, LINE(busy)},
	{"per_sec", FIELD_NUMBER, OPTIONAL, FIGURE(mutations_per_sec)},
	{"allocation_failures", FIELD_NUMBER, OPTIONAL, FIGURE(allocation_failures)},
	{"waited_seconds", FIELD_NUMBER, OPTIONAL, FIGURE(waited_seconds)},
};

static const struct field backlog_fields[] = {
	{"folios_peak", FIELD_NUMBER, 0, FIGURE(folios_peak)},
	{"folios_mean", FIELD_NUMBER, 0, FIGURE(folios_mean)},
	{"bytes_peak", FIELD_NUMBER, 0, FIGURE(bytes_peak)},
	{"bytes_mean", FIELD_NUMBER, 0, FIGURE(bytes_mean)},
	{"grace_periods", FIELD_NUMBER, OPTIONAL, FIGURE(grace_periods)},
	{"grace_period_mean_ns", FIELD_NUMBER, OPTIONAL, FIGURE(grace_period_mean_ns)},
	{"grace_period_longest_ns", FIELD_NUMBER, OPTIONAL, FIGURE(grace_period_longest_ns)},
};

static const struct field integrity_fields[] = {
	{"kind", FIELD_TEXT, 0, FIGURE(integrity)},
};

/* Where the object may be absent its figures are NAN, its texts "". */
static const struct {
	const char *name;
	const struct field *fields;
	int nr_fields;
} objects[] = {
	{"mutations", mutation_fields, ARRAY_SIZE(mutation_fields)},
	{"backlog", backlog_fields, ARRAY_SIZE(backlog_fields)},
	{"integrity", integrity_fields, ARRAY_SIZE(integrity_fields)},
};

static int read_objects(struct reader *reader, const struct json_value *line,
			struct lookup_line *read)
{
	int ret = 0;

	for (int i = 0; !ret && i < ARRAY_SIZE(objects); i++) {
		const struct json_value *object;

		ret = find_container(reader, line, objects[i].name, JSON_OBJECT, &object);
		if (!ret && object)
			ret = read_fields(reader, object, objects[i].fields, objects[i].nr_fields,
					  read);
		else if (!ret)
			clear_fields(objects[i].fields, objects[i].nr_fields, read);
	}
	return ret;
}

static int read_retries(struct reader *reader, const struct json_value *lookup,
			struct lookup_line *read)
{
	const struct json_value *retries = read_container(reader, lookup, "retries", JSON_OBJECT);
	int ret = retries ? 0 : -EINVAL;

	for (int cause = 0; !ret && cause < NR_RETRY_CAUSES; cause++) {
		const struct field field = {retry_cause_names[cause], FIELD_NUMBER, 0, 0};
		double count;

		ret = read_fields(reader, retries, &field, 1, &count);
		read->figures.retries_per_lookup[cause] =
			!ret && read->lookups > 0 ? count / read->lookups : NAN;
	}
	return ret;
}

int read_lookup(struct reader *reader, const struct json_value *line, struct result_sample *sample)
{
	struct lookup_line read = {.figures.integrity = ""};
	const struct json_value *lookup;
	struct result_lookup *kept;
	int ret = find_container(reader, line, "lookup", JSON_OBJECT, &lookup);

	if (ret || !lookup)
		return ret;
	ret = read_fields(reader, lookup, lookup_fields, ARRAY_SIZE(lookup_fields), &read);
	if (!ret)
		ret = read_retries(reader, lookup, &read);
	if (!ret)
		ret = read_objects(reader, line, &read);
	if (ret)
		return ret;
	read.figures.busy_ratio = read.done + read.busy > 0 ? read.busy / (read.done + read.busy)
							    : NAN;
	kept = results_arena_alloc(reader->results->arena, sizeof(*kept));
	if (!kept)
		return -ENOMEM;
	*kept = read.figures;
	sample->lookup = kept;
	return 0;
}
