// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plan_pairs.c: points for a workload that runs between pairs of CPUs. Every pair of up to 16 CPUs;
 * on a larger machine 8 neighbouring couples evenly spaced, so that siblings, neighbours under one
 * cache and every distance between nodes are met without a quadratic bill.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench/plan/plan_parts.h"

#define MAX_PAIR_CPUS 16

/* Mark the PUs that the placements use at the largest thread count asked for. */
static int mark(bool *used, const struct plan *plan, const struct plan_lists *lists,
		struct error *err)
{
	for (int p = 0; p < lists->nr_placements; p++) {
		const struct placement *placement = plan->placements[p];
		struct int_list counts;
		int ret = plan_thread_counts(&counts, plan, lists, placement, err);
		int largest = ret ? 0 : counts.values[counts.nr - 1];

		if (ret)
			return ret;
		int_list_free(&counts);
		for (int i = 0; i < largest && i < placement->nr; i++)
			used[placement->pus[i] - plan->machine->pus] = true;
	}
	return 0;
}

/* From the marked PUs, in the machine's order, the ones to visit; returns how many. */
static int choose(const struct machine_pu **chosen, const bool *used, const struct machine *machine)
{
	int nr = 0, kept = 0;

	for (int i = 0; i < machine->nr_pus; i++) {
		if (used[i])
			chosen[nr++] = &machine->pus[i];
	}
	if (nr <= MAX_PAIR_CPUS)
		return nr;
	for (int couple = 0; couple < MAX_PAIR_CPUS / 2; couple++) {
		/* Even first members: with SMT a couple is then a core's two siblings. */
		int first = couple * nr / (MAX_PAIR_CPUS / 2) & ~1;

		chosen[kept++] = chosen[first];
		chosen[kept++] = chosen[first + 1];
	}
	return kept;
}

static int add_pair(struct plan *plan, struct point *point, int a, int b, struct error *err)
{
	char name[48];
	int ret;

	snprintf(name, sizeof(name), "cpus:%d,%d", a, b);
	ret = plan_add_placement(plan, name, &point->placement, err);
	if (!ret && plan_add_candidate(plan, point))
		ret = error_set(err, -ENOMEM, "out of memory");
	return ret;
}

static int add_each_pair(struct plan *plan, struct point *point,
			 const struct machine_pu *const *cpus, int nr, struct error *err)
{
	int ret = 0;

	for (int i = 0; i < nr; i++) {
		for (int j = i + 1; j < nr && !ret; j++)
			ret = add_pair(plan, point, cpus[i]->os, cpus[j]->os, err);
	}
	return ret;
}

int plan_add_pairs(struct plan *plan, const struct plan_lists *lists,
		   const struct workload *workload, struct error *err)
{
	const struct machine *machine = plan->machine;
	const struct machine_pu **cpus = calloc((size_t)machine->nr_pus, sizeof(*cpus));
	bool *used = calloc((size_t)machine->nr_pus, sizeof(*used));
	int nr = 0;
	int ret = cpus && used ? mark(used, plan, lists, err)
			       : error_set(err, -ENOMEM, "out of memory");

	if (!ret)
		nr = choose(cpus, used, machine);
	for (int m = 0; !ret && m < lists->nr_memory; m++) {
		struct point point = {
			.workload = workload,
			.placement = plan->placements[0],
			.memory = lists->memory[m],
			.threads = 2,
			.pages = 1,
			.batch = 1,
			.nr = 1,
		};

		ret = nr < 2 ? plan_add_skip(plan, &point, "it takes two CPUs")
			     : add_each_pair(plan, &point, cpus, nr, err);
	}
	free(cpus);
	free(used);
	return ret;
}
