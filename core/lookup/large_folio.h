/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * large_folio.h: folios of order 0 to 9 formed and taken apart: a head becomes a tail, and a tail a
 * head, under walkers that may still hold its address. Include a scheme first.
 *
 * What makes that safe is that a tail is frozen: "refcount must be 0 on all tail pages. We rely on
 * this in many places" (Hildenbrand, linux-mm 11 Aug 2023). A folio is frozen before it is taken
 * apart, so nobody holds it; and its address is unmapped before, as migration entries do it.
 */
#ifndef CORE_LOOKUP_LARGE_FOLIO_H
#define CORE_LOOKUP_LARGE_FOLIO_H

#include "core/lookup/gup_fast.h"

/* prep_compound_tail(): what a tail's count is. A planted fault replaces it. */
#ifndef prep_tail_count
#define prep_tail_count(page) set_page_count_frozen(page)
#endif

/*
 * The frames from @pfn, which are buddy and the caller's, become one folio with one reference. NULL
 * where no memory is left for a descriptor.
 */
static inline struct folio *folio_form(struct lookup_thread *thread, enum memmap kind,
				       unsigned long pfn, unsigned int order, void *mapping)
{
	struct folio *folio = zone_form_folio(thread->zone, pfn, order, MEMDESC_ANON);

	if (!folio)
		return NULL;
	WRITE_ONCE(folio->mapping, mapping);
	WRITE_ONCE(folio->index, pfn);
	if (kind == MEMMAP_EMBEDDED) {
		for (unsigned long i = 1; i < 1UL << order; i++)
			prep_tail_count(map_page(&thread->map, pfn + i));
	}
	folio_ref_unfreeze(folio, 1);
	return folio;
}

/* Let addresses lead to @nr pages from @pfn on, each to the page of its own number; and not. */
static inline void map_pages(pte_t *ptes, unsigned long pfn, unsigned long nr)
{
	for (unsigned long i = 0; i < nr; i++)
		smp_store_release(&ptes[pfn + i].pte, pte_make(pfn + i).pte);
}

static inline void unmap_pages(pte_t *ptes, unsigned long pfn, unsigned long nr)
{
	for (unsigned long i = 0; i < nr; i++)
		WRITE_ONCE(ptes[pfn + i].pte, 0);
}

/*
 * Take apart the folio at @pfn and free it, unless somebody holds it: unmapped, then frozen. Returns
 * whether that was possible; if not, everything is as it was.
 */
static inline bool folio_take_apart(struct lookup_thread *thread, pte_t *ptes, unsigned long pfn,
				    struct folio *folio)
{
	unsigned long nr = 1UL << folio_order(folio);

	unmap_pages(ptes, pfn, nr);
	if (folio_ref_freeze(folio, 1)) {
		zone_free_folio(thread->zone, folio);
		return true;
	}
	map_pages(ptes, pfn, nr);
	return false;
}

#endif
