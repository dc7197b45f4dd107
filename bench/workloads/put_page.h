/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * put-page: readers get and put pages that they need not look up, because somebody holds them: small
 * folios, pages anywhere in large ones, and, where struct page still has a count, plain pages alone
 * and in compounds. What is measured is put_page() itself, out of line, with its dispatch on what the
 * page is. Mutators allocate a folio or a plain page and put it to its death, which goes through the
 * same function. One operation is a get and a put.
 */
#ifndef BENCH_WORKLOADS_PUT_PAGE_H
#define BENCH_WORKLOADS_PUT_PAGE_H

#include "bench/lookup/lookup_worker.h"
#include "core/lookup/large_folio.h"
#include "core/lookup/put_page.h"

static __always_inline void put_page_reader(struct worker *worker, enum memmap kind)
{
	struct lookup_worker *lookup = worker->lookup;
	struct lookup_thread *thread = &lookup->thread;
	const int *stop = worker->stop;
	uint64_t ops = 0;

	lookup_begin(lookup);
	do {
		unsigned long pfn = lookup_next(lookup);

		get_page(thread, kind, pfn);
		if (unlikely(lookup_verify_due(lookup, 1)))
			lookup_verify_holder(lookup, "put-page", pfn,
					     page_count_holder(thread, kind, pfn));
		put_page(thread, kind, pfn);
		ops++;
	} while (likely(!worker_stopped(stop)));

	worker->ops = ops;
	worker->fail_ops = 0;
	lookup_end_reader(worker);
}

/* A plain page with one reference; its frame is buddy and the caller's. */
static void form_plain_page(struct lookup_thread *thread, unsigned long pfn)
{
	zone_set_page_kind(thread->zone->zone, pfn, PAGE_PLAIN);
	init_page_count(&page32_count(map_page32(&thread->map, pfn))->page);
}

/* Folios and, where there are such, plain pages in turn. */
static void loop_put_page_mutator(struct worker *worker)
{
	struct lookup_worker *lookup = worker->lookup;
	struct lookup_thread *thread = &lookup->thread;
	enum memmap kind = thread->map.kind;
	unsigned long first = lookup->world->nr_pages + lookup->rank * PUT_PAGE_FRAMES, i = 0;

	lookup_begin(lookup);
	while (lookup_pause(worker)) {
		unsigned long pfn = first + i++ % PUT_PAGE_FRAMES;

		lookup->tried++;
		if (kind == MEMMAP_MEMDESC32 && i & 1)
			form_plain_page(thread, pfn);
		else if (!folio_form(thread, kind, pfn, 0, lookup->world))
			break;
		put_page(thread, kind, pfn);
	}
	lookup_end_mutator(worker);
}

#endif
