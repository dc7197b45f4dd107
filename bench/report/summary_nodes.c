// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * summary_nodes.c: panels whose threads are on one node and whose memory is on one, laid out as a matrix:
 * a row for each node with threads, a column for each with memory.
 */
#include "bench/report/summary_parts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/grow.h"

/* N of "node:N", written as the program does; else -1. */
static int node_named(const char *text)
{
	char again[32];
	int node;

	if (sscanf(text, "node:%9d", &node) != 1 || node < 0)
		return -1;
	snprintf(again, sizeof(again), "node:%d", node);
	return strcmp(again, text) ? -1 : node;
}

static bool is_of_nodes(const struct panel *panel)
{
	return node_named(panel->key.placement) >= 0 && node_named(panel->key.memory) >= 0;
}

/* Whether the two differ at most in their nodes. */
static bool same_matrix(const struct panel *a, const struct panel *b)
{
	struct result_key key = b->key;

	key.placement = a->key.placement;
	key.memory = a->key.memory;
	return a->machine == b->machine && key_same_conditions(&a->key, &key);
}

static int compare_ints(const void *a, const void *b)
{
	int left = *(const int *)a, right = *(const int *)b;

	return (left > right) - (left < right);
}

static int sort_once(int *values, int nr)
{
	int kept = 0;

	qsort(values, (size_t)nr, sizeof(*values), compare_ints);
	for (int i = 0; i < nr; i++) {
		if (!kept || values[kept - 1] != values[i])
			values[kept++] = values[i];
	}
	return kept;
}

static int index_of(const int *values, int nr, int value)
{
	return (int)((int *)bsearch(&value, values, (size_t)nr, sizeof(*values), compare_ints) -
		     values);
}

/* The nodes of the panels that belong with @first, and their places; @members has those panels. */
static int lay_out(struct node_matrix *matrix, const struct panel **members, int nr)
{
	matrix->cpu_nodes = calloc((size_t)nr, sizeof(int));
	matrix->memory_nodes = calloc((size_t)nr, sizeof(int));
	if (!matrix->cpu_nodes || !matrix->memory_nodes)
		return -ENOMEM;
	for (int i = 0; i < nr; i++) {
		matrix->cpu_nodes[i] = node_named(members[i]->key.placement);
		matrix->memory_nodes[i] = node_named(members[i]->key.memory);
	}
	matrix->nr_cpu_nodes = sort_once(matrix->cpu_nodes, nr);
	matrix->nr_memory_nodes = sort_once(matrix->memory_nodes, nr);
	matrix->panels = calloc((size_t)matrix->nr_cpu_nodes * (size_t)matrix->nr_memory_nodes,
				sizeof(*matrix->panels));
	if (!matrix->panels)
		return -ENOMEM;
	for (int i = 0; i < nr; i++) {
		int row = index_of(matrix->cpu_nodes, matrix->nr_cpu_nodes,
				   node_named(members[i]->key.placement));
		int column = index_of(matrix->memory_nodes, matrix->nr_memory_nodes,
				      node_named(members[i]->key.memory));

		matrix->panels[row * matrix->nr_memory_nodes + column] = members[i];
	}
	return 0;
}

/* The panels that belong with panel @first, which is the first of them; each learns that it does. */
static int find_members(struct summary *summary, int first, const struct panel **members)
{
	int nr = 0;

	for (int i = first; i < summary->nr_panels; i++) {
		struct panel *panel = &summary->panels[i];

		if (is_of_nodes(panel) && same_matrix(&summary->panels[first], panel))
			members[nr++] = panel;
	}
	for (int i = first; nr > 1 && i < summary->nr_panels; i++) {
		struct panel *panel = &summary->panels[i];

		panel->in_node_matrix |= is_of_nodes(panel) &&
					 same_matrix(&summary->panels[first], panel);
	}
	return nr;
}

static int add_matrix(struct summary *summary, const struct panel **members, int nr)
{
	struct node_matrix *matrices =
		grow(summary->node_matrices, summary->nr_node_matrices, sizeof(*matrices));
	struct node_matrix *matrix;

	if (!matrices)
		return -ENOMEM;
	summary->node_matrices = matrices;
	matrix = &matrices[summary->nr_node_matrices++];
	*matrix = (struct node_matrix){.first = members[0], .example = members[0]};
	for (int i = 1; i < nr; i++) {
		if (members[i]->nr_rows > matrix->example->nr_rows)
			matrix->example = members[i];
	}
	return lay_out(matrix, members, nr);
}

int summary_make_node_matrices(struct summary *summary)
{
	const struct panel **members = calloc((size_t)summary->nr_panels + 1, sizeof(*members));
	int ret = members ? 0 : -ENOMEM;

	for (int i = 0; !ret && i < summary->nr_panels; i++) {
		int nr;

		if (!is_of_nodes(&summary->panels[i]) || summary->panels[i].in_node_matrix)
			continue;
		nr = find_members(summary, i, members);
		if (nr > 1)
			ret = add_matrix(summary, members, nr);
	}
	free(members);
	return ret;
}

const struct cell *node_matrix_cell(const struct node_matrix *matrix, int row, int column,
				    const struct result_key *key, int threads)
{
	const struct panel *panel = matrix->panels[row * matrix->nr_memory_nodes + column];

	for (int i = 0; panel && i < panel->nr_rows; i++) {
		if (!key_same_row(&panel->rows[i], key, 0))
			continue;
		for (int t = 0; t < panel->nr_threads; t++) {
			if (panel->threads[t] == threads)
				return panel_cell(panel, i, t);
		}
	}
	return NULL;
}
