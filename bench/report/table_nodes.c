// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * table_nodes.c: threads on each node by memory on each node, as time per operation. The panels behind a
 * matrix have no tables of their own: a machine of eight nodes would have 64. Their intervals stand in the
 * CSV.
 */
#include "bench/report/table_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LABELS 30 /* columns before the figures: threads, scheme, node */
#define COLUMN 10

static double ns_of(const struct node_matrix *matrix, int row, int column,
		    const struct result_key *key, int threads)
{
	const struct cell *cell = node_matrix_cell(matrix, row, column, key, threads);

	return cell ? table_value(&cell->ns_per_op) : NAN;
}

/* The next larger thread count after @after that any of the panels has, or 0. */
static int next_threads(const struct node_matrix *matrix, int after)
{
	int next = 0;

	for (int i = 0; i < matrix->nr_cpu_nodes * matrix->nr_memory_nodes; i++) {
		const struct panel *panel = matrix->panels[i];

		for (int t = 0; panel && t < panel->nr_threads; t++) {
			if (panel->threads[t] > after && (!next || panel->threads[t] < next))
				next = panel->threads[t];
		}
	}
	return next;
}

/* A line of the matrix, of the columns @first to @end; nothing where nothing was measured. */
static void print_row(FILE *out, const struct node_matrix *matrix, int row, int first, int end,
		      const struct result_key *key, int threads)
{
	char name[TABLE_TEXT], text[TABLE_TEXT];
	bool any = false;

	for (int i = first; i < end; i++)
		any |= node_matrix_cell(matrix, row, i, key, threads) != NULL;
	if (!any)
		return;
	table_safe(name, sizeof(name), key->scheme);
	fprintf(out, "%7d  %-17.17s  %4d", threads, name, matrix->cpu_nodes[row]);
	for (int i = first; i < end; i++) {
		double ns = ns_of(matrix, row, i, key, threads);

		table_number(text, ns, table_decimals(ns));
		fprintf(out, "%*s", COLUMN, text);
	}
	fputc('\n', out);
}

static void print_columns(FILE *out, const struct node_matrix *matrix, int first, int end)
{
	const struct panel *example = matrix->example;

	fprintf(out, "threads  scheme               on");
	for (int i = first; i < end; i++) {
		char name[32];

		snprintf(name, sizeof(name), "node:%d", matrix->memory_nodes[i]);
		fprintf(out, "%*s", COLUMN, name);
	}
	fputc('\n', out);
	for (int i = 0; i < LABELS + 2 + (end - first) * COLUMN; i++)
		fputc('-', out);
	fputc('\n', out);
	for (int threads = 0; (threads = next_threads(matrix, threads));) {
		for (int k = 0; k < example->nr_rows; k++) {
			for (int row = 0; row < matrix->nr_cpu_nodes; row++)
				print_row(out, matrix, row, first, end, &example->rows[k], threads);
		}
	}
	fputc('\n', out);
}

void table_node_matrix(FILE *out, const struct node_matrix *matrix, const struct layout *layout)
{
	const struct result_key *key = &matrix->example->key;
	int fit = (layout->table_width - LABELS - 2) / COLUMN;
	char workload[TABLE_TEXT], share[TABLE_TEXT];

	fprintf(out, "%s: threads on a node by memory on a node, ns/op; share %s, pages %d\n\n",
		table_safe(workload, sizeof(workload), key->workload),
		table_safe(share, sizeof(share), key->share), key->pages);
	for (int first = 0; first < matrix->nr_memory_nodes; first += fit) {
		int end = first + fit < matrix->nr_memory_nodes ? first + fit
								: matrix->nr_memory_nodes;

		print_columns(out, matrix, first, end);
	}
}
