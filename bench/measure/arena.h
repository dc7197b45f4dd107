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

/*
 * The folios of each group for @point: @folios[g] receives the first of group g's point->pages. Each
 * group's begin on a memory page of their own. Returns 0, or a negative errno with @err.
 */
int arena_folios(struct arena *arena, const struct point *point,
		 const struct assignment *assignment, const struct machine *machine,
		 struct folio **folios, struct error *err);

#endif
