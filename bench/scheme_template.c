// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * scheme_template.c: compiled once for each header in core/schemes/ (-DSCHEME_HEADER, -DSCHEME_NAME)
 * and once more, with ATOMIC_COUNT_RETRIES, for its counting twin. The header is alone in the object,
 * so every operation is inlined into every loop: no call, no indirection and no branch on the scheme
 * inside a measured loop.
 */
#include SCHEME_HEADER

#include "bench/scheme.h"
#include "bench/user/object.h"
#include "bench/workloads/final_put.h"
#include "bench/workloads/freeze.h"
#include "bench/workloads/frozen_get.h"
#include "bench/workloads/get_put.h"

#ifndef SCHEME_UNSAFE
#define SCHEME_UNSAFE 0
#endif
#ifndef SCHEME_CANNOT_FREEZE
#define SCHEME_CANNOT_FREEZE NULL
#endif
#ifdef ATOMIC_COUNT_RETRIES
#define COUNTS_RETRIES true
#else
#define COUNTS_RETRIES false
#endif

static const struct scheme scheme = {
	.name = SCHEME_NAME,
	.summary = SCHEME_SUMMARY,
	.source = SCHEME_SOURCE,
	.frozen = SCHEME_FROZEN,
	.zeroed = SCHEME_ZEROED,
	.cannot_freeze = SCHEME_CANNOT_FREEZE,
	.max_count = SCHEME_MAX_COUNT,
	.unsafe = SCHEME_UNSAFE,
	.counts_retries = COUNTS_RETRIES,
	.orders = COMPILED_ORDERS,
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
	.loops =
		{
			[LOOP_GET_PUT] = loop_get_put,
			[LOOP_GET_PUT_BATCH] = loop_get_put_batch,
			[LOOP_GET_PUT_NR] = loop_get_put_nr,
			[LOOP_FROZEN_GET] = loop_frozen_get,
			[LOOP_FROZEN_GET_NR] = loop_frozen_get_nr,
			[LOOP_FREEZE] = loop_freeze,
			[LOOP_FINAL_PUT] = loop_final_put,
			[LOOP_FINAL_PUT_BATCH] = loop_final_put_batch,
		},
};

#ifndef PAGEREF_USER_HEADER
static const struct scheme *const entry __attribute__((used, section("pageref_schemes"))) = &scheme;
#elif defined(ATOMIC_COUNT_RETRIES)
USER_OBJECT_SHOWS(scheme, pageref_user_counting, scheme)
#else
USER_OBJECT_SHOWS(scheme, pageref_user_scheme, scheme)
#endif
