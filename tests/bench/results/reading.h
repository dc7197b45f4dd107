/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reading.h: lines with one thing in them replaced, and what the reader makes of them. */
#ifndef TESTS_BENCH_RESULTS_READING_H
#define TESTS_BENCH_RESULTS_READING_H

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "bench/results/results.h"

static inline int parse(struct results *results, const char *text, size_t length, struct error *err)
{
	*results = (struct results){0};
	return results_parse(results, text, length, "f.jsonl", err);
}

static inline void assert_parses(struct results *results, const char *text)
{
	struct error err = {""};
	int ret = parse(results, text, strlen(text), &err);

	assert_string_equal(err.text, "");
	assert_int_equal(ret, 0);
}

static inline void assert_refused(const char *text, size_t length, const char *message)
{
	struct results results;
	struct error err = {""};

	assert_int_equal(parse(&results, text, length, &err), -EINVAL);
	results_free(&results);
	if (!strstr(err.text, message))
		fail_msg("\"%s\" does not say \"%s\"", err.text, message);
}

/* @before and @line, with @from in the line replaced by @to; for free(). */
static inline char *with(const char *before, const char *line, const char *from, const char *to)
{
	const char *at = strstr(line, from);
	char *text = malloc(strlen(before) + strlen(line) + strlen(to) + 1);

	if (!at)
		fail_msg("no %s", from);
	assert_non_null(text);
	sprintf(text, "%s%.*s%s%s", before, (int)(at - line), line, to, at + strlen(from));
	return text;
}

#endif
