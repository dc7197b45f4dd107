/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * page_cache.h: from a place in a file to a folio with a reference, without a lock:
 * filemap_get_entry() of mm/filemap.c over a radix array of slots, and the removal it races with
 * (__remove_mapping(): freeze, unpublish, free). Include a scheme first.
 *
 * A reader loads the slot, takes a reference, loads the slot again. A refused try_get sends it back
 * to the slot: a frozen folio is hammered until it is live again or gone. The slot holds the folio
 * itself, so no memory map is in the way.
 *
 * Left out: the XArray's marks, retry and sibling entries, shadow entries (a hole is NULL), and large
 * folios in several slots.
 */
#ifndef CORE_LOOKUP_PAGE_CACHE_H
#define CORE_LOOKUP_PAGE_CACHE_H

#include "core/lookup/address_space.h"
#include "core/lookup/reference.h"

/* The second look at the slot. A planted fault replaces it. */
#ifndef page_cache_slot_changed
#define page_cache_slot_changed(slot, folio) (READ_ONCE(*(slot)) != (folio))
#endif

/* Between two tries of a frozen folio nothing is waited for; who enumerates schedules has to. */
#ifndef filemap_refused
#define filemap_refused(slot, folio) ((void)0)
#endif

/*
 * The folio at @index with a reference, or NULL where there is a hole. Under PROTECT_RCU no
 * reference is taken, and the folio is good until the read-side critical section ends.
 */
static __always_inline struct folio *filemap_get_entry(struct lookup_thread *thread,
						       enum protection protect,
						       const struct address_space *mapping,
						       unsigned long index)
{
	struct folio **slot = page_cache_slot(mapping, index);
	struct folio *folio;

repeat:
	folio = READ_ONCE(*slot);
	if (unlikely(!folio) || protect == PROTECT_RCU)
		return folio;
	if (unlikely(!lookup_try_get(folio, 1, true))) {
		lookup_count(thread, CAUSE_FROZEN);
		filemap_refused(slot, folio);
		goto repeat;
	}
	if (protect == PROTECT_RECHECK && unlikely(page_cache_slot_changed(slot, folio))) {
		lookup_count(thread, CAUSE_SLOT_CHANGED);
		lookup_put(thread, folio, 1, true);
		goto repeat;
	}
	return folio;
}

/*
 * Take the folio at *@slot out of the cache if nobody but the cache holds it. Frozen first, so that
 * nobody can take a reference on what is about to go; returns NULL where somebody holds one.
 */
static __always_inline struct folio *filemap_remove_folio(struct folio **slot)
{
	struct folio *folio = *slot;

	if (!folio_ref_freeze(folio, 1))
		return NULL;
	WRITE_ONCE(*slot, NULL);
	return folio;
}

/* Publish a stamped folio: its count first, with release, then the slot. */
static __always_inline void filemap_add_folio(struct folio **slot, struct folio *folio)
{
	folio_ref_unfreeze(folio, 1);
	smp_store_release(slot, folio);
}

#endif
