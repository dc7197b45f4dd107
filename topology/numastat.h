/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * numastat.h: pages that the kernel handed out, node by node: to tasks that ran on the node, and to
 * tasks that ran on another. It counts for the whole system and does not say for whom.
 */
#ifndef TOPOLOGY_NUMASTAT_H
#define TOPOLOGY_NUMASTAT_H

#include "topology/machine.h"

#define NUMASTAT_DIR "/sys/devices/system/node"

struct numastat_node {
	int node; /* OS number */
	long long local, other; /* pages of that node; negative where the kernel does not tell */
};

struct numastat {
	int nr;
	struct numastat_node *nodes; /* in the machine's order */
};

/* Read the counts of every node of @machine under @dir. Returns 0 or -ENOMEM; numastat_free() frees. */
int numastat_read(struct numastat *stat, const struct machine *machine, const char *dir);
void numastat_free(struct numastat *stat);

/* Leave in @after what was added since @before, of the same machine. */
void numastat_subtract(struct numastat *after, const struct numastat *before);

#endif
