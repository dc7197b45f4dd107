/* SPDX-License-Identifier: GPL-2.0-or-later */
/* world_making.h: a world on the heap, for tests that look into it without any threads. */
#ifndef TESTS_BENCH_LOOKUP_WORLD_MAKING_H
#define TESTS_BENCH_LOOKUP_WORLD_MAKING_H

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "bench/lookup/lookup_worker.h"
#include "bench/plan/plan.h"

struct made_world {
	struct world *world;
	const struct scheme *scheme;
	struct point point;
	struct grace_periods grace;
	struct integrity integrity;
	struct error err;
	void *memory;
	int stop;
};

/* Two threads, the second of them a mutator, and twice the memory that is looked up. */
static inline void world_make(struct made_world *made, const char *workload, enum memmap memmap,
			      enum lifetime lifetime, const struct scheme *scheme)
{
	const struct workload *row = workload_find(workload);
	size_t bytes;

	assert_non_null(row);
	*made = (struct made_world){
		.scheme = scheme,
		.point = {.workload = row,
			  .scheme = scheme,
			  .threads = 2,
			  .writers = 1,
			  .pages = row->default_pages,
			  .batch = 1,
			  .nr = 1,
			  .lookup = {.memmap = memmap,
				     .lifetime = lifetime,
				     .verify = 1,
				     .memory_limit =
					     2 * (uint64_t)row->default_pages * ZONE_PAGE_SIZE}},
	};
	made->integrity.stop = &made->stop;
	bytes = world_bytes(&made->point, 2);
	made->memory = aligned_alloc(ZONE_PAGE_SIZE, bytes);
	assert_non_null(made->memory);
	memset(made->memory, 0xa5, bytes);
	made->world = world_build(made->memory, 1, &made->point, (const int[]){0, 0}, 2, scheme,
				  &made->grace, &made->integrity);
}

static inline void world_unmake(struct made_world *made)
{
	free(made->memory);
}

/* ---- what lies in it ---- */

static inline const struct memory_map *map_of(const struct made_world *made)
{
	return &made->world->zone.map;
}

static inline memdesc_t memdesc_at(const struct made_world *made, unsigned long pfn)
{
	return map_read_memdesc(map_of(made), map_of(made)->kind, pfn);
}

static inline struct folio *folio_at(const struct made_world *made, unsigned long pfn)
{
	return map_folio(map_of(made), map_of(made)->kind, pfn, memdesc_at(made, pfn));
}

static inline enum page_kind kind_at(const struct made_world *made, unsigned long pfn)
{
	return map_page_kind(map_of(made), map_of(made)->kind, pfn, memdesc_at(made, pfn));
}

/* The folio that place @i of the world leads to, or NULL. */
static inline struct folio *folio_of_place(const struct made_world *made, unsigned long i)
{
	switch (made->world->kind) {
	case WORLD_PAGE_CACHE:
		return *page_cache_slot(&made->world->file, i);
	case WORLD_PAGE_TABLE:
	case WORLD_BLOCKS:
		return folio_at(made, pte_pfn(made->world->ptes[i]));
	default:
		return folio_at(made, i);
	}
}

static inline int check(struct made_world *made)
{
	return world_check(made->world, &made->point, made->scheme, &made->err);
}

#endif
