/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inverted-is-frozen: frozen-bit, but live pages are refused and frozen ones handed out, and a
 * live page counts 0.
 *
 * Named by: the history of the series, "mm: improve folio refcount scalability" (Gladyshev and
 * Gorbunov, linux-mm), whose first versions had it and mended it by v5, 26 Jun 2026.
 */
#ifndef CORE_FAULTS_INVERTED_IS_FROZEN_H
#define CORE_FAULTS_INVERTED_IS_FROZEN_H

#define FAULT_OF       "frozen-bit"
#define FAULT_LAW      2
#define FAULT_FOUND_BY "conformance"
#define FAULT_SUMMARY  "is_frozen() tests the wrong way round"

#define folio_ref_try_add frozen_bit_folio_ref_try_add
#define folio_try_get	  frozen_bit_folio_try_get
#define folio_ref_count	  frozen_bit_folio_ref_count
#include "core/schemes/frozen-bit.h"
#undef folio_ref_try_add
#undef folio_try_get
#undef folio_ref_count

static inline bool page_count_not_frozen(int count)
{
	return !(count & PAGEREF_FROZEN_BIT);
}

static inline int folio_ref_count(const struct folio *folio)
{
	int count = atomic_read(&folio->_refcount);

	return page_count_not_frozen(count) ? 0 : count;
}

static inline bool folio_ref_try_add(struct folio *folio, int nr)
{
	return !page_count_not_frozen(atomic_add_return(nr, &folio->_refcount));
}

static inline bool folio_try_get(struct folio *folio)
{
	return folio_ref_try_add(folio, 1);
}

#endif
