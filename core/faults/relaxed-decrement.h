/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * relaxed-decrement: plain, but the put's decrement orders nothing. What a holder wrote to the
 * page before his put may come after the page was freed and is somebody else's.
 *
 * Named by: Jason Gunthorpe to David Hildenbrand, linux-kernel, 30 Aug 2022 ("mm/gup: use
 * gup_can_follow_protnone() also in GUP-fast"): the drop has to be a release.
 */
#ifndef CORE_FAULTS_RELAXED_DECREMENT_H
#define CORE_FAULTS_RELAXED_DECREMENT_H

#define FAULT_OF       "plain"
#define FAULT_LAW      9
#define FAULT_FOUND_BY "weak memory"
#define FAULT_SUMMARY  "a put whose decrement is relaxed"

#define folio_ref_sub_and_test plain_folio_ref_sub_and_test
#define folio_ref_dec_and_test plain_folio_ref_dec_and_test
#include "core/schemes/plain.h"
#undef folio_ref_sub_and_test
#undef folio_ref_dec_and_test

static inline bool folio_ref_sub_and_test(struct folio *folio, int nr)
{
	return atomic_sub_return_relaxed(nr, &folio->_refcount) == 0;
}

static inline bool folio_ref_dec_and_test(struct folio *folio)
{
	return folio_ref_sub_and_test(folio, 1);
}

#endif
