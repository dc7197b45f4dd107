/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * unfreeze-by-adding: frozen-bit, but the count is added to the frozen word: the bit stays, and
 * with it whatever failed gets have left.
 *
 * Named by: the history of the series, "mm: improve folio refcount scalability" (Gladyshev and
 * Gorbunov, linux-mm), whose first versions had it and mended it by v5, 26 Jun 2026.
 */
#ifndef CORE_FAULTS_UNFREEZE_BY_ADDING_H
#define CORE_FAULTS_UNFREEZE_BY_ADDING_H

#define FAULT_OF       "frozen-bit"
#define FAULT_LAW      6
#define FAULT_FOUND_BY "conformance"
#define FAULT_SUMMARY  "folio_ref_unfreeze() adds instead of storing"

#define folio_ref_unfreeze frozen_bit_folio_ref_unfreeze
#include "core/schemes/frozen-bit.h"
#undef folio_ref_unfreeze

static inline void folio_ref_unfreeze(struct folio *folio, int count)
{
	atomic_add(count, &folio->_refcount);
}

#endif
