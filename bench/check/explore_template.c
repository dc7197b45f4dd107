// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * explore_template.c: compiled once for each header in core/schemes/ and core/faults/, with
 * PAGEREF_EXPLORE: the programs of bench/check/programs/ over the very functions that are measured,
 * in which each atomic operation is a scheduling point. A fault says what it spoils (FAULT_OF), which
 * law that breaks (FAULT_LAW) and which layer must find it (FAULT_FOUND_BY).
 */
#include SCHEME_HEADER

#include "bench/check/programs/acts.h"
#include "bench/check/programs/free.h"

#ifdef SCHEME_UNSAFE
#define UNSAFE "a reference line: it keeps no count"
#else
#define UNSAFE NULL
#endif

#define LAWS_OF_FREEING \
	(LAW_BIT(LAW_FREE_REFUSES) | LAW_BIT(LAW_ONE_LAST_PUT) | LAW_BIT(LAW_FROZEN_COUNTS_0))

static const struct explored_program programs[] = {
	{
		.name = "get-put-free",
		.summary = "readers get and put, the owner puts",
		.laws = LAWS_OF_FREEING | LAW_BIT(LAW_RESTORED),
		.begin = begin_with_one,
		.end = end_freed,
		.roles = {{"reader", get_put, {2, 3, 3}}, {"owner", put_one, {1, 1, 1}}},
	},
	{
		.name = "free-free",
		.summary = "owners drop all references there are",
		.laws = LAWS_OF_FREEING,
		.begin = begin_with_owners,
		.end = end_freed,
		.roles = {{"owner", put_one, {3, 4, 5}}},
	},
	{
		.name = "large-nr",
		.summary = "pins of 1024 and single references, the owner unpins",
		.laws = LAWS_OF_FREEING | LAW_BIT(LAW_ADDS_NR) | LAW_BIT(LAW_RESTORED),
		.begin = begin_pinned,
		.end = end_freed,
		.roles = {{"reader", get_put_many, {2, 3, 3}}, {"owner", put_pin, {1, 1, 1}}},
	},
	{
		.name = "near-maximum",
		.summary = "pins that together reach the largest count",
		.laws = LAW_BIT(LAW_OVERFLOW) | LAW_BIT(LAW_RESTORED) | LAW_BIT(LAW_ONE_LAST_PUT),
		.begin = begin_near_maximum,
		.end = end_near_maximum,
		.roles = {{"reader", pin_unpin, {2, 2, 2}}},
	},
	{.name = NULL},
};

#ifdef FAULT_OF
static const struct planted_fault fault = {
	.of = FAULT_OF,
	.law = FAULT_LAW,
	.found_by = FAULT_FOUND_BY,
};
#endif

static const struct explored_scheme explored = {
	.name = SCHEME_NAME,
	.unsafe = UNSAFE,
	.zeroed = SCHEME_ZEROED,
	.max_count = SCHEME_MAX_COUNT,
	.ops =
		{
			.init_page_count = init_page_count,
			.set_page_count_frozen = set_page_count_frozen,
			.folio_ref_count = folio_ref_count,
			.folio_get = folio_get,
			.folio_try_get = folio_try_get,
			.folio_ref_try_add = folio_ref_try_add,
			.folio_ref_dec_and_test = folio_ref_dec_and_test,
			.folio_ref_sub_and_test = folio_ref_sub_and_test,
			.folio_ref_freeze = folio_ref_freeze,
			.folio_ref_unfreeze = folio_ref_unfreeze,
		},
	.programs = programs,
#ifdef FAULT_OF
	.fault = &fault,
#endif
};

#ifdef FAULT_OF
#define EXPLORED_SECTION "pageref_faults"
#else
#define EXPLORED_SECTION "pageref_explored"
#endif
static const struct explored_scheme *const entry
	__attribute__((used, section(EXPLORED_SECTION))) = &explored;
