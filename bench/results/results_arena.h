/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * results_arena.h: the memory of a results file. Everything that a run or sample points to lives
 * here until results_free(); what recurs in every sample (names, lists of CPUs) is kept once.
 */
#ifndef BENCH_RESULTS_ARENA_H
#define BENCH_RESULTS_ARENA_H

#include <stddef.h>

struct results_arena;

struct results_arena *results_arena_new(void);
void results_arena_free(struct results_arena *arena);

/* Zeroed memory that lasts as long as the arena, aligned for any of our types; NULL when out of it. */
void *results_arena_alloc(struct results_arena *arena, size_t size);

/* The one copy of these bytes, followed by a NUL: equal means same pointer. NULL when out of memory. */
const void *results_arena_intern(struct results_arena *arena, const void *data, size_t length);

#endif
