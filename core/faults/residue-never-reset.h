/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * residue-never-reset: frozen-bit, but what failed gets leave in the word is never reset. After
 * 2^31 of them the word comes round to 0, and the page is live though nobody unfroze it.
 *
 * Named by: the review of the series, "mm: improve folio refcount scalability" (Gladyshev and
 * Gorbunov, linux-mm, v1, 26 Feb 2026), among the dangers that it must stay clear of.
 */
#ifndef CORE_FAULTS_RESIDUE_NEVER_RESET_H
#define CORE_FAULTS_RESIDUE_NEVER_RESET_H

#define FAULT_OF       "frozen-bit"
#define FAULT_LAW      3
#define FAULT_FOUND_BY "conformance"
#define FAULT_SUMMARY  "failed gets pile up until the word wraps"

#define folio_ref_try_add frozen_bit_folio_ref_try_add
#define folio_try_get	  frozen_bit_folio_try_get
#include "core/schemes/frozen-bit.h"
#undef folio_ref_try_add
#undef folio_try_get

static inline bool folio_ref_try_add(struct folio *folio, int nr)
{
	return !page_count_is_frozen(atomic_add_return(nr, &folio->_refcount));
}

static inline bool folio_try_get(struct folio *folio)
{
	return folio_ref_try_add(folio, 1);
}

#endif
