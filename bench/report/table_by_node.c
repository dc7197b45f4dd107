// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * table_by_node.c: the threads of each node apart: how many, what they got done, and every event that was
 * counted, per operation of theirs. Events that do not fit side by side go into further tables.
 */
#include "bench/report/table_parts.h"

#include <math.h>
#include <string.h>

#define LABELS	   43 /* columns: threads, scheme, node, how many on it */
#define FIGURE	   12
#define NAME_WIDTH 11

static bool is_counted(const struct panel *panel, int event)
{
	for (int i = 0; i < panel->nr_rows * panel->nr_threads; i++) {
		for (int n = 0; panel->cells[i].nodes && n < panel->nr_nodes; n++) {
			if (panel->cells[i].nodes[n].events_per_op[event].n)
				return true;
		}
	}
	return false;
}

/* Figures stand in columns: Mops/s is number 0, the events follow. */
struct figures {
	int event[RESULTS_MAX_EVENTS + 1];
	int nr, first, end; /* of all; those of the table at hand */
};

static void show(char text[TABLE_TEXT], const struct node_cell *node, int event)
{
	double value = event < 0 ? table_value(&node->ops_per_sec) / 1e6
				 : table_value(&node->events_per_op[event]);

	table_number(text, value, value < 10 ? 3 : value < 1000 ? 1 : 0);
}

static void print_head(FILE *out, const struct panel *panel, const struct figures *figures)
{
	char name[TABLE_TEXT];

	fprintf(out, "threads  scheme             node  threads on");
	for (int i = figures->first; i < figures->end; i++) {
		int event = figures->event[i];

		table_safe(name, sizeof(name), event < 0 ? "Mops/s" : panel->events[event]);
		fprintf(out, "%*.*s", FIGURE, NAME_WIDTH, name);
	}
	fputc('\n', out);
	for (int i = 0; i < LABELS + (figures->end - figures->first) * FIGURE; i++)
		fputc('-', out);
	fputc('\n', out);
}

static void print_cell(FILE *out, const struct panel *panel, int row, int threads,
		       const struct figures *figures)
{
	const struct cell *cell = panel_cell(panel, row, threads);
	char name[TABLE_TEXT], text[TABLE_TEXT];
	int used = 0;

	for (int n = 0; cell && cell->nodes && n < panel->nr_nodes; n++)
		used += cell->nodes[n].threads > 0;
	for (int n = 0; used > 1 && n < panel->nr_nodes; n++) {
		const struct node_cell *node = &cell->nodes[n];

		if (!node->threads)
			continue;
		fprintf(out, "%7d  %-17.17s  %4d  %10d", panel->threads[threads],
			table_safe(name, sizeof(name), panel->rows[row].scheme), panel->nodes[n],
			node->threads);
		for (int i = figures->first; i < figures->end; i++) {
			show(text, node, figures->event[i]);
			fprintf(out, "%*s", FIGURE, text);
		}
		fputc('\n', out);
	}
}

void table_by_node(FILE *out, const struct panel *panel, const struct layout *layout)
{
	struct figures figures = {.event = {-1}, .nr = 1};
	int fit = (layout->table_width - LABELS) / FIGURE;

	if (!panel_spans_nodes(panel))
		return;
	for (int e = 0; e < panel->nr_events && figures.nr <= RESULTS_MAX_EVENTS; e++) {
		if (is_counted(panel, e))
			figures.event[figures.nr++] = e;
	}
	fprintf(out, "by node; events per operation of its threads:\n\n");
	for (; figures.first < figures.nr; figures.first = figures.end) {
		figures.end = figures.first + fit < figures.nr ? figures.first + fit : figures.nr;
		print_head(out, panel, &figures);
		for (int t = 0; t < panel->nr_threads; t++) {
			for (int row = 0; row < panel->nr_rows; row++)
				print_cell(out, panel, row, t, &figures);
		}
		fputc('\n', out);
	}
}
