/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * frozen-bit: lock-bit as it stands after review. Any negative count is a frozen page; freezing has
 * a setter of its own, and the debug asserts know which transitions are legal.
 *
 * Source: "mm: improve folio refcount scalability", Gladyshev and Gorbunov, v5, 26 Jun 2026.
 *
 * States: 1..INT_MAX live; 0 only inside dec_and_test, between decrement and mark (it may still be
 * acquired there); INT_MIN..-1 frozen, so residue of failed gets is frozen too. At 0xC0000000 the
 * residue is reset.
 *
 * Known dangers:
 *  - the first versions froze by writing 0, tested is_frozen the wrong way round, forgot the assert
 *    in sub_and_test, and unfroze by adding: each makes the bit meaningless;
 *  - the freer's reference may be of an older lifetime of the page (open on the list): harmful only
 *    to a caller that carried state, an order or a type, across its put;
 *  - the mark is relaxed: see lock-bit-acquire;
 *  - zeroed memory is *not* frozen: a try_get on it succeeds.
 */
#ifndef CORE_SCHEMES_FROZEN_BIT_H
#define CORE_SCHEMES_FROZEN_BIT_H

#include "core/bug.h"
#include "core/page.h"

#define SCHEME_SUMMARY	 "fetch-and-add, negative is frozen, asserted (series v5)"
#define SCHEME_SOURCE	 "Gladyshev and Gorbunov, linux-mm, v5, 26 Jun 2026"
#define SCHEME_FROZEN	 "INT_MIN..-1"
#define SCHEME_ZEROED	 "live"
#define SCHEME_MAX_COUNT 0x7fffffff

#define PAGEREF_FROZEN_BIT  (1U << 31)
#define PAGEREF_RESET_LIMIT (PAGEREF_FROZEN_BIT | (1U << 30))

static inline bool page_count_is_frozen(int count)
{
	return count & PAGEREF_FROZEN_BIT;
}

static inline int folio_ref_count(const struct folio *folio)
{
	int count = atomic_read(&folio->_refcount);

	return page_count_is_frozen(count) ? 0 : count;
}

static inline void init_page_count(struct page *page)
{
	atomic_set(&page->_refcount, 1);
}

static inline void set_page_count_frozen(struct page *page)
{
	atomic_set(&page->_refcount, (int)PAGEREF_FROZEN_BIT);
}

static inline void folio_get(struct folio *folio)
{
	VM_WARN_ON_ONCE_FOLIO(page_count_is_frozen(atomic_read(&folio->_refcount)), folio);
	atomic_inc(&folio->_refcount);
}

static inline bool page_ref_add_unless_frozen(struct page *page, int nr)
{
	int count = atomic_add_return(nr, &page->_refcount);
	bool got = !page_count_is_frozen(count);

	while (unlikely((unsigned int)count >= PAGEREF_RESET_LIMIT)) {
		if (atomic_try_cmpxchg_relaxed(&page->_refcount, &count, (int)PAGEREF_FROZEN_BIT))
			break;
	}
	return got;
}

static inline bool folio_ref_try_add(struct folio *folio, int nr)
{
	return page_ref_add_unless_frozen(&folio->page, nr);
}

static inline bool folio_try_get(struct folio *folio)
{
	return folio_ref_try_add(folio, 1);
}

static inline bool page_ref_mark_frozen(struct page *page)
{
	int zero = 0;

	return atomic_try_cmpxchg_relaxed(&page->_refcount, &zero, (int)PAGEREF_FROZEN_BIT);
}

static inline bool folio_ref_sub_and_test(struct folio *folio, int nr)
{
	VM_WARN_ON_ONCE_FOLIO(page_count_is_frozen(atomic_read(&folio->_refcount)), folio);
	if (!atomic_sub_and_test(nr, &folio->_refcount))
		return false;
	return page_ref_mark_frozen(&folio->page);
}

static inline bool folio_ref_dec_and_test(struct folio *folio)
{
	VM_WARN_ON_ONCE_FOLIO(page_count_is_frozen(atomic_read(&folio->_refcount)), folio);
	if (!atomic_dec_and_test(&folio->_refcount))
		return false;
	return page_ref_mark_frozen(&folio->page);
}

static inline bool folio_ref_freeze(struct folio *folio, int count)
{
	return atomic_try_cmpxchg(&folio->_refcount, &count, (int)PAGEREF_FROZEN_BIT);
}

static inline void folio_ref_unfreeze(struct folio *folio, int count)
{
	VM_WARN_ON_ONCE_FOLIO(folio_ref_count(folio) != 0, folio);
	VM_WARN_ON_ONCE_FOLIO(count == 0, folio);
	atomic_set_release(&folio->_refcount, count);
}

#endif
