// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * zone_folio.c: the life of a folio: born with a new generation and tied to its pages, freed, waiting
 * where the lifetime says so, dead, and its memory taken back.
 *
 * Who looks without a lock may look at any moment, even at a folio that died long ago. So whatever it
 * reads is written once (WRITE_ONCE), a page is tied to a folio only when that is complete (release),
 * and untied before that can be reused. The count is left alone: to a stale lookup, which may be
 * adding to it right now, it belongs as much as to us.
 */
#include <time.h>

#include "core/lifetime/zone.h"

static __always_inline bool is_embedded(const struct zone *zone)
{
	return zone->map.kind == MEMMAP_EMBEDDED;
}

static __always_inline struct folio *slab_folio(const struct zone *zone, uint32_t id)
{
	return (struct folio *)(zone->slab + id * ZONE_FOLIO_BYTES);
}

static __always_inline uint32_t slab_id(const struct zone *zone, const struct folio *folio)
{
	return (uint32_t)((size_t)((const char *)folio - zone->slab) / ZONE_FOLIO_BYTES);
}

static __always_inline unsigned long pfn_of(const struct zone *zone, const struct folio *folio)
{
	return map_folio_pfn(&zone->map, zone->map.kind, folio);
}

/* ---- what the map says ---- */

static __always_inline void tie(const struct zone *zone, unsigned long pfn, unsigned int order,
				unsigned long word)
{
	unsigned long *entry = map_tie(&zone->map, zone->map.kind, pfn);
	size_t step = memmap_entry_size(zone->map.kind) / sizeof(*entry);

	for (unsigned long i = 0; i < 1UL << order; i++)
		smp_store_release(&entry[i * step], word);
}

/* The tails of an embedded folio follow its head. Frozen they are, as all that is buddy. */
static void tie_tails(struct page *head, unsigned int order, unsigned long word,
		      unsigned int page_type)
{
	for (unsigned long i = 1; i < 1UL << order; i++) {
		WRITE_ONCE(head[i].page_type, page_type);
		smp_store_release(&head[i].compound_head, word);
	}
}

static __always_inline void tie_buddy(const struct zone *zone, unsigned long pfn,
				      unsigned int order)
{
	tie(zone, pfn, order, memdesc_make(NULL, MEMDESC_BUDDY).v);
}

/* ---- birth ---- */

/* Nobody has ever seen it, and from the first tie on its count is not ours to write. */
static void init_slab_folio(const struct zone *zone, struct folio *folio)
{
	WRITE_ONCE(folio->mapping, ZONE_POISON);
	WRITE_ONCE(folio->index, 0);
	WRITE_ONCE(folio->private_data, 0);
	atomic_set(&folio->_mapcount, -1);
	atomic_set(&folio->_refcount, zone->frozen_word);
}

static __always_inline struct folio *take_slab_folio(struct zone_thread *thread)
{
	bool fresh;
	uint32_t id = pool_get(&thread->folios, &fresh);
	struct folio *folio;

	if (unlikely(id == POOL_NONE))
		return NULL;
	folio = slab_folio(thread->zone, id);
	if (unlikely(fresh))
		init_slab_folio(thread->zone, folio);
	return folio;
}

static __always_inline void begin_life(struct folio *folio, unsigned int order)
{
	WRITE_ONCE(folio->private_data, folio->private_data + 1);
	WRITE_ONCE(folio->flags, (order ? PG_HEAD : 0) | (unsigned long)order << PG_ORDER_SHIFT);
}

/* NULL where there is no descriptor. */
static __always_inline struct folio *form(struct zone_thread *thread, unsigned long pfn,
					  unsigned int order, enum memdesc_type type)
{
	struct zone *zone = thread->zone;
	struct folio *folio;

	if (is_embedded(zone)) {
		folio = (struct folio *)map_page(&zone->map, pfn);
		begin_life(folio, order);
		WRITE_ONCE(folio->page.page_type, ~0U);
		if (order)
			tie_tails(&folio->page, order, (unsigned long)folio + 1, ~0U);
	} else {
		folio = take_slab_folio(thread);
		if (unlikely(!folio))
			return NULL;
		begin_life(folio, order);
		WRITE_ONCE(((struct separate_folio *)folio)->pfn, pfn);
		tie(zone, pfn, order, memdesc_make(folio, type).v);
	}
	thread->formed++;
	return folio;
}

struct folio *zone_alloc_folio(struct zone_thread *thread, enum memdesc_type type)
{
	bool fresh;
	uint32_t pfn = pool_get(&thread->frames, &fresh);
	struct folio *folio;

	if (unlikely(pfn == POOL_NONE))
		goto failed;
	folio = form(thread, pfn, 0, type);
	if (likely(folio))
		return folio;
	pool_put(&thread->frames, pfn);
failed:
	thread->allocation_failures++;
	return NULL;
}

struct folio *zone_form_folio(struct zone_thread *thread, unsigned long pfn, unsigned int order,
			      enum memdesc_type type)
{
	struct folio *folio = form(thread, pfn, order, type);

	if (unlikely(!folio))
		thread->allocation_failures++;
	return folio;
}

void zone_set_hugetlb_free(struct zone *zone, struct folio *folio)
{
	WRITE_ONCE(folio->flags, folio->flags | PG_HUGETLB_FREE);
	if (is_embedded(zone))
		WRITE_ONCE(folio->page.page_type, (unsigned int)PGTY_HUGETLB << 24);
}

/* ---- death ---- */

static __always_inline void end_life(struct folio *folio)
{
	WRITE_ONCE(folio->mapping, ZONE_POISON);
	WRITE_ONCE(folio->private_data, folio->private_data + 1);
	/* Freeing it again is a mistake until it is handed out again. */
	WRITE_ONCE(folio->flags, PG_FREED);
}

/* A frame of the pool's is alone; larger folios are formed of frames that somebody keeps. */
static __always_inline void put_frame(struct zone_thread *thread, unsigned long pfn)
{
	if (!thread->zone->owned_frames)
		pool_put(&thread->frames, (uint32_t)pfn);
}

static __always_inline void die_embedded(struct zone_thread *thread, struct folio *folio)
{
	unsigned int order = folio_order(folio), buddy = (unsigned int)PGTY_BUDDY << 24;
	unsigned long pfn = pfn_of(thread->zone, folio);

	if (order)
		tie_tails(&folio->page, order, 0, buddy);
	end_life(folio);
	WRITE_ONCE(folio->page.page_type, buddy);
	put_frame(thread, pfn);
}

static __always_inline void give_up_pages(struct zone_thread *thread, const struct folio *folio)
{
	unsigned long pfn = pfn_of(thread->zone, folio);

	tie_buddy(thread->zone, pfn, folio_order(folio));
	put_frame(thread, pfn);
}

static __always_inline void die_separate(struct zone_thread *thread, struct folio *folio)
{
	end_life(folio);
	pool_put(&thread->folios, slab_id(thread->zone, folio));
}

/* ---- between the two ---- */

/* The pool through whose links what waits is held together. */
static __always_inline struct pool *waiting_pool(struct zone *zone)
{
	return is_embedded(zone) ? &zone->frames : &zone->folios;
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

static void let_wait(struct zone_thread *thread, struct folio *folio)
{
	struct zone *zone = thread->zone;

	thread->collecting_bytes += bytes_kept(zone, folio);
	pool_list_add(waiting_pool(zone), &thread->collecting,
		      is_embedded(zone) ? (uint32_t)pfn_of(zone, folio) : slab_id(zone, folio));
	show_waiting(thread);
}

static void take_back_one(struct zone_thread *thread, uint32_t id)
{
	struct zone *zone = thread->zone;

	if (is_embedded(zone)) {
		die_embedded(thread, (struct folio *)map_page(&zone->map, id));
	} else {
		if (zone->lifetime == LIFETIME_RCU_MEMORY)
			give_up_pages(thread, slab_folio(zone, id));
		die_separate(thread, slab_folio(zone, id));
	}
}

static void take_back_waiting(struct zone_thread *thread)
{
	const struct pool *pool = waiting_pool(thread->zone);
	uint32_t id = thread->waiting.head, next;

	for (uint32_t nr = thread->waiting.nr; nr; nr--, id = next) {
		next = pool->next[id]; /* before the link is another list's */
		take_back_one(thread, id);
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

void zone_free_folio(struct zone_thread *thread, struct folio *folio)
{
	struct zone *zone = thread->zone;
	unsigned long flags = READ_ONCE(folio->flags);

	if (unlikely(flags & PG_FREED)) {
		integrity_report(zone->integrity, INTEGRITY_DOUBLE_FREE, "zone_free_folio", folio,
				 pfn_of(zone, folio), ~0UL, ~0UL);
		return;
	}
	WRITE_ONCE(folio->flags, flags | PG_FREED);
	thread->freed++;
	if (!is_embedded(zone) && zone->lifetime != LIFETIME_RCU_MEMORY)
		give_up_pages(thread, folio);
	if (zone->lifetime != LIFETIME_TYPESAFE) {
		let_wait(thread, folio);
		zone_poll(thread);
	} else if (is_embedded(zone)) {
		die_embedded(thread, folio);
	} else {
		die_separate(thread, folio);
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

bool zone_wait(struct zone_thread *thread, const int *stop)
{
	uint64_t begin_ns = now_ns();
	bool came_back;

	/* Not only what this thread freed: another's spill helps as well, or nothing ever does. */
	while (zone_poll(thread), !(came_back = has_memory(thread)) && !READ_ONCE(*stop))
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
