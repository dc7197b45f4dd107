// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * zone_waiting.c: what waits for a grace period: the kernel's rcu_segcblist in small. One list waits
 * for a grace period that has a number; what is freed meanwhile is collected and begins to wait when
 * the first has gone. So memory waits from one to two grace periods, as it does in the kernel.
 */
#include <time.h>

#include "core/lifetime/zone_parts.h"

/* The pool through whose links what waits is held together. */
static __always_inline struct pool *waiting_pool(struct zone *zone)
{
	return is_embedded(zone) ? &zone->frames : &zone->folios;
}

static __always_inline uint32_t waiting_id(const struct zone *zone, const struct folio *folio)
{
	return is_embedded(zone) ? (uint32_t)pfn_of(zone, folio) : slab_id(zone, folio);
}

static __always_inline struct folio *waiting_folio(const struct zone *zone, uint32_t id)
{
	return is_embedded(zone) ? (struct folio *)map_page(&zone->map, id) : slab_folio(zone, id);
}

/* What a folio keeps from being used while it waits, in bytes. */
static uint64_t bytes_kept(const struct zone *zone, const struct folio *folio)
{
	uint64_t pages = (uint64_t)ZONE_PAGE_SIZE << folio_order(folio);

	if (is_embedded(zone))
		return pages;
	return ZONE_FOLIO_BYTES + (zone->lifetime == LIFETIME_RCU_MEMORY ? pages : 0);
}

static __always_inline void show_waiting(struct zone_thread *thread)
{
	WRITE_ONCE(thread->waiting_folios_now,
		   (uint64_t)thread->collecting.nr + thread->waiting.nr);
	WRITE_ONCE(thread->waiting_bytes_now, thread->collecting_bytes + thread->waiting_bytes);
}

void zone_let_wait(struct zone_thread *thread, struct folio *folio)
{
	struct zone *zone = thread->zone;

	thread->collecting_bytes += bytes_kept(zone, folio);
	pool_list_add(waiting_pool(zone), &thread->collecting, waiting_id(zone, folio));
	show_waiting(thread);
}

static void take_back_waiting(struct zone_thread *thread)
{
	struct zone *zone = thread->zone;
	const uint32_t *links = waiting_pool(zone)->next;
	uint32_t id = thread->waiting.head, next;

	for (uint32_t nr = thread->waiting.nr; nr; nr--, id = next) {
		next = links[id]; /* before the link is another list's */
		zone_take_back_folio(thread, waiting_folio(zone, id));
	}
	thread->waiting.nr = 0;
	thread->waiting_bytes = 0;
	show_waiting(thread);
}

static void let_collected_wait(struct zone_thread *thread)
{
	thread->waiting = thread->collecting;
	thread->waiting_bytes = thread->collecting_bytes;
	thread->collecting.nr = 0;
	thread->collecting_bytes = 0;
}

void zone_poll(struct zone_thread *thread)
{
	struct grace_periods *grace = thread->zone->grace;

	if (thread->waiting.nr && grace_period_done(grace, thread->cookie))
		take_back_waiting(thread);
	if (!thread->waiting.nr && thread->collecting.nr) {
		let_collected_wait(thread);
		thread->cookie = grace_period_snap(grace);
	}
}

/* Whether an allocation that failed would succeed now. */
static bool has_memory(const struct zone_thread *thread)
{
	return (thread->zone->owned_frames || pool_has_free(&thread->frames)) &&
	       (is_embedded(thread->zone) || pool_has_free(&thread->folios));
}

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

bool zone_wait(struct zone_thread *thread, const int *stop, uint64_t until_ns)
{
	uint64_t begin_ns = now_ns();
	bool came_back;

	/* Not only what this thread freed: another's spill helps as well, or nothing ever does. */
	while (zone_poll(thread),
	       !(came_back = has_memory(thread)) && !READ_ONCE(*stop) && now_ns() < until_ns)
		cpu_relax();
	thread->waited_ns += now_ns() - begin_ns;
	return came_back;
}

void zone_drain(struct zone_thread *thread)
{
	take_back_waiting(thread);
	let_collected_wait(thread);
	take_back_waiting(thread);
}
