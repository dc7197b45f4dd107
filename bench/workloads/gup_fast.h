/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * gup-fast: readers turn addresses into folios with a reference (or a pin of 1024), while mutators
 * zap and fault the same addresses: what O_DIRECT and RDMA do to memory that is being unmapped. One
 * operation is one page; a call takes --nr pages one after the other and ends, as the kernel's does,
 * at the first that it cannot have: the rest is for the slow path.
 */
#ifndef BENCH_WORKLOADS_GUP_FAST_H
#define BENCH_WORKLOADS_GUP_FAST_H

#include "bench/lookup/lookup_worker.h"
#include "core/lookup/gup_fast.h"

/* @one: one page a call, one reference. */
static __always_inline void gup_fast_reader(struct worker *worker, enum memmap kind,
					    enum protection protect, enum rcu_flavour rcu, bool one)
{
	struct lookup_worker *lookup = worker->lookup;
	struct lookup_thread *thread = &lookup->thread;
	const pte_t *ptes = lookup->world->ptes;
	struct folio **held = worker->held;
	unsigned int nr = one ? 1 : lookup->nr, nr_held;
	int refs = one ? 1 : lookup->refs;
	const int *stop = worker->stop;
	uint64_t ops = 0, missed = 0;

	lookup_begin(lookup);
	rcu_reader_online(rcu);
	do {
		unsigned long first = lookup_next(lookup);
		bool verify = lookup_verify_due(lookup, (int)nr);
		struct folio *folio;

		rcu_read_lock(rcu);
		for (nr_held = 0; nr_held < nr; nr_held++) {
			const pte_t *ptep = ptes + first + nr_held;

			if (unlikely(verify))
				folio = gup_fast_pte_slowly(thread, kind, protect, ptep, refs);
			else
				folio = gup_fast_pte(thread, kind, protect, ptep, refs, one);
			if (unlikely(!folio))
				break;
			held[nr_held] = folio;
		}
		if (protect != PROTECT_RCU)
			rcu_read_unlock(rcu);
		if (unlikely(verify))
			lookup_verify(lookup, "gup-fast", held, nr_held, first, nr_held,
				      protect != PROTECT_RCU);
		if (protect == PROTECT_RCU) {
			rcu_read_unlock(rcu);
		} else {
			for (unsigned int i = 0; i < nr_held; i++)
				lookup_put(thread, held[i], refs, one);
		}
		ops += nr_held;
		if (unlikely(nr_held < nr)) {
			ops++;
			worker_count_rare(&missed);
		}
		lookup_tick(lookup, rcu);
	} while (likely(!worker_stopped(stop)));
	rcu_reader_offline(rcu);

	worker->ops = ops;
	worker->fail_ops = missed;
	lookup_end_reader(worker);
}

/* The folio behind a PTE that nobody but this mutator changes. */
static __always_inline struct folio *mapped_folio(const struct memory_map *map, pte_t pte)
{
	unsigned long pfn = pte_pfn(pte);

	return map_folio(map, map->kind, pfn, map_read_memdesc(map, map->kind, pfn));
}

/*
 * The fault comes one zap later than the zap it answers: what one address gives up becomes another
 * one's, as it does in a kernel, and not its own again.
 */
static void loop_gup_fast_mutator(struct worker *worker)
{
	struct lookup_worker *lookup = worker->lookup;
	struct lookup_thread *thread = &lookup->thread;
	struct world *world = lookup->world;
	enum memmap kind = thread->map.kind;

	lookup_begin(lookup);
	while (lookup_pause(worker)) {
		unsigned long index = lookup_next(lookup), hole = lookup->hole;
		pte_t *ptep = &world->ptes[index];
		struct folio *folio;

		lookup->hole = LOOKUP_NO_HOLE;
		if (pte_present(*ptep)) {
			folio = mapped_folio(&thread->map, *ptep);
			if (unlikely(!folio)) {
				lookup_lost_folio(lookup, "gup-fast zap", pte_pfn(*ptep));
				break;
			}
			if (zap_pte(ptep, folio))
				zone_free_folio(thread->zone, folio);
			lookup->hole = index;
		}
		lookup->tried++;
		if (hole == LOOKUP_NO_HOLE)
			continue;
		folio = lookup_alloc_folio(worker, MEMDESC_ANON);
		if (!folio)
			break;
		WRITE_ONCE(folio->mapping, world);
		WRITE_ONCE(folio->index, hole);
		set_pte(&world->ptes[hole], folio, map_folio_pfn(&thread->map, kind, folio));
	}
	lookup_end_mutator(worker);
}

#endif
