// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * lookup_template.c: as scheme_template.c, for the lookups: compiled once for each header in
 * core/schemes/ and each memory order, with every operation of the scheme inlined into every loop.
 * The kind of map, the protection and, where it matters, the RCU flavour are constants too: a
 * function for each combination, and a table to find it.
 */
#include SCHEME_HEADER

#include "bench/lookup/loops.h"
#include "bench/user/object.h"
#include "bench/workloads/gup_fast.h"
#include "bench/workloads/large_folio.h"
#include "bench/workloads/page_cache.h"
#include "bench/workloads/pfn_walk.h"
#include "bench/workloads/put_page.h"

static __always_inline void gup_fast_one(struct worker *worker, enum memmap kind,
					 enum protection protect, enum rcu_flavour rcu)
{
	gup_fast_reader(worker, kind, protect, rcu, true);
}

/* The slots of a file hold folios: no memory map is looked at. */
static __always_inline void page_cache(struct worker *worker, enum memmap kind,
				       enum protection protect, enum rcu_flavour rcu)
{
	(void)kind;
	page_cache_reader(worker, protect, rcu);
}

/* Where one read-side critical section covers many pages, its flavour need not be a constant. */
static __always_inline void gup_fast_nr(struct worker *worker, enum memmap kind,
					enum protection protect)
{
	gup_fast_reader(worker, kind, protect, worker->lookup->rcu, false);
}

static __always_inline void pfn_walk(struct worker *worker, enum memmap kind,
				     enum protection protect)
{
	pfn_walk_reader(worker, kind, protect, worker->lookup->rcu);
}

static __always_inline void large_folio(struct worker *worker, enum memmap kind,
					enum protection protect)
{
	large_folio_reader(worker, kind, protect, worker->lookup->rcu);
}

/* Whoever puts a page holds it: nothing else protects it. */
static __always_inline void put_pages(struct worker *worker, enum memmap kind,
				      enum protection protect)
{
	(void)protect;
	put_page_reader(worker, kind);
}

/* clang-format off */
#define LOOP_NAME(reader, map, protection, rcu) loop_##reader##_##map##_##protection##_##rcu
#define LOOP(reader, map, protection, rcu)                                              \
	static void LOOP_NAME(reader, map, protection, rcu)(struct worker *worker)      \
	{                                                                               \
		reader(worker, MEMMAP_##map, PROTECT_##protection, RCU_##rcu);          \
	}
#define ENTRY(reader, map, protection, rcu) \
	[MEMMAP_##map][PROTECT_##protection][RCU_##rcu] = LOOP_NAME(reader, map, protection, rcu),

/* The same where the flavour is not a constant: one function serves all of them. */
#define LOOP_ANY(reader, map, protection)                                               \
	static void LOOP_NAME(reader, map, protection, any)(struct worker *worker)      \
	{                                                                               \
		reader(worker, MEMMAP_##map, PROTECT_##protection);                     \
	}
#define ENTRY_ANY(reader, map, protection) \
	[MEMMAP_##map][PROTECT_##protection] = {[0 ... NR_RCU_FLAVOURS - 1] = \
		LOOP_NAME(reader, map, protection, any)},

#define EACH_RCU(X, reader, map, protection) \
	X(reader, map, protection, MEMB) X(reader, map, protection, QSBR) X(reader, map, protection, BP)
#define EACH_PROTECTION(EACH, X, reader, map) \
	EACH(X, reader, map, RECHECK) EACH(X, reader, map, NO_RECHECK) EACH(X, reader, map, RCU)
#define EACH_MAP(EACH, X, reader) \
	EACH_PROTECTION(EACH, X, reader, EMBEDDED) EACH_PROTECTION(EACH, X, reader, MEMDESC8) \
	EACH_PROTECTION(EACH, X, reader, MEMDESC32)
#define EACH_PTE_RECHECK(EACH, X, reader) \
	EACH(X, reader, EMBEDDED, PTE_RECHECK) EACH(X, reader, MEMDESC8, PTE_RECHECK) \
	EACH(X, reader, MEMDESC32, PTE_RECHECK)
#define ONCE(X, reader, map, protection) X(reader, map, protection)

#define GUP_FAST_ONE(X) EACH_MAP(EACH_RCU, X, gup_fast_one) EACH_PTE_RECHECK(EACH_RCU, X, gup_fast_one)
#define GUP_FAST_NR(X)	EACH_MAP(ONCE, X, gup_fast_nr) EACH_PTE_RECHECK(ONCE, X, gup_fast_nr)
#define PAGE_CACHE(X)	EACH_PROTECTION(EACH_RCU, X, page_cache, EMBEDDED)
#define PFN_WALK(X)	EACH_MAP(ONCE, X, pfn_walk)
#define LARGE_FOLIO(X)	EACH_MAP(ONCE, X, large_folio) EACH_PTE_RECHECK(ONCE, X, large_folio)
#define PUT_PAGE(X) \
	X(put_pages, EMBEDDED, RECHECK) X(put_pages, MEMDESC8, RECHECK) X(put_pages, MEMDESC32, RECHECK)

GUP_FAST_ONE(LOOP)
GUP_FAST_NR(LOOP_ANY)
PAGE_CACHE(LOOP)
PFN_WALK(LOOP_ANY)
PUT_PAGE(LOOP_ANY)
LARGE_FOLIO(LOOP_ANY)
/* clang-format on */

static const struct lookup_loops loops = {
	.scheme = SCHEME_NAME,
	.orders = COMPILED_ORDERS,
	.readers =
		{
			[READER_GUP_FAST] = {GUP_FAST_ONE(ENTRY)},
			[READER_GUP_FAST_NR] = {GUP_FAST_NR(ENTRY_ANY)},
			[READER_PAGE_CACHE] = {PAGE_CACHE(ENTRY)},
			[READER_PFN_WALK] = {PFN_WALK(ENTRY_ANY)},
			[READER_PUT_PAGE] = {PUT_PAGE(ENTRY_ANY)},
			[READER_LARGE_FOLIO] = {LARGE_FOLIO(ENTRY_ANY)},
		},
	.mutators =
		{
			[MUTATOR_GUP_FAST] = loop_gup_fast_mutator,
			[MUTATOR_PAGE_CACHE] = loop_page_cache_mutator,
			[MUTATOR_PFN_WALK] = loop_pfn_walk_mutator,
			[MUTATOR_PUT_PAGE] = loop_put_page_mutator,
			[MUTATOR_LARGE_FOLIO] = loop_large_folio_mutator,
		},
};

#ifdef PAGEREF_USER_HEADER
USER_OBJECT_SHOWS(lookup_loops, pageref_user_lookups, loops)
#else
static const struct lookup_loops *const entry
	__attribute__((used, section("pageref_lookups"))) = &loops;
#endif
