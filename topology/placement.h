/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A placement is an order in which threads take PUs; n threads take its first n.
 *
 *   compact    fill a core's SMT siblings, then the next core, LLC, node, package
 *   cores      one PU per core in compact order, then the second siblings, and so on
 *   scatter    round-robin over the nodes that have CPUs; within each node as `cores`
 *   node:N     the PUs of node N, as `cores`
 *   cpus:LIST  the PUs listed, by OS number, in that order
 */
#ifndef TOPOLOGY_PLACEMENT_H
#define TOPOLOGY_PLACEMENT_H

#include <stdbool.h>

#include "topology/int_list.h"
#include "topology/machine.h"

struct placement {
	char *name; /* as the user wrote it */
	const struct machine_pu **pus; /* allowed PUs only; they belong to the machine */
	int nr;
};

/*
 * Work out @name on @machine. Returns 0; -EINVAL for an unknown name (the message lists what
 * exists), a node without CPUs, a PU that does not exist, is not allowed, or is listed twice;
 * -ENOMEM.
 */
int placement_make(struct placement *placement, const struct machine *machine, const char *name,
		   struct error *err);
void placement_free(struct placement *placement);

/* One row for each kind of placement, for `pageref list placements`; ends with a NULL name. */
struct placement_kind {
	const char *name;
	const char *summary;
};
extern const struct placement_kind placement_kinds[];

/*
 * Every placement that makes sense on @machine, as names for placement_make(): compact, cores,
 * scatter, and node:N for each node with an allowed CPU. Returns a NULL-terminated array (one
 * free() frees it all), or NULL when out of memory.
 */
char **placement_all(const struct machine *machine);

#endif
