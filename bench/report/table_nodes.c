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

#define COLUMN	     10
#define LEAST_LABEL  17 /* of a row: its scheme, and of a lookup what else tells it */
#define MOST_LABEL   40
#define AROUND_LABEL 15 /* columns: threads before it, the node behind */

/* The columns of a matrix that stand side by side, and how wide what tells a row is. */
struct part {
	const struct node_matrix *matrix;
	int first, end, label;
};

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

/* What tells row @key from the others; what is unsafe is marked, as in other tables. */
static void show_row(char text[MOST_LABEL + 1], const struct panel *example,
		     const struct result_key *key, bool unsafe)
{
	char all[DIMENSION_TEXT * 2], value[DIMENSION_TEXT];

	snprintf(all, sizeof(all), "%s%s", key->scheme,
		 unsafe || scheme_is_reference_line(key->scheme) ? "*" : "");
	for (int d = 0; d < NR_DIMENSIONS; d++) {
		size_t used = strlen(all);

		if (d == DIMENSION_SCHEME || !(example->varies & 1u << d))
			continue;
		dimension_value(value, (enum dimension)d, key);
		snprintf(all + used, sizeof(all) - used, " %s", value);
	}
	table_safe(text, MOST_LABEL + 1, all);
}

static int label_width(const struct panel *example)
{
	int width = LEAST_LABEL;

	for (int k = 0; k < example->nr_rows; k++) {
		char text[MOST_LABEL + 1];

		show_row(text, example, &example->rows[k], true);
		if ((int)strlen(text) > width)
			width = (int)strlen(text);
	}
	return width;
}

/* A line of the matrix; nothing where nothing was measured. */
static void print_row(FILE *out, const struct part *part, int row, const struct result_key *key,
		      int threads)
{
	const struct node_matrix *matrix = part->matrix;
	char name[MOST_LABEL + 1], text[TABLE_TEXT];
	bool any = false, unsafe = false;

	for (int i = part->first; i < part->end; i++) {
		const struct cell *cell = node_matrix_cell(matrix, row, i, key, threads);

		any |= cell != NULL;
		unsafe |= cell && cell->unsafe;
	}
	if (!any)
		return;
	show_row(name, matrix->example, key, unsafe);
	fprintf(out, "%7d  %-*s  %4d", threads, part->label, name, matrix->cpu_nodes[row]);
	for (int i = part->first; i < part->end; i++) {
		double ns = ns_of(matrix, row, i, key, threads);

		table_number(text, ns, table_decimals(ns));
		fprintf(out, "%*s", COLUMN, text);
	}
	fputc('\n', out);
}

static void print_head(FILE *out, const struct part *part, const char *labels)
{
	int width = part->label + AROUND_LABEL;

	fprintf(out, "%-*s%s", width - 2, labels, "on");
	for (int i = part->first; i < part->end; i++) {
		char name[32];

		snprintf(name, sizeof(name), "node:%d", part->matrix->memory_nodes[i]);
		fprintf(out, "%*s", COLUMN, name);
	}
	fputc('\n', out);
	for (int i = 0; i < width + (part->end - part->first) * COLUMN; i++)
		fputc('-', out);
	fputc('\n', out);
}

static void print_part(FILE *out, const struct part *part)
{
	const struct node_matrix *matrix = part->matrix;
	const struct panel *example = matrix->example;

	print_head(out, part, "threads  scheme");
	for (int threads = 0; (threads = next_threads(matrix, threads));) {
		for (int k = 0; k < example->nr_rows; k++) {
			for (int row = 0; row < matrix->nr_cpu_nodes; row++)
				print_row(out, part, row, &example->rows[k], threads);
		}
	}
	fputc('\n', out);
}

/* ---- what firmware says ---- */

static double said_at(const struct node_matrix *matrix, const double *said, int row, int column)
{
	return result_run_between(matrix->example->run, said, matrix->cpu_nodes[row],
				  matrix->memory_nodes[column]);
}

/* From the CPUs of a node, the @row, to the memory of each; whether anything is said. */
static bool print_said(FILE *out, const struct part *part, const char *what, const double *said,
		       int row)
{
	bool any = false;

	for (int i = part->first; i < part->end; i++)
		any |= !isnan(said_at(part->matrix, said, row, i));
	if (!any || !out)
		return any;
	fprintf(out, "%-*s  %4d", part->label + 9, what, part->matrix->cpu_nodes[row]);
	for (int i = part->first; i < part->end; i++) {
		char text[TABLE_TEXT];

		table_number(text, said_at(part->matrix, said, row, i), 0);
		fprintf(out, "%*s", COLUMN, text);
	}
	fputc('\n', out);
	return true;
}

/* With no @out it only tells whether there is anything to print. */
static bool print_firmware(FILE *out, const struct part *part)
{
	const struct result_run *run = part->matrix->example->run;
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
		for (int row = 0; row < part->matrix->nr_cpu_nodes; row++)
			any |= print_said(out, part, claims[c].name, claims[c].said, row);
	}
	return any;
}

void table_node_matrix(FILE *out, const struct node_matrix *matrix, const struct layout *layout)
{
	const struct result_key *key = &matrix->example->key;
	struct part part = {.matrix = matrix, .label = label_width(matrix->example)};
	int fit = (layout->table_width - part.label - AROUND_LABEL) / COLUMN;
	char workload[TABLE_TEXT], share[TABLE_TEXT];

	fprintf(out, "%s: threads on a node by memory on a node, ns/op; share %s, pages %d\n\n",
		table_safe(workload, sizeof(workload), key->workload),
		table_safe(share, sizeof(share), key->share), key->pages);
	for (; part.first < matrix->nr_memory_nodes; part.first = part.end) {
		part.end = part.first + fit < matrix->nr_memory_nodes ? part.first + fit
								      : matrix->nr_memory_nodes;
		print_part(out, &part);
		if (!print_firmware(NULL, &part))
			continue;
		print_head(out, &part, "as firmware says");
		print_firmware(out, &part);
		fputc('\n', out);
	}
}
