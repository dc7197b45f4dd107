/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pfn-walk: readers go through blocks of a mixed memory map in two passes, while mutators make
 * something else of its cells: folios small and large, slabs, page tables, free pages, free hugetlb
 * folios. One operation is one page that the first pass chose and the second tried to hold; what the
 * first skipped is counted by type.
 */
#ifndef BENCH_WORKLOADS_PFN_WALK_H
#define BENCH_WORKLOADS_PFN_WALK_H

#include "bench/lookup/lookup_worker.h"
#include "core/lookup/large_folio.h"
#include "core/lookup/pfn_walk.h"

/* Both passes over a block; returns how many were chosen, *@missed how many of them could not be had. */
static __always_inline unsigned int walk_block(struct lookup_worker *lookup, struct folio **held,
					       unsigned long first, enum memmap kind,
					       enum protection protect, enum rcu_flavour rcu,
					       uint64_t *missed)
{
	struct lookup_thread *thread = &lookup->thread;
	struct pfn_candidate chosen[WALK_PAGES];
	unsigned int nr = 0, nr_held = 0;
	struct folio *folio;
	bool verify;

	rcu_read_lock(rcu);
	for (unsigned long pfn = first; pfn < first + WALK_PAGES; pfn++)
		nr += pfn_choose(thread, kind, pfn, &chosen[nr]);
	verify = lookup_verify_due(lookup, (int)nr);
	for (unsigned int i = 0; i < nr; i++) {
		folio = pfn_try_get_folio(thread, kind, protect, &chosen[i]);
		if (unlikely(!folio)) {
			(*missed)++;
			continue;
		}
		if (unlikely(verify))
			lookup_verify_pfn(lookup, "pfn-walk", folio, chosen[i].pfn,
					  protect != PROTECT_RCU);
		held[nr_held++] = folio;
	}
	rcu_read_unlock(rcu);
	for (unsigned int i = 0; protect != PROTECT_RCU && i < nr_held; i++)
		lookup_put(thread, held[i], 1, true);
	return nr;
}

static __always_inline void pfn_walk_reader(struct worker *worker, enum memmap kind,
					    enum protection protect, enum rcu_flavour rcu)
{
	struct lookup_worker *lookup = worker->lookup;
	const int *stop = worker->stop;
	uint64_t ops = 0, missed = 0;

	lookup_begin(lookup);
	rcu_reader_online(rcu);
	do {
		ops += walk_block(lookup, worker->held, lookup_next(lookup), kind, protect, rcu,
				  &missed);
		lookup_tick(lookup, rcu);
	} while (likely(!worker_stopped(stop)));
	rcu_reader_offline(rcu);

	worker->ops = ops;
	worker->fail_ops = missed;
	lookup_end_reader(worker);
}

/* folio_form(), waiting for memory if need be. NULL: stop. */
static struct folio *form_or_wait(struct worker *worker, unsigned long pfn, unsigned int order)
{
	struct lookup_thread *thread = &worker->lookup->thread;
	struct folio *folio;

	while (!(folio = folio_form(thread, thread->map.kind, pfn, order, worker->lookup->world))) {
		if (!lookup_wait(worker))
			return NULL;
	}
	return folio;
}

/* Whether the frames from @pfn on are all free. Pairs with the release by which they became so. */
static bool all_buddy(const struct memory_map *map, unsigned long pfn, unsigned long nr)
{
	for (unsigned long i = 0; i < nr; i++) {
		memdesc_t memdesc = map_read_memdesc(map, map->kind, pfn + i);

		if (map_page_kind(map, map->kind, pfn + i, memdesc) != PAGE_BUDDY)
			return false;
		tsan_acquire(map_tie(map, map->kind, pfn + i));
		if (map->kind == MEMMAP_EMBEDDED)
			tsan_acquire(&map_page(map, pfn + i)->page_type);
	}
	smp_acquire__after_ctrl_dep();
	return true;
}

/* A free hugetlb folio exists, and stays frozen: nobody may have it. */
static bool form_hugetlb_free(struct worker *worker, unsigned long pfn)
{
	struct lookup_thread *thread = &worker->lookup->thread;
	struct folio *folio;

	while (!(folio = zone_form_folio(thread->zone, pfn, CELL_ORDER, MEMDESC_FILE))) {
		if (!lookup_wait(worker))
			return false;
	}
	zone_set_hugetlb_free(thread->zone->zone, folio);
	return true;
}

/* Make of a cell of free frames what @kind says. False: stop. */
static bool form_cell(struct worker *worker, unsigned long pfn, enum cell_kind kind)
{
	struct zone *zone = worker->lookup->thread.zone->zone;

	switch (kind) {
	case CELL_SLAB:
	case CELL_TABLES:
		for (unsigned long i = 0; i < CELL_PAGES; i++)
			zone_set_page_kind(zone, pfn + i,
					   kind == CELL_SLAB ? PAGE_SLAB : PAGE_TABLE);
		return true;
	case CELL_HUGETLB_FREE:
		return form_hugetlb_free(worker, pfn);
	case CELL_LARGE_FOLIO:
		return form_or_wait(worker, pfn, CELL_ORDER);
	case CELL_FOLIOS:
		for (unsigned long i = 0; i < CELL_PAGES; i++) {
			if (!form_or_wait(worker, pfn + i, 0))
				return false;
		}
		return true;
	default:
		return true;
	}
}

/*
 * Give up what a cell is made of, as much as was formed. Folios that a walker holds are freed when it
 * puts them back.
 */
static void dissolve_cell(struct lookup_thread *thread, unsigned long pfn)
{
	const struct memory_map *map = &thread->map;
	unsigned long end = pfn + CELL_PAGES;

	while (pfn < end) {
		memdesc_t memdesc = map_read_memdesc(map, map->kind, pfn);
		struct folio *folio = map_folio(map, map->kind, pfn, memdesc);
		enum page_kind kind = map_page_kind(map, map->kind, pfn, memdesc);
		bool is_folio = kind == PAGE_FOLIO || kind == PAGE_HUGETLB_FREE;
		unsigned long nr = is_folio ? 1UL << folio_order(folio) : 1;

		if (kind == PAGE_FOLIO)
			lookup_put(thread, folio, 1, true);
		else if (kind == PAGE_HUGETLB_FREE)
			zone_free_folio(thread->zone, folio);
		else
			zone_set_page_kind(thread->zone->zone, pfn, PAGE_BUDDY);
		pfn += nr;
	}
}

static void loop_pfn_walk_mutator(struct worker *worker)
{
	struct lookup_worker *lookup = worker->lookup;
	struct lookup_thread *thread = &lookup->thread;
	unsigned char *given_up = lookup->world->given_up;
	unsigned int next_kind = lookup->rank;

	lookup_begin(lookup);
	while (lookup_pause(worker)) {
		unsigned long cell = lookup_next(lookup), pfn = cell << CELL_ORDER;

		lookup->tried++;
		if (!given_up[cell])
			dissolve_cell(thread, pfn);
		given_up[cell] = true;
		zone_poll(thread->zone);
		if (!all_buddy(&thread->map, pfn, CELL_PAGES)) {
			lookup->busy++;
			continue;
		}
		given_up[cell] = false;
		if (!form_cell(worker, pfn, (enum cell_kind)(next_kind++ % NR_CELL_KINDS)))
			break;
	}
	lookup_end_mutator(worker);
}

#endif
