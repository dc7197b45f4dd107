/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What firmware says of memory, beyond distances: machine.c's own, no other file needs it. */
#ifndef TOPOLOGY_MACHINE_ATTRIBUTES_H
#define TOPOLOGY_MACHINE_ATTRIBUTES_H

#include <hwloc.h>

#include "topology/machine.h"

/* Fill latencies and bandwidths of @machine, whose nodes are known. Returns 0 or -ENOMEM. */
int machine_attributes_read(struct machine *machine, hwloc_topology_t topology);

#endif
