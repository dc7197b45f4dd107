/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * freeze-ignores-expected: frozen-bit, but a freeze takes whatever count it finds for the expected
 * one, and shuts out those who hold the page.
 *
 * Named by: nobody; ours.
 */
#ifndef CORE_FAULTS_FREEZE_IGNORES_EXPECTED_H
#define CORE_FAULTS_FREEZE_IGNORES_EXPECTED_H

#define FAULT_OF       "frozen-bit"
#define FAULT_LAW      6
#define FAULT_FOUND_BY "conformance"
#define FAULT_SUMMARY  "freeze succeeds at any count"

#define folio_ref_freeze frozen_bit_folio_ref_freeze
#include "core/schemes/frozen-bit.h"
#undef folio_ref_freeze

static inline bool folio_ref_freeze(struct folio *folio, int count)
{
	count = atomic_read(&folio->_refcount);
	return !page_count_is_frozen(count) &&
	       atomic_try_cmpxchg(&folio->_refcount, &count, (int)PAGEREF_FROZEN_BIT);
}

#endif
