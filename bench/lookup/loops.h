/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * loops.h: the measured loops of the lookups. lookup_template.c compiles them once for each scheme
 * and memory order, and each object puts one struct lookup_loops into the section pageref_lookups.
 * Kind of map, protection and RCU flavour are constants in each of these functions.
 */
#ifndef BENCH_LOOKUP_LOOPS_H
#define BENCH_LOOKUP_LOOPS_H

#include "bench/lookup/world.h"
#include "bench/worker.h"
#include "core/lifetime/zone.h"
#include "core/lookup/lookup.h"

enum lookup_reader {
	READER_GUP_FAST, /* one page a call, one reference */
	READER_GUP_FAST_NR, /* several, or pins */
	READER_PAGE_CACHE,
	READER_PFN_WALK,
	READER_PUT_PAGE,
	READER_LARGE_FOLIO,
	NR_LOOKUP_READERS
};

enum lookup_mutator {
	MUTATOR_GUP_FAST,
	MUTATOR_PAGE_CACHE,
	MUTATOR_PFN_WALK,
	MUTATOR_PUT_PAGE,
	MUTATOR_LARGE_FOLIO,
	NR_LOOKUP_MUTATORS
};

/* What a lookup workload is besides what all workloads are. */
struct lookup_workload {
	enum lookup_reader reader,
		reader_nr; /* the second for several pages or references a call */
	enum lookup_mutator mutator;
	enum world_kind world;
	uint32_t step; /* a reader's visit begins at a multiple of it; 0: 1 */
	uint32_t call; /* and takes in so many pages; 0: --batch or --nr */
	uint32_t unit; /* pages that a mutator changes together; 0: 1 */
	bool has_map; /* its readers look at the memory map */
	bool has_ptes; /* they come from a PTE */
	bool has_lifetime; /* they find what they do not hold */
};

struct lookup_loops {
	const char *scheme;
	unsigned int orders; /* enum order_set */
	loop_fn *readers[NR_LOOKUP_READERS][NR_MEMMAPS][NR_PROTECTIONS][NR_RCU_FLAVOURS];
	loop_fn *mutators[NR_LOOKUP_MUTATORS];
};

/* Those of the scheme of this name, or NULL. */
const struct lookup_loops *lookup_loops_find(const char *scheme, bool acq_rel);

/* Make those known that were loaded with a scheme; they must outlive the program. 0 or -ENOSPC. */
int lookup_loops_register(const struct lookup_loops *loops);

struct point;
struct scheme;

/* The loop of a thread of @role; for struct workload. */
loop_fn *lookup_loop(const struct scheme *scheme, const struct point *point, int role);

#endif
