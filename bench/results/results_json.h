/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * results_json.h: one line of JSON as a flat array of values. A value is followed by those it
 * contains, so that a whole line lies in one piece of memory that the next line uses again: reading
 * a file allocates nothing per value, and no nesting can exhaust the stack.
 */
#ifndef BENCH_RESULTS_JSON_H
#define BENCH_RESULTS_JSON_H

#include <stddef.h>

#include "topology/error.h"

#define JSON_MAX_DEPTH 32

enum json_type {
	JSON_NULL,
	JSON_FALSE,
	JSON_TRUE,
	JSON_NUMBER,
	JSON_TEXT,
	JSON_ARRAY,
	JSON_OBJECT
};

struct json_value {
	enum json_type type;
	int nr; /* members of an object or array */
	int span; /* values up to the next sibling: this one and all that it contains */
	const char *key; /* in its object, or NULL */
	const char *text; /* of a text, or a number as it was written */
};

/* Zeroed before the first line; json_free() after the last. */
struct json {
	struct json_value *values; /* the line's, the outermost first */
	int nr, room;
	char *texts; /* room for every text of the line, each terminated */
	size_t texts_used, texts_room;
	const char *key; /* read, its value not yet */
	int open[JSON_MAX_DEPTH], depth; /* the containers that the parser is in */
	const char *problem;
};

/*
 * Parse exactly one value. Returns 0; -EINVAL with @err saying what is wrong with the text (a cut
 * one, bytes that are not UTF-8, anything after the value); -ENOMEM. Values last until the next call.
 */
int json_parse(struct json *json, const char *text, size_t length, struct error *err);
void json_free(struct json *json);

/* The member of this key, or NULL. @object may be NULL, or no object: it then has no members. */
const struct json_value *json_get(const struct json_value *object, const char *key);

/* For messages: "a text", "a number", ... */
const char *json_type_name(const struct json_value *value);

#define json_for_each(member, container)                        \
	for (const struct json_value *member = (container) + 1; \
	     member < (container) + (container)->span; member += member->span)

#endif
