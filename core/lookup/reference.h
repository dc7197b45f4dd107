/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reference.h: how a lookup takes and drops references: what all of core/lookup/ has in common.
 * Include a scheme first: its functions are inlined here.
 *
 * Models try_get_folio() and folio_put_refs() (mm/gup.c, mm/swap.c) and, for folios allocated apart,
 * the order of Wilcox, linux-mm 3 Sep 2025: read page->memdesc, see that it is a folio, try_get, read
 * page->memdesc again.
 */
#ifndef CORE_LOOKUP_REFERENCE_H
#define CORE_LOOKUP_REFERENCE_H

#include "core/lookup/lookup_thread.h"

/* Count something rare, out of the way of what is not. */
static __always_inline void lookup_count(struct lookup_thread *thread, enum lookup_cause cause)
{
	thread->counts.retries[cause]++;
}

/*
 * A lookup looks again after its get, so that must acquire. Where the scheme's does not, a fence
 * stands behind it. @one: a single reference, so that the compiler keeps the forms made for one.
 */
static __always_inline bool lookup_try_get(struct folio *folio, int refs, bool one)
{
	if (unlikely(!(one ? folio_try_get(folio) : folio_ref_try_add(folio, refs))))
		return false;
#ifdef SCHEME_GET_IS_RELAXED
	smp_acquire__after_ctrl_dep();
	tsan_acquire(&folio->_refcount.counter);
#endif
	return true;
}

static __attribute__((noinline, cold)) void lookup_free_folio(struct lookup_thread *thread,
							      struct folio *folio)
{
	thread->counts.freed++;
	zone_free_folio(thread->zone, folio);
}

static __always_inline void lookup_put(struct lookup_thread *thread, struct folio *folio, int refs,
				       bool one)
{
	if (unlikely(one ? folio_ref_dec_and_test(folio) : folio_ref_sub_and_test(folio, refs)))
		lookup_free_folio(thread, folio);
}

/*
 * A reference was taken on something that changed under it: put it back. Of an embedded map that
 * something may be a tail by now, and a tail that gives out references is broken: what else lies in
 * that field could have been overwritten (Hildenbrand, linux-mm 11 Aug 2023).
 */
static __attribute__((noinline, cold)) void lookup_put_changed(struct lookup_thread *thread,
							       enum memmap kind, unsigned long pfn,
							       struct folio *folio, int refs,
							       const char *where)
{
	if (kind == MEMMAP_EMBEDDED && READ_ONCE(folio->page.compound_head) & 1)
		integrity_report(thread->zone->zone->integrity, INTEGRITY_TAIL_REFERENCE, where,
				 folio, pfn, ~0UL, ~0UL);
	lookup_put(thread, folio, refs, refs == 1);
}

/* Between finding and getting: long enough for another CPU to make something else of what was found. */
static inline void lookup_dawdle(void)
{
	for (int i = 0; i < 8; i++)
		cpu_relax();
}

/* The second look from the page to its folio. A planted fault replaces it. */
#ifndef lookup_memdesc_changed
static __always_inline bool lookup_memdesc_changed(const struct lookup_thread *thread,
						   enum memmap kind, unsigned long pfn,
						   memdesc_t memdesc)
{
	return unlikely(map_read_memdesc(&thread->map, kind, pfn).v != memdesc.v);
}
#endif

#endif
