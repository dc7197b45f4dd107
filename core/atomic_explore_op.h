/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * atomic_explore_op.h: what atomic_explore.h tells the scheduler of each operation, and what it asks
 * of it. bench/check/explore.c provides the functions.
 */
#ifndef CORE_ATOMIC_EXPLORE_OP_H
#define CORE_ATOMIC_EXPLORE_OP_H

#include <stdint.h>

enum explore_kind { EXPLORE_LOAD, EXPLORE_STORE, EXPLORE_CHANGE, EXPLORE_CAS };

/* What was done, as a trace tells it. */
struct explore_op {
	const char *name; /* atomic_add_return */
	enum explore_kind kind;
	unsigned int bytes; /* of the word */
	const volatile void *word;
	uint64_t before, after;
	uint64_t operand; /* stored, expected by a compare-and-swap, or added; 0: it has none */
	uint64_t wanted; /* by a compare-and-swap, in place of what it expected */
};

void explore_point(void);
void explore_yield(void); /* to wait until another thread has changed something */
void explore_done(const struct explore_op *op);

#endif
