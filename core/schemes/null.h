/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * null: every operation is nothing. It measures the harness: the empty loop, its stop flag and its
 * counters. It tests us, not the kernel.
 *
 * Source: ours, after fio's null engine.
 */
#ifndef CORE_SCHEMES_NULL_H
#define CORE_SCHEMES_NULL_H

#include "core/page.h"

#define SCHEME_SUMMARY	     "unsafe: nothing at all, what the harness itself costs"
#define SCHEME_SOURCE	     "reference line"
#define SCHEME_FROZEN	     "-"
#define SCHEME_ZEROED	     "live"
#define SCHEME_MAX_COUNT     0x7fffffff
#define SCHEME_UNSAFE	     1
#define SCHEME_CANNOT_FREEZE "it has no count"

static inline int folio_ref_count(const struct folio *folio)
{
	(void)folio;
	return 1;
}

static inline void init_page_count(struct page *page)
{
	(void)page;
}

static inline void set_page_count_frozen(struct page *page)
{
	(void)page;
}

static inline void folio_get(struct folio *folio)
{
	(void)folio;
}

static inline bool folio_ref_try_add(struct folio *folio, int nr)
{
	(void)folio;
	(void)nr;
	return true;
}

static inline bool folio_try_get(struct folio *folio)
{
	return folio_ref_try_add(folio, 1);
}

static inline bool folio_ref_sub_and_test(struct folio *folio, int nr)
{
	(void)folio;
	(void)nr;
	return false;
}

static inline bool folio_ref_dec_and_test(struct folio *folio)
{
	return folio_ref_sub_and_test(folio, 1);
}

static inline bool folio_ref_freeze(struct folio *folio, int count)
{
	(void)folio;
	(void)count;
	return false;
}

static inline void folio_ref_unfreeze(struct folio *folio, int count)
{
	(void)folio;
	(void)count;
}

#endif
