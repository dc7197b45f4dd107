/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dimension.h: what tells two rows of one table, or two lines of one picture, apart. The other
 * members of a key are conditions: samples that differ in one of those stand in different panels.
 */
#ifndef BENCH_DIMENSION_H
#define BENCH_DIMENSION_H

#include <stdbool.h>
#include <stddef.h>

#include "bench/results/results.h"

/* In this order rows are sorted, and columns stand. */
enum dimension {
	DIMENSION_SCHEME,
	DIMENSION_ORDER,
	DIMENSION_LIFETIME,
	DIMENSION_RECHECK,
	DIMENSION_RCU,
	DIMENSION_CHURN,
	DIMENSION_MEMMAP,
	NR_DIMENSIONS
};

#define DIMENSION_TEXT 160

/* What a lookup has where nothing else was asked for. */
#define LOOKUP_USUAL_PAGES	     512
#define PAGE_CACHE_USUAL_BATCH	     15
#define LOOKUP_USUAL_VERIFY	     1024
#define LOOKUP_USUAL_MEMORY_LIMIT    536870912.0
#define LOOKUP_USUAL_GRACE_PERIOD_NS 1e7

/* Of a lookup's point, or of another workload's. */
bool key_is_lookup(const struct result_key *key);

/* Of a system call's: the running kernel's. */
bool key_is_kernel(const struct result_key *key);

/* Whether the two may stand in one panel, apart from the machine. */
bool key_same_conditions(const struct result_key *a, const struct result_key *b);

/* Whether the two differ at most in threads, and in what @but (1 << dimension) lists. */
bool key_same_row(const struct result_key *a, const struct result_key *b, unsigned int but);

/* The order of rows: negative, 0 or positive as strcmp. Known values stand in the design's order. */
int key_compare_rows(const struct result_key *a, const struct result_key *b);

/* "scheme", "memmap", ...: a column's title, and the word before a value in a heading. */
extern const char *const dimension_names[NR_DIMENSIONS];

bool dimension_same(enum dimension dimension, const struct result_key *a,
		    const struct result_key *b);
int dimension_compare(enum dimension dimension, const struct result_key *a,
		      const struct result_key *b);

/*
 * The value of @key as people read it: "typesafe", "on", "10k" or, of two mutators, "2x10k". It may
 * come from anybody's file.
 */
void dimension_value(char out[DIMENSION_TEXT], enum dimension dimension,
		     const struct result_key *key);

/* Whether a heading leaves it out: the value that a point has where nothing else was asked for. */
bool dimension_is_usual(enum dimension dimension, const struct result_key *key);

#endif
