/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inverted-low: the inverted lock bit at the bottom. The count is shifted up by one and bit 0 says
 * that the page is live, so zeroed memory is frozen and residue can never reach the bit.
 *
 * Source: the idea of Gladyshev, linux-mm, 6 Mar 2026 (to Hildenbrand), in its lowest-bit form; the
 * code is ours.
 *
 * States: n << 1 | 1, n >= 1: live with n references. 1: transient, a putter stands before its mark,
 * may be acquired. Even: frozen; what is not zero is residue of gets that failed. Failed gets add an
 * even number, so the residue wraps to 0 and needs no reset.
 *
 * Known dangers:
 *  - half of a 32-bit word's range is left for the count, and every reader of it must shift;
 *  - a live count beyond INT_MAX wraps to the transient state and is then freed under its users;
 *  - the mark is relaxed as in the series: see lock-bit-acquire;
 *  - the freer's reference may be of an older lifetime, as in lock-bit.
 */
#ifndef CORE_SCHEMES_INVERTED_LOW_H
#define CORE_SCHEMES_INVERTED_LOW_H

#include "core/page.h"

#define SCHEME_SUMMARY	 "counts shifted up, bit 0 is live, so zero is frozen"
#define SCHEME_SOURCE	 "after Gladyshev, linux-mm, 6 Mar 2026"
#define SCHEME_FROZEN	 "0"
#define SCHEME_ZEROED	 "frozen"
#define SCHEME_MAX_COUNT 0x7fffffff

#define PAGEREF_LIVE_BIT 1U

/* What @nr references add to the word. */
static inline int page_ref_units(int nr)
{
	return (int)((unsigned int)nr << 1);
}

static inline int page_count_live(int count)
{
	return (int)((unsigned int)page_ref_units(count) | PAGEREF_LIVE_BIT);
}

static inline int folio_ref_count(const struct folio *folio)
{
	unsigned int word = (unsigned int)atomic_read(&folio->_refcount);

	return word & PAGEREF_LIVE_BIT ? (int)(word >> 1) : 0;
}

static inline void init_page_count(struct page *page)
{
	atomic_set(&page->_refcount, page_count_live(1));
}

static inline void set_page_count_frozen(struct page *page)
{
	atomic_set(&page->_refcount, 0);
}

static inline void folio_get(struct folio *folio)
{
	atomic_add(page_ref_units(1), &folio->_refcount);
}

static inline bool folio_ref_try_add(struct folio *folio, int nr)
{
	return atomic_add_return(page_ref_units(nr), &folio->_refcount) & PAGEREF_LIVE_BIT;
}

static inline bool folio_try_get(struct folio *folio)
{
	return folio_ref_try_add(folio, 1);
}

static inline bool folio_ref_sub_and_test(struct folio *folio, int nr)
{
	int none = page_count_live(0);

	if (atomic_sub_return(page_ref_units(nr), &folio->_refcount) != none)
		return false;
	return atomic_try_cmpxchg_relaxed(&folio->_refcount, &none, 0);
}

static inline bool folio_ref_dec_and_test(struct folio *folio)
{
	return folio_ref_sub_and_test(folio, 1);
}

static inline bool folio_ref_freeze(struct folio *folio, int count)
{
	int word = page_count_live(count);

	return atomic_try_cmpxchg(&folio->_refcount, &word, 0);
}

static inline void folio_ref_unfreeze(struct folio *folio, int count)
{
	atomic_set_release(&folio->_refcount, page_count_live(count));
}

#endif
