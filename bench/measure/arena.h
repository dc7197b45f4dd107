/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * arena.h: the folios that threads share, placed and confirmed. A region is kept for as long as the
 * process lives and given again to every point that wants the same groups, pages and nodes: within a
 * process all schemes run on the same memory, and a fresh process has fresh memory.
 */
#ifndef BENCH_ARENA_H
#define BENCH_ARENA_H

#include "bench/plan/assignment.h"

struct arena;

/* Returns NULL when out of memory. */
struct arena *arena_new(void);
void arena_free(struct arena *arena);

/* A group's memory, and the nodes that its pages take in turn; both are the arena's. */
struct placed {
	void *memory;
	int nr_nodes;
	const int *nodes;
};

/*
 * Memory for each group of @point: @groups[g] receives group g's @bytes, zeroed when the process
 * first has them and left as they were after that. On a page boundary, placed as point->memory says
 * and confirmed. Returns 0 or a negative errno with @err.
 */
int arena_place(struct arena *arena, size_t bytes, const struct point *point,
		const struct assignment *assignment, const struct machine *machine,
		struct placed *groups, struct error *err);

#endif
