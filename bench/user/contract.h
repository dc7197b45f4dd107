/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * contract.h: what a header from outside the tree must have to be a scheme. The compiler has read it
 * (-include) before the template includes this as its SCHEME_HEADER: so an error in here is a function
 * that is missing or has another type, never a slip of the header's own, and what the header does not
 * say of itself (SCHEME_*) gets a default.
 */
#ifndef BENCH_USER_CONTRACT_H
#define BENCH_USER_CONTRACT_H

/* Such arguments clang-format takes for products. */
/* clang-format off */
/* The functions of struct scheme_ops: what each returns, its name, and what it takes. */
#define USER_CONTRACT(X) \
	X(void, init_page_count, (struct page *page)) \
	X(void, set_page_count_frozen, (struct page *page)) \
	X(int, folio_ref_count, (const struct folio *folio)) \
	X(void, folio_get, (struct folio *folio)) \
	X(bool, folio_try_get, (struct folio *folio)) \
	X(bool, folio_ref_try_add, (struct folio *folio, int nr)) \
	X(bool, folio_ref_dec_and_test, (struct folio *folio)) \
	X(bool, folio_ref_sub_and_test, (struct folio *folio, int nr)) \
	X(bool, folio_ref_freeze, (struct folio *folio, int count)) \
	X(void, folio_ref_unfreeze, (struct folio *folio, int count))
/* clang-format on */

/* The program itself includes this for the names; the header's own build checks them. */
#ifdef PAGEREF_USER_HEADER
#include "core/page.h"

#define USER_CONTRACT_CHECK(type, name, arguments)                                         \
	_Static_assert(__builtin_types_compatible_p(__typeof__(&name), type(*) arguments), \
		       #name " has another type");
USER_CONTRACT(USER_CONTRACT_CHECK)

#ifndef SCHEME_SUMMARY
#define SCHEME_SUMMARY "" /* whoever loads it knows its path */
#endif
#ifndef SCHEME_SOURCE
#define SCHEME_SOURCE "a header of the user's"
#endif
#ifndef SCHEME_FROZEN
#define SCHEME_FROZEN "not said"
#endif
#ifndef SCHEME_ZEROED
#define SCHEME_ZEROED "not said"
#endif
#ifndef SCHEME_MAX_COUNT
#define SCHEME_MAX_COUNT 0x7fffffff
#endif
#endif

#endif
