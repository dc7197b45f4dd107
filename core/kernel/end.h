/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * end.h: read right after a tree's page_ref.h: the contract of bench/user/contract.h, from what the tree
 * has. Six functions every tree has had since folios are counted by themselves; the others are found
 * under the names that trees and patches have had for them.
 */
#ifndef CORE_KERNEL_END_H
#define CORE_KERNEL_END_H

#undef init_page_count
#undef set_page_count_frozen
#undef folio_ref_count
#undef folio_get
#undef folio_try_get
#undef folio_ref_try_add
#undef folio_ref_dec_and_test
#undef folio_ref_sub_and_test
#undef folio_ref_freeze
#undef folio_ref_unfreeze

static __always_inline void init_page_count(struct page *page)
{
	tree_init_page_count(page);
}

/* Before there was a function for it whoever froze a new page wrote 0 (mm/page_alloc.c). */
static __always_inline void set_page_count_frozen(struct page *page)
{
#ifdef KERNEL_HAS_set_page_count_frozen
	tree_set_page_count_frozen(page);
#else
	set_page_count(page, 0);
#endif
}

static __always_inline int folio_ref_count(const struct folio *folio)
{
	return tree_folio_ref_count(folio);
}

/* As include/linux/mm.h has it, which may not be read here: its assertion, then an increment. */
static __always_inline void folio_get(struct folio *folio)
{
#ifdef KERNEL_HAS_folio_get
	tree_folio_get(folio);
#else
	VM_BUG_ON_FOLIO((unsigned int)tree_folio_ref_count(folio) + 127U <= 127U, folio);
#ifdef KERNEL_HAS_folio_ref_inc
	folio_ref_inc(folio);
#else
	page_ref_inc(&folio->page);
#endif
#endif
}

static __always_inline bool folio_try_get(struct folio *folio)
{
	return tree_folio_try_get(folio);
}

static __always_inline bool folio_ref_try_add(struct folio *folio, int nr)
{
#if defined(KERNEL_HAS_folio_ref_try_add)
	return tree_folio_ref_try_add(folio, nr);
#elif defined(KERNEL_HAS_folio_ref_add_unless_frozen)
	return folio_ref_add_unless_frozen(folio, nr);
#elif defined(KERNEL_HAS_page_ref_add_unless_frozen)
	return page_ref_add_unless_frozen(&folio->page, nr);
#elif defined(KERNEL_HAS_folio_ref_add_unless_zero)
	return folio_ref_add_unless_zero(folio, nr);
#elif defined(KERNEL_HAS_page_ref_add_unless_zero)
	return page_ref_add_unless_zero(&folio->page, nr);
#elif defined(KERNEL_HAS_folio_ref_add_unless)
	return folio_ref_add_unless(folio, nr, 0);
#else
	return page_ref_add_unless(&folio->page, nr, 0);
#endif
}

static __always_inline bool folio_ref_dec_and_test(struct folio *folio)
{
	return tree_folio_ref_dec_and_test(folio);
}

static __always_inline bool folio_ref_sub_and_test(struct folio *folio, int nr)
{
#ifdef KERNEL_HAS_folio_ref_sub_and_test
	return tree_folio_ref_sub_and_test(folio, nr);
#else
	return page_ref_sub_and_test(&folio->page, nr);
#endif
}

static __always_inline bool folio_ref_freeze(struct folio *folio, int count)
{
	return tree_folio_ref_freeze(folio, count);
}

static __always_inline void folio_ref_unfreeze(struct folio *folio, int count)
{
	tree_folio_ref_unfreeze(folio, count);
}

/* Words of the kernel's that are attributes' names or anybody's, and that what follows must not see. */
#undef noinline
#undef fallthrough
#undef BUG
#undef WARN
#undef BIT

#ifndef SCHEME_SOURCE
#define SCHEME_SOURCE "include/linux/page_ref.h of a kernel tree"
#endif

#endif
