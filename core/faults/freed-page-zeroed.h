/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * freed-page-zeroed: frozen-bit, but whoever frees a page writes 0 to its count, as allocator
 * paths did while 0 meant free. Zero without the bit is a live count with nobody behind it: the
 * next try_get has a free page.
 *
 * Named by: Gladyshev Ilya to David Hildenbrand, linux-mm, 6 Mar 2026 ("mm: implement page
 * refcount locking via dedicated bit"): Hildenbrand calls leaving it be far too dodgy, and frozen,
 * buddy and tail pages must refuse.
 */
#ifndef CORE_FAULTS_FREED_PAGE_ZEROED_H
#define CORE_FAULTS_FREED_PAGE_ZEROED_H

#define FAULT_OF       "frozen-bit"
#define FAULT_LAW      4
#define FAULT_FOUND_BY "exploration"
#define FAULT_SUMMARY  "set_page_count(0) on a freed page"

#include "core/schemes/frozen-bit.h"

#define free_page_count(page) atomic_set(&(page)->_refcount, 0)

#endif
