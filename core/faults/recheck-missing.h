/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * recheck-missing: frozen-bit, but a lookup that got its reference takes the folio for the one it
 * looked for. Under type-stable reuse it is another address's, another file's, by then.
 *
 * Named by: Matthew Wilcox to Jason Gunthorpe, linux-mm, 3 Sep 2025 ("Where to put page->memdesc
 * initially"), whose list of steps first left out the second look at the PTE; and Wilcox to
 * Hildenbrand, linux-mm, 24 Jun 2025 ("How should we RCU-free folios?").
 */
#ifndef CORE_FAULTS_RECHECK_MISSING_H
#define CORE_FAULTS_RECHECK_MISSING_H

#define FAULT_OF       "frozen-bit"
#define FAULT_LAW      13
#define FAULT_FOUND_BY "exploration"
#define FAULT_SUMMARY  "a lookup does not look again after its try_get"

#include "core/schemes/frozen-bit.h"

#define lookup_memdesc_changed(thread, kind, pfn, memdesc) ((void)(memdesc), false)
#define gup_pte_changed(ptep, pte)			   ((void)(pte), false)
#define page_cache_slot_changed(slot, folio)		   ((void)(folio), false)

#endif
