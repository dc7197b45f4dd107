/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * final-put: initialise the count, then put the only reference, on pages private to the thread: the
 * free of anonymous memory at munmap. Here the bit schemes pay a second atomic operation, the mark
 * from 0 to frozen, which plain does not have (Hildenbrand, Mar 2026).
 *
 * A put that is not the last one counts as failed: with a sound scheme there is none.
 */
#ifndef BENCH_WORKLOADS_FINAL_PUT_H
#define BENCH_WORKLOADS_FINAL_PUT_H

#include "bench/worker.h"

static void loop_final_put(struct worker *worker)
{
	const int *stop = worker->stop;
	struct folio *folio = worker->folios;
	uint64_t ops = 0, freed = 0;

	do {
		init_page_count(&folio->page);
		if (likely(folio_ref_dec_and_test(folio)))
			freed++;
		ops++;
	} while (likely(!worker_stopped(stop)));

	worker->ops = ops;
	worker->fail_ops = ops - freed;
	worker->freed = freed;
}

/* A batch of pages is allocated before it is freed, as munmap finds them. */
static void loop_final_put_batch(struct worker *worker)
{
	const int *stop = worker->stop;
	struct folio *folios = worker->folios;
	unsigned int begin = worker->first, batch = worker->batch;
	uint64_t ops = 0, freed = 0;

	do {
		unsigned int next = begin;

		for (unsigned int i = 0; i < batch; i++) {
			init_page_count(&folios[next].page);
			next = worker_next(worker, next);
		}
		for (unsigned int i = 0; i < batch; i++) {
			if (likely(folio_ref_dec_and_test(folios + begin)))
				freed++;
			begin = worker_next(worker, begin);
		}
		ops += batch;
	} while (likely(!worker_stopped(stop)));

	worker->ops = ops;
	worker->fail_ops = ops - freed;
	worker->freed = freed;
}

#endif
