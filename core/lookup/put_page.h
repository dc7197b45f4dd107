/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * put_page.h: get_page() and put_page() for somebody who holds a page and not a folio. Include a
 * scheme first. Today both go to the head page's count. With memdescs they have to look what the
 * page is (Wilcox, linux-mm 3 Sep 2025):
 *
 *	folio		the folio's count; no detour over a head page, every page points to it
 *	slab, ptdesc	a bug: these have no count
 *	otherwise	a plain page: the count is its head page's own
 *
 * which is why put_page() moves out of line, and is measured out of line here. Struct page of 8 bytes
 * has no room for a count: there a plain page cannot be held.
 */
#ifndef CORE_LOOKUP_PUT_PAGE_H
#define CORE_LOOKUP_PUT_PAGE_H

#include "core/lookup/page32.h"
#include "core/lookup/reference.h"

/* compound_head() of a plain page. */
static __always_inline struct page32 *page32_head(struct page32 *page)
{
	unsigned long head = READ_ONCE(page->compound_head);

	return head & 1 ? (struct page32 *)(head - 1) : page;
}

static __attribute__((noinline, cold)) void page_has_no_count(struct lookup_thread *thread,
							      unsigned long pfn, const char *where)
{
	integrity_report(thread->zone->zone->integrity, INTEGRITY_BAD_PUT, where, NULL, pfn, ~0UL,
			 ~0UL);
}

/* What carries the count of the page, or NULL where nothing does. */
static __always_inline struct folio *page_count_holder(struct lookup_thread *thread,
						       enum memmap kind, unsigned long pfn)
{
	memdesc_t memdesc = map_read_memdesc(&thread->map, kind, pfn);
	struct folio *folio = map_folio(&thread->map, kind, pfn, memdesc);

	if (likely(folio))
		return folio;
	if (kind == MEMMAP_MEMDESC32 && memdesc_type(memdesc) == MEMDESC_MISC)
		return page32_count(page32_head(map_page32(&thread->map, pfn)));
	return NULL;
}

/* Inline: whoever gets a page holds it already, so no answer is needed. */
static __always_inline void get_page(struct lookup_thread *thread, enum memmap kind,
				     unsigned long pfn)
{
	struct folio *holder = page_count_holder(thread, kind, pfn);

	if (likely(holder))
		folio_get(holder);
	else
		page_has_no_count(thread, pfn, "get_page");
}

/* The last reference of a plain page, compound or not, is gone: free it. */
static __attribute__((noinline, cold)) void free_plain_page(struct lookup_thread *thread,
							    struct page32 *head)
{
	unsigned long pfn = (unsigned long)(head - map_page32(&thread->map, 0));
	unsigned long nr = 1UL << ((head->flags & PG_ORDER_MASK) >> PG_ORDER_SHIFT);

	thread->counts.freed++;
	/* Whatever these frames become next begins as no compound: the head goes last. */
	head->flags &= ~PG_ORDER_MASK;
	while (nr--) {
		WRITE_ONCE(head[nr].compound_head, 0);
		zone_set_page_kind(thread->zone->zone, pfn + nr, PAGE_BUDDY);
	}
}

static __always_inline void put_page_by_type(struct lookup_thread *thread, enum memmap kind,
					     unsigned long pfn)
{
	memdesc_t memdesc = map_read_memdesc(&thread->map, kind, pfn);
	struct folio *folio = map_folio(&thread->map, kind, pfn, memdesc);
	struct page32 *head;

	if (likely(folio)) {
		lookup_put(thread, folio, 1, true);
		return;
	}
	if (kind != MEMMAP_MEMDESC32 || memdesc_type(memdesc) != MEMDESC_MISC) {
		page_has_no_count(thread, pfn, "put_page");
		return;
	}
	head = page32_head(map_page32(&thread->map, pfn));
	if (unlikely(folio_ref_dec_and_test(page32_count(head))))
		free_plain_page(thread, head);
}

/* Out of line, one for each kind of map. */
static __attribute__((noinline)) void put_page_embedded(struct lookup_thread *thread,
							unsigned long pfn)
{
	put_page_by_type(thread, MEMMAP_EMBEDDED, pfn);
}

static __attribute__((noinline)) void put_page_memdesc8(struct lookup_thread *thread,
							unsigned long pfn)
{
	put_page_by_type(thread, MEMMAP_MEMDESC8, pfn);
}

static __attribute__((noinline)) void put_page_memdesc32(struct lookup_thread *thread,
							 unsigned long pfn)
{
	put_page_by_type(thread, MEMMAP_MEMDESC32, pfn);
}

static __always_inline void put_page(struct lookup_thread *thread, enum memmap kind,
				     unsigned long pfn)
{
	switch (kind) {
	case MEMMAP_EMBEDDED:
		put_page_embedded(thread, pfn);
		break;
	case MEMMAP_MEMDESC8:
		put_page_memdesc8(thread, pfn);
		break;
	default:
		put_page_memdesc32(thread, pfn);
	}
}

#endif
