/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * get-put: try_get, then put, on live pages shared by a group of threads: what a lookup does to the
 * count of a folio that others look up too, and the headline of the series (64-byte preads of one
 * tmpfs page). Models folio_try_get() and folio_put() where the reference is never the last.
 *
 * Three loops, so that the common one carries nothing it does not need: one page and one reference;
 * a batch of references on successive pages held before any is put back, like a folio_batch; and nr
 * references at each try, like GUP on a large folio.
 */
#ifndef BENCH_WORKLOADS_GET_PUT_H
#define BENCH_WORKLOADS_GET_PUT_H

#include "bench/worker.h"

static void loop_get_put(struct worker *worker)
{
	const int *stop = worker->stop;
	struct folio *folio = worker->folios;
	uint64_t ops = 0, fail_ops = 0, freed = 0;

	do {
		if (likely(folio_try_get(folio))) {
			if (unlikely(folio_ref_dec_and_test(folio)))
				worker_count_rare(&freed);
		} else {
			worker_count_rare(&fail_ops);
		}
		ops++;
	} while (likely(!worker_stopped(stop)));

	worker->ops = ops;
	worker->fail_ops = fail_ops;
	worker->freed = freed;
}

/* @one: one reference a try, so that the compiler keeps the forms made for one. */
static __always_inline void get_put_batches(struct worker *worker, bool one)
{
	const int *stop = worker->stop;
	struct folio *folios = worker->folios, **held = worker->held;
	unsigned int next = worker->first, batch = worker->batch;
	uint64_t ops = 0, fail_ops = 0, freed = 0;
	int nr = worker->nr;

	do {
		unsigned int nr_held = 0;

		for (unsigned int i = 0; i < batch; i++) {
			struct folio *folio = folios + next;

			next = worker_next(worker, next);
			if (likely(one ? folio_try_get(folio) : folio_ref_try_add(folio, nr)))
				held[nr_held++] = folio;
		}
		for (unsigned int i = 0; i < nr_held; i++) {
			if (unlikely(one ? folio_ref_dec_and_test(held[i])
					 : folio_ref_sub_and_test(held[i], nr)))
				worker_count_rare(&freed);
		}
		ops += batch;
		fail_ops += batch - nr_held;
	} while (likely(!worker_stopped(stop)));

	worker->ops = ops;
	worker->fail_ops = fail_ops;
	worker->freed = freed;
}

static void loop_get_put_batch(struct worker *worker)
{
	get_put_batches(worker, true);
}

static void loop_get_put_nr(struct worker *worker)
{
	get_put_batches(worker, false);
}

#endif
