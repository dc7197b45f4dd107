// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * results_json.c: yajl's stream of events, laid down as a flat array. The streaming parser was
 * chosen over yajl_tree: a tree costs several allocations per value, is freed by recursion (a line
 * of brackets then overflows the stack), and ends at a NUL byte instead of refusing it. Numbers stay
 * text until somebody asks for one; most never are.
 */
#include "bench/results/results_json.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_parse.h>

enum { STOP, CONTINUE }; /* what yajl expects of a callback */

static int stop(struct json *json, const char *problem)
{
	json->problem = problem;
	return STOP;
}

static struct json_value *add(struct json *json, enum json_type type)
{
	struct json_value *value;

	if (json->nr == json->room) {
		int room = json->room ? json->room * 2 : 256;
		struct json_value *values = realloc(json->values, (size_t)room * sizeof(*values));

		if (!values)
			return NULL;
		json->values = values;
		json->room = room;
	}
	if (json->depth)
		json->values[json->open[json->depth - 1]].nr++;
	value = &json->values[json->nr++];
	*value = (struct json_value){.type = type, .span = 1, .key = json->key};
	json->key = NULL;
	return value;
}

/* Every text has two quotes or a separator around it in the line, so the line's length is room. */
static const char *keep(struct json *json, const char *text, size_t length)
{
	char *kept = json->texts + json->texts_used;

	memcpy(kept, text, length);
	kept[length] = '\0';
	json->texts_used += length + 1;
	return kept;
}

static int add_text(struct json *json, enum json_type type, const char *text, size_t length)
{
	struct json_value *value = add(json, type);

	if (!value)
		return STOP;
	value->text = keep(json, text, length);
	return CONTINUE;
}

static int open_container(struct json *json, enum json_type type)
{
	if (json->depth == JSON_MAX_DEPTH)
		return stop(json, "nested too deeply");
	if (!add(json, type))
		return STOP;
	json->open[json->depth++] = json->nr - 1;
	return CONTINUE;
}

static int close_container(void *context)
{
	struct json *json = context;
	int opened = json->open[--json->depth];

	json->values[opened].span = json->nr - opened;
	return CONTINUE;
}

static int on_null(void *context)
{
	return add(context, JSON_NULL) ? CONTINUE : STOP;
}

static int on_boolean(void *context, int truth)
{
	return add(context, truth ? JSON_TRUE : JSON_FALSE) ? CONTINUE : STOP;
}

static int on_number(void *context, const char *text, size_t length)
{
	return add_text(context, JSON_NUMBER, text, length);
}

static int on_string(void *context, const unsigned char *text, size_t length)
{
	if (memchr(text, '\0', length))
		return stop(context, "a text holds a NUL");
	return add_text(context, JSON_TEXT, (const char *)text, length);
}

static int on_key(void *context, const unsigned char *text, size_t length)
{
	struct json *json = context;

	if (memchr(text, '\0', length))
		return stop(json, "a key holds a NUL");
	json->key = keep(json, (const char *)text, length);
	return CONTINUE;
}

static int on_object(void *context)
{
	return open_container(context, JSON_OBJECT);
}

static int on_array(void *context)
{
	return open_container(context, JSON_ARRAY);
}

static const yajl_callbacks callbacks = {
	.yajl_null = on_null,
	.yajl_boolean = on_boolean,
	.yajl_number = on_number,
	.yajl_string = on_string,
	.yajl_start_map = on_object,
	.yajl_map_key = on_key,
	.yajl_end_map = close_container,
	.yajl_start_array = on_array,
	.yajl_end_array = close_container,
};

static int start(struct json *json, size_t length)
{
	json->nr = 0;
	json->depth = 0;
	json->key = NULL;
	json->problem = NULL;
	json->texts_used = 0;
	if (json->texts_room < length + 1) {
		char *texts = realloc(json->texts, length + 1);

		if (!texts)
			return -ENOMEM;
		json->texts = texts;
		json->texts_room = length + 1;
	}
	return 0;
}

static int explain_error(yajl_handle parser, struct error *err)
{
	unsigned char *text = yajl_get_error(parser, 0, NULL, 0);

	if (!text)
		return -ENOMEM;
	error_set(err, -EINVAL, "not JSON: %.*s", (int)strcspn((char *)text, "\n"), text);
	yajl_free_error(parser, text);
	return -EINVAL;
}

int json_parse(struct json *json, const char *text, size_t length, struct error *err)
{
	yajl_handle parser = yajl_alloc(&callbacks, NULL, json);
	yajl_status status;
	int ret = parser ? start(json, length) : -ENOMEM;

	if (ret)
		goto out;
	status = yajl_parse(parser, (const unsigned char *)text, length);
	if (status == yajl_status_ok)
		status = yajl_complete_parse(parser);
	if (status == yajl_status_error)
		ret = explain_error(parser, err);
	else if (status == yajl_status_client_canceled)
		ret = json->problem ? error_set(err, -EINVAL, "%s", json->problem) : -ENOMEM;
out:
	if (parser)
		yajl_free(parser);
	return ret;
}

void json_free(struct json *json)
{
	free(json->values);
	free(json->texts);
}

const struct json_value *json_get(const struct json_value *object, const char *key)
{
	if (!object || object->type != JSON_OBJECT)
		return NULL;
	json_for_each(member, object)
	{
		if (!strcmp(member->key, key))
			return member;
	}
	return NULL;
}

const char *json_type_name(const struct json_value *value)
{
	static const char *const names[] = {
		[JSON_NULL] = "null",	     [JSON_FALSE] = "false", [JSON_TRUE] = "true",
		[JSON_NUMBER] = "a number",  [JSON_TEXT] = "a text", [JSON_ARRAY] = "an array",
		[JSON_OBJECT] = "an object",
	};

	return names[value->type];
}
