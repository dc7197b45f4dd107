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
#include "core/lifetime/zone_parts.h"

/* ---- what the map says ---- */

static __always_inline void tie(const struct zone *zone, enum memmap kind, unsigned long pfn,
				unsigned int order, memdesc_t memdesc)
{
	for (unsigned long i = 0; i < 1UL << order; i++)
		smp_store_release(map_tie(&zone->map, kind, pfn + i), memdesc.v);
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

/* ---- birth ---- */

/* There is a descriptor: see fill_lists(). */
static __always_inline struct folio *form(struct zone_thread *thread, enum memmap kind,
					  unsigned long pfn, unsigned int order,
					  enum memdesc_type type)
{
	struct zone *zone = thread->zone;
	struct folio *folio;

	if (kind == MEMMAP_EMBEDDED) {
		folio = (struct folio *)map_page(&zone->map, pfn);
		begin_life(folio, order);
		WRITE_ONCE(folio->page.page_type, ~0U);
		if (order)
			tie_tails(&folio->page, order, (unsigned long)folio + 1, ~0U);
	} else {
		folio = slab_hand_out(thread, order);
		WRITE_ONCE(((struct separate_folio *)folio)->pfn, pfn);
		tie(zone, kind, pfn, order, memdesc_make(folio, type));
	}
	thread->formed++;
	return folio;
}

/* Nobody has ever seen it, and from the first tie on its count is not ours to write. */
static void init_slab_folio(const struct zone *zone, struct folio *folio)
{
	WRITE_ONCE(folio->mapping, ZONE_POISON);
	WRITE_ONCE(folio->index, 0);
	WRITE_ONCE(folio->private_data, 0);
	atomic_set(&folio->_mapcount, -1);
	atomic_set(&folio->_refcount, zone->frozen_word);
}

static bool fill_frames(struct zone_thread *thread)
{
	bool fresh;
	uint32_t pfn = pool_get(&thread->frames, &fresh);

	if (pfn == POOL_NONE)
		return false;
	pool_put(&thread->frames, pfn);
	return true;
}

static bool fill_folios(struct zone_thread *thread)
{
	bool fresh;
	uint32_t id = pool_get(&thread->folios, &fresh);

	if (id == POOL_NONE)
		return false;
	if (fresh)
		init_slab_folio(thread->zone, slab_folio(thread->zone, id));
	pool_put(&thread->folios, id);
	return true;
}

static __always_inline bool lists_are_filled(const struct zone_thread *thread, enum memmap kind,
					     bool frames)
{
	return (!frames || !pool_cache_is_empty(&thread->frames)) &&
	       (kind == MEMMAP_EMBEDDED || !pool_cache_is_empty(&thread->folios));
}

/* Whether there is now at least one of each that a folio needs. */
static bool fill_lists(struct zone_thread *thread, bool frames)
{
	if ((!frames || fill_frames(thread)) && (is_embedded(thread->zone) || fill_folios(thread)))
		return true;
	thread->allocation_failures++;
	return false;
}

/* Apart, so that the way through zone_alloc_folio() that is taken nearly always saves no register. */
static __attribute__((noinline)) struct folio *fill_lists_and_alloc(struct zone_thread *thread,
								    enum memdesc_type type)
{
	return fill_lists(thread, true) ? zone_alloc_folio(thread, type) : NULL;
}

static __always_inline struct folio *alloc_folio(struct zone_thread *thread, enum memmap kind,
						 enum memdesc_type type)
{
	if (unlikely(!lists_are_filled(thread, kind, true)))
		return fill_lists_and_alloc(thread, type);
	return form(thread, kind, pool_cache_pop(&thread->frames), 0, type);
}

/* A function for each kind of map, so that it is looked at once and no more. */
struct folio *zone_alloc_folio(struct zone_thread *thread, enum memdesc_type type)
{
	switch (thread->zone->map.kind) {
	case MEMMAP_EMBEDDED:
		return alloc_folio(thread, MEMMAP_EMBEDDED, type);
	case MEMMAP_MEMDESC8:
		return alloc_folio(thread, MEMMAP_MEMDESC8, type);
	default:
		return alloc_folio(thread, MEMMAP_MEMDESC32, type);
	}
}

struct folio *zone_form_folio(struct zone_thread *thread, unsigned long pfn, unsigned int order,
			      enum memdesc_type type)
{
	enum memmap kind = thread->zone->map.kind;

	if (unlikely(!lists_are_filled(thread, kind, false)) && !fill_lists(thread, false))
		return NULL;
	return form(thread, kind, pfn, order, type);
}

void zone_set_hugetlb_free(struct zone *zone, struct folio *folio)
{
	WRITE_ONCE(folio->flags, folio->flags | PG_HUGETLB_FREE);
	if (is_embedded(zone))
		WRITE_ONCE(folio->page.page_type, (unsigned int)PGTY_HUGETLB << 24);
}

/* ---- death ---- */

/* A frame of the pool's is alone; larger folios are formed of frames that somebody keeps. */
static __always_inline void put_frame(struct zone_thread *thread, unsigned long pfn)
{
	if (!thread->zone->owned_frames)
		pool_cache_push(&thread->frames, (uint32_t)pfn);
}

static __always_inline void give_up_pages(struct zone_thread *thread, enum memmap kind,
					  const struct folio *folio, unsigned int order)
{
	unsigned long pfn = map_folio_pfn(&thread->zone->map, kind, folio);

	tie(thread->zone, kind, pfn, order, memdesc_make(NULL, MEMDESC_BUDDY));
	put_frame(thread, pfn);
}

static __always_inline void die_embedded(struct zone_thread *thread, struct folio *folio,
					 unsigned int order)
{
	unsigned int buddy = (unsigned int)PGTY_BUDDY << 24;
	unsigned long pfn = map_folio_pfn(&thread->zone->map, MEMMAP_EMBEDDED, folio);

	if (order)
		tie_tails(&folio->page, order, 0, buddy);
	end_life(folio);
	/* Pairs with whoever keeps the frame and waits to see it free. */
	smp_store_release(&folio->page.page_type, buddy);
	put_frame(thread, pfn);
}

/* Folio and pages together. */
static __always_inline void die(struct zone_thread *thread, enum memmap kind, struct folio *folio,
				unsigned int order)
{
	if (kind == MEMMAP_EMBEDDED) {
		die_embedded(thread, folio, order);
	} else {
		give_up_pages(thread, kind, folio, order);
		slab_take_back(thread, folio);
	}
}

static __attribute__((noinline)) void spill_full_lists(struct zone_thread *thread)
{
	if (pool_cache_is_full(&thread->frames))
		pool_spill(&thread->frames);
	if (pool_cache_is_full(&thread->folios))
		pool_spill(&thread->folios);
}

/* After each death, which adds at most one to each list. */
static __always_inline void keep_lists_short(struct zone_thread *thread)
{
	if (unlikely(pool_cache_is_full(&thread->frames) || pool_cache_is_full(&thread->folios)))
		spill_full_lists(thread);
}

void zone_take_back_folio(struct zone_thread *thread, struct folio *folio)
{
	/* Under rcu-folio its pages have been somebody else's for long. */
	if (!is_embedded(thread->zone) && thread->zone->lifetime == LIFETIME_RCU_FOLIO)
		slab_take_back(thread, folio);
	else
		die(thread, thread->zone->map.kind, folio, folio_order(folio));
	keep_lists_short(thread);
}

/*
 * Before a folio waits, nobody new may find it, by any way: a grace period waits only for those who
 * had found it before. Under rcu-folio its pages go on to others at once, if they can be parted.
 */
static void unpublish(struct zone_thread *thread, struct folio *folio, unsigned int order)
{
	struct zone *zone = thread->zone;

	if (is_embedded(zone))
		WRITE_ONCE(folio->page.page_type, (unsigned int)PGTY_WAITING << 24);
	else if (zone->lifetime == LIFETIME_RCU_FOLIO)
		give_up_pages(thread, zone->map.kind, folio, order);
	else
		tie(zone, zone->map.kind, pfn_of(zone, folio), order,
		    memdesc_make(NULL, MEMDESC_WAITING));
}

static __attribute__((noinline, cold)) void report_double_free(struct zone *zone,
							       const struct folio *folio)
{
	integrity_report(zone->integrity, INTEGRITY_DOUBLE_FREE, "zone_free_folio", folio,
			 pfn_of(zone, folio), ~0UL, ~0UL);
}

static __attribute__((noinline)) void free_any_folio(struct zone_thread *thread,
						     struct folio *folio)
{
	struct zone *zone = thread->zone;
	unsigned int order = folio_order(folio);

	thread->freed++;
	if (zone->lifetime == LIFETIME_TYPESAFE) {
		die(thread, zone->map.kind, folio, order);
	} else {
		unpublish(thread, folio, order);
		zone_let_wait(thread, folio);
		zone_poll(thread);
	}
	keep_lists_short(thread);
}

void zone_free_folio(struct zone_thread *thread, struct folio *folio)
{
	/* In one step: of two who free it, one is told, and no list ever has it twice. */
	if (unlikely(__atomic_fetch_or(&folio->flags, PG_FREED, __ATOMIC_RELAXED) & PG_FREED)) {
		report_double_free(thread->zone, folio);
		return;
	}
	/* One test for all that is rare: not large, not flagged. */
	if (unlikely(READ_ONCE(folio->flags) != PG_FREED) ||
	    thread->zone->lifetime != LIFETIME_TYPESAFE) {
		free_any_folio(thread, folio);
		return;
	}
	switch (thread->zone->map.kind) {
	case MEMMAP_EMBEDDED:
		die(thread, MEMMAP_EMBEDDED, folio, 0);
		break;
	case MEMMAP_MEMDESC8:
		die(thread, MEMMAP_MEMDESC8, folio, 0);
		break;
	default:
		die(thread, MEMMAP_MEMDESC32, folio, 0);
	}
	thread->freed++;
	keep_lists_short(thread);
}
