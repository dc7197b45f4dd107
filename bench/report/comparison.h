/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * comparison.h: a point against the same point but for one member of its key: what does the hop
 * through a memdesc cost, what does a scheme gain, everything else being equal?
 */
#ifndef BENCH_COMPARISON_H
#define BENCH_COMPARISON_H

#include "bench/report/dimension.h"

enum comparison { VS_PLAIN, VS_EMBEDDED, VS_TYPESAFE, VS_RECHECK, VS_FULL, NR_COMPARISONS };

extern const struct comparison_kind {
	const char *title; /* of its column */
	const char *name; /* in a CSV */
	const char *meaning; /* for the notes below a table */
	enum dimension dimension;
	const char *base; /* the value of it that the others are compared with */
	unsigned int free; /* dimensions (1 << n) in which the base may differ as well */
} comparison_kinds[NR_COMPARISONS];

/*
 * Which of @nr sorted @rows row @i is compared with: @i itself where it is the base, -1 where there
 * is none.
 */
int comparison_base(enum comparison comparison, const struct result_key *rows, int nr, int i);

#endif
