/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * put-drops-only-one: frozen-bit, but a put of several references drops one of them. The others
 * are never dropped, and the page is never freed.
 *
 * Named by: nobody; ours.
 */
#ifndef CORE_FAULTS_PUT_DROPS_ONLY_ONE_H
#define CORE_FAULTS_PUT_DROPS_ONLY_ONE_H

#define FAULT_OF       "frozen-bit"
#define FAULT_LAW      8
#define FAULT_FOUND_BY "conformance"
#define FAULT_SUMMARY  "sub_and_test(nr) drops one"

#define folio_ref_sub_and_test frozen_bit_folio_ref_sub_and_test
#include "core/schemes/frozen-bit.h"
#undef folio_ref_sub_and_test

static inline bool folio_ref_sub_and_test(struct folio *folio, int nr)
{
	(void)nr;
	return folio_ref_dec_and_test(folio);
}

#endif
