/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * check.h: everything that can be found out about a scheme, layer by layer, from cheap to dear. Each
 * scheme is checked in a process of its own, a few at a time: a header that crashes takes nobody with
 * it.
 */
#ifndef BENCH_CHECK_CHECK_H
#define BENCH_CHECK_CHECK_H

#include "bench/check/explored.h"
#include "topology/error.h"

/* Layers, each adding its verdicts on @scheme to @list. */
void check_conformance(const struct explored_scheme *scheme, enum check_depth depth,
		       struct verdict_list *list);
void check_exploration(const struct explored_scheme *scheme, enum check_depth depth,
		       struct verdict_list *list);
void check_model(const struct explored_scheme *scheme, enum check_depth depth,
		 struct verdict_list *list);
void check_weak_memory(const struct explored_scheme *scheme, enum check_depth depth,
		       struct verdict_list *list);

/* What came of one scheme. */
struct check_result {
	const struct explored_scheme *scheme;
	struct verdict_list verdicts;
	double seconds;
	char crash[80]; /* how its process ended before it was done; empty where it did not */
};

/*
 * Run all layers over the @nr schemes, and call @done with each result, in the order given. The
 * result is gone when @done returns. Returns 0 or a negative errno with @err.
 */
int check_all(const struct explored_scheme *const *schemes, int nr, enum check_depth depth,
	      void (*done)(const struct check_result *result, void *arg), void *arg,
	      struct error *err);

#endif
