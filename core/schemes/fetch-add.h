/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fetch-add: a bare atomic add to get and a bare decrement to put. UNSAFE: nothing is ever frozen,
 * so a get on a free page succeeds. It is the floor: a scheme that takes a reference with one atomic
 * operation cannot be cheaper than this one.
 *
 * Source: ours; the loop is the one that Falcato timed (linux-mm, 1 Mar 2026), with a put.
 */
#ifndef CORE_SCHEMES_FETCH_ADD_H
#define CORE_SCHEMES_FETCH_ADD_H

#include "core/page.h"

#define SCHEME_SUMMARY	     "unsafe: bare atomic add and decrement, the floor"
#define SCHEME_SOURCE	     "reference line"
#define SCHEME_FROZEN	     "-"
#define SCHEME_ZEROED	     "live"
#define SCHEME_MAX_COUNT     0x7fffffff
#define SCHEME_UNSAFE	     1
#define SCHEME_CANNOT_FREEZE "nothing in it can be frozen"

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

static inline bool folio_ref_try_add(struct folio *folio, int nr)
{
	atomic_add(nr, &folio->_refcount);
	return true;
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
	return folio_ref_sub_and_test(folio, 1);
}

static inline bool folio_ref_freeze(struct folio *folio, int count)
{
	return atomic_try_cmpxchg(&folio->_refcount, &count, 0);
}

static inline void folio_ref_unfreeze(struct folio *folio, int count)
{
	atomic_set_release(&folio->_refcount, count);
}

#endif
