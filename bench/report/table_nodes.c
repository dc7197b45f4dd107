// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * table_nodes.c: threads on each node by memory on each node, as time per operation; and below that what
 * firmware says of the same pairs, to see whether the cost follows it. The panels behind a matrix have no
 * tables of their own: a machine of eight nodes would have 64. Their intervals stand in the CSV.
 */
#include "bench/report/table_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/scheme_order.h"

#define LABELS	     32 /* columns before the figures: threads, scheme, node */
#define COLUMN	     10
#define SCHEME_WIDTH 17 /* and an end, or a mark */

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

/* What is unsafe is marked, as in other tables. */
static void show_scheme(char text[TABLE_TEXT], const char *scheme, bool unsafe)
{
	table_safe(text, SCHEME_WIDTH, scheme);
	if (unsafe || scheme_is_reference_line(scheme))
		strcat(text, "*");
}

/* A line of the matrix, of the columns @first to @end; nothing where nothing was measured. */
static void print_row(FILE *out, const struct node_matrix *matrix, int row, int first, int end,
		      const struct result_key *key, int threads)
{
	char name[TABLE_TEXT], text[TABLE_TEXT];
	bool any = false, unsafe = false;

	for (int i = first; i < end; i++) {
		const struct cell *cell = node_matrix_cell(matrix, row, i, key, threads);

		any |= cell != NULL;
		unsafe |= cell && cell->unsafe;
	}
	if (!any)
		return;
	show_scheme(name, key->scheme, unsafe);
	fprintf(out, "%7d  %-17s  %4d", threads, name, matrix->cpu_nodes[row]);
	for (int i = first; i < end; i++) {
		double ns = ns_of(matrix, row, i, key, threads);

		table_number(text, ns, table_decimals(ns));
		fprintf(out, "%*s", COLUMN, text);
	}
	fputc('\n', out);
}

/* @labels is LABELS wide. */
static void print_head(FILE *out, const struct node_matrix *matrix, const char *labels, int first,
		       int end)
{
	fputs(labels, out);
	for (int i = first; i < end; i++) {
		char name[32];

		snprintf(name, sizeof(name), "node:%d", matrix->memory_nodes[i]);
		fprintf(out, "%*s", COLUMN, name);
	}
	fputc('\n', out);
	for (int i = 0; i < LABELS + (end - first) * COLUMN; i++)
		fputc('-', out);
	fputc('\n', out);
}

static void print_columns(FILE *out, const struct node_matrix *matrix, int first, int end)
{
	const struct panel *example = matrix->example;

	print_head(out, matrix, "threads  scheme               on", first, end);
	for (int threads = 0; (threads = next_threads(matrix, threads));) {
		for (int k = 0; k < example->nr_rows; k++) {
			for (int row = 0; row < matrix->nr_cpu_nodes; row++)
				print_row(out, matrix, row, first, end, &example->rows[k], threads);
		}
	}
	fputc('\n', out);
}

/* ---- what firmware says ---- */

/* From the CPUs of node number @row of the matrix to memory of each in @first to @end, where any is said. */
static bool print_said(FILE *out, const struct node_matrix *matrix, const char *what,
		       const double *said, int row, int first, int end)
{
	const struct result_run *run = matrix->example->run;
	const int from = matrix->cpu_nodes[row];
	bool any = false;

	for (int i = first; i < end; i++)
		any |= !isnan(result_run_between(run, said, from, matrix->memory_nodes[i]));
	if (!any || !out)
		return any;
	fprintf(out, "%-26s  %4d", what, from);
	for (int i = first; i < end; i++) {
		char text[TABLE_TEXT];

		table_number(text, result_run_between(run, said, from, matrix->memory_nodes[i]), 0);
		fprintf(out, "%*s", COLUMN, text);
	}
	fputc('\n', out);
	return true;
}

/* With no @out it only tells whether there is anything to print. */
static bool print_firmware(FILE *out, const struct node_matrix *matrix, int first, int end)
{
	const struct result_run *run = matrix->example->run;
	const struct {
		const char *name;
		const double *said;
	} claims[] = {
		{"distance (SLIT)", run->distances},
		{"latency, ns (HMAT)", run->latencies_ns},
		{"bandwidth, MiB/s (HMAT)", run->bandwidths_mib},
	};
	bool any = false;

	for (size_t c = 0; c < sizeof(claims) / sizeof(claims[0]); c++) {
		for (int row = 0; row < matrix->nr_cpu_nodes; row++)
			any |= print_said(out, matrix, claims[c].name, claims[c].said, row, first,
					  end);
	}
	return any;
}

void table_node_matrix(FILE *out, const struct node_matrix *matrix, const struct layout *layout)
{
	const struct result_key *key = &matrix->example->key;
	int fit = (layout->table_width - LABELS) / COLUMN;
	char workload[TABLE_TEXT], share[TABLE_TEXT];

	fprintf(out, "%s: threads on a node by memory on a node, ns/op; share %s, pages %d\n\n",
		table_safe(workload, sizeof(workload), key->workload),
		table_safe(share, sizeof(share), key->share), key->pages);
	for (int first = 0; first < matrix->nr_memory_nodes; first += fit) {
		int end = first + fit < matrix->nr_memory_nodes ? first + fit
								: matrix->nr_memory_nodes;

		print_columns(out, matrix, first, end);
		if (!print_firmware(NULL, matrix, first, end))
			continue;
		print_head(out, matrix, "as firmware says             on", first, end);
		print_firmware(out, matrix, first, end);
		fputc('\n', out);
	}
}
