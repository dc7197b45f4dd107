/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The hwloc topology that a user's text stands for: machine.c's own, no other file needs it. */
#ifndef TOPOLOGY_MACHINE_SOURCE_H
#define TOPOLOGY_MACHINE_SOURCE_H

#include <hwloc.h>

#include "topology/error.h"

/*
 * Load @text (NULL: this machine; see machine_load()) with the PUs that are not allowed kept in.
 * Returns 0, and the caller destroys @topology; or a negative errno with @err.
 */
int machine_source_open(hwloc_topology_t *topology, const char *text, struct error *err);

#endif
