/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pfn_walk.h: what compaction, offlining and hwpoison do: go through the memory map by page frame
 * number, in two passes (Wilcox and Hildenbrand, linux-mm 24 Jun 2025). The first decides, on the
 * memdesc's type alone and without a reference, whether the block is worth it and which pages are;
 * the second takes references. Include a scheme first.
 *
 * There is no slot to look at again, only the memdesc that the first pass saw. Slabs, page tables and
 * free pages have no count and are skipped by type, free hugetlb folios by their flag, tails because
 * their head speaks for them.
 */
#ifndef CORE_LOOKUP_PFN_WALK_H
#define CORE_LOOKUP_PFN_WALK_H

#include "core/lookup/reference.h"

/* A page that the first pass has chosen, and what led from it to its folio. */
struct pfn_candidate {
	unsigned long pfn;
	memdesc_t memdesc;
	struct folio *folio;
};

/* The first pass for one page: is it worth a reference? What is not is counted by what it is. */
static __always_inline bool pfn_choose(struct lookup_thread *thread, enum memmap kind,
				       unsigned long pfn, struct pfn_candidate *candidate)
{
	enum page_kind page_kind;

	candidate->pfn = pfn;
	candidate->memdesc = map_read_memdesc(&thread->map, kind, pfn);
	candidate->folio = map_folio(&thread->map, kind, pfn, candidate->memdesc);
	page_kind = map_page_kind(&thread->map, kind, pfn, candidate->memdesc);
	if (likely(page_kind == PAGE_FOLIO))
		return true;
	thread->counts.skipped[page_kind]++;
	return false;
}

/*
 * By its number a page is found as soon as it is tied to its folio, which is before that is complete:
 * a slot or a PTE comes later. So whoever takes no reference must at least see that there is one.
 * Acquire: pairs with folio_ref_unfreeze() of whoever stamped the folio.
 */
static __always_inline bool pfn_folio_is_live(const struct folio *folio)
{
	bool alive = folio_ref_count(folio);

	smp_acquire__after_ctrl_dep();
	return alive;
}

/*
 * The second pass: the folio of the first with a reference, or NULL where it is not to be had any
 * more. Long enough has passed for it to be freed, and to be anything else: the head of then may be a
 * tail now. Under PROTECT_RCU both passes are one read-side critical section.
 */
static __always_inline struct folio *pfn_try_get_folio(struct lookup_thread *thread,
						       enum memmap kind, enum protection protect,
						       const struct pfn_candidate *candidate)
{
	struct folio *folio = candidate->folio;

	if (unlikely(protect == PROTECT_RCU ? !pfn_folio_is_live(folio)
					    : !lookup_try_get(folio, 1, true))) {
		lookup_count(thread, CAUSE_FROZEN);
		return NULL;
	}
	if (protect == PROTECT_RECHECK &&
	    lookup_memdesc_changed(thread, kind, candidate->pfn, candidate->memdesc)) {
		lookup_count(thread, CAUSE_MEMDESC_CHANGED);
		lookup_put_changed(thread, kind, candidate->pfn, folio, 1, "pfn-walk");
		return NULL;
	}
	return folio;
}

#endif
