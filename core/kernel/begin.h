/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * begin.h: read right before a tree's page_ref.h. What the contract (bench/user/contract.h) asks for
 * gets another name there, so that end.h can give it in the contract's types. KERNEL_HAS_NAME says that
 * page_ref.h defines NAME.
 */
#ifndef CORE_KERNEL_BEGIN_H
#define CORE_KERNEL_BEGIN_H

#include "core/kernel/base.h"

#define init_page_count	       tree_init_page_count
#define set_page_count_frozen  tree_set_page_count_frozen
#define folio_ref_count	       tree_folio_ref_count
#define folio_get	       tree_folio_get
#define folio_try_get	       tree_folio_try_get
#define folio_ref_try_add      tree_folio_ref_try_add
#define folio_ref_dec_and_test tree_folio_ref_dec_and_test
#define folio_ref_sub_and_test tree_folio_ref_sub_and_test
#define folio_ref_freeze       tree_folio_ref_freeze
#define folio_ref_unfreeze     tree_folio_ref_unfreeze

/* From page-flags.h: no page of ours is a fake head. */
#ifndef KERNEL_HAS_page_is_fake_head
static __always_inline int page_is_fake_head(const struct page *page)
{
	(void)page;
	return false;
}
#endif
#ifndef KERNEL_HAS_page_count_writable
static __always_inline bool page_count_writable(const struct page *page, int u)
{
	(void)page;
	(void)u;
	return true;
}
#endif

#endif
