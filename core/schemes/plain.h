/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * plain: mainline's page_ref.h. A compare-and-swap loop adds references unless the count is zero.
 *
 * Source: include/linux/page_ref.h as of early 2026, after page_count_writable() and the RCU section
 * around page_ref_add_unless() had gone.
 *
 * States: 0 frozen or free; 1..INT_MAX live.
 *
 * Known dangers: beyond INT_MAX the count goes on, negative, and is free when it comes round to 0;
 * GUP stops long before. The loop retries for every reference that another CPU
 * takes between its load and its compare-and-swap, which is what the series sets out to mend.
 *
 * Another scheme that differs only in how it tries to get defines page_ref_add_unless_zero before it
 * includes this file, as an architecture overrides a generic atomic.
 */
#ifndef CORE_SCHEMES_PLAIN_H
#define CORE_SCHEMES_PLAIN_H

#include "core/page.h"

#ifndef SCHEME_SUMMARY
#define SCHEME_SUMMARY "compare-and-swap loop: add unless zero (mainline)"
#define SCHEME_SOURCE  "include/linux/page_ref.h, early 2026"
#endif
#ifndef SCHEME_FROZEN
#define SCHEME_FROZEN "0"
#define SCHEME_ZEROED "frozen"
#endif
#define SCHEME_MAX_COUNT 0x7fffffff

static inline int folio_ref_count(const struct folio *folio)
{
	return atomic_read(&folio->_refcount);
}

static inline void init_page_count(struct page *page)
{
	atomic_set(&page->_refcount, 1);
}

static inline void set_page_count_frozen(struct page *page)
{
	atomic_set(&page->_refcount, 0);
}

static inline void folio_get(struct folio *folio)
{
	atomic_inc(&folio->_refcount);
}

#ifndef page_ref_add_unless_zero
static inline bool page_ref_add_unless_zero(struct page *page, int nr)
{
	int count = atomic_read(&page->_refcount);

	do {
		if (unlikely(!count))
			return false;
	} while (!pageref_get_cmpxchg(&page->_refcount, &count, count + nr));
	return true;
}
#endif

static inline bool folio_ref_try_add(struct folio *folio, int nr)
{
	return page_ref_add_unless_zero(&folio->page, nr);
}

static inline bool folio_try_get(struct folio *folio)
{
	return folio_ref_try_add(folio, 1);
}

static inline bool folio_ref_sub_and_test(struct folio *folio, int nr)
{
	return atomic_sub_and_test(nr, &folio->_refcount);
}

static inline bool folio_ref_dec_and_test(struct folio *folio)
{
	return atomic_dec_and_test(&folio->_refcount);
}

static inline bool folio_ref_freeze(struct folio *folio, int count)
{
	return atomic_try_cmpxchg(&folio->_refcount, &count, 0);
}

/* Release: what was done to the folio while it was frozen is seen by whoever gets it next. */
static inline void folio_ref_unfreeze(struct folio *folio, int count)
{
	atomic_set_release(&folio->_refcount, count);
}

#endif
