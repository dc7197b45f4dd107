// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * machine_attributes.c: latency and bandwidth from the CPUs of a node to the memory of one, as an ACPI
 * HMAT gives them. Linux shows a program only those of each memory's nearest CPUs, so most pairs are
 * unknown on a running machine; and they are what the firmware's author wrote, not what was measured.
 */
#include "topology/machine_attributes.h"

#include <errno.h>
#include <stdlib.h>

static hwloc_obj_t node_object(hwloc_topology_t topology, int os)
{
	return hwloc_get_numanode_obj_by_os_index(topology, (unsigned int)os);
}

/* 0 where it is not reported. */
static uint64_t read_value(hwloc_topology_t topology, hwloc_memattr_id_t attribute,
			   const struct machine_node *from, const struct machine_node *to)
{
	hwloc_obj_t initiator = node_object(topology, from->os);
	hwloc_obj_t target = node_object(topology, to->os);
	struct hwloc_location location = {.type = HWLOC_LOCATION_TYPE_CPUSET};
	hwloc_uint64_t value = 0;

	if (!from->nr_pus || !to->memory_bytes || !initiator || !target)
		return 0;
	location.location.cpuset = initiator->cpuset;
	if (hwloc_memattr_get_value(topology, attribute, target, &location, 0, &value))
		return 0;
	return value;
}

static int read_matrix(uint64_t **values, const struct machine *machine, hwloc_topology_t topology,
		       hwloc_memattr_id_t attribute)
{
	size_t nr = (size_t)machine->nr_nodes;
	uint64_t *all = calloc(nr * nr + 1, sizeof(*all));
	bool any = false;

	if (!all)
		return -ENOMEM;
	for (size_t i = 0; i < nr * nr; i++) {
		all[i] = read_value(topology, attribute, &machine->nodes[i / nr],
				    &machine->nodes[i % nr]);
		any |= all[i] > 0;
	}
	if (any)
		*values = all;
	else
		free(all);
	return 0;
}

int machine_attributes_read(struct machine *machine, hwloc_topology_t topology)
{
	int ret = read_matrix(&machine->latencies_ns, machine, topology, HWLOC_MEMATTR_ID_LATENCY);

	return ret ? ret
		   : read_matrix(&machine->bandwidths_mib, machine, topology,
				 HWLOC_MEMATTR_ID_BANDWIDTH);
}
