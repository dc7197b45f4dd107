// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * results_topology.c: what a run line says of the machine: its CPUs in columns, its nodes, and how far it
 * is from one node to another.
 */
#include "bench/results/results_parts.h"

#include <errno.h>
#include <math.h>
#include <stddef.h>

#define RUN(name) offsetof(struct result_run, name)

/* The nodes' own numbers, which stay NULL where one does not say its. */
static int read_node_numbers(struct reader *reader, const struct json_value *nodes,
			     struct result_run *run)
{
	int *numbers, i = 0;

	if (!nodes || nodes->type != JSON_ARRAY)
		return 0;
	if (nodes->nr > RESULTS_MAX_NODES)
		return reader_fail(reader, "%d nodes, more than %d", nodes->nr, RESULTS_MAX_NODES);
	run->nr_nodes = nodes->nr;
	numbers = results_arena_alloc(reader->results->arena,
				      ((size_t)nodes->nr + 1) * sizeof(*numbers));
	if (!numbers)
		return -ENOMEM;
	json_for_each(node, nodes)
	{
		const struct json_value *number = json_get(node, "node");

		if (!number)
			return 0;
		if (read_count(reader, number, "node", &numbers[i++]))
			return -EINVAL;
	}
	run->nodes = numbers;
	return 0;
}

/* A value for each pair of nodes, NAN where it is null. @matrix stays NULL where the line has none. */
static int read_matrix(struct reader *reader, const struct json_value *topology, const char *name,
		       const struct result_run *run, double **matrix)
{
	const struct json_value *rows;
	int ret = find_container(reader, topology, name, JSON_ARRAY, &rows);
	int nr = run->nr_nodes;
	double *next;

	if (ret || !rows || !run->nodes)
		return ret;
	if (rows->nr != nr)
		return reader_fail(reader, "\"%s\" has %d rows, expected %d", name, rows->nr, nr);
	next = results_arena_alloc(reader->results->arena,
				   ((size_t)nr * (size_t)nr + 1) * sizeof(*next));
	if (!next)
		return -ENOMEM;
	*matrix = next;
	json_for_each(row, rows)
	{
		if (row->type != JSON_ARRAY || row->nr != nr)
			return reader_fail(reader, "\"%s\" has a row that is not of %d values",
					   name, nr);
		json_for_each(value, row)
		{
			*next = NAN;
			if (value->type != JSON_NULL && read_number(reader, value, name, next))
				return -EINVAL;
			next++;
		}
	}
	return 0;
}

static int read_cpus(struct reader *reader, const struct json_value *columns,
		     struct result_run *run)
{
	const struct {
		const char *name;
		int **column;
	} wanted[] = {
		{"cpu", &run->cpu},
		{"node", &run->cpu_node},
		{"package", &run->cpu_package},
		{"llc", &run->cpu_llc},
	};
	int nr = -1, ret = 0;

	if (!columns)
		return 0;
	for (int i = 0; !ret && i < ARRAY_SIZE(wanted); i++)
		ret = read_column(reader, columns, wanted[i].name, &nr, wanted[i].column);
	if (!ret && json_get(columns, "core"))
		ret = read_column(reader, columns, "core", &nr, &run->cpu_core);
	run->nr_cpus = ret ? 0 : nr;
	return ret;
}

int read_topology(struct reader *reader, const struct json_value *line, struct result_run *run)
{
	static const struct field packages = {"packages", FIELD_COUNT, OPTIONAL, RUN(nr_packages)};
	const struct json_value *topology = json_get(line, "topology");
	int ret = read_fields(reader, topology, &packages, 1, run);

	if (!ret)
		ret = read_node_numbers(reader, json_get(topology, "nodes"), run);
	if (!ret)
		ret = read_matrix(reader, topology, "distances", run, &run->distances);
	if (!ret)
		ret = read_matrix(reader, topology, "latencies_ns", run, &run->latencies_ns);
	if (!ret)
		ret = read_matrix(reader, topology, "bandwidths_mib", run, &run->bandwidths_mib);
	return ret ? ret : read_cpus(reader, json_get(topology, "cpus"), run);
}

static int find_node(const struct result_run *run, int node)
{
	for (int i = 0; run->nodes && i < run->nr_nodes; i++) {
		if (run->nodes[i] == node)
			return i;
	}
	return -1;
}

double result_run_between(const struct result_run *run, const double *matrix, int from, int to)
{
	int row = find_node(run, from), column = find_node(run, to);

	return matrix && row >= 0 && column >= 0 ? matrix[row * run->nr_nodes + column] : NAN;
}
