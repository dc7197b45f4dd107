/* SPDX-License-Identifier: GPL-2.0-or-later */
/* compare_schemes.h: the two versions or more that are measured against each other. */
#ifndef BENCH_COMPARE_SCHEMES_H
#define BENCH_COMPARE_SCHEMES_H

#include "bench/command/compare_options.h"

#define COMPARE_MAX_TESTS 16

struct compare_schemes {
	const struct compare_options *options;
	unsigned int parts; /* of a scheme from outside, that the workloads need */
	char *base; /* what the schemes are called */
	char *tests[COMPARE_MAX_TESTS];
	int nr_tests;
};

/*
 * Load what --base and --test name. What is named twice, as base is in a self-test, gets a copy of its
 * own: else a version would be compared with the very same code. Returns a status to exit with; what
 * went wrong has been said. compare_schemes_free() in any case.
 */
int compare_schemes_load(struct compare_schemes *schemes, const struct compare_options *options);
void compare_schemes_free(struct compare_schemes *schemes);

/* "BASE,TEST,...", malloc'ed, for the plan; NULL when out of memory. */
char *compare_schemes_join(const struct compare_schemes *schemes);

/* Fill @sides, base first, as schemes of @results. */
void compare_schemes_sides(const struct compare_schemes *schemes, const struct results *results,
			   struct contrast_side sides[1 + COMPARE_MAX_TESTS]);

#endif
