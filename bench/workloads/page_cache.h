/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * page-cache: readers look up --batch consecutive folios of a file (15, as a buffered read does with
 * its folio_batch) in one read-side critical section, and hold them together; mutators truncate and
 * read in again: freeze, unpublish, free, allocate, publish. One operation is one folio; a hole is
 * one that the slow path would read in.
 */
#ifndef BENCH_WORKLOADS_PAGE_CACHE_H
#define BENCH_WORKLOADS_PAGE_CACHE_H

#include "bench/lookup/lookup_worker.h"
#include "core/lookup/page_cache.h"

static __always_inline void page_cache_reader(struct worker *worker, enum protection protect,
					      enum rcu_flavour rcu)
{
	struct lookup_worker *lookup = worker->lookup;
	struct lookup_thread *thread = &lookup->thread;
	const struct address_space file = lookup->world->file;
	struct folio **held = worker->held;
	unsigned int batch = worker->batch;
	const int *stop = worker->stop;
	uint64_t ops = 0, missed = 0;

	lookup_begin(lookup);
	rcu_reader_online(rcu);
	do {
		unsigned long first = lookup_next(lookup);
		unsigned long nr_held = 0;

		rcu_read_lock(rcu);
		for (unsigned long i = 0; i < batch; i++) {
			struct folio *folio = filemap_get_entry(thread, protect, &file, first + i);

			if (likely(folio))
				held[nr_held++] = folio;
		}
		if (protect != PROTECT_RCU)
			rcu_read_unlock(rcu);
		if (unlikely(lookup_verify_due(lookup, (int)batch)))
			lookup_verify(lookup, "page-cache", held, (unsigned int)nr_held, first,
				      batch, protect != PROTECT_RCU);
		if (protect == PROTECT_RCU) {
			rcu_read_unlock(rcu);
		} else {
			for (unsigned long i = 0; i < nr_held; i++)
				lookup_put(thread, held[i], 1, true);
		}
		ops += batch;
		missed += batch - nr_held;
		lookup_tick(lookup, rcu);
	} while (likely(!worker_stopped(stop)));
	rcu_reader_offline(rcu);

	worker->ops = ops;
	worker->fail_ops = missed;
	lookup_end_reader(worker);
}

/*
 * Reading in lags one removal behind: a folio that one place gives up becomes another one's.
 */
static void loop_page_cache_mutator(struct worker *worker)
{
	struct lookup_worker *lookup = worker->lookup;
	struct lookup_thread *thread = &lookup->thread;
	struct world *world = lookup->world;

	lookup_begin(lookup);
	while (lookup_pause(worker)) {
		unsigned long index = lookup_next(lookup), hole = lookup->hole;
		struct folio **slot = page_cache_slot(&world->file, index), *folio;

		lookup->tried++;
		if (*slot) {
			folio = filemap_remove_folio(slot);
			if (!folio) {
				lookup->busy++;
				continue;
			}
			zone_free_folio(thread->zone, folio);
			lookup->hole = index;
		} else {
			lookup->hole = LOOKUP_NO_HOLE;
		}
		if (hole == LOOKUP_NO_HOLE)
			continue;
		folio = lookup_alloc_folio(worker, MEMDESC_FILE);
		if (!folio)
			break;
		WRITE_ONCE(folio->mapping, world);
		WRITE_ONCE(folio->index, hole);
		filemap_add_folio(page_cache_slot(&world->file, hole), folio);
	}
	lookup_end_mutator(worker);
}

#endif
