// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * summary_by_node.c: what the threads on each node got done, and how often an event happened to them per
 * operation of theirs: a node that has the line more often pays for it less often; and what pages of each
 * node were handed out meanwhile.
 */
#include "bench/report/summary_parts.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "bench/grow.h"

static int compare_ints(const void *a, const void *b)
{
	int left = *(const int *)a, right = *(const int *)b;

	return (left > right) - (left < right);
}

static int add_node(struct panel *panel, int node)
{
	int *nodes;

	for (int i = 0; i < panel->nr_nodes; i++) {
		if (panel->nodes[i] == node)
			return 0;
	}
	nodes = grow(panel->nodes, panel->nr_nodes, sizeof(*nodes));
	if (!nodes)
		return -ENOMEM;
	panel->nodes = nodes;
	nodes[panel->nr_nodes++] = node;
	return 0;
}

/* Where a sample stays on one node, the figures of its threads are the node's. */
int summary_collect_nodes(struct panel *panel, const struct entry *entries, int nr)
{
	for (int i = 0; i < nr; i++) {
		const struct result_sample *sample = entries[i].sample;

		for (int n = 0; sample->nr_nodes > 1 && n < sample->nr_nodes; n++) {
			if (add_node(panel, sample->nodes[n].node))
				return -ENOMEM;
		}
		for (int n = 0; n < sample->nr_pages; n++) {
			if (add_node(panel, sample->pages[n].node))
				return -ENOMEM;
		}
	}
	if (panel->nr_nodes)
		qsort(panel->nodes, (size_t)panel->nr_nodes, sizeof(int), compare_ints);
	return 0;
}

static const struct result_node *find_node(const struct result_sample *sample, int node)
{
	for (int i = 0; i < sample->nr_nodes; i++) {
		if (sample->nodes[i].node == node)
			return &sample->nodes[i];
	}
	return NULL;
}

static struct estimate estimate_event(const struct results *results,
				      const struct result_sample *const *samples, int nr, int node,
				      const char *name, struct workspace *space)
{
	int n = 0;

	for (int i = 0; i < nr; i++) {
		const struct result_node *found = find_node(samples[i], node);
		int at = summary_find_event(&results->runs[samples[i]->run], name);

		if (found && at >= 0)
			workspace_observe(space, n++, samples[i], found->events_per_op[at]);
	}
	return workspace_estimate(space, n);
}

static const struct result_pages *find_pages(const struct result_sample *sample, int node)
{
	for (int i = 0; i < sample->nr_pages; i++) {
		if (sample->pages[i].node == node)
			return &sample->pages[i];
	}
	return NULL;
}

static void fill_pages(struct node_cell *cell, const struct result_sample *const *samples, int nr,
		       int node, struct workspace *space)
{
	int n = 0;

	for (int i = 0; i < nr; i++) {
		const struct result_pages *found = find_pages(samples[i], node);

		if (found)
			workspace_observe(space, n++, samples[i], found->local);
	}
	cell->local_pages = workspace_estimate(space, n);
	n = 0;
	for (int i = 0; i < nr; i++) {
		const struct result_pages *found = find_pages(samples[i], node);

		if (found)
			workspace_observe(space, n++, samples[i], found->other);
	}
	cell->other_pages = workspace_estimate(space, n);
}

static int fill_node(struct node_cell *cell, const struct panel *panel,
		     const struct results *results, const struct result_sample *const *samples,
		     int nr, int node, struct workspace *space)
{
	int n = 0;

	for (int i = 0; i < nr; i++) {
		const struct result_node *found = find_node(samples[i], node);

		if (!found)
			continue;
		cell->threads = found->threads;
		workspace_observe(space, n++, samples[i], found->ops_per_sec);
	}
	cell->ops_per_sec = workspace_estimate(space, n);
	fill_pages(cell, samples, nr, node, space);
	cell->events_per_op = calloc((size_t)panel->nr_events + 1, sizeof(*cell->events_per_op));
	if (!cell->events_per_op)
		return -ENOMEM;
	for (int e = 0; e < panel->nr_events; e++)
		cell->events_per_op[e] =
			estimate_event(results, samples, nr, node, panel->events[e], space);
	return 0;
}

int summary_fill_node_cells(struct cell *cell, const struct panel *panel,
			    const struct results *results,
			    const struct result_sample *const *samples, int nr,
			    struct workspace *space)
{
	if (!panel->nr_nodes)
		return 0;
	cell->nodes = calloc((size_t)panel->nr_nodes, sizeof(*cell->nodes));
	if (!cell->nodes)
		return -ENOMEM;
	for (int n = 0; n < panel->nr_nodes; n++) {
		if (fill_node(&cell->nodes[n], panel, results, samples, nr, panel->nodes[n], space))
			return -ENOMEM;
	}
	return 0;
}

bool panel_spans_nodes(const struct panel *panel)
{
	for (int i = 0; i < panel->nr_rows * panel->nr_threads; i++) {
		int used = 0;

		for (int n = 0; panel->cells[i].nodes && n < panel->nr_nodes; n++)
			used += panel->cells[i].nodes[n].threads > 0;
		if (used > 1)
			return true;
	}
	return false;
}
