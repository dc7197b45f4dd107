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
	if (lookup->watch)
		backlog_watch_begin(lookup->watch, lookup->due_ns);
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

/* Reading the clock costs as much as a mutation: between those in a row it is read now and then. */
static void look_now_and_then(struct lookup_worker *lookup)
{
	if (!lookup->watch || --lookup->until_tick)
		return;
	lookup->until_tick = LOOKUP_TICK;
	backlog_watch_look(lookup->watch, clock_now_ns());
}

/* Wait until @due_ns, taking care of what waits. False: stop. Returns the time in *@now. */
static bool wait_until(struct worker *worker, uint64_t due_ns, uint64_t *now)
{
	struct lookup_worker *lookup = worker->lookup;

	while ((*now = clock_now_ns()) < due_ns) {
		if (worker_stopped(worker->stop))
			return false;
		if (lookup->watch)
			backlog_watch_look(lookup->watch, *now);
		zone_poll(lookup->thread.zone);
		cpu_relax();
	}
	return true;
}

bool lookup_pause(struct worker *worker)
{
	struct lookup_worker *lookup = worker->lookup;
	uint64_t now;

	if (worker_stopped(worker->stop))
		return false;
	look_now_and_then(lookup);
	if (!lookup->pause_ns)
		return true;
	if (!wait_until(worker, lookup->due_ns, &now))
		return false;
	/* The rate that was asked for is not caught up with in bursts. */
	lookup->due_ns += lookup->pause_ns;
	if (lookup->due_ns < now)
		lookup->due_ns = now;
	return true;
}

bool lookup_wait(struct worker *worker)
{
	struct lookup_worker *lookup = worker->lookup;
	struct zone_thread *zone = lookup->thread.zone;

	if (!lookup->watch)
		return zone_wait(zone, worker->stop, UINT64_MAX);
	while (!zone_wait(zone, worker->stop, lookup->watch->next_ns)) {
		if (worker_stopped(worker->stop))
			return false;
		backlog_watch_look(lookup->watch, clock_now_ns());
	}
	return true;
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
