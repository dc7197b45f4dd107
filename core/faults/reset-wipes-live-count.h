/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reset-wipes-live-count: frozen-bit, but a get that saw the word past the limit stores the bit,
 * whatever the word is by then. If the page was allocated or unfrozen in between, its count is
 * gone.
 *
 * Named by: file_ref (Brauner, 2024), which never resets a dead word, because its objects are
 * type-stable and a blind store could hit somebody else's; the same holds for a folio.
 */
#ifndef CORE_FAULTS_RESET_WIPES_LIVE_COUNT_H
#define CORE_FAULTS_RESET_WIPES_LIVE_COUNT_H

#define FAULT_OF       "frozen-bit"
#define FAULT_LAW      8
#define FAULT_FOUND_BY "exploration"
#define FAULT_SUMMARY  "the residue reset is a plain store"

#define folio_ref_try_add frozen_bit_folio_ref_try_add
#define folio_try_get	  frozen_bit_folio_try_get
#include "core/schemes/frozen-bit.h"
#undef folio_ref_try_add
#undef folio_try_get

static inline bool folio_ref_try_add(struct folio *folio, int nr)
{
	int count = atomic_add_return(nr, &folio->_refcount);

	if (unlikely((unsigned int)count >= PAGEREF_RESET_LIMIT))
		atomic_set(&folio->_refcount, (int)PAGEREF_FROZEN_BIT);
	return !page_count_is_frozen(count);
}

static inline bool folio_try_get(struct folio *folio)
{
	return folio_ref_try_add(folio, 1);
}

#endif
