/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * planted.h: plain with work added to every get: PLANTED_NOPS instructions that do nothing. With 0 of
 * them it is plain in the same arrangement of code, and the base that the others are compared with:
 * the compiler lays plain itself out otherwise, which alone can be worth some percent.
 */
#ifndef TESTS_CALIBRATE_PLANTED_H
#define TESTS_CALIBRATE_PLANTED_H

#include "core/page.h"

#define PLANTED_TEXT(x)	 #x
#define PLANTED_VALUE(x) PLANTED_TEXT(x)

#define page_ref_add_unless_zero page_ref_add_unless_zero
static inline bool page_ref_add_unless_zero(struct page *page, int nr)
{
	int count = atomic_read(&page->_refcount);

	__asm__ volatile(".rept " PLANTED_VALUE(PLANTED_NOPS) "\n\tnop\n\t.endr");
	do {
		if (unlikely(!count))
			return false;
	} while (!pageref_get_cmpxchg(&page->_refcount, &count, count + nr));
	return true;
}

#include "core/schemes/plain.h"

#endif
