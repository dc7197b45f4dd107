/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * freeze: the thread that freezes and unfreezes while readers run get-put on the same pages: what
 * migration, reclaim and splitting do (folio_ref_freeze() at the count they expect, then
 * folio_ref_unfreeze()). Both can starve: a freeze succeeds only in the moment in which no reader
 * holds a reference, and a reader fails for as long as the page is frozen.
 *
 * The readers run loop_get_put or its batches; only the freezer's loop is here.
 */
#ifndef BENCH_WORKLOADS_FREEZE_H
#define BENCH_WORKLOADS_FREEZE_H

#include "bench/worker.h"

static void loop_freeze(struct worker *worker)
{
	const int *stop = worker->stop;
	struct folio *folios = worker->folios;
	unsigned int next = worker->first;
	uint64_t ops = 0, fail_ops = 0;

	do {
		struct folio *folio = folios + next;

		next = worker_next(worker, next);
		if (folio_ref_freeze(folio, 1))
			folio_ref_unfreeze(folio, 1);
		else
			fail_ops++;
		ops++;
	} while (likely(!worker_stopped(stop)));

	worker->ops = ops;
	worker->fail_ops = fail_ops;
	worker->freed = 0;
}

#endif
