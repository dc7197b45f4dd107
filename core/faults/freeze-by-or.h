/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * freeze-by-or: frozen-bit, but a freeze that found the expected count adds the bit in a second
 * step. A getter that came between the two holds a page that is frozen.
 *
 * Named by: nobody; ours, after the mark by atomic_or.
 */
#ifndef CORE_FAULTS_FREEZE_BY_OR_H
#define CORE_FAULTS_FREEZE_BY_OR_H

#define FAULT_OF       "frozen-bit"
#define FAULT_LAW      6
#define FAULT_FOUND_BY "exploration"
#define FAULT_SUMMARY  "freeze compares first and sets the bit later"

#define folio_ref_freeze frozen_bit_folio_ref_freeze
#include "core/schemes/frozen-bit.h"
#undef folio_ref_freeze

static inline bool folio_ref_freeze(struct folio *folio, int count)
{
	if (atomic_read(&folio->_refcount) != count)
		return false;
	return page_count_is_frozen(atomic_add_return((int)PAGEREF_FROZEN_BIT, &folio->_refcount));
}

#endif
