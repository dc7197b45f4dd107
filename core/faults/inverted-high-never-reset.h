/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inverted-high-never-reset: inverted-high, but failed gets on a frozen word are never reset.
 * After 2^31 of them they have grown into bit 31: the page is live, though nobody brought it to
 * life.
 *
 * Named by: ours, on the idea of Gladyshev to Hildenbrand, linux-mm, 6 Mar 2026, where residue is
 * not spoken of.
 */
#ifndef CORE_FAULTS_INVERTED_HIGH_NEVER_RESET_H
#define CORE_FAULTS_INVERTED_HIGH_NEVER_RESET_H

#define FAULT_OF       "inverted-high"
#define FAULT_LAW      3
#define FAULT_FOUND_BY "conformance"
#define FAULT_SUMMARY  "residue carries into the live bit"

#define folio_ref_try_add inverted_high_folio_ref_try_add
#define folio_try_get	  inverted_high_folio_try_get
#include "core/schemes/inverted-high.h"
#undef folio_ref_try_add
#undef folio_try_get

static inline bool folio_ref_try_add(struct folio *folio, int nr)
{
	return atomic_add_return(nr, &folio->_refcount) & PAGEREF_LIVE_BIT;
}

static inline bool folio_try_get(struct folio *folio)
{
	return folio_ref_try_add(folio, 1);
}

#endif
