/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * rcuref: the word holds references - 1 and is divided into zones; a get is an unconditional add
 * whose sign tells the common case.
 *
 * Source: the algorithm of rcuref_t (lib/rcuref.c, Gleixner, 2023) and file_ref (Brauner, 2024),
 * which mainline has for other objects; nobody has proposed it for folios. The code is ours.
 *
 * States (unsigned): 0..0x7FFFFFFF live, 0x80000000..0xBFFFFFFF saturated (the count is lost and the
 * page never freed), 0xC0000000..0xFFFFFFFE dead, that is frozen or free, with DEAD at its middle;
 * 0xFFFFFFFF (NOREF) transient: a putter stands before its mark, may be acquired.
 *
 * Two things differ from rcuref_t, because a folio comes back to life and an rcuref does not:
 *  - freeze exists: a compare-and-swap from n - 1 to DEAD;
 *  - a failed get pulls the word back to DEAD by compare-and-swap from what it saw. rcuref_t stores
 *    blindly, which would wipe the count of a folio unfrozen or allocated anew in between; file_ref
 *    never resets a dead word for that very reason.
 *
 * Known dangers:
 *  - the get is relaxed, as in rcuref_t: a lookup that rechecks its slot needs an acquire after it,
 *    which core/lookup/ adds (on x86 there is none to add);
 *  - zeroed memory is *live*, with one reference;
 *  - count() of a saturated word is negative: it is no count any more;
 *  - a saturated count leaks the page: safe, and for ever.
 */
#ifndef CORE_SCHEMES_RCUREF_H
#define CORE_SCHEMES_RCUREF_H

#include "core/page.h"

#define SCHEME_SUMMARY	 "unconditional add with zones, as rcuref_t and file_ref"
#define SCHEME_SOURCE	 "lib/rcuref.c, Gleixner, 2023; file_ref, Brauner, 2024"
#define SCHEME_FROZEN	 "dead zone"
#define SCHEME_ZEROED	 "live"
#define SCHEME_MAX_COUNT 0x7fffffff
#define SCHEME_GET_IS_RELAXED

#define PAGEREF_SATURATED 0xA0000000U
#define PAGEREF_RELEASED  0xC0000000U
#define PAGEREF_DEAD	  0xE0000000U
#define PAGEREF_NOREF	  0xFFFFFFFFU

static inline int folio_ref_count(const struct folio *folio)
{
	unsigned int word = (unsigned int)atomic_read(&folio->_refcount);

	return word >= PAGEREF_RELEASED ? 0 : (int)(word + 1);
}

static inline void init_page_count(struct page *page)
{
	atomic_set(&page->_refcount, 0);
}

static inline void set_page_count_frozen(struct page *page)
{
	atomic_set(&page->_refcount, (int)PAGEREF_DEAD);
}

/* What a get does when the word it left behind is negative: dead, or too many references. */
static inline bool page_ref_get_slow(struct page *page, int word)
{
	if ((unsigned int)word >= PAGEREF_RELEASED) {
		atomic_try_cmpxchg_relaxed(&page->_refcount, &word, (int)PAGEREF_DEAD);
		return false;
	}
	atomic_set(&page->_refcount, (int)PAGEREF_SATURATED);
	return true;
}

static inline bool folio_ref_try_add(struct folio *folio, int nr)
{
	int word = atomic_add_return_relaxed(nr, &folio->_refcount);

	if (likely(word >= 0))
		return true;
	return page_ref_get_slow(&folio->page, word);
}

static inline bool folio_try_get(struct folio *folio)
{
	return folio_ref_try_add(folio, 1);
}

static inline void folio_get(struct folio *folio)
{
	folio_try_get(folio);
}

/* What a put does when the word it left behind is negative: the last reference, or saturated. */
static inline bool page_ref_put_slow(struct page *page, int word)
{
	if ((unsigned int)word == PAGEREF_NOREF) {
		if (!atomic_try_cmpxchg_release(&page->_refcount, &word, (int)PAGEREF_DEAD))
			return false;
		/* Pairs with the release in the other putters' subtractions. */
		smp_acquire__after_ctrl_dep();
		tsan_acquire(&page->_refcount.counter);
		return true;
	}
	if ((unsigned int)word < PAGEREF_RELEASED)
		atomic_set(&page->_refcount, (int)PAGEREF_SATURATED);
	return false;
}

static inline bool folio_ref_sub_and_test(struct folio *folio, int nr)
{
	int word = atomic_sub_return_release(nr, &folio->_refcount);

	if (likely(word >= 0))
		return false;
	return page_ref_put_slow(&folio->page, word);
}

static inline bool folio_ref_dec_and_test(struct folio *folio)
{
	return folio_ref_sub_and_test(folio, 1);
}

static inline bool folio_ref_freeze(struct folio *folio, int count)
{
	int word = count - 1;

	return atomic_try_cmpxchg(&folio->_refcount, &word, (int)PAGEREF_DEAD);
}

static inline void folio_ref_unfreeze(struct folio *folio, int count)
{
	atomic_set_release(&folio->_refcount, count - 1);
}

#endif
