// SPDX-License-Identifier: GPL-2.0-or-later
/* lookup_worker.c: what a lookup's loop does besides looking up, out of its way. */
#include "bench/lookup/lookup_worker.h"

#include <string.h>

#include "bench/measure/clock.h"

void lookup_begin(struct lookup_worker *lookup)
{
	const struct zone_thread *zone = lookup->thread.zone;

	memset(&lookup->thread.counts, 0, sizeof(lookup->thread.counts));
	lookup->tried = lookup->busy = 0;
	lookup->failures_before = zone->allocation_failures;
	lookup->waited_before = zone->waited_ns;
	lookup->until_verify = lookup_verify_interval(lookup);
	lookup->until_tick = LOOKUP_TICK;
	lookup->due_ns = clock_now_ns();
}

void lookup_end_reader(struct worker *worker)
{
	struct lookup_counts *counts = &worker->lookup->thread.counts;

	counts->lookups = worker->ops;
	counts->fallbacks = worker->fail_ops;
	worker->freed = counts->freed;
}

void lookup_end_mutator(struct worker *worker)
{
	worker->ops = worker->lookup->tried;
	worker->fail_ops = worker->lookup->busy;
	worker->freed = worker->lookup->thread.counts.freed;
}

bool lookup_pause(struct worker *worker)
{
	struct lookup_worker *lookup = worker->lookup;
	uint64_t now;

	if (worker_stopped(worker->stop))
		return false;
	if (!lookup->pause_ns)
		return true;
	while ((now = clock_now_ns()) < lookup->due_ns) {
		if (worker_stopped(worker->stop))
			return false;
		zone_poll(lookup->thread.zone);
		cpu_relax();
	}
	/* The rate that was asked for is not caught up with in bursts. */
	lookup->due_ns += lookup->pause_ns;
	if (lookup->due_ns < now)
		lookup->due_ns = now;
	return true;
}

bool lookup_wait(struct worker *worker)
{
	return zone_wait(worker->lookup->thread.zone, worker->stop);
}

struct folio *lookup_alloc_folio(struct worker *worker, enum memdesc_type type)
{
	struct folio *folio;

	while (!(folio = zone_alloc_folio(worker->lookup->thread.zone, type))) {
		if (!lookup_wait(worker))
			return NULL;
	}
	return folio;
}
