/* SPDX-License-Identifier: GPL-2.0-or-later */
/* contrast_making.h: results files invented, parsed and compared. */
#ifndef TESTS_BENCH_COMPARE_CONTRAST_MAKING_H
#define TESTS_BENCH_COMPARE_CONTRAST_MAKING_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/compare/contrast.h"

#define FIXTURES "tests/bench/fixtures/"
#define MOST	 4

/* Two or more files, or one of which schemes are compared; zeroed, with labels and schemes set. */
struct making {
	struct results results[MOST];
	struct contrast_side sides[MOST]; /* base first */
	int nr_sides;
	struct contrast_options options;
	struct contrast contrast;
};

static inline void parse(struct results *results, const char *text)
{
	struct error err;

	if (results_parse(results, text, strlen(text), "test", &err))
		fail_msg("%s", err.text);
}

/* What make_compare_fixture.sh makes of @kind. */
static inline void invent(struct results *results, const char *kind)
{
	char command[128], *text = NULL;
	size_t room = 0;
	FILE *maker;

	snprintf(command, sizeof(command), FIXTURES "make_compare_fixture.sh %s", kind);
	maker = popen(command, "r");
	assert_non_null(maker);
	assert_true(getdelim(&text, &room, '\0', maker) > 0);
	assert_int_equal(pclose(maker), 0);
	parse(results, text);
	free(text);
}

static inline int try_contrast(struct making *making, struct error *err)
{
	return contrast_make(&making->contrast, &making->sides[0], &making->sides[1],
			     making->nr_sides - 1, &making->options, err);
}

static inline void contrast(struct making *making)
{
	struct error err;

	if (try_contrast(making, &err))
		fail_msg("%s", err.text);
}

static inline void discard(struct making *making)
{
	contrast_free(&making->contrast);
	for (int i = 0; i < MOST; i++)
		results_free(&making->results[i]);
}

/* Of the first file, plain against the @schemes. */
static inline void take_schemes(struct making *making, const char *const *schemes)
{
	making->sides[0] = (struct contrast_side){&making->results[0], "plain", "plain"};
	making->nr_sides = 1;
	for (; *schemes; schemes++)
		making->sides[making->nr_sides++] =
			(struct contrast_side){&making->results[0], *schemes, *schemes};
}

/* Every file by what it is called. */
static inline void take_files(struct making *making, const char *const *labels)
{
	for (making->nr_sides = 0; labels[making->nr_sides]; making->nr_sides++)
		making->sides[making->nr_sides] = (struct contrast_side){
			&making->results[making->nr_sides], labels[making->nr_sides], NULL};
}

#endif
