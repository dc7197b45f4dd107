// SPDX-License-Identifier: GPL-2.0-or-later
/* record_machine.c: the machine's topology as JSON: in the run line, and for `topo --format json`. */
#include <stdio.h>
#include <stdlib.h>

#include "bench/json.h"
#include "bench/results/record.h"
#include "topology/int_list.h"

static void put_node_cpus(yajl_gen json, const struct machine *machine, int node)
{
	struct int_list cpus = {0};
	size_t size = (size_t)machine->nr_pus * 8 + 8;
	char *text = malloc(size);

	for (int i = 0; i < machine->nr_pus; i++) {
		if (machine->pus[i].node == node)
			int_list_add(&cpus, machine->pus[i].os);
	}
	json_put_text(json, "cpus", text ? int_list_format(&cpus, text, (int)size) : NULL);
	int_list_free(&cpus);
	free(text);
}

static void put_nodes(yajl_gen json, const struct machine *machine)
{
	json_open_array(json, "nodes");
	for (int i = 0; i < machine->nr_nodes; i++) {
		const struct machine_node *node = &machine->nodes[i];

		yajl_gen_map_open(json);
		json_put_integer(json, "node", node->os);
		json_put_integer(json, "package", node->package);
		put_node_cpus(json, machine, node->os);
		json_put_integer(json, "memory_bytes", (long long)node->memory_bytes);
		json_put_bool(json, "allowed", node->allowed);
		yajl_gen_map_close(json);
	}
	yajl_gen_array_close(json);
}

/* In columns: a machine with hundreds of CPUs would otherwise repeat every key for each. */
static void put_cpus(yajl_gen json, const struct machine *machine)
{
	static const struct {
		const char *key;
		size_t offset;
	} columns[] = {
		{"cpu", offsetof(struct machine_pu, os)},
		{"core", offsetof(struct machine_pu, core)},
		{"smt", offsetof(struct machine_pu, smt)},
		{"llc", offsetof(struct machine_pu, llc)},
		{"package", offsetof(struct machine_pu, package)},
		{"node", offsetof(struct machine_pu, node)},
	};

	json_open_map(json, "cpus");
	for (size_t c = 0; c < sizeof(columns) / sizeof(columns[0]); c++) {
		json_open_array(json, columns[c].key);
		for (int i = 0; i < machine->nr_pus; i++) {
			const char *pu = (const char *)&machine->pus[i];

			yajl_gen_integer(json, *(const int *)(pu + columns[c].offset));
		}
		yajl_gen_array_close(json);
	}
	json_open_array(json, "allowed");
	for (int i = 0; i < machine->nr_pus; i++)
		yajl_gen_bool(json, machine->pus[i].allowed);
	yajl_gen_array_close(json);
	yajl_gen_map_close(json);
}

/* Nodes by nodes; null for what nobody reports, be it one value or all. */
static void put_matrix(yajl_gen json, const struct machine *machine, const char *key,
		       const uint64_t *values)
{
	if (!values) {
		json_put_null(json, key);
		return;
	}
	json_open_array(json, key);
	for (int i = 0; i < machine->nr_nodes; i++) {
		yajl_gen_array_open(json);
		for (int j = 0; j < machine->nr_nodes; j++) {
			uint64_t value = values[i * machine->nr_nodes + j];

			if (value)
				yajl_gen_integer(json, (long long)value);
			else
				yajl_gen_null(json);
		}
		yajl_gen_array_close(json);
	}
	yajl_gen_array_close(json);
}

void record_machine(yajl_gen json, const struct machine *machine)
{
	json_put_text(json, "name", machine->name);
	json_put_integer(json, "packages", machine->nr_packages);
	json_put_integer(json, "llcs", machine->nr_llcs);
	json_put_integer(json, "cores", machine->nr_cores);
	put_nodes(json, machine);
	put_cpus(json, machine);
	put_matrix(json, machine, "distances", machine->distances);
	put_matrix(json, machine, "latencies_ns", machine->latencies_ns);
	put_matrix(json, machine, "bandwidths_mib", machine->bandwidths_mib);
}
