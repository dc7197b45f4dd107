// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plot_boundary.c: the largest sample of a panel lists its CPUs in the order of the placement, so its
 * first n are those of the point with n threads. Counting distinct nodes along them gives every
 * boundary. On a crowded axis the labels of packages win, then those of powers of two.
 */
#include "bench/plot/plot_boundary.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/plot/plot_labels.h"

static bool is_of_panel(const struct result_sample *sample, const struct panel *panel,
			const struct results *results)
{
	return &results->runs[sample->run] == panel->run &&
	       key_same_conditions(&sample->key, &panel->key);
}

static const struct result_sample *largest_sample(const struct panel *panel,
						  const struct results *results)
{
	const struct result_sample *largest = NULL;

	for (int i = 0; i < results->nr_samples; i++) {
		const struct result_sample *sample = &results->samples[i];

		if (is_of_panel(sample, panel, results) &&
		    (!largest || sample->nr_cpus > largest->nr_cpus))
			largest = sample;
	}
	return largest;
}

/* The row of @cpu in the run's columns, or -1. */
static int cpu_row(const struct result_run *run, int cpu)
{
	for (int i = 0; i < run->nr_cpus; i++) {
		if (run->cpu[i] == cpu)
			return i;
	}
	return -1;
}

/* Whether none of the first @n CPUs of @sample has what @column says of @row. */
static bool is_new(const struct result_run *run, const struct result_sample *sample, int n,
		   const int *column, int row)
{
	for (int i = 0; i < n; i++) {
		int other = cpu_row(run, sample->cpus[i]);

		if (other >= 0 && column[other] == column[row])
			return false;
	}
	return true;
}

static void add(struct boundary_list *list, int threads, bool package, int count)
{
	struct boundary *boundary = &list->items[list->nr++];

	*boundary = (struct boundary){.threads = threads, .package = package};
	snprintf(boundary->text, sizeof(boundary->text), "%d %s", count,
		 package ? "packages" : "nodes");
}

static void walk(struct boundary_list *list, const struct result_run *run,
		 const struct result_sample *sample, int nr)
{
	int nodes = 0, packages = 0;

	for (int n = 0; n < nr; n++) {
		int row = cpu_row(run, sample->cpus[n]);
		bool node, package;

		if (row < 0)
			continue;
		node = is_new(run, sample, n, run->cpu_node, row);
		package = is_new(run, sample, n, run->cpu_package, row);
		nodes += node;
		packages += package;
		if (package && packages > 1)
			add(list, n + 1, true, packages);
		else if (node && nodes > 1)
			add(list, n + 1, false, nodes);
	}
}

int boundaries_find(struct boundary_list *list, const struct panel *panel,
		    const struct results *results)
{
	const struct result_sample *sample = largest_sample(panel, results);
	int nr = panel->threads[panel->nr_threads - 1];

	*list = (struct boundary_list){0};
	if (!sample || !sample->nr_cpus)
		return 0;
	if (nr > sample->nr_cpus)
		nr = sample->nr_cpus;
	list->items = calloc((size_t)nr, sizeof(*list->items));
	if (!list->items)
		return -ENOMEM;
	walk(list, panel->run, sample, nr);
	return 0;
}

/* How much a boundary's label is worth: the lower, the earlier it gets its room. */
static int label_rank(const struct boundary *boundary)
{
	int count = atoi(boundary->text);

	return boundary->package ? 0 : count & (count - 1) ? 2 : 1;
}

int boundaries_label(struct boundary_list *list, const struct axis *axis, double char_width)
{
	struct span *spans = calloc((size_t)list->nr + 1, sizeof(*spans));
	int *order = calloc((size_t)list->nr + 1, sizeof(*order));
	int nr = 0;

	if (spans && order) {
		for (int rank = 0; rank < 3; rank++) {
			for (int i = 0; i < list->nr; i++) {
				if (label_rank(&list->items[i]) == rank)
					order[nr++] = i;
			}
		}
		for (int k = 0; k < nr; k++) {
			const struct boundary *boundary = &list->items[order[k]];
			double half = ((double)strlen(boundary->text) + 1.5) * char_width / 2;
			double place = axis_place(axis, boundary->threads - 0.5);

			spans[k] = (struct span){place - half, place + half, false};
		}
		labels_keep(spans, nr);
		for (int k = 0; k < nr; k++)
			list->items[order[k]].labelled = spans[k].kept;
	}
	nr = spans && order ? 0 : -ENOMEM;
	free(spans);
	free(order);
	return nr;
}

void boundaries_free(struct boundary_list *list)
{
	free(list->items);
	*list = (struct boundary_list){0};
}
