/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * plan_parts.h: what the files that make a plan share: plan_lists.c resolves the request, plan.c
 * multiplies it out, plan_pairs.c adds the pairs of CPUs, plan_points.c keeps points and skips.
 * Nobody else has use for it.
 */
#ifndef BENCH_PLAN_PARTS_H
#define BENCH_PLAN_PARTS_H

#include "bench/plan/plan.h"
#include "topology/int_list.h"

struct plan_lists {
	const struct plan_request *request;
	struct int_list workloads; /* indexes of workloads[] */
	struct int_list schemes; /* indexes of scheme_all() */
	struct int_list shares; /* enum share */
	struct memory_policy *memory;
	int nr_memory;
	int nr_placements; /* the plan's first so many are the ones asked for */
};

/* Fills @lists, and the placements of @plan. Returns 0 or a negative errno with @err. */
int plan_lists_resolve(struct plan_lists *lists, struct plan *plan,
		       const struct plan_request *request, struct error *err);
void plan_lists_free(struct plan_lists *lists);

/*
 * Work out a placement and keep it in the plan, once; @added, if not NULL, receives it. Returns 0
 * or a negative errno with @err.
 */
int plan_add_placement(struct plan *plan, const char *name, const struct placement **added,
		       struct error *err);

/* Plan the point, or skip it with a reason. Returns 0 or -ENOMEM. */
int plan_add_candidate(struct plan *plan, const struct point *point);
int plan_add_skip(struct plan *plan, const struct point *point, const char *why);

/* The thread counts asked for, for @placement: ascending, each once. */
int plan_thread_counts(struct int_list *counts, const struct plan *plan,
		       const struct plan_lists *lists, const struct placement *placement,
		       struct error *err);

/* A point for each pair of CPUs that the placements reach, or of a fair choice of them. */
int plan_add_pairs(struct plan *plan, const struct plan_lists *lists,
		   const struct workload *workload, struct error *err);

#endif
