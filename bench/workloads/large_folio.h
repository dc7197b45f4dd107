/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * large-folio: GUP and walkers look up pages of folios of order 0 to 9, while mutators take blocks of
 * 512 pages apart and tile them with folios of another order: a head becomes a tail and a tail a head
 * while somebody may still hold its address. One operation is one page that GUP asked for or a walker
 * chose.
 */
#ifndef BENCH_WORKLOADS_LARGE_FOLIO_H
#define BENCH_WORKLOADS_LARGE_FOLIO_H

#include "bench/workloads/pfn_walk.h"

/* Pages that GUP asks for between two walks. */
#define GUP_PAGES 8

/* GUP of consecutive pages of a block; returns how many were asked for. */
static __always_inline unsigned int gup_block(struct lookup_worker *lookup, struct folio **held,
					      unsigned long first, enum memmap kind,
					      enum protection protect, enum rcu_flavour rcu,
					      uint64_t *missed)
{
	struct lookup_thread *thread = &lookup->thread;
	bool verify = lookup_verify_due(lookup, GUP_PAGES);
	unsigned int nr_held = 0;

	rcu_read_lock(rcu);
	for (unsigned long pfn = first; pfn < first + GUP_PAGES; pfn++) {
		const pte_t *ptep = lookup->world->ptes + pfn;
		struct folio *folio;

		if (unlikely(verify))
			folio = gup_fast_pte_slowly(thread, kind, protect, ptep, 1);
		else
			folio = gup_fast_pte(thread, kind, protect, ptep, 1, true);
		if (unlikely(!folio)) {
			(*missed)++;
			continue;
		}
		if (unlikely(verify))
			lookup_verify_pfn(lookup, "gup-fast", folio, pfn, protect != PROTECT_RCU);
		held[nr_held++] = folio;
	}
	rcu_read_unlock(rcu);
	for (unsigned int i = 0; protect != PROTECT_RCU && i < nr_held; i++)
		lookup_put(thread, held[i], 1, true);
	return GUP_PAGES;
}

static __always_inline void large_folio_reader(struct worker *worker, enum memmap kind,
					       enum protection protect, enum rcu_flavour rcu)
{
	struct lookup_worker *lookup = worker->lookup;
	struct folio **held = worker->held;
	const int *stop = worker->stop;
	uint64_t ops = 0, missed = 0;

	lookup_begin(lookup);
	rcu_reader_online(rcu);
	do {
		unsigned long first = lookup_next(lookup);

		ops += gup_block(lookup, held, first, kind, protect, rcu, &missed);
		ops += walk_block(lookup, held, first, kind, protect, rcu, &missed);
		lookup_tick(lookup, rcu);
	} while (likely(!worker_stopped(stop)));
	rcu_reader_offline(rcu);

	worker->ops = ops;
	worker->fail_ops = missed;
	lookup_end_reader(worker);
}

/*
 * Free every folio of the block that nobody holds; those that are held stay as they are. False: one
 * that an address leads to is gone.
 */
static bool take_block_apart(struct lookup_worker *lookup, unsigned long first)
{
	struct lookup_thread *thread = &lookup->thread;
	const struct memory_map *map = &thread->map;
	pte_t *ptes = lookup->world->ptes;

	for (unsigned long pfn = first; pfn < first + BLOCK_PAGES;) {
		struct folio *folio;

		if (!pte_present(ptes[pfn])) {
			pfn++;
			continue;
		}
		folio = map_folio(map, map->kind, pfn, map_read_memdesc(map, map->kind, pfn));
		if (unlikely(!folio)) {
			lookup_lost_folio(lookup, "large-folio", pfn);
			return false;
		}
		pfn += 1UL << folio_order(folio);
		folio_take_apart(thread, ptes, map_folio_pfn(map, map->kind, folio), folio);
	}
	return true;
}

/* Tile a block of free frames. False: stop. */
static bool form_block(struct worker *worker, unsigned long first, unsigned int order)
{
	pte_t *ptes = worker->lookup->world->ptes;

	for (unsigned long pfn = first; pfn < first + BLOCK_PAGES; pfn += 1UL << order) {
		if (!form_or_wait(worker, pfn, order))
			return false;
		map_pages(ptes, pfn, 1UL << order);
	}
	return true;
}

static void loop_large_folio_mutator(struct worker *worker)
{
	struct lookup_worker *lookup = worker->lookup;
	struct lookup_thread *thread = &lookup->thread;
	unsigned int next_order = lookup->rank;

	lookup_begin(lookup);
	while (lookup_pause(worker)) {
		unsigned long first = lookup_next(lookup) * BLOCK_PAGES;

		lookup->tried++;
		if (!take_block_apart(lookup, first))
			break;
		zone_poll(thread->zone);
		if (!all_buddy(&thread->map, first, BLOCK_PAGES)) {
			lookup->busy++;
			continue;
		}
		if (!form_block(worker, first, next_order++ % (MAX_ORDER + 1)))
			break;
	}
	lookup_end_mutator(worker);
}

#endif
