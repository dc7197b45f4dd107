// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * machine.c: hwloc's tree, flattened once into the arrays that plans are made of. NUMA nodes hang
 * off that tree at a virtual depth, so they are found by type and tied to PUs by cpuset; on this
 * machine libnuma has the last word, as it has when memory is bound. hwloc binds nothing here:
 * on a description of another machine its binding calls succeed and do nothing.
 */
#include "topology/machine.h"

#include <errno.h>
#include <hwloc.h>
#include <numa.h>
#include <numaif.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "topology/environment.h"
#include "topology/int_list.h"
#include "topology/machine_attributes.h"
#include "topology/machine_source.h"
#include "topology/pin.h"

/* ---- PUs: where each sits in the tree ---- */

/* The objects that hold one PU; one struct compares with the next to number them densely. */
struct containers {
	hwloc_obj_t core, llc, package;
};

static struct containers find_containers(hwloc_obj_t pu, hwloc_obj_t root)
{
	struct containers in = {.package = root};

	for (hwloc_obj_t obj = pu->parent; obj; obj = obj->parent) {
		if (obj->type == HWLOC_OBJ_CORE)
			in.core = obj;
		else if (hwloc_obj_type_is_dcache(obj->type))
			in.llc = obj; /* the last one seen is the outermost */
		else if (obj->type == HWLOC_OBJ_PACKAGE)
			in.package = obj;
	}
	if (!in.core)
		in.core = pu;
	if (!in.llc)
		in.llc = in.package;
	return in;
}

static int compare_os(const void *a, const void *b)
{
	const struct machine_pu *const *left = a, *const *right = b;

	return ((*left)->os > (*right)->os) - ((*left)->os < (*right)->os);
}

/* PUs come in the tree's order, so those of one core, cache or package are neighbours. */
static int read_pus(struct machine *machine, hwloc_topology_t topology)
{
	struct containers now, before = {0};
	hwloc_obj_t obj = NULL, root = hwloc_get_root_obj(topology);
	int nr = hwloc_get_nbobjs_by_type(topology, HWLOC_OBJ_PU), smt = 0;

	if (nr < 1)
		return -EINVAL;
	machine->pus = calloc(nr, sizeof(*machine->pus));
	machine->pus_by_os = calloc(nr, sizeof(*machine->pus_by_os));
	if (!machine->pus || !machine->pus_by_os)
		return -ENOMEM;
	while ((obj = hwloc_get_next_obj_by_type(topology, HWLOC_OBJ_PU, obj))) {
		struct machine_pu *pu = &machine->pus[machine->nr_pus];

		now = find_containers(obj, root);
		smt = now.core == before.core ? smt + 1 : 0;
		machine->nr_cores += now.core != before.core;
		machine->nr_llcs += now.llc != before.llc;
		machine->nr_packages += now.package != before.package;
		before = now;
		*pu = (struct machine_pu){
			.os = obj->os_index,
			.core = machine->nr_cores - 1,
			.smt = smt,
			.llc = machine->nr_llcs - 1,
			.package = machine->nr_packages - 1,
			.node = -1,
			.allowed = true,
		};
		machine->pus_by_os[machine->nr_pus++] = pu;
	}
	qsort(machine->pus_by_os, machine->nr_pus, sizeof(*machine->pus_by_os), compare_os);
	return 0;
}

static struct machine_pu *find_pu(const struct machine *machine, int os)
{
	const struct machine_pu key = {.os = os}, *key_pointer = &key;
	struct machine_pu **found = bsearch(&key_pointer, machine->pus_by_os, machine->nr_pus,
					    sizeof(*machine->pus_by_os), compare_os);

	return found ? *found : NULL;
}

/* ---- nodes, and which PU is whose ---- */

static hwloc_obj_t *list_nodes(hwloc_topology_t topology, size_t nr)
{
	hwloc_obj_t *nodes = calloc(nr, sizeof(*nodes)), obj = NULL;

	for (size_t i = 0; nodes && i < nr; i++)
		nodes[i] = obj = hwloc_get_next_obj_by_type(topology, HWLOC_OBJ_NUMANODE, obj);
	return nodes;
}

/* Tightest cpuset first: a node beside one cache is nearer than one beside the whole package. */
static int compare_nearness(const void *a, const void *b)
{
	const hwloc_obj_t left = *(const hwloc_obj_t *)a, right = *(const hwloc_obj_t *)b;
	int weight = hwloc_bitmap_weight(left->cpuset) - hwloc_bitmap_weight(right->cpuset);

	if (weight)
		return weight;
	return (left->logical_index > right->logical_index) -
	       (left->logical_index < right->logical_index);
}

static int compare_node_os(const void *a, const void *b)
{
	const hwloc_obj_t left = *(const hwloc_obj_t *)a, right = *(const hwloc_obj_t *)b;

	return (left->os_index > right->os_index) - (left->os_index < right->os_index);
}

/*
 * A memory-only node has the cpuset of its nearest CPUs, shared with the node those belong to; the
 * first in hwloc's order keeps them, since hwloc lists the CPUs' own node first.
 */
static void claim_pus(const struct machine *machine, hwloc_obj_t node)
{
	int os;

	hwloc_bitmap_foreach_begin(os, node->cpuset)
	{
		struct machine_pu *pu = find_pu(machine, os);

		if (pu && pu->node < 0)
			pu->node = node->os_index;
	}
	hwloc_bitmap_foreach_end();
}

/* The kernel's own answer, where it has one and hwloc knows that node. */
static void ask_libnuma(struct machine *machine)
{
	if (numa_available() < 0)
		return;
	for (int i = 0; i < machine->nr_pus; i++) {
		int node = numa_node_of_cpu(machine->pus[i].os);

		if (node >= 0 && machine_node(machine, node))
			machine->pus[i].node = node;
	}
}

static int package_of(const struct machine *machine, hwloc_obj_t node)
{
	int package = -1, os;

	hwloc_bitmap_foreach_begin(os, node->cpuset)
	{
		const struct machine_pu *pu = find_pu(machine, os);

		if (pu && package >= 0 && pu->package != package)
			return -1;
		if (pu)
			package = pu->package;
	}
	hwloc_bitmap_foreach_end();
	return package;
}

static void count_pus(struct machine *machine)
{
	for (int i = 0; i < machine->nr_pus; i++) {
		for (int n = 0; n < machine->nr_nodes; n++)
			machine->nodes[n].nr_pus += machine->nodes[n].os == machine->pus[i].node;
	}
}

static int read_nodes(struct machine *machine, hwloc_topology_t topology)
{
	int nr = hwloc_get_nbobjs_by_type(topology, HWLOC_OBJ_NUMANODE);
	hwloc_obj_t *nodes;

	if (nr < 1)
		return -EINVAL;
	nodes = list_nodes(topology, nr);
	machine->nodes = calloc(nr, sizeof(*machine->nodes));
	if (!nodes || !machine->nodes) {
		free(nodes);
		return -ENOMEM;
	}
	qsort(nodes, nr, sizeof(*nodes), compare_nearness);
	for (int i = 0; i < nr; i++)
		claim_pus(machine, nodes[i]);
	qsort(nodes, nr, sizeof(*nodes), compare_node_os);
	for (int i = 0; i < nr; i++) {
		machine->nodes[i] = (struct machine_node){
			.os = nodes[i]->os_index,
			.package = package_of(machine, nodes[i]),
			.memory_bytes = nodes[i]->attr->numanode.local_memory,
			.allowed = true,
		};
	}
	machine->nr_nodes = nr;
	free(nodes);
	if (machine->is_this_system)
		ask_libnuma(machine);
	count_pus(machine);
	return 0;
}

static int node_index(const struct machine *machine, int os)
{
	const struct machine_node *node = machine_node(machine, os);

	return node ? node - machine->nodes : -1;
}

/* A matrix that leaves out a node is no use to a plan: it counts as not reported. */
static int copy_distances(struct machine *machine, const struct hwloc_distances_s *distances)
{
	const unsigned int nr = machine->nr_nodes;

	if (distances->nbobjs != nr)
		return 0;
	machine->distances = calloc((size_t)nr * nr, sizeof(*machine->distances));
	if (!machine->distances)
		return -ENOMEM;
	for (unsigned int i = 0; i < nr * nr; i++) {
		int from = node_index(machine, distances->objs[i / nr]->os_index);
		int to = node_index(machine, distances->objs[i % nr]->os_index);

		if (from >= 0 && to >= 0)
			machine->distances[from * nr + to] = distances->values[i];
	}
	return 0;
}

static int read_distances(struct machine *machine, hwloc_topology_t topology)
{
	struct hwloc_distances_s *distances = NULL;
	unsigned int nr = 1;
	int ret;

	if (hwloc_distances_get_by_name(topology, "NUMALatency", &nr, &distances, 0) || !nr)
		return 0;
	ret = copy_distances(machine, distances);
	hwloc_distances_release(topology, distances);
	return ret;
}

/* ---- what this process may use ---- */

static int apply_affinity(struct machine *machine, hwloc_topology_t topology)
{
	hwloc_const_bitmap_t cgroup = hwloc_topology_get_allowed_cpuset(topology);
	struct int_list affinity = {0};
	int ret = pin_allowed(&affinity);

	for (int i = 0; i < machine->nr_pus; i++)
		machine->pus[i].allowed = false;
	for (int i = 0; i < affinity.nr; i++) {
		struct machine_pu *pu = find_pu(machine, affinity.values[i]);

		if (pu)
			pu->allowed = hwloc_bitmap_isset(cgroup, pu->os);
	}
	int_list_free(&affinity);
	return ret;
}

#define NODE_LIMIT 1024 /* the kernel's: NODES_SHIFT is at most 10 */
#define WORD_BITS  (8 * sizeof(unsigned long))

/* hwloc reads the cgroup files, which a container may hide; the kernel knows. */
static void apply_mems_allowed(struct machine *machine, hwloc_topology_t topology)
{
	hwloc_const_bitmap_t cgroup = hwloc_topology_get_allowed_nodeset(topology);
	unsigned long mask[NODE_LIMIT / WORD_BITS];
	bool told = !get_mempolicy(NULL, mask, NODE_LIMIT + 1, NULL, MPOL_F_MEMS_ALLOWED);

	for (int i = 0; i < machine->nr_nodes; i++) {
		struct machine_node *node = &machine->nodes[i];

		node->allowed = hwloc_bitmap_isset(cgroup, node->os);
		/* A memoryless node is never in the kernel's mask: that is no prohibition. */
		if (told && node->memory_bytes && node->os < NODE_LIMIT)
			node->allowed &= mask[node->os / WORD_BITS] >> node->os % WORD_BITS & 1;
	}
}

/* ---- the whole ---- */

static int read_allowed(struct machine *machine, hwloc_topology_t topology)
{
	if (!machine->is_this_system)
		return 0;
	apply_mems_allowed(machine, topology);
	return apply_affinity(machine, topology);
}

static int read_name(struct machine *machine, const char *text)
{
	machine->name = text ? strdup(text) : environment_cpu_model();
	if (!machine->name)
		machine->name = strdup("this machine");
	/* The name of a file may hold anything; ours is printed. */
	for (char *c = machine->name; c && *c; c++) {
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = '?';
	}
	return machine->name ? 0 : -ENOMEM;
}

int machine_load(struct machine *machine, const char *text, struct error *err)
{
	hwloc_topology_t topology;
	int ret;

	*machine = (struct machine){0};
	ret = machine_source_open(&topology, text, err);
	if (ret)
		return ret;
	machine->is_this_system = !text && hwloc_topology_is_thissystem(topology);
	ret = read_name(machine, text);
	if (!ret)
		ret = read_pus(machine, topology);
	if (!ret)
		ret = read_nodes(machine, topology);
	if (!ret)
		ret = read_distances(machine, topology);
	if (!ret)
		ret = machine_attributes_read(machine, topology);
	if (!ret)
		ret = read_allowed(machine, topology);
	hwloc_topology_destroy(topology);
	if (ret) {
		machine_free(machine);
		error_set(err, ret, "cannot read the topology: %s", strerror(-ret));
	}
	return ret;
}

void machine_free(struct machine *machine)
{
	free(machine->name);
	free(machine->pus);
	free(machine->pus_by_os);
	free(machine->nodes);
	free(machine->distances);
	free(machine->latencies_ns);
	free(machine->bandwidths_mib);
	*machine = (struct machine){0};
}

const struct machine_pu *machine_pu(const struct machine *machine, int os)
{
	return find_pu(machine, os);
}

const struct machine_node *machine_node(const struct machine *machine, int os)
{
	for (int i = 0; i < machine->nr_nodes; i++) {
		if (machine->nodes[i].os == os)
			return &machine->nodes[i];
	}
	return NULL;
}

const struct machine_node *machine_node_named(const struct machine *machine, const char *number)
{
	for (int i = 0; i < machine->nr_nodes; i++) {
		char name[16];

		snprintf(name, sizeof(name), "%d", machine->nodes[i].os);
		if (!strcmp(name, number))
			return &machine->nodes[i];
	}
	return NULL;
}

int machine_allowed_pus(const struct machine *machine)
{
	int nr = 0;

	for (int i = 0; i < machine->nr_pus; i++)
		nr += machine->pus[i].allowed;
	return nr;
}
