/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * world.h: what one sharing group looks into: a zone of memory, and the page tables, page cache,
 * cells or blocks that lead into it. Built anew for every sample, in placed memory that the arena
 * keeps; checked to the last reference when the sample is over.
 */
#ifndef BENCH_LOOKUP_WORLD_H
#define BENCH_LOOKUP_WORLD_H

#include "bench/scheme.h"
#include "core/lifetime/zone.h"
#include "core/lookup/address_space.h"
#include "core/lookup/pte.h"
#include "topology/error.h"

struct point;

/* Frames of pfn-walk that change what they are together. */
#define CELL_ORDER 3
#define CELL_PAGES (1UL << CELL_ORDER)

/* What is made of a cell. */
enum cell_kind {
	CELL_FOLIOS, /* eight of order 0 */
	CELL_LARGE_FOLIO, /* one of order 3: a head and seven tails */
	CELL_SLAB,
	CELL_TABLES,
	CELL_HUGETLB_FREE,
	CELL_BUDDY,
	NR_CELL_KINDS
};

/* Pages that a walker looks at before it takes references. */
#define WALK_PAGES 64UL

/* Frames of large-folio that are tiled with folios of one order at a time. */
#define BLOCK_PAGES (1UL << MAX_ORDER)

/* Frames beside the pages that put-page's readers hold, for each of its mutators. */
#define PUT_PAGE_FRAMES 64UL

/* Readers' pages of put-page come in groups: four folios, one of order 2, and as many plain pages. */
#define PUT_PAGE_GROUP 16UL

enum world_kind {
	WORLD_PAGE_TABLE, /* gup-fast: PTEs, and frames behind them */
	WORLD_PAGE_CACHE, /* page-cache: slots, and frames behind them */
	WORLD_CELLS, /* pfn-walk: the frames themselves */
	WORLD_PAGES, /* put-page: folios, large ones, plain pages: held for ever */
	WORLD_BLOCKS /* large-folio: frames, and the PTEs that map each to itself */
};

struct world {
	struct zone zone;
	enum world_kind kind;
	unsigned long nr_pages; /* places that are looked up */
	int (*folio_ref_count)(const struct folio *folio); /* the scheme's, to verify with */
	pte_t *ptes; /* [nr_pages] */
	struct address_space file;
	struct zone_thread *threads; /* [nr_threads] by their rank in the group */
	int nr_threads;
	unsigned char
		*given_up; /* [nr_pages / CELL_PAGES] cells whose frames are not all free yet */
} __attribute__((aligned(128)));

/* Room for the world of a group of @nr_threads at @point, itself included, in bytes. */
size_t world_bytes(const struct point *point, int nr_threads);

/*
 * Build it in @memory (world_bytes(), on a page boundary), which lies on @nr_nodes nodes in turn.
 * Every place leads to a folio with one reference. @thread_nodes: which of these nodes each of the
 * @nr_threads takes memory from first. @grace: NULL, or running.
 */
struct world *world_build(void *memory, int nr_nodes, const struct point *point,
			  const int *thread_nodes, int nr_threads, const struct scheme *scheme,
			  struct grace_periods *grace, struct integrity *integrity);

/*
 * When all threads have stopped: take back what waits, and look at every count. Returns 0, or -EIO
 * with @err saying which folio's is not what it should be, or what was lost. A scheme that is marked
 * unsafe is asked nothing.
 */
int world_check(struct world *world, const struct point *point, const struct scheme *scheme,
		struct error *err);

#endif
