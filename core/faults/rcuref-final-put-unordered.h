/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * rcuref-final-put-unordered: rcuref, but the one who frees does not acquire what the other
 * putters released: its loads and stores may come before their last use.
 *
 * Named by: ours, after the fence in lib/rcuref.c (Gleixner, 2023) at this very place.
 */
#ifndef CORE_FAULTS_RCUREF_FINAL_PUT_UNORDERED_H
#define CORE_FAULTS_RCUREF_FINAL_PUT_UNORDERED_H

#define FAULT_OF       "rcuref"
#define FAULT_LAW      9
#define FAULT_FOUND_BY "weak memory"
#define FAULT_SUMMARY  "rcuref's last put without its acquire"

#define folio_ref_sub_and_test rcuref_folio_ref_sub_and_test
#define folio_ref_dec_and_test rcuref_folio_ref_dec_and_test
#include "core/schemes/rcuref.h"
#undef folio_ref_sub_and_test
#undef folio_ref_dec_and_test

static inline bool folio_ref_sub_and_test(struct folio *folio, int nr)
{
	int word = atomic_sub_return_release(nr, &folio->_refcount);

	return (unsigned int)word == PAGEREF_NOREF &&
	       atomic_try_cmpxchg_relaxed(&folio->_refcount, &word, (int)PAGEREF_DEAD);
}

static inline bool folio_ref_dec_and_test(struct folio *folio)
{
	return folio_ref_sub_and_test(folio, 1);
}

#endif
