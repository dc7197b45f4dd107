/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * get-undone-by-subtraction: frozen-bit, but a get that was refused takes back what it added.
 * Between the two the page may have been allocated anew, its count set to 1 and the addition gone:
 * then the subtraction takes away somebody's reference, and the page is freed under him, or twice.
 *
 * Named by: the review of the series, "mm: improve folio refcount scalability" (Gladyshev and
 * Gorbunov, linux-mm, v1, 26 Feb 2026), among the dangers that it must stay clear of.
 */
#ifndef CORE_FAULTS_GET_UNDONE_BY_SUBTRACTION_H
#define CORE_FAULTS_GET_UNDONE_BY_SUBTRACTION_H

#define FAULT_OF       "frozen-bit"
#define FAULT_LAW      5
#define FAULT_FOUND_BY "exploration"
#define FAULT_SUMMARY  "a failed get undone by subtraction"

#define folio_ref_try_add frozen_bit_folio_ref_try_add
#define folio_try_get	  frozen_bit_folio_try_get
#include "core/schemes/frozen-bit.h"
#undef folio_ref_try_add
#undef folio_try_get

static inline bool folio_ref_try_add(struct folio *folio, int nr)
{
	if (!page_count_is_frozen(atomic_add_return(nr, &folio->_refcount)))
		return true;
	atomic_sub_return_relaxed(nr, &folio->_refcount);
	return false;
}

static inline bool folio_try_get(struct folio *folio)
{
	return folio_ref_try_add(folio, 1);
}

#endif
