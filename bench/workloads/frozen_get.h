/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * frozen-get: try_get on frozen pages, which must fail. What a lookup does while a page is being
 * migrated, split or freed: filemap_get_entry() repeats until the page is live again, so a frozen
 * page is hammered. plain only reads there; a fetch-and-add scheme writes to the line each time.
 */
#ifndef BENCH_WORKLOADS_FROZEN_GET_H
#define BENCH_WORKLOADS_FROZEN_GET_H

#include "bench/worker.h"

static __always_inline void frozen_gets(struct worker *worker, bool one)
{
	const int *stop = worker->stop;
	struct folio *folios = worker->folios;
	unsigned int next = worker->first;
	uint64_t ops = 0, got = 0;
	int nr = worker->nr;

	do {
		struct folio *folio = folios;

		if (!one) {
			folio += next;
			next = worker_next(worker, next);
		}
		if (unlikely(one ? folio_try_get(folio) : folio_ref_try_add(folio, nr)))
			got++;
		ops++;
	} while (likely(!worker_stopped(stop)));

	worker->ops = ops;
	worker->fail_ops = ops - got;
	worker->freed = 0;
}

/* One page, one reference. */
static void loop_frozen_get(struct worker *worker)
{
	frozen_gets(worker, true);
}

/* Several pages in turn, or several references a try. */
static void loop_frozen_get_nr(struct worker *worker)
{
	frozen_gets(worker, false);
}

#endif
