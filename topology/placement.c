// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * placement.c: in which order threads take PUs. Every placement but `cpus:` is a sort of the
 * allowed PUs; only what they sort by differs. Ranks are counted over allowed PUs, so that a
 * process confined to the second siblings still gets one PU per core.
 */
#include "topology/placement.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An allowed PU and where it stands; slots tie in hwloc's logical order. */
struct slot {
	const struct machine_pu *pu;
	int sibling; /* rank among its core's allowed PUs */
	int turn;    /* rank among its node's allowed PUs of the same sibling rank */
};

static int compare_ints(int a, int b)
{
	return (a > b) - (a < b);
}

static int by_logical(const void *a, const void *b)
{
	const struct slot *left = a, *right = b;

	return (left->pu > right->pu) - (left->pu < right->pu);
}

static int by_sibling(const void *a, const void *b)
{
	const struct slot *left = a, *right = b;
	int order = compare_ints(left->sibling, right->sibling);

	return order ? order : by_logical(a, b);
}

static int by_node(const void *a, const void *b)
{
	const struct slot *left = a, *right = b;
	int order = compare_ints(left->sibling, right->sibling);

	if (!order)
		order = compare_ints(left->pu->node, right->pu->node);
	return order ? order : by_logical(a, b);
}

static int by_turn(const void *a, const void *b)
{
	const struct slot *left = a, *right = b;
	int order = compare_ints(left->sibling, right->sibling);

	if (!order)
		order = compare_ints(left->turn, right->turn);
	return order ? order : by_node(a, b);
}

static void order_compact(struct slot *slots, int nr)
{
	qsort(slots, nr, sizeof(*slots), by_logical);
}

static void order_cores(struct slot *slots, int nr)
{
	qsort(slots, nr, sizeof(*slots), by_sibling);
}

/* Number each node's PUs, then deal them out: every node's first, every node's second ... */
static void order_scatter(struct slot *slots, int nr)
{
	qsort(slots, nr, sizeof(*slots), by_node);
	for (int i = 0; i < nr; i++) {
		const struct slot *before = i ? &slots[i - 1] : NULL;
		bool same = before && before->sibling == slots[i].sibling &&
			    before->pu->node == slots[i].pu->node;

		slots[i].turn = same ? before->turn + 1 : 0;
	}
	qsort(slots, nr, sizeof(*slots), by_turn);
}

/* ---- filling ---- */

static bool any_pu(const struct machine_pu *pu, const struct machine_node *node)
{
	(void)node;
	return pu->allowed;
}

static bool pu_of_node(const struct machine_pu *pu, const struct machine_node *node)
{
	return pu->allowed && pu->node == node->os;
}

/* A core's PUs are neighbours in logical order: count siblings while the core stays the same. */
static int collect(struct slot *slots, const struct machine *machine,
		   const struct machine_node *node)
{
	bool (*wanted)(const struct machine_pu *, const struct machine_node *) =
		node ? pu_of_node : any_pu;
	int nr = 0;

	for (int i = 0; i < machine->nr_pus; i++) {
		const struct machine_pu *pu = &machine->pus[i];
		int sibling = 0;

		if (!wanted(pu, node))
			continue;
		if (nr && slots[nr - 1].pu->core == pu->core)
			sibling = slots[nr - 1].sibling + 1;
		slots[nr++] = (struct slot){.pu = pu, .sibling = sibling};
	}
	return nr;
}

static int fill(struct placement *placement, const struct machine *machine,
		const struct machine_node *node, void (*order)(struct slot *, int),
		struct error *err)
{
	struct slot *slots = calloc(machine->nr_pus, sizeof(*slots));

	placement->pus = calloc(machine->nr_pus, sizeof(*placement->pus));
	if (!slots || !placement->pus) {
		free(slots);
		return error_set(err, -ENOMEM, "placement: out of memory");
	}
	placement->nr = collect(slots, machine, node);
	order(slots, placement->nr);
	for (int i = 0; i < placement->nr; i++)
		placement->pus[i] = slots[i].pu;
	free(slots);
	return 0;
}

/* ---- messages that list what there is ---- */

#define LIST_SIZE 160

static int compare_values(const void *a, const void *b)
{
	return compare_ints(*(const int *)a, *(const int *)b);
}

static char *format_sorted(struct int_list *list, char text[LIST_SIZE])
{
	qsort(list->values, list->nr, sizeof(*list->values), compare_values);
	int_list_format(list, text, LIST_SIZE);
	int_list_free(list);
	return list->nr || *text ? text : strcpy(text, "none");
}

static char *allowed_pus(const struct machine *machine, char text[LIST_SIZE])
{
	struct int_list list = {0};

	for (int i = 0; i < machine->nr_pus; i++) {
		if (machine->pus[i].allowed)
			int_list_add(&list, machine->pus[i].os);
	}
	return format_sorted(&list, text);
}
