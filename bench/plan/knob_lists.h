/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * knob_lists.h: the knobs of which a request may list several values: the memory order, and what
 * lookups look into. A workload multiplies by the lists of the knobs that it has.
 */
#ifndef BENCH_KNOB_LISTS_H
#define BENCH_KNOB_LISTS_H

#include "bench/plan/plan.h"

union knob_value {
	int number;
	double churn;
	struct pattern pattern;
};

/* Values, each once, in the order given. */
struct knob_list {
	union knob_value *values;
	int nr;
};

enum {
	LIST_ORDER,
	LIST_MEMMAP,
	LIST_LIFETIME,
	LIST_RCU,
	LIST_PATTERN,
	LIST_CHURN,
	LIST_RECHECK,
	LIST_VERIFY,
	LIST_PIN,
	LIST_AS,
	NR_KNOB_LISTS
};

struct knob_lists {
	struct knob_list list[NR_KNOB_LISTS];
};

/* Returns 0; -EINVAL with @err naming the option, what is wrong and what is right; -ENOMEM. */
int knob_lists_resolve(struct knob_lists *lists, const struct plan_request *request,
		       struct error *err);
void knob_lists_free(struct knob_lists *lists);

/* How many combinations of values the knobs of @workload have. */
int knob_lists_combinations(const struct knob_lists *lists, const struct workload *workload);

/* Give @point number @combination of them; what its workload lacks stays as it is. */
void knob_lists_apply(const struct knob_lists *lists, int combination, struct point *point);

#endif
