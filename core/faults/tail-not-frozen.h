/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tail-not-frozen: frozen-bit, but the tails of a large folio are given a count instead of being
 * frozen. A walker that found a head and comes for its reference after the page became a tail is
 * given one.
 *
 * Named by: David Hildenbrand to Peter Xu, linux-mm, 11 Aug 2023 ("mm: add a total mapcount for
 * large folios"): tails must have count 0.
 */
#ifndef CORE_FAULTS_TAIL_NOT_FROZEN_H
#define CORE_FAULTS_TAIL_NOT_FROZEN_H

#define FAULT_OF       "frozen-bit"
#define FAULT_LAW      4
#define FAULT_FOUND_BY "exploration"
#define FAULT_SUMMARY  "a head that becomes a tail is not frozen"

#include "core/schemes/frozen-bit.h"

#define prep_tail_count(page) init_page_count(page)

#endif
