// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plan_matrix.c: the lists of a node-by-node matrix: threads on each node, memory on each. A node without
 * CPUs stands for a row that cannot be, one without memory for a column: they are planned like the others,
 * so that the plan skips them with its reasons.
 */
#include "bench/plan/plan_parts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/grow.h"

static bool has_cpu(const struct machine *machine, int node)
{
	for (int i = 0; i < machine->nr_pus; i++) {
		if (machine->pus[i].node == node && machine->pus[i].allowed)
			return true;
	}
	return false;
}

/* A placement that no thread can take. */
static int add_empty(struct plan *plan, const char *name, struct error *err)
{
	struct placement **all = grow(plan->placements, plan->nr_placements, sizeof(*all));
	struct placement *placement = all ? calloc(1, sizeof(*placement)) : NULL;

	if (all)
		plan->placements = all;
	if (placement)
		placement->name = strdup(name);
	if (!placement || !placement->name) {
		free(placement);
		return error_set(err, -ENOMEM, "out of memory");
	}
	plan->placements[plan->nr_placements++] = placement;
	return 0;
}

int plan_matrix_lists(struct plan_lists *lists, struct plan *plan, struct error *err)
{
	const struct machine *machine = plan->machine;
	int ret = 0;

	lists->memory = calloc((size_t)machine->nr_nodes + 1, sizeof(*lists->memory));
	if (!lists->memory)
		return error_set(err, -ENOMEM, "out of memory");
	for (int i = 0; !ret && i < machine->nr_nodes; i++) {
		int node = machine->nodes[i].os;
		char name[32];

		snprintf(name, sizeof(name), "node:%d", node);
		ret = has_cpu(machine, node) ? plan_add_placement(plan, name, NULL, err)
					     : add_empty(plan, name, err);
		lists->memory[lists->nr_memory++] =
			(struct memory_policy){.kind = MEMORY_NODE, .node = node};
	}
	return ret;
}
