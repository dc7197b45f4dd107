/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * gup_fast.h: from an address to a folio with a reference, without a lock: gup_fast_pte_range() of
 * mm/gup.c over one page table, and the zap and the fault that it races with. Include a scheme first.
 *
 * A reader reads the PTE; the page's memdesc; takes references; reads memdesc and PTE again. The one
 * who zaps clears the PTE *before* it drops its reference: the drop is a release and the get an
 * acquire, so that whoever gets the count of a new life sees that the PTE has changed (Gunthorpe,
 * linux-kernel 30 Aug 2022). A folio that is frozen, a page that is no folio and a PTE that changed
 * send the caller to the slow path; a memdesc that changed, back to the PTE.
 *
 * Left out: permissions, special PTEs, the levels above the page table, huge entries.
 */
#ifndef CORE_LOOKUP_GUP_FAST_H
#define CORE_LOOKUP_GUP_FAST_H

#include "core/lookup/pte.h"
#include "core/lookup/reference.h"

/*
 * One page: the folio behind *@ptep with @refs references, or NULL for the slow path. Under
 * PROTECT_RCU no reference is taken, and the folio is good until the read-side critical section ends.
 * @slowly: give others time to come in between.
 */
static __always_inline struct folio *gup_fast_pte_at(struct lookup_thread *thread, enum memmap kind,
						     enum protection protect, const pte_t *ptep,
						     int refs, bool one, bool slowly)
{
	struct folio *folio;
	memdesc_t memdesc;
	unsigned long pfn;
	pte_t pte;

again:
	pte = pte_read(ptep);
	if (unlikely(!pte_present(pte)))
		return NULL;
	pfn = pte_pfn(pte);
	memdesc = map_read_memdesc(&thread->map, kind, pfn);
	folio = map_folio(&thread->map, kind, pfn, memdesc);
	if (unlikely(!folio)) {
		lookup_count(thread, CAUSE_WRONG_TYPE);
		return NULL;
	}
	if (protect == PROTECT_RCU)
		return folio;
	if (slowly)
		lookup_dawdle();
	if (unlikely(!lookup_try_get(folio, refs, one))) {
		lookup_count(thread, CAUSE_FROZEN);
		return NULL;
	}
	if (protect == PROTECT_RECHECK && lookup_memdesc_changed(thread, kind, pfn, memdesc)) {
		lookup_count(thread, CAUSE_MEMDESC_CHANGED);
		lookup_put_changed(thread, kind, pfn, folio, refs, "gup-fast");
		goto again;
	}
	if (protect != PROTECT_NO_RECHECK && unlikely(pte_read(ptep).pte != pte.pte)) {
		lookup_count(thread, CAUSE_PTE_CHANGED);
		lookup_put_changed(thread, kind, pfn, folio, refs, "gup-fast");
		return NULL;
	}
	return folio;
}

static __always_inline struct folio *gup_fast_pte(struct lookup_thread *thread, enum memmap kind,
						  enum protection protect, const pte_t *ptep,
						  int refs, bool one)
{
	return gup_fast_pte_at(thread, kind, protect, ptep, refs, one, false);
}

/*
 * The same for a lookup that is looked at closely afterwards: between reading a memdesc and the
 * try_get lie a few cycles, and what goes wrong there is seldom seen otherwise.
 */
static __attribute__((noinline, cold, unused)) struct folio *
gup_fast_pte_slowly(struct lookup_thread *thread, enum memmap kind, enum protection protect,
		    const pte_t *ptep, int refs)
{
	return gup_fast_pte_at(thread, kind, protect, ptep, refs, refs == 1, true);
}

/*
 * zap_pte_range() for one entry: clear it, then drop the reference that the mapping held. Release:
 * pairs with the get of a reader that sees the folio's next count. Returns whether that was the last.
 */
static __always_inline bool zap_pte(pte_t *ptep, struct folio *folio)
{
	WRITE_ONCE(ptep->pte, 0);
	return folio_ref_dec_and_test(folio);
}

/*
 * do_anonymous_page(), its end: the folio is stamped, now its count is published, with release, and
 * then the PTE.
 */
static __always_inline void set_pte(pte_t *ptep, struct folio *folio, unsigned long pfn)
{
	folio_ref_unfreeze(folio, 1);
	smp_store_release(&ptep->pte, pte_make(pfn).pte);
}

#endif
