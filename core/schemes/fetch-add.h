/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fetch-add: a bare atomic add to get and plain's decrement to put. UNSAFE: nothing is ever frozen,
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
#define SCHEME_UNSAFE	     1
#define SCHEME_CANNOT_FREEZE "nothing in it can be frozen"

static inline bool page_ref_add_unless_zero(struct page *page, int nr)
{
	atomic_add(nr, &page->_refcount);
	return true;
}
#define page_ref_add_unless_zero page_ref_add_unless_zero

#include "core/schemes/plain.h"

#endif
