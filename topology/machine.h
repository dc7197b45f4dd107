/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The machine as a plan needs it: flat arrays of processing units (PUs) and NUMA nodes, read once
 * through hwloc. "OS" numbers are the kernel's (what taskset, numactl and getcpu speak); core, llc
 * and package are dense numbers of ours from 0, in hwloc's logical order.
 */
#ifndef TOPOLOGY_MACHINE_H
#define TOPOLOGY_MACHINE_H

#include <stdbool.h>
#include <stdint.h>

#include "topology/error.h"

struct machine_pu {
	int os;
	int core; /* the PU itself where the machine reports no cores */
	int smt; /* rank among its core's PUs: 0 is the first sibling */
	int llc; /* the largest cache that reports sharing; the package's where there is none */
	int package; /* 0 where the machine reports none */
	int node; /* OS number of the node whose CPUs include it */
	bool allowed; /* cgroup and affinity mask let this process run there */
};

struct machine_node {
	int os;
	int package; /* of its nearest CPUs; -1 where they span several */
	int nr_pus; /* 0: a memory-only node */
	uint64_t memory_bytes; /* 0: a memoryless node */
	bool allowed; /* cgroup lets this process take memory there */
};

struct machine {
	bool is_this_system; /* false for a synthetic or XML description: plan on it, never measure */
	char *name; /* the description given, or this host's CPU model */
	struct machine_pu *pus; /* in hwloc's logical order */
	struct machine_pu **pus_by_os; /* the same, in ascending OS number, for machine_pu() */
	int nr_pus;
	struct machine_node *nodes; /* in ascending OS number */
	int nr_nodes;
	uint64_t *distances; /* nr_nodes x nr_nodes, SLIT scale; NULL where not reported */
	/*
	 * As firmware says (ACPI HMAT): from the CPUs of a node, the row, to the memory of one, the
	 * column. nr_nodes x nr_nodes, 0 where not reported; NULL where nothing is.
	 */
	uint64_t *latencies_ns, *bandwidths_mib; /* MiB/s */
	int nr_packages, nr_llcs, nr_cores;
};

/*
 * Read this machine (@topology NULL), an hwloc XML file, or an hwloc synthetic description such as
 * "package:2 numa:4 l3:2 core:8 pu:2". A @topology that names a readable file is taken as XML.
 * On this machine `allowed` is what cgroups and the affinity mask permit now; elsewhere it is true.
 * Returns 0, -EINVAL (bad description, or one of more than 8192 PUs), -ENOENT, or another negative
 * errno, with @err.
 */
int machine_load(struct machine *machine, const char *topology, struct error *err);
void machine_free(struct machine *machine);

/* The PU or node with this OS number, or NULL. */
const struct machine_pu *machine_pu(const struct machine *machine, int os);
const struct machine_node *machine_node(const struct machine *machine, int os);

/* The node whose OS number a user wrote as @number, or NULL: "0", but not "00", " 0" or "0x0". */
const struct machine_node *machine_node_named(const struct machine *machine, const char *number);

/* PUs this process may run on. */
int machine_allowed_pus(const struct machine *machine);

#endif
