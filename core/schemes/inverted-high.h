/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inverted-high: the lock bit turned round. A live count carries bit 31, so that zeroed memory,
 * memset and set_page_count(0) all mean frozen.
 *
 * Source: the idea of Gladyshev, linux-mm, 6 Mar 2026 (to Hildenbrand), set aside there for its
 * masking and never measured; the code is ours.
 *
 * States: bit 31 | n, n >= 1: live with n references. Bit 31 alone: transient, a putter stands
 * before its mark, may be acquired. 0 and anything else without the bit: frozen, the rest is residue
 * of gets that failed.
 *
 * Known dangers:
 *  - residue on a frozen word grows towards bit 31 and would carry into it after 2^31 failed gets,
 *    making the page live by itself (our analysis): so it needs the same reset as lock-bit;
 *  - a live count beyond INT_MAX carries out of the word and leaves it frozen;
 *  - the mark is relaxed as in the series: see lock-bit-acquire;
 *  - the freer's reference may be of an older lifetime, as in lock-bit.
 */
#ifndef CORE_SCHEMES_INVERTED_HIGH_H
#define CORE_SCHEMES_INVERTED_HIGH_H

#include "core/page.h"

#define SCHEME_SUMMARY	 "live counts carry bit 31, so zero is frozen"
#define SCHEME_SOURCE	 "after Gladyshev, linux-mm, 6 Mar 2026"
#define SCHEME_FROZEN	 "0"
#define SCHEME_ZEROED	 "frozen"
#define SCHEME_MAX_COUNT 0x7fffffff

#define PAGEREF_LIVE_BIT    (1U << 31)
#define PAGEREF_RESET_LIMIT (1U << 30)

static inline int page_count_live(int count)
{
	return (int)(PAGEREF_LIVE_BIT | (unsigned int)count);
}

static inline int folio_ref_count(const struct folio *folio)
{
	int word = atomic_read(&folio->_refcount);

	return word & PAGEREF_LIVE_BIT ? (int)(word & ~PAGEREF_LIVE_BIT) : 0;
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
	atomic_inc(&folio->_refcount);
}

/* A word without the live bit and past the limit can only be residue. */
static inline void page_ref_reset_residue(struct page *page, int word)
{
	while (!(word & PAGEREF_LIVE_BIT) && (unsigned int)word >= PAGEREF_RESET_LIMIT) {
		if (atomic_try_cmpxchg_relaxed(&page->_refcount, &word, 0))
			break;
	}
}

static inline bool folio_ref_try_add(struct folio *folio, int nr)
{
	int word = atomic_add_return(nr, &folio->_refcount);

	if (likely(word & PAGEREF_LIVE_BIT))
		return true;
	if (unlikely((unsigned int)word >= PAGEREF_RESET_LIMIT))
		page_ref_reset_residue(&folio->page, word);
	return false;
}

static inline bool folio_try_get(struct folio *folio)
{
	return folio_ref_try_add(folio, 1);
}

static inline bool folio_ref_sub_and_test(struct folio *folio, int nr)
{
	int none = page_count_live(0);

	if (atomic_sub_return(nr, &folio->_refcount) != none)
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
