// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * assignment.c: from a point to its threads: which PU each one runs on, which group shares a page,
 * who reads and who writes, and on which node a group is at home.
 */
#include "bench/plan/assignment.h"

#include <errno.h>
#include <stdlib.h>

/* The number, from 0, that the threads of one sharing group have in common. */
static int share_key(const struct point *point, const struct machine_pu *pu, int thread)
{
	switch (point->workload->private_pages ? SHARE_THREAD : point->share) {
	case SHARE_NODE:
		return pu->node;
	case SHARE_LLC:
		return pu->llc;
	case SHARE_CORE:
		return pu->core;
	case SHARE_THREAD:
		return thread;
	default:
		return 0;
	}
}

/* Sharing groups are numbered as their first threads come; keys are dense, so a table finds them. */
static int *group_table(const struct point *point, int *keys)
{
	int largest = 0, *table;

	for (int i = 0; i < point->threads; i++) {
		keys[i] = share_key(point, point->placement->pus[i % point->placement->nr], i);
		if (keys[i] > largest)
			largest = keys[i];
	}
	table = malloc(((size_t)largest + 1) * sizeof(*table));
	for (int i = 0; table && i <= largest; i++)
		table[i] = -1;
	return table;
}

/* In each group the last `writers` threads write, so that every reader has a writer to meet. */
static void give_roles(struct assignment *a, int writers)
{
	for (int i = 0; i < a->nr_threads; i++) {
		struct lane *lane = &a->lanes[i];

		lane->role = lane->rank >= a->sizes[lane->group] - writers ? ROLE_WRITER
									   : ROLE_WORKER;
	}
}

static void give_groups(struct assignment *a, const struct point *point, const int *keys,
			int *table)
{
	for (int i = 0; i < point->threads; i++) {
		const struct machine_pu *pu = point->placement->pus[i % point->placement->nr];
		int *group = &table[keys[i]];

		if (*group < 0) {
			*group = a->nr_groups++;
			a->homes[*group] = pu->node;
		}
		a->lanes[i] = (struct lane){.pu = pu, .group = *group, .rank = a->sizes[*group]++};
	}
}

int assignment_make(struct assignment *a, const struct point *point)
{
	size_t nr = (size_t)point->threads;
	int *keys = calloc(nr, sizeof(*keys));
	int *table = keys ? group_table(point, keys) : NULL;

	*a = (struct assignment){.nr_threads = point->threads};
	a->lanes = calloc(nr, sizeof(*a->lanes));
	a->homes = calloc(nr, sizeof(*a->homes));
	a->sizes = calloc(nr, sizeof(*a->sizes));
	if (table && a->lanes && a->homes && a->sizes) {
		give_groups(a, point, keys, table);
		give_roles(a, point->writers);
	} else {
		assignment_free(a);
	}
	free(keys);
	free(table);
	return a->lanes ? 0 : -ENOMEM;
}

void assignment_free(struct assignment *a)
{
	free(a->lanes);
	free(a->homes);
	free(a->sizes);
	*a = (struct assignment){0};
}
