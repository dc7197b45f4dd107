/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * last-put-at-one: plain, but the last put is taken to be the last but one, as if the old count
 * were tested and not the new.
 *
 * Named by: nobody; ours.
 */
#ifndef CORE_FAULTS_LAST_PUT_AT_ONE_H
#define CORE_FAULTS_LAST_PUT_AT_ONE_H

#define FAULT_OF       "plain"
#define FAULT_LAW      5
#define FAULT_FOUND_BY "conformance"
#define FAULT_SUMMARY  "dec_and_test is true with one reference left"

#define folio_ref_sub_and_test plain_folio_ref_sub_and_test
#define folio_ref_dec_and_test plain_folio_ref_dec_and_test
#include "core/schemes/plain.h"
#undef folio_ref_sub_and_test
#undef folio_ref_dec_and_test

static inline bool folio_ref_sub_and_test(struct folio *folio, int nr)
{
	return atomic_sub_return(nr, &folio->_refcount) <= 1;
}

static inline bool folio_ref_dec_and_test(struct folio *folio)
{
	return folio_ref_sub_and_test(folio, 1);
}

#endif
