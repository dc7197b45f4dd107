/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lock-bit: fetch-and-add first, ask afterwards. Bit 31 of the count says that the page is locked
 * (frozen or free); whoever drops the last reference sets it with a compare-and-swap.
 *
 * Source: "mm: improve folio refcount scalability", Gladyshev and Gorbunov, v1, 26 Feb 2026.
 *
 * States: 1..INT_MAX live. 0 without the bit is legal and transient (a putter stands between its
 * decrement and its compare-and-swap) and may be acquired: the putter then loses and must not free.
 * Bit set: locked, whatever the other bits say; they are residue of gets that failed, which is left
 * in the word until it passes 0xC0000000 and is then reset.
 *
 * Known dangers, all from the list:
 *  - set_page_count(0) on a freed, buddy, frozen or tail page unlocks it (Hildenbrand, Mar 2026);
 *  - the mark must be a compare-and-swap from exactly 0: an atomic_or would take the page away from
 *    a getter who acquired the transient 0;
 *  - a failed get must not undo itself by subtraction: it can free a page twice;
 *  - a put that stalled between decrement and mark may succeed in a later lifetime of the page;
 *  - the mark is relaxed here, as in v1: see lock-bit-acquire.
 *
 * Zeroed memory is *not* locked: a try_get on it succeeds.
 */
#ifndef CORE_SCHEMES_LOCK_BIT_H
#define CORE_SCHEMES_LOCK_BIT_H

#include "core/page.h"

#ifndef SCHEME_SUMMARY
#define SCHEME_SUMMARY "fetch-and-add, then test bit 31 (series v1)"
#define SCHEME_SOURCE  "Gladyshev and Gorbunov, linux-mm, v1, 26 Feb 2026"
#endif
#define SCHEME_FROZEN	 "bit 31"
#define SCHEME_ZEROED	 "live"
#define SCHEME_MAX_COUNT 0x7fffffff

#define PAGEREF_LOCKED_BIT  (1U << 31)
#define PAGEREF_RESET_LIMIT (PAGEREF_LOCKED_BIT | (1U << 30))

/* How the putter's mark is ordered is all in which lock-bit-acquire differs. */
#ifndef pageref_mark_cmpxchg
#define pageref_mark_cmpxchg atomic_try_cmpxchg_relaxed
#endif

static inline int folio_ref_count(const struct folio *folio)
{
	int count = atomic_read(&folio->_refcount);

	return count & PAGEREF_LOCKED_BIT ? 0 : count;
}

static inline void init_page_count(struct page *page)
{
	atomic_set(&page->_refcount, 1);
}

static inline void set_page_count_frozen(struct page *page)
{
	atomic_set(&page->_refcount, (int)PAGEREF_LOCKED_BIT);
}

static inline void folio_get(struct folio *folio)
{
	atomic_inc(&folio->_refcount);
}

/* Only a locked word is ever reset: once it is live again its value lies below the limit. */
static inline void page_ref_reset_residue(struct page *page, int count)
{
	while ((unsigned int)count >= PAGEREF_RESET_LIMIT) {
		if (atomic_try_cmpxchg_relaxed(&page->_refcount, &count, (int)PAGEREF_LOCKED_BIT))
			break;
	}
}

static inline bool folio_ref_try_add(struct folio *folio, int nr)
{
	int count = atomic_add_return(nr, &folio->_refcount);

	if (likely(!(count & PAGEREF_LOCKED_BIT)))
		return true;
	if (unlikely((unsigned int)count >= PAGEREF_RESET_LIMIT))
		page_ref_reset_residue(&folio->page, count);
	return false;
}

static inline bool folio_try_get(struct folio *folio)
{
	return folio_ref_try_add(folio, 1);
}

static inline bool page_ref_mark_locked(struct page *page)
{
	int zero = 0;

	return pageref_mark_cmpxchg(&page->_refcount, &zero, (int)PAGEREF_LOCKED_BIT);
}

static inline bool folio_ref_sub_and_test(struct folio *folio, int nr)
{
	if (!atomic_sub_and_test(nr, &folio->_refcount))
		return false;
	return page_ref_mark_locked(&folio->page);
}

static inline bool folio_ref_dec_and_test(struct folio *folio)
{
	if (!atomic_dec_and_test(&folio->_refcount))
		return false;
	return page_ref_mark_locked(&folio->page);
}

static inline bool folio_ref_freeze(struct folio *folio, int count)
{
	return atomic_try_cmpxchg(&folio->_refcount, &count, (int)PAGEREF_LOCKED_BIT);
}

/* A store, not an addition: it clears the bit and whatever residue failed gets have left. */
static inline void folio_ref_unfreeze(struct folio *folio, int count)
{
	atomic_set_release(&folio->_refcount, count);
}

#endif
