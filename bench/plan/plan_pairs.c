// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plan_pairs.c: points for a workload that runs between pairs of CPUs. Every pair of up to 16 CPUs.
 * On a larger machine 16 are chosen so that every distance is met without a quadratic bill: the
 * first pair of siblings, of cores under one cache, and of cores of one node under two; a CPU of
 * each other node, or of evenly spaced ones; and neighbouring couples in the places left.
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
		int ret, largest;

		if (!placement->nr)
			continue; /* a node without CPUs, in a matrix */
		ret = plan_thread_counts(&counts, plan, lists, placement, err);
		largest = ret ? 0 : counts.values[counts.nr - 1];
		if (ret)
			return ret;
		int_list_free(&counts);
		for (int i = 0; i < largest && i < placement->nr; i++)
			used[placement->pus[i] - plan->machine->pus] = true;
	}
	return 0;
}

/* PUs to choose from, in the machine's order, and which of them are taken. */
struct choice {
	const struct machine_pu **cpus;
	bool *taken;
	int nr, nr_taken;
};

static void take(struct choice *choice, int i)
{
	choice->nr_taken += !choice->taken[i];
	choice->taken[i] = true;
}

enum distance { SIBLINGS, SAME_LLC, SAME_NODE, OTHER_NODE };

static enum distance distance(const struct machine_pu *a, const struct machine_pu *b)
{
	if (a->core == b->core)
		return SIBLINGS;
	if (a->node != b->node)
		return OTHER_NODE;
	return a->llc == b->llc ? SAME_LLC : SAME_NODE;
}

/* The machine's first pair at this distance, if there is one. */
static void take_pair(struct choice *choice, enum distance wanted)
{
	for (int i = 0; i < choice->nr; i++) {
		for (int j = i + 1; j < choice->nr; j++) {
			if (distance(choice->cpus[i], choice->cpus[j]) == wanted) {
				take(choice, i);
				take(choice, j);
				return;
			}
		}
	}
}

/* The first PU of a node of which none is taken; -1 where one is, or none can be. */
static int first_of_missing(const struct choice *choice, int node)
{
	int first = -1;

	for (int i = choice->nr - 1; i >= 0; i--) {
		if (choice->cpus[i]->node != node)
			continue;
		if (choice->taken[i])
			return -1;
		first = i;
	}
	return first;
}

/* One PU of every node not met yet; evenly spaced nodes where there are more of them than places. */
static void take_nodes(struct choice *choice, const struct machine *machine)
{
	int missing = 0, places = MAX_PAIR_CPUS - choice->nr_taken, passed = 0;

	for (int n = 0; n < machine->nr_nodes; n++)
		missing += first_of_missing(choice, machine->nodes[n].os) >= 0;
	if (places > missing)
		places = missing;
	for (int n = 0; n < machine->nr_nodes; n++) {
		int first = first_of_missing(choice, machine->nodes[n].os);

		if (first < 0)
			continue;
		if ((passed + 1) * places / missing > passed * places / missing)
			take(choice, first);
		passed++;
	}
}

/* Neighbouring couples, evenly spaced, until there are enough. */
static void take_couples(struct choice *choice)
{
	int places = MAX_PAIR_CPUS - choice->nr_taken;
	int couples = (places + 1) / 2;

	for (int place = 0; place < places; place++) {
		/* Even first members: with SMT a couple is then a core's two siblings. */
		int i = (place / 2 * 2 + 1) * choice->nr / (couples * 2) & ~1;

		while (choice->taken[i])
			i = (i + 1) % choice->nr;
		take(choice, i);
	}
}

/*
 * From the marked PUs, in the machine's order, the ones to visit; returns how many. @used is left
 * with the marks of the choice.
 */
static int choose(const struct machine_pu **chosen, bool *used, const struct machine *machine)
{
	struct choice choice = {.cpus = chosen, .taken = used};
	int kept = 0;

	for (int i = 0; i < machine->nr_pus; i++) {
		if (used[i])
			chosen[choice.nr++] = &machine->pus[i];
		used[i] = false;
	}
	if (choice.nr <= MAX_PAIR_CPUS)
		return choice.nr;
	take_pair(&choice, SIBLINGS);
	take_pair(&choice, SAME_LLC);
	take_pair(&choice, SAME_NODE);
	take_nodes(&choice, machine);
	take_couples(&choice);
	for (int i = 0; i < choice.nr; i++) {
		if (choice.taken[i])
			chosen[kept++] = chosen[i];
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

/* Or one skip, instead of one for each pair, where there can be none. */
static int add_pairs_of_home(struct plan *plan, struct point *point,
			     const struct machine_pu *const *cpus, int nr, struct error *err)
{
	char why[160];

	if (nr < 2)
		return plan_add_skip(plan, point, "it takes two CPUs");
	if (plan_lacks_memory(plan, &point->memory, why, sizeof(why)))
		return plan_add_skip(plan, point, why);
	return add_each_pair(plan, point, cpus, nr, err);
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

		ret = add_pairs_of_home(plan, &point, cpus, nr, err);
	}
	free(cpus);
	free(used);
	return ret;
}
