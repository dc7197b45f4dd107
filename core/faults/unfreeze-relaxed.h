/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * unfreeze-relaxed: plain, but the count of a folio that is thawed, or published, may be seen
 * before what was written to it.
 *
 * Named by: ours, after Jason Gunthorpe to David Hildenbrand, linux-kernel, 30 Aug 2022: who gets
 * the count of a new life must see what came before it.
 */
#ifndef CORE_FAULTS_UNFREEZE_RELAXED_H
#define CORE_FAULTS_UNFREEZE_RELAXED_H

#define FAULT_OF       "plain"
#define FAULT_LAW      9
#define FAULT_FOUND_BY "weak memory"
#define FAULT_SUMMARY  "folio_ref_unfreeze() without release"

#define folio_ref_unfreeze plain_folio_ref_unfreeze
#include "core/schemes/plain.h"
#undef folio_ref_unfreeze

static inline void folio_ref_unfreeze(struct folio *folio, int count)
{
	atomic_set(&folio->_refcount, count);
}

#endif
