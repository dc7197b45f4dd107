/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * rcuref-blind-reset: rcuref, but a failed get stores DEAD instead of replacing what it saw. An
 * rcuref never comes back to life; a folio does, and its new count is wiped.
 *
 * Named by: file_ref (Brauner, 2024), which for that reason never resets a dead word.
 */
#ifndef CORE_FAULTS_RCUREF_BLIND_RESET_H
#define CORE_FAULTS_RCUREF_BLIND_RESET_H

#define FAULT_OF       "rcuref"
#define FAULT_LAW      8
#define FAULT_FOUND_BY "exploration"
#define FAULT_SUMMARY  "a failed get stores DEAD, as rcuref_t does"

#define folio_ref_try_add rcuref_folio_ref_try_add
#define folio_try_get	  rcuref_folio_try_get
#include "core/schemes/rcuref.h"
#undef folio_ref_try_add
#undef folio_try_get

static inline bool folio_ref_try_add(struct folio *folio, int nr)
{
	int word = atomic_add_return_relaxed(nr, &folio->_refcount);

	if ((unsigned int)word >= PAGEREF_RELEASED)
		set_page_count_frozen(&folio->page);
	return (unsigned int)word < PAGEREF_RELEASED;
}

static inline bool folio_try_get(struct folio *folio)
{
	return folio_ref_try_add(folio, 1);
}

#endif
