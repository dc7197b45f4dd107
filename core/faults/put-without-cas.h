/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * put-without-cas: frozen-bit, but who drops the count to zero takes the page for his and writes
 * the mark. A getter that came between the two holds a page that is freed under it.
 *
 * Named by: the review of the series, "mm: improve folio refcount scalability" (Gladyshev and
 * Gorbunov, linux-mm, v1, 26 Feb 2026), among the dangers that it must stay clear of.
 */
#ifndef CORE_FAULTS_PUT_WITHOUT_CAS_H
#define CORE_FAULTS_PUT_WITHOUT_CAS_H

#define FAULT_OF       "frozen-bit"
#define FAULT_LAW      5
#define FAULT_FOUND_BY "exploration"
#define FAULT_SUMMARY  "the final put marks by a plain store"

#define folio_ref_sub_and_test frozen_bit_folio_ref_sub_and_test
#define folio_ref_dec_and_test frozen_bit_folio_ref_dec_and_test
#include "core/schemes/frozen-bit.h"
#undef folio_ref_sub_and_test
#undef folio_ref_dec_and_test

static inline bool folio_ref_sub_and_test(struct folio *folio, int nr)
{
	if (!atomic_sub_and_test(nr, &folio->_refcount))
		return false;
	set_page_count_frozen(&folio->page);
	return true;
}

static inline bool folio_ref_dec_and_test(struct folio *folio)
{
	return folio_ref_sub_and_test(folio, 1);
}

#endif
