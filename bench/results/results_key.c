// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * results_key.c: what tells one point from another. What came with the lookups may be missing: files
 * from before have none of it, and other workloads need none.
 */
#include "bench/results/results_parts.h"

#include <errno.h>
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#define KEY(name) offsetof(struct result_key, name)
static const struct field key_fields[] = {
	{"workload", FIELD_TEXT, 0, KEY(workload)},
	{"scheme", FIELD_TEXT, 0, KEY(scheme)},
	{"threads", FIELD_COUNT, 0, KEY(threads)},
	{"placement", FIELD_TEXT, 0, KEY(placement)},
	{"memory", FIELD_TEXT, 0, KEY(memory)},
	{"share", FIELD_TEXT, 0, KEY(share)},
	{"pages", FIELD_COUNT, 0, KEY(pages)},
	{"batch", FIELD_COUNT, 0, KEY(batch)},
	{"writers", FIELD_COUNT, 0, KEY(writers)},
	{"nr", FIELD_COUNT, 0, KEY(nr)},
	{"memory_order", FIELD_TEXT, OPTIONAL, KEY(memory_order)},
	{"memmap", FIELD_TEXT, OPTIONAL, KEY(memmap)},
	{"lifetime", FIELD_TEXT, OPTIONAL, KEY(lifetime)},
	{"rcu", FIELD_TEXT, OPTIONAL, KEY(rcu)},
	{"pattern", FIELD_TEXT, OPTIONAL, KEY(pattern)},
	{"churn", FIELD_TEXT, OPTIONAL, KEY(churn)},
	{"recheck", FIELD_BOOL, OPTIONAL, KEY(recheck)},
	{"pin", FIELD_BOOL, OPTIONAL, KEY(pin)},
	{"verify", FIELD_COUNT, OPTIONAL, KEY(verify)},
	{"memory_limit", FIELD_NUMBER, OPTIONAL, KEY(memory_limit)},
	{"grace_period_ns", FIELD_NUMBER, OPTIONAL, KEY(grace_period_ns)},
	{"as", FIELD_TEXT, OPTIONAL, KEY(as)},
	{"size", FIELD_COUNT, OPTIONAL, KEY(size)},
};

/* Keys are compared, and a NAN is not even equal to itself. */
static void be_comparable(double *number)
{
	if (isnan(*number))
		*number = 0;
}

int read_key(struct reader *reader, const struct json_value *line, struct result_key *key)
{
	int ret = read_fields(reader, line, key_fields, ARRAY_SIZE(key_fields), key);

	if (!ret) {
		be_comparable(&key->memory_limit);
		be_comparable(&key->grace_period_ns);
	}
	return ret;
}

/* ---- keys of different files ---- */

static const void *member_of(const struct result_key *key, const struct field *field)
{
	return (const char *)key + field->offset;
}

static int compare_numbers(double a, double b)
{
	return (a > b) - (a < b);
}

static double number_of(const struct result_key *key, const struct field *field)
{
	const void *member = member_of(key, field);

	if (field->kind == FIELD_COUNT)
		return *(const int *)member;
	return field->kind == FIELD_BOOL ? *(const bool *)member : *(const double *)member;
}

static const char *text_of(const struct result_key *key, const struct field *field)
{
	return *(const char *const *)member_of(key, field);
}

int result_key_compare(const struct result_key *a, const struct result_key *b)
{
	int difference = 0;

	for (int i = 0; !difference && i < ARRAY_SIZE(key_fields); i++) {
		const struct field *field = &key_fields[i];

		if (field->kind == FIELD_TEXT)
			difference = strcmp(text_of(a, field), text_of(b, field));
		else
			difference = compare_numbers(number_of(a, field), number_of(b, field));
	}
	return difference;
}

/* FNV-1a, over texts with their ends and over numbers as they are stored. */
static uint64_t hash_bytes(uint64_t hash, const void *data, size_t length)
{
	const unsigned char *bytes = data;

	for (size_t i = 0; i < length; i++)
		hash = (hash ^ bytes[i]) * 0x100000001b3;
	return hash;
}

uint64_t result_key_hash(const struct result_key *key)
{
	uint64_t hash = 0xcbf29ce484222325;

	for (int i = 0; i < ARRAY_SIZE(key_fields); i++) {
		const struct field *field = &key_fields[i];

		if (field->kind == FIELD_TEXT) {
			const char *text = text_of(key, field);

			hash = hash_bytes(hash, text, strlen(text) + 1);
		} else {
			double number = number_of(key, field);

			hash = hash_bytes(hash, &number, sizeof(number));
		}
	}
	return hash;
}

const char *result_key_member(const struct result_key *key, int i, char text[32],
			      const char **value, enum result_member *kind)
{
	const struct field *field = &key_fields[i];

	if (i >= ARRAY_SIZE(key_fields))
		return NULL;
	*value = text;
	if (field->kind == FIELD_TEXT) {
		*value = text_of(key, field);
		*kind = MEMBER_TEXT;
	} else if (field->kind == FIELD_BOOL) {
		snprintf(text, 32, "%s", number_of(key, field) > 0 ? "true" : "false");
		*kind = MEMBER_BOOL;
	} else {
		snprintf(text, 32, "%.15g", number_of(key, field));
		*kind = MEMBER_NUMBER;
	}
	return field->name;
}

int result_key_intern(struct result_key *copy, const struct result_key *key,
		      struct results_arena *arena)
{
	*copy = *key;
	for (int i = 0; i < ARRAY_SIZE(key_fields); i++) {
		const char **text = (const char **)((char *)copy + key_fields[i].offset);

		if (key_fields[i].kind != FIELD_TEXT)
			continue;
		*text = results_arena_intern(arena, *text, strlen(*text));
		if (!*text)
			return -ENOMEM;
	}
	return 0;
}
