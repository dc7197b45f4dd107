/* SPDX-License-Identifier: GPL-2.0-or-later */
/* table_printing.h: results printed in a format, and compared with what is expected of it. */
#ifndef TESTS_BENCH_REPORT_TABLE_PRINTING_H
#define TESTS_BENCH_REPORT_TABLE_PRINTING_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/report/table.h"

#define FIXTURES "tests/bench/fixtures/"

typedef void print_fn(FILE *out, const struct summary *summary);

static inline char *slurp(const char *path)
{
	FILE *file = fopen(path, "r");
	char *text = NULL;
	size_t room = 0;
	ssize_t length;

	if (!file)
		fail_msg("cannot open %s", path);
	length = getdelim(&text, &room, '\0', file);
	fclose(file);
	assert_true(length > 0);
	return text;
}

static inline char *print(print_fn *format, const char *jsonl)
{
	struct results results = {0};
	struct summary summary;
	struct error err;
	char *text;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	assert_non_null(out);
	if (results_parse(&results, jsonl, strlen(jsonl), "test", &err))
		fail_msg("%s", err.text);
	assert_int_equal(summary_make(&summary, &results), 0);
	format(out, &summary);
	fclose(out);
	summary_free(&summary);
	results_free(&results);
	return text;
}

/* Frees @jsonl. */
static inline void assert_golden(print_fn *format, char *jsonl, const char *golden)
{
	char path[256];
	char *text = print(format, jsonl);
	char *expected;

	snprintf(path, sizeof(path), FIXTURES "%s", golden);
	expected = slurp(path);
	if (strcmp(text, expected)) {
		fputs(text, stderr); /* fail_msg() cuts what is longer than a kilobyte */
		fail_msg("the above is not what %s has", path);
	}
	free(jsonl);
	free(text);
	free(expected);
}

/* Frees @jsonl as well. */
static inline void assert_prints(print_fn *format, char *jsonl, const char *expected, bool there)
{
	char *text = print(format, jsonl);

	if (!strstr(text, expected) == there)
		fail_msg("%s \"%s\" in:\n%s", there ? "no" : "unexpected", expected, text);
	free(text);
	free(jsonl);
}

static inline void assert_fits(const char *text, size_t width)
{
	for (const char *line = text; *line;) {
		size_t length = strcspn(line, "\n");

		if (length > width)
			fail_msg("%zu columns: %.*s", length, (int)length, line);
		line += length + (line[length] == '\n');
	}
}

#endif
