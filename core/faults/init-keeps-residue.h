/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * init-keeps-residue: frozen-bit, but a page that is allocated has its bit taken away and one
 * added, instead of being set to 1. What failed gets left while it was free is references that
 * nobody holds: it is never freed.
 *
 * Named by: ours, after "the bit must survive until the next allocation's set to 1".
 */
#ifndef CORE_FAULTS_INIT_KEEPS_RESIDUE_H
#define CORE_FAULTS_INIT_KEEPS_RESIDUE_H

#define FAULT_OF       "frozen-bit"
#define FAULT_LAW      1
#define FAULT_FOUND_BY "conformance"
#define FAULT_SUMMARY  "init_page_count() adds to what it finds"

#define init_page_count frozen_bit_init_page_count
#include "core/schemes/frozen-bit.h"
#undef init_page_count

static inline void init_page_count(struct page *page)
{
	int count = atomic_read(&page->_refcount);

	atomic_set(&page->_refcount, (int)(count & ~PAGEREF_FROZEN_BIT) + 1);
}

#endif
