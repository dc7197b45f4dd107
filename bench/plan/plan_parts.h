/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * plan_parts.h: what the files that make a plan share: plan_lists.c and knob_lists.c resolve the
 * request, plan_knobs.c refuses what its workloads cannot take, plan.c multiplies it out,
 * plan_matrix.c lists nodes by nodes, plan_pairs.c adds the pairs of CPUs, plan_points.c keeps points and skips. Nobody else has use for
 * it.
 */
#ifndef BENCH_PLAN_PARTS_H
#define BENCH_PLAN_PARTS_H

#include "bench/plan/knob_lists.h"
#include "bench/plan/plan.h"
#include "topology/int_list.h"

struct plan_lists {
	const struct plan_request *request;
	struct int_list workloads; /* indexes of workloads[] */
	struct int_list schemes; /* indexes of scheme_all() */
	struct int_list shares; /* enum share */
	struct knob_lists knobs;
	struct memory_policy *memory;
	int nr_memory;
	int nr_placements; /* the plan's first so many are the ones asked for */
};

/* Fills @lists, and the placements of @plan. Returns 0 or a negative errno with @err. */
int plan_lists_resolve(struct plan_lists *lists, struct plan *plan,
		       const struct plan_request *request, struct error *err);
void plan_lists_free(struct plan_lists *lists);

/* The knobs that a workload has: those of its row, and a memory order if it has a scheme. */
unsigned int plan_knobs_of(const struct workload *workload);

/*
 * Refuse an option that none of the workloads has, and a value that one of them cannot take. Returns
 * 0, or -EINVAL with @err.
 */
int plan_check_knobs(const struct plan_lists *lists, struct error *err);

/*
 * All that the request says of a point besides its place: number @combination of the lists, and the
 * rest. A knob that its workload lacks keeps its neutral value, and is recorded so.
 */
void plan_set_knobs(struct point *point, const struct plan_lists *lists, int combination,
		    enum share share);

/*
 * Work out a placement and keep it in the plan, once; @added, if not NULL, receives it. Returns 0
 * or a negative errno with @err.
 */
int plan_add_placement(struct plan *plan, const char *name, const struct placement **added,
		       struct error *err);

/* Whether @memory is of a node that has none for us; @why then says so. */
bool plan_lacks_memory(const struct plan *plan, const struct memory_policy *memory, char *why,
		       size_t size);

/* Plan the point, or skip it with a reason. Returns 0 or -ENOMEM. */
int plan_add_candidate(struct plan *plan, const struct point *point);
int plan_add_skip(struct plan *plan, const struct point *point, const char *why);

/* The placements and memory of a node-by-node matrix. Returns 0 or a negative errno with @err. */
int plan_matrix_lists(struct plan_lists *lists, struct plan *plan, struct error *err);

/* The thread counts asked for, for @placement: ascending, each once. */
int plan_thread_counts(struct int_list *counts, const struct plan *plan,
		       const struct plan_lists *lists, const struct placement *placement,
		       struct error *err);

/* A point for each pair of CPUs that the placements reach, or of a fair choice of them. */
int plan_add_pairs(struct plan *plan, const struct plan_lists *lists,
		   const struct workload *workload, struct error *err);

#endif
