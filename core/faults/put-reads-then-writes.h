/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * put-reads-then-writes: plain, but a put reads the count and stores it less what it drops. What
 * others did between the two is lost.
 *
 * Named by: nobody; ours.
 */
#ifndef CORE_FAULTS_PUT_READS_THEN_WRITES_H
#define CORE_FAULTS_PUT_READS_THEN_WRITES_H

#define FAULT_OF       "plain"
#define FAULT_LAW      8
#define FAULT_FOUND_BY "exploration"
#define FAULT_SUMMARY  "a put that is not one operation"

#define folio_ref_sub_and_test plain_folio_ref_sub_and_test
#define folio_ref_dec_and_test plain_folio_ref_dec_and_test
#include "core/schemes/plain.h"
#undef folio_ref_sub_and_test
#undef folio_ref_dec_and_test

static inline bool folio_ref_sub_and_test(struct folio *folio, int nr)
{
	int count = atomic_read(&folio->_refcount) - nr;

	atomic_set_release(&folio->_refcount, count);
	return count == 0;
}

static inline bool folio_ref_dec_and_test(struct folio *folio)
{
	return folio_ref_sub_and_test(folio, 1);
}

#endif
