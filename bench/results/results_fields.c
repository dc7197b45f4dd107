// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * results_fields.c: fields of a line, checked. A figure that is missing, of the wrong type, negative
 * or beyond what a double holds would otherwise turn up in a table as a plausible number.
 */
#include "bench/results/results_parts.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

int reader_fail(struct reader *reader, const char *format, ...)
{
	char what[256];
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	return error_set(reader->err, -EINVAL, "%s: line %ld: %s", reader->name, reader->line,
			 what);
}

static int wrong_type(struct reader *reader, const struct json_value *value, const char *name,
		      const char *expected)
{
	return reader_fail(reader, "\"%s\" is %s, expected %s", name, json_type_name(value),
			   expected);
}

static int wrong_number(struct reader *reader, const struct json_value *value, const char *name,
			const char *problem)
{
	char quote[ERROR_QUOTE_SIZE];

	return reader_fail(reader, "\"%s\" is %s, %s", name,
			   error_quote(quote, value->text, strlen(value->text)), problem);
}

int read_number(struct reader *reader, const struct json_value *value, const char *name,
		double *number)
{
	if (value->type != JSON_NUMBER)
		return wrong_type(reader, value, name, "a number");
	*number = strtod(value->text, NULL);
	if (!isfinite(*number))
		return wrong_number(reader, value, name, "too large");
	if (*number < 0)
		return wrong_number(reader, value, name, "below 0");
	return 0;
}

int read_count(struct reader *reader, const struct json_value *value, const char *name, int *count)
{
	char *end;
	long number;

	if (value->type != JSON_NUMBER)
		return wrong_type(reader, value, name, "a number");
	errno = 0;
	number = strtol(value->text, &end, 10);
	if (*end)
		return wrong_number(reader, value, name, "not a whole number");
	if (number < 0)
		return wrong_number(reader, value, name, "below 0");
	if (errno || number > INT_MAX)
		return wrong_number(reader, value, name, "too large");
	*count = (int)number;
	return 0;
}

static int read_text(struct reader *reader, const struct json_value *value, const char *name,
		     const char **text)
{
	if (value->type != JSON_TEXT)
		return wrong_type(reader, value, name, "a text");
	*text = results_arena_intern(reader->results->arena, value->text, strlen(value->text));
	return *text ? 0 : -ENOMEM;
}

static int read_bool(struct reader *reader, const struct json_value *value, const char *name,
		     bool *truth)
{
	if (value->type != JSON_TRUE && value->type != JSON_FALSE)
		return wrong_type(reader, value, name, "true or false");
	*truth = value->type == JSON_TRUE;
	return 0;
}

static int read_value(struct reader *reader, const struct json_value *value,
		      const struct field *field, void *place)
{
	switch (field->kind) {
	case FIELD_TEXT:
		return read_text(reader, value, field->name, place);
	case FIELD_COUNT:
		return read_count(reader, value, field->name, place);
	case FIELD_NUMBER:
		return read_number(reader, value, field->name, place);
	case FIELD_BOOL:
		return read_bool(reader, value, field->name, place);
	}
	return -EINVAL;
}

static void set_absent(const struct field *field, void *place)
{
	if (field->kind == FIELD_TEXT)
		*(const char **)place = "";
	else if (field->kind == FIELD_COUNT)
		*(int *)place = 0;
	else if (field->kind == FIELD_NUMBER)
		*(double *)place = NAN;
	else
		*(bool *)place = false;
}

void clear_fields(const struct field *fields, int nr_fields, void *record)
{
	for (const struct field *field = fields; field < fields + nr_fields; field++)
		set_absent(field, (char *)record + field->offset);
}

int read_fields(struct reader *reader, const struct json_value *object, const struct field *fields,
		int nr_fields, void *record)
{
	for (const struct field *field = fields; field < fields + nr_fields; field++) {
		const struct json_value *value = json_get(object, field->name);
		void *place = (char *)record + field->offset;
		int ret = 0;

		if (!value && !(field->may & MAY_BE_MISSING))
			return reader_fail(reader, "\"%s\" is missing", field->name);
		if (!value || (value->type == JSON_NULL && field->may & MAY_BE_NULL))
			set_absent(field, place);
		else
			ret = read_value(reader, value, field, place);
		if (ret)
			return ret;
	}
	return 0;
}

/* NULL with a message where @value is of another type. */
static const struct json_value *check_type(struct reader *reader, const struct json_value *value,
					   const char *name, enum json_type type)
{
	if (value->type == type)
		return value;
	wrong_type(reader, value, name, type == JSON_ARRAY ? "an array" : "an object");
	return NULL;
}

const struct json_value *read_container(struct reader *reader, const struct json_value *object,
					const char *name, enum json_type type)
{
	const struct json_value *value = json_get(object, name);

	if (value)
		return check_type(reader, value, name, type);
	reader_fail(reader, "\"%s\" is missing", name);
	return NULL;
}

int find_container(struct reader *reader, const struct json_value *object, const char *name,
		   enum json_type type, const struct json_value **found)
{
	const struct json_value *value = json_get(object, name);

	*found = NULL;
	if (!value || value->type == JSON_NULL)
		return 0;
	*found = check_type(reader, value, name, type);
	return *found ? 0 : -EINVAL;
}

static int read_any_column(struct reader *reader, const struct json_value *object, const char *name,
			   bool gaps, int *nr, int **column)
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
		int *place = &(*column)[i++];

		*place = -1;
		if (!(gaps && value->type == JSON_NULL) && read_count(reader, value, name, place))
			return -EINVAL;
	}
	return 0;
}

int read_column(struct reader *reader, const struct json_value *object, const char *name, int *nr,
		int **column)
{
	return read_any_column(reader, object, name, false, nr, column);
}

int read_column_with_gaps(struct reader *reader, const struct json_value *object, const char *name,
			  int *nr, int **column)
{
	return read_any_column(reader, object, name, true, nr, column);
}
