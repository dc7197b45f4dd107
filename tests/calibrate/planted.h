/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * planted.h: plain with work added: in PLANTED_GETS of every 64 gets of a thread, instructions that do
 * nothing. With 0 of them it is plain in the same arrangement of code, and the base that the others are
 * compared with: the compiler lays plain itself out otherwise, which alone can be worth some percent.
 * Every get has the same work or none, because what a few instructions cost is not their share of what
 * many do: twenty-one are hidden behind the locked instruction, and the next costs two percent.
 */
#ifndef TESTS_CALIBRATE_PLANTED_H
#define TESTS_CALIBRATE_PLANTED_H

#include "core/page.h"

/* The initial-exec model, so that it is an address and not a call where this header is loaded. */
static __thread unsigned int planted_gets __attribute__((tls_model("initial-exec")));

/* Between the load and the compare-and-swap: before the load the locked instruction before it hides all. */
static inline void planted_work(void)
{
	unsigned int with_work = PLANTED_GETS;

	__asm__("" : "+r"(with_work)); /* so that 0 leaves the same code */
	if (planted_gets++ % 64 < with_work)
		__asm__ volatile(".rept 48\n\tnop\n\t.endr");
}

#define page_ref_add_unless_zero page_ref_add_unless_zero
static inline bool page_ref_add_unless_zero(struct page *page, int nr)
{
	int count = atomic_read(&page->_refcount);

	planted_work();
	do {
		if (unlikely(!count))
			return false;
	} while (!pageref_get_cmpxchg(&page->_refcount, &count, count + nr));
	return true;
}

#include "core/schemes/plain.h"

#endif
