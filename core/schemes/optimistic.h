/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * optimistic: plain, but the first compare-and-swap guesses that the count is 1 instead of reading
 * it, so the line is fetched exclusive at once rather than shared and then upgraded.
 *
 * Source: Linus Torvalds, linux-mm, 1 Mar 2026, on v1 of the refcount scalability series.
 *
 * States: as plain. 0 frozen or free; 1..INT_MAX live.
 *
 * Known dangers: it wins only where the count really is 1; elsewhere every get pays one
 * compare-and-swap that must fail, and a failed get on a frozen page still dirties its line.
 */
#ifndef CORE_SCHEMES_OPTIMISTIC_H
#define CORE_SCHEMES_OPTIMISTIC_H

#include "core/page.h"

#define SCHEME_SUMMARY "compare-and-swap that guesses 1 before it reads"
#define SCHEME_SOURCE  "Torvalds, linux-mm, 1 Mar 2026"

static inline bool page_ref_add_unless_zero(struct page *page, int nr)
{
	int count = 1;

	do {
		if (likely(pageref_get_cmpxchg(&page->_refcount, &count, count + nr)))
			return true;
	} while (count);
	return false;
}
#define page_ref_add_unless_zero page_ref_add_unless_zero

#include "core/schemes/plain.h"

#endif
