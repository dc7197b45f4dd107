/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * loop-forgets-zero: plain, but its loop looks for zero before the first try and not after one
 * that failed. If the page was freed in between, the second try hands it out.
 *
 * Named by: nobody; ours.
 */
#ifndef CORE_FAULTS_LOOP_FORGETS_ZERO_H
#define CORE_FAULTS_LOOP_FORGETS_ZERO_H

#define FAULT_OF       "plain"
#define FAULT_LAW      4
#define FAULT_FOUND_BY "exploration"
#define FAULT_SUMMARY  "the CAS loop asks for zero only once"

#define folio_ref_try_add plain_folio_ref_try_add
#define folio_try_get	  plain_folio_try_get
#include "core/schemes/plain.h"
#undef folio_ref_try_add
#undef folio_try_get

static inline bool folio_ref_try_add(struct folio *folio, int nr)
{
	int count = atomic_read(&folio->_refcount);

	if (unlikely(!count))
		return false;
	while (!pageref_get_cmpxchg(&folio->_refcount, &count, count + nr))
		;
	return true;
}

static inline bool folio_try_get(struct folio *folio)
{
	return folio_ref_try_add(folio, 1);
}

#endif
