/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * results_parts.h: what the files of the reader share. results.c takes a file apart into lines,
 * results_lines.c makes runs and samples of them, results_fields.c reads single fields.
 */
#ifndef BENCH_RESULTS_PARTS_H
#define BENCH_RESULTS_PARTS_H

#include "bench/results/results.h"
#include "bench/results/results_arena.h"
#include "bench/results/results_json.h"

struct reader {
	struct results *results;
	struct json json;
	const char *name; /* of the file, for messages */
	long line; /* from 1 */
	struct error *err;
};

enum field_kind { FIELD_TEXT, FIELD_COUNT, FIELD_NUMBER, FIELD_BOOL };

/* What may be there instead of a value. A text is then "", a count 0, a number NAN. */
enum { MAY_BE_NULL = 1 << 0, MAY_BE_MISSING = 1 << 1, OPTIONAL = MAY_BE_NULL | MAY_BE_MISSING };

/* A member of an object, and where its value goes: const char *, int, double or bool. */
struct field {
	const char *name;
	enum field_kind kind;
	int may;
	size_t offset;
};

/* Leave "NAME: line N: ..." in the reader's error; returns -EINVAL. */
int reader_fail(struct reader *reader, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Fill @record from @object. No field may be negative: nothing that is counted or timed can be. */
int read_fields(struct reader *reader, const struct json_value *object, const struct field *fields,
		int nr_fields, void *record);

/* One value; @name is for the message. */
int read_count(struct reader *reader, const struct json_value *value, const char *name, int *count);
int read_number(struct reader *reader, const struct json_value *value, const char *name,
		double *number);

/* The member @name of @object, which must be a container of @type; NULL after an error. */
const struct json_value *read_container(struct reader *reader, const struct json_value *object,
					const char *name, enum json_type type);

/* Append what the line says to the results. Return 0, -EINVAL or -ENOMEM. */
int read_run_line(struct reader *reader, const struct json_value *line);
int read_sample_line(struct reader *reader, const struct json_value *line);

#endif
