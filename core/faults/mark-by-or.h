/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mark-by-or: frozen-bit, but the mark is set into whatever the count is by then, not only into
 * zero. A getter that came between decrement and mark loses its page.
 *
 * Named by: the review of the series, "mm: improve folio refcount scalability" (Gladyshev and
 * Gorbunov, linux-mm, v1, 26 Feb 2026), among the dangers that it must stay clear of.
 */
#ifndef CORE_FAULTS_MARK_BY_OR_H
#define CORE_FAULTS_MARK_BY_OR_H

#define FAULT_OF       "frozen-bit"
#define FAULT_LAW      5
#define FAULT_FOUND_BY "exploration"
#define FAULT_SUMMARY  "the final put marks by atomic_or"

#define folio_ref_sub_and_test frozen_bit_folio_ref_sub_and_test
#define folio_ref_dec_and_test frozen_bit_folio_ref_dec_and_test
#include "core/schemes/frozen-bit.h"
#undef folio_ref_sub_and_test
#undef folio_ref_dec_and_test

static inline bool folio_ref_sub_and_test(struct folio *folio, int nr)
{
	if (!atomic_sub_and_test(nr, &folio->_refcount))
		return false;
	return !page_count_is_frozen(atomic_fetch_or((int)PAGEREF_FROZEN_BIT, &folio->_refcount));
}

static inline bool folio_ref_dec_and_test(struct folio *folio)
{
	return folio_ref_sub_and_test(folio, 1);
}

#endif
