// SPDX-License-Identifier: GPL-2.0-or-later
/* topo.c: `pageref topo`: the machine, and what this process may use of it. */
#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/command/command.h"
#include "bench/exit_status.h"
#include "bench/json.h"
#include "bench/command/options.h"
#include "bench/results/record.h"
#include "topology/int_list.h"

#define LIST_SIZE 200

/* The OS numbers of the PUs that @wanted picks, as a list; "none" where there are none. */
static char *pu_list(char *text, const struct machine *machine,
		     bool (*wanted)(const struct machine_pu *pu, int value), int value)
{
	struct int_list list = {0};

	for (int i = 0; i < machine->nr_pus; i++) {
		if (wanted(&machine->pus[i], value))
			int_list_add(&list, machine->pus[i].os);
	}
	if (list.nr)
		int_list_format(&list, text, LIST_SIZE);
	else
		snprintf(text, LIST_SIZE, "none");
	int_list_free(&list);
	return text;
}

static bool on_node(const struct machine_pu *pu, int node)
{
	return pu->node == node;
}

static bool in_llc(const struct machine_pu *pu, int llc)
{
	return pu->llc == llc;
}

static bool allowed(const struct machine_pu *pu, int unused)
{
	(void)unused;
	return pu->allowed;
}

static void print_nodes(const struct machine *machine)
{
	char text[LIST_SIZE];

	for (int i = 0; i < machine->nr_nodes; i++) {
		const struct machine_node *node = &machine->nodes[i];

		printf("node %-3d package %-2d %8.1f GiB  CPUs %s%s%s%s\n", node->os, node->package,
		       (double)node->memory_bytes / (1 << 30),
		       pu_list(text, machine, on_node, node->os),
		       node->nr_pus ? "" : "  (memory only)",
		       node->memory_bytes ? "" : "  (no memory)",
		       node->allowed ? "" : "  (its memory is not allowed)");
	}
}

static void print_llcs(const struct machine *machine)
{
	char text[LIST_SIZE];

	for (int llc = 0; llc < machine->nr_llcs; llc++)
		printf("llc %-4d CPUs %s\n", llc, pu_list(text, machine, in_llc, llc));
}

/* A matrix of nodes by nodes; 0 stands for what nobody reports. */
static void print_matrix(const struct machine *machine, const char *title, const uint64_t *values,
			 int width)
{
	printf("%-10s", title);
	for (int i = 0; i < machine->nr_nodes; i++)
		printf(" %*d", width, machine->nodes[i].os);
	for (int i = 0; i < machine->nr_nodes; i++) {
		printf("\n  node %-3d", machine->nodes[i].os);
		for (int j = 0; j < machine->nr_nodes; j++) {
			uint64_t value = values[i * machine->nr_nodes + j];

			if (value)
				printf(" %*" PRIu64, width, value);
			else
				printf(" %*s", width, "-");
		}
	}
	printf("\n");
}

static void print_distances(const struct machine *machine)
{
	if (machine->distances)
		print_matrix(machine, "distance", machine->distances, 4);
	else
		printf("distances between nodes: not reported\n");
	if (machine->latencies_ns) {
		printf("latency as firmware says, ns: CPUs of a node (row) to memory of a node\n");
		print_matrix(machine, "latency", machine->latencies_ns, 6);
	}
	if (machine->bandwidths_mib) {
		printf("bandwidth as firmware says, MiB/s: likewise\n");
		print_matrix(machine, "bandwidth", machine->bandwidths_mib, 8);
	}
	if (!machine->latencies_ns && !machine->bandwidths_mib)
		printf("latency and bandwidth between nodes: not reported (no HMAT)\n");
}

static void print_text(const struct machine *machine)
{
	char text[LIST_SIZE];

	printf("%s%s\n", machine->name, machine->is_this_system ? "" : " (described)");
	printf("%d package%s, %d node%s, %d LLC%s, %d core%s, %d CPU%s\n", machine->nr_packages,
	       machine->nr_packages == 1 ? "" : "s", machine->nr_nodes,
	       machine->nr_nodes == 1 ? "" : "s", machine->nr_llcs,
	       machine->nr_llcs == 1 ? "" : "s", machine->nr_cores,
	       machine->nr_cores == 1 ? "" : "s", machine->nr_pus, machine->nr_pus == 1 ? "" : "s");
	printf("this process may use %d: CPUs %s\n", machine_allowed_pus(machine),
	       pu_list(text, machine, allowed, 0));
	print_nodes(machine);
	print_llcs(machine);
	print_distances(machine);
}

static int print_json(const struct machine *machine)
{
	yajl_gen json = json_new(true);
	size_t length;
	char *text = NULL;

	if (json) {
		yajl_gen_map_open(json);
		json_put_bool(json, "this_system", machine->is_this_system);
		record_machine(json, machine);
		yajl_gen_map_close(json);
		text = json_line(json, &length);
		yajl_gen_free(json);
	}
	if (!text) {
		warnx("out of memory");
		return EXIT_CANNOT;
	}
	fputs(text, stdout);
	free(text);
	return EXIT_DONE;
}

static int show(const char *topology, const char *format)
{
	struct machine machine;
	int status = EXIT_DONE;
	struct error err;

	if (machine_load(&machine, topology, &err)) {
		warnx("%s", err.text);
		return topology ? EXIT_BAD_COMMAND : EXIT_CANNOT;
	}
	if (!strcmp(format, "json"))
		status = print_json(&machine);
	else
		print_text(&machine);
	machine_free(&machine);
	return status;
}

int command_topo(int argc, char **argv)
{
	const char *topology = NULL, *format = "text";
	const struct option_row rows[] = {
		{OPTION_TEXT, "topology", 0, &topology, .argument = "T",
		 .help = "an hwloc XML file or synthetic description instead of this machine"},
		{OPTION_TEXT, "format", 'f', &format, .argument = "F",
		 .help = "text or json (default text)"},
		{.kind = OPTION_END},
	};
	const struct command_usage usage = {
		.synopsis = "pageref topo [OPTION]...",
		.summary = "Show nodes, packages, caches, CPUs and distances.",
		.rows = rows,
	};
	struct error err;
	int operand, ret = options_parse(&usage, argc, argv, &operand, &err);

	if (ret > 0)
		return EXIT_DONE;
	if (!ret && strcmp(format, "text") && strcmp(format, "json"))
		ret = error_set(&err, -1, "--format: '%.40s' does not exist; there are: text, json",
				format);
	if (ret < 0) {
		warnx("%s", err.text);
		return EXIT_BAD_COMMAND;
	}
	return show(topology, format);
}
