/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * get-checks-before-it-adds: frozen-bit, but a get looks whether the page is frozen and then adds.
 * What happens between the two, a freeze or a free, is not seen.
 *
 * Named by: nobody; ours.
 */
#ifndef CORE_FAULTS_GET_CHECKS_BEFORE_IT_ADDS_H
#define CORE_FAULTS_GET_CHECKS_BEFORE_IT_ADDS_H

#define FAULT_OF       "frozen-bit"
#define FAULT_LAW      6
#define FAULT_FOUND_BY "exploration"
#define FAULT_SUMMARY  "try_get reads, then adds without asking again"

#define folio_ref_try_add frozen_bit_folio_ref_try_add
#define folio_try_get	  frozen_bit_folio_try_get
#include "core/schemes/frozen-bit.h"
#undef folio_ref_try_add
#undef folio_try_get

static inline bool folio_ref_try_add(struct folio *folio, int nr)
{
	if (page_count_is_frozen(atomic_read(&folio->_refcount)))
		return false;
	atomic_add_return(nr, &folio->_refcount);
	return true;
}

static inline bool folio_try_get(struct folio *folio)
{
	return folio_ref_try_add(folio, 1);
}

#endif
