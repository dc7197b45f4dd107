/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * frozen-setter-writes-zero: frozen-bit, but its frozen setter writes what used to be frozen.
 * Tails, slabs and buddy pages are then live with no reference.
 *
 * Named by: the history of the series, "mm: improve folio refcount scalability" (Gladyshev and
 * Gorbunov, linux-mm), whose first versions had it and mended it by v5, 26 Jun 2026.
 */
#ifndef CORE_FAULTS_FROZEN_SETTER_WRITES_ZERO_H
#define CORE_FAULTS_FROZEN_SETTER_WRITES_ZERO_H

#define FAULT_OF       "frozen-bit"
#define FAULT_LAW      4
#define FAULT_FOUND_BY "conformance"
#define FAULT_SUMMARY  "set_page_count_frozen() writes 0"

#define set_page_count_frozen frozen_bit_set_page_count_frozen
#include "core/schemes/frozen-bit.h"
#undef set_page_count_frozen

static inline void set_page_count_frozen(struct page *page)
{
	atomic_set(&page->_refcount, 0);
}

#endif
