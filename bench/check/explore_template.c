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
#include "bench/check/programs/freeze.h"
#include "bench/check/programs/reuse.h"
#include "bench/user/object.h"

static const struct scheme_ops ops = {
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
};

/* Last: from here on a scheme's functions go by way of the ghost state. */
#include "bench/check/programs/lookups.h"

#ifdef SCHEME_UNSAFE
#define UNSAFE "a reference line: it keeps no count"
#else
#define UNSAFE NULL
#endif

#define LAWS_OF_FREEING \
	(LAW_BIT(LAW_FREE_REFUSES) | LAW_BIT(LAW_ONE_LAST_PUT) | LAW_BIT(LAW_FROZEN_COUNTS_0))

#define LAWS_OF_LOOKUPS                                                                  \
	(LAW_BIT(LAW_FREE_REFUSES) | LAW_BIT(LAW_ONE_LAST_PUT) | LAW_BIT(LAW_RESTORED) | \
	 LAW_BIT(LAW_LOOKUP))

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
	{
		.name = "get-freeze",
		.summary = "readers get and put, the owner freezes, thaws and puts",
		.laws = LAWS_OF_FREEING | LAW_BIT(LAW_FREEZE) | LAW_BIT(LAW_RESTORED),
		.begin = begin_with_one,
		.end = end_freed,
		.roles = {{"reader", get_put, {2, 3, 3}}, {"owner", freeze_thaw_put, {1, 1, 1}}},
	},
	{
		.name = "get-unfreeze",
		.summary = "readers get twice, the owner thaws with two references and puts both",
		.laws = LAWS_OF_FREEING | LAW_BIT(LAW_FREEZE) | LAW_BIT(LAW_RESTORED),
		.begin = begin_frozen_a,
		.end = end_freed,
		.roles = {{"reader", get_put, {2, 3, 3}}, {"owner", thaw_two_put, {1, 1, 1}}},
	},
	{
		.name = "two-lives",
		.summary = "readers without a slot, two owners in turn",
		.laws = LAWS_OF_FREEING | LAW_BIT(LAW_RESTORED) | LAW_BIT(LAW_SAME_LIFETIME),
		.begin = begin_with_one,
		.end = end_freed,
		.roles = {{"reader", get_put, {2, 3, 4}},
			  {"first owner", put_one, {1, 1, 1}},
			  {"next owner", allocate_again_put, {1, 1, 1}}},
	},
	{
		.name = "becomes-slab",
		.summary = "readers without a slot, a page that is a slab between two lives",
		.laws = LAWS_OF_FREEING,
		.begin = begin_typed,
		.end = end_freed,
		.roles = {{"reader", get_put, {2, 3, 4}},
			  {"first owner", put_one, {1, 1, 1}},
			  {"next owner", be_slab_then_allocate_put, {1, 1, 1}}},
	},
	{
		.name = "becomes-tail",
		.summary = "readers without a slot, a head that becomes a tail",
		.laws = LAWS_OF_FREEING,
		.begin = begin_headed,
		.end = end_freed,
		.roles = {{"reader", get_put, {2, 3, 3}},
			  {"owner", put_one, {1, 1, 1}},
			  {"new owner", be_tail, {1, 1, 1}}},
	},
	{
		.name = "residue-limit",
		.summary = "gets that fail on a free page, across the limit of residue",
		.laws = LAW_BIT(LAW_FROZEN_STAYS) | LAW_BIT(LAW_FREE_REFUSES),
		.begin = begin_at_edge,
		.end = end_freed,
		.roles = {{"reader", get_twice_put, {2, 3, 3}}},
	},
	{
		.name = "residue-allocated",
		.summary = "gets that fail across the limit of residue, and the page is allocated",
		.laws = LAWS_OF_FREEING | LAW_BIT(LAW_FROZEN_STAYS) | LAW_BIT(LAW_RESTORED),
		.begin = begin_at_edge,
		.end = end_freed,
		.roles = {{"reader", get_put, {2, 3, 3}}, {"owner", allocate_put, {1, 1, 1}}},
	},
	{
		.name = "gup-fast",
		.summary = "GUP-fast against zap and a fault that reuses frame and folio",
		.laws = LAWS_OF_LOOKUPS,
		.begin = begin_mapped,
		.end = end_zone,
		.roles = {{"reader", gup_put, {1, 2, 3}},
			  {"walker", spurious_get_put, {1, 1, 1}},
			  {"zapper", zap, {1, 1, 1}},
			  {"next owner", fault_in_elsewhere, {1, 1, 1}}},
	},
	{
		.name = "page-cache",
		.summary = "page cache lookup against removal and reuse for another slot",
		.laws = LAWS_OF_LOOKUPS | LAW_BIT(LAW_FREEZE),
		.begin = begin_cached,
		.end = end_zone,
		.roles = {{"reader", cache_get_put, {1, 2, 3}},
			  {"reclaim", remove_and_free, {1, 1, 1}},
			  {"next owner", add_elsewhere, {1, 1, 1}}},
	},
	{
		.name = "page-cache-rcu",
		.summary = "lookup without a second look, memory reused after a grace period",
		.laws = LAWS_OF_LOOKUPS | LAW_BIT(LAW_FREEZE),
		.begin = begin_cached,
		.end = end_zone,
		.roles = {{"reader", rcu_get_put, {2, 2, 3}},
			  {"reclaim", remove_wait_free, {1, 1, 1}},
			  {"next owner", add_elsewhere, {1, 1, 1}}},
	},
	{
		.name = "pfn-walk",
		.summary = "walk by frame number against freeing and reuse for another frame",
		.laws = LAWS_OF_LOOKUPS,
		.begin = begin_zone,
		.end = end_zone,
		.roles = {{"walker", walk_get_put, {1, 2, 3}},
			  {"owner", put_and_free, {1, 1, 1}},
			  {"next owner", form_elsewhere, {1, 1, 1}}},
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
	.ops = &ops,
	.programs = programs,
#ifdef FAULT_OF
	.fault = &fault,
#endif
};

#ifdef PAGEREF_USER_HEADER
USER_OBJECT_SHOWS(explored_scheme, pageref_user_explored, explored)
#else
#ifdef FAULT_OF
#define EXPLORED_SECTION "pageref_faults"
#else
#define EXPLORED_SECTION "pageref_explored"
#endif
static const struct explored_scheme *const entry
	__attribute__((used, section(EXPLORED_SECTION))) = &explored;
#endif
