/* SPDX-License-Identifier: GPL-2.0-or-later */
/* invented.h: results of machines that are not here: fixtures/make_nodes_fixture.sh's, and as a summary. */
#ifndef TESTS_BENCH_REPORT_INVENTED_H
#define TESTS_BENCH_REPORT_INVENTED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/report/summary.h"

/*
 * What the script writes when it is asked for @what; for free(). Inlined, gcc 12 takes what getdelim()
 * has allocated for the pointer to it, and warns of it.
 */
static __attribute__((noinline)) char *invent_nodes(const char *what)
{
	char command[128], *text = NULL;
	size_t room = 0;
	FILE *maker;

	snprintf(command, sizeof(command), "tests/bench/fixtures/make_nodes_fixture.sh %s", what);
	maker = popen(command, "r");
	assert_non_null(maker);
	assert_true(getdelim(&text, &room, '\0', maker) > 0);
	assert_int_equal(pclose(maker), 0);
	return text;
}

/* Every @from in @text, of the same length, becomes @to. */
static inline void change(char *text, const char *from, const char *to)
{
	assert_int_equal(strlen(from), strlen(to));
	while (*from && (text = strstr(text, from)))
		memcpy(text, to, strlen(to));
}

/* Frees @text. */
static inline void summarise(struct results *results, struct summary *summary, char *text)
{
	struct error err;

	*results = (struct results){0};
	if (results_parse(results, text, strlen(text), "fixture", &err))
		fail_msg("%s", err.text);
	assert_int_equal(summary_make(summary, results), 0);
	free(text);
}

#endif
