/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * load: look at the count and take no reference at all. UNSAFE. It is the ceiling: the line stays
 * shared in every cache, so no scheme that writes to it can pass this one.
 *
 * Source: ours; what a lookup would cost if a grace period alone kept the folio (option 3 of
 * Wilcox, "How should we RCU-free folios?", May 2025).
 */
#ifndef CORE_SCHEMES_LOAD_H
#define CORE_SCHEMES_LOAD_H

#include "core/page.h"

#define SCHEME_SUMMARY	     "unsafe: bare read, no reference taken, the ceiling"
#define SCHEME_SOURCE	     "reference line"
#define SCHEME_FROZEN	     "-"
#define SCHEME_ZEROED	     "frozen"
#define SCHEME_MAX_COUNT     0x7fffffff
#define SCHEME_UNSAFE	     1
#define SCHEME_CANNOT_FREEZE "it takes no reference that a freeze could wait for"

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
	(void)folio;
}

static inline bool folio_ref_try_add(struct folio *folio, int nr)
{
	(void)nr;
	return atomic_read(&folio->_refcount) != 0;
}

static inline bool folio_try_get(struct folio *folio)
{
	return folio_ref_try_add(folio, 1);
}

static inline bool folio_ref_sub_and_test(struct folio *folio, int nr)
{
	(void)folio;
	(void)nr;
	return false;
}

static inline bool folio_ref_dec_and_test(struct folio *folio)
{
	return folio_ref_sub_and_test(folio, 1);
}

static inline bool folio_ref_freeze(struct folio *folio, int count)
{
	(void)folio;
	(void)count;
	return false;
}

static inline void folio_ref_unfreeze(struct folio *folio, int count)
{
	atomic_set_release(&folio->_refcount, count);
}

#endif
