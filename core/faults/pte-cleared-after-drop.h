/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pte-cleared-after-drop: frozen-bit, but a page table still leads to a page that is free already,
 * or somebody else's. A reader gets the count of the new life and finds its PTE unchanged.
 *
 * Named by: Jason Gunthorpe to David Hildenbrand, linux-kernel, 30 Aug 2022 ("mm/gup: use
 * gup_can_follow_protnone() also in GUP-fast"): before the zap drops the reference it has to clear
 * the PTE.
 */
#ifndef CORE_FAULTS_PTE_CLEARED_AFTER_DROP_H
#define CORE_FAULTS_PTE_CLEARED_AFTER_DROP_H

#define FAULT_OF       "frozen-bit"
#define FAULT_LAW      13
#define FAULT_FOUND_BY "exploration"
#define FAULT_SUMMARY  "zap drops its reference, then clears the PTE"

#include "core/schemes/frozen-bit.h"

#include "core/lookup/pte.h"

static __always_inline bool zap_pte(pte_t *ptep, struct folio *folio)
{
	bool last = folio_ref_dec_and_test(folio);

	WRITE_ONCE(ptep->pte, 0);
	return last;
}
#define zap_pte zap_pte

#endif
