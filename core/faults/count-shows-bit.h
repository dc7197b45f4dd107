/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * count-shows-bit: frozen-bit, but its count is the word as it is. Everybody who compares a frozen
 * page's count with 0 is wrong from then on.
 *
 * Named by: nobody; ours.
 */
#ifndef CORE_FAULTS_COUNT_SHOWS_BIT_H
#define CORE_FAULTS_COUNT_SHOWS_BIT_H

#define FAULT_OF       "frozen-bit"
#define FAULT_LAW      7
#define FAULT_FOUND_BY "conformance"
#define FAULT_SUMMARY  "count() of a frozen page is not 0"

#define folio_ref_count frozen_bit_folio_ref_count
#include "core/schemes/frozen-bit.h"
#undef folio_ref_count

static inline int folio_ref_count(const struct folio *folio)
{
	return atomic_read(&folio->_refcount);
}

#endif
