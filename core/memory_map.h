/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * memory_map.h: from a page frame number to what the memory map says about it, under both of the
 * worlds of page.h. Every accessor that a lookup uses takes the kind of map as a constant, so that a
 * measured loop holds no branch on it, and reads the word that ties a page to its folio exactly once
 * (READ_ONCE(page->memdesc), or page->compound_head today): that word is what a lookup reads again
 * after its try_get.
 */
#ifndef CORE_MEMORY_MAP_H
#define CORE_MEMORY_MAP_H

#include "core/page.h"

enum memmap { MEMMAP_EMBEDDED, MEMMAP_MEMDESC8, MEMMAP_MEMDESC32, NR_MEMMAPS };

/* What a page is, as a walker sees it. */
enum page_kind {
	PAGE_FOLIO,
	PAGE_TAIL, /* of a folio, or of a plain compound page */
	PAGE_PLAIN,
	PAGE_BUDDY, /* free */
	PAGE_SLAB,
	PAGE_TABLE,
	PAGE_HUGETLB_FREE,
	PAGE_WAITING, /* freed, and not to be had by anybody before a grace period has passed */
	NR_PAGE_KINDS
};

struct memory_map {
	enum memmap kind;
	char *entries; /* on a cache line */
	unsigned long nr_pages;
};

extern const char *const memmap_names[NR_MEMMAPS];
extern const char *const page_kind_names[NR_PAGE_KINDS];

/* Of one entry, in bytes. */
static __always_inline size_t memmap_entry_size(enum memmap kind)
{
	return kind == MEMMAP_EMBEDDED	 ? sizeof(struct page)
	       : kind == MEMMAP_MEMDESC8 ? sizeof(struct page8)
					 : sizeof(struct page32);
}

static __always_inline struct page *map_page(const struct memory_map *map, unsigned long pfn)
{
	return (struct page *)map->entries + pfn;
}

static __always_inline struct page32 *map_page32(const struct memory_map *map, unsigned long pfn)
{
	return (struct page32 *)map->entries + pfn;
}

/* The word that ties the page to its folio. */
static __always_inline unsigned long *map_tie(const struct memory_map *map, enum memmap kind,
					      unsigned long pfn)
{
	switch (kind) {
	case MEMMAP_EMBEDDED:
		return &map_page(map, pfn)->compound_head;
	case MEMMAP_MEMDESC8:
		return &((struct page8 *)map->entries)[pfn].memdesc.v;
	default:
		return &map_page32(map, pfn)->memdesc.v;
	}
}

static __always_inline memdesc_t map_read_memdesc(const struct memory_map *map, enum memmap kind,
						  unsigned long pfn)
{
	return (memdesc_t){READ_ONCE(*map_tie(map, kind, pfn))};
}

/*
 * The folio that a @memdesc just read leads to, or NULL where it leads to none. An embedded page
 * always leads to something that looks like a folio: its head, or itself (page_folio()); what it is
 * not refuses the try_get.
 */
static __always_inline struct folio *map_folio(const struct memory_map *map, enum memmap kind,
					       unsigned long pfn, memdesc_t memdesc)
{
	if (kind == MEMMAP_EMBEDDED) {
		if (unlikely(memdesc.v & 1))
			return (struct folio *)(memdesc.v - 1);
		return (struct folio *)map_page(map, pfn);
	}
	return likely(memdesc_is_folio(memdesc)) ? memdesc_folio(memdesc) : NULL;
}

/* The first frame of @folio. Of a separate one only whoever keeps it from being reused may ask. */
static __always_inline unsigned long map_folio_pfn(const struct memory_map *map, enum memmap kind,
						   const struct folio *folio)
{
	if (kind == MEMMAP_EMBEDDED)
		return (unsigned long)((const struct page *)folio - map_page(map, 0));
	return READ_ONCE(((const struct separate_folio *)folio)->pfn);
}

/* What a page whose @memdesc was just read is. Nothing is held: by the time of the answer it may be
 * something else. */
static __always_inline enum page_kind map_page_kind(const struct memory_map *map, enum memmap kind,
						    unsigned long pfn, memdesc_t memdesc)
{
	const struct folio *folio = map_folio(map, kind, pfn, memdesc);
	unsigned int type;

	if (kind == MEMMAP_EMBEDDED) {
		if (memdesc.v & 1)
			return PAGE_TAIL;
		type = READ_ONCE(map_page(map, pfn)->page_type) >> 24;
		switch (type) {
		case PGTY_BUDDY:
			return PAGE_BUDDY;
		case PGTY_SLAB:
			return PAGE_SLAB;
		case PGTY_TABLE:
			return PAGE_TABLE;
		case PGTY_HUGETLB:
			return PAGE_HUGETLB_FREE;
		case PGTY_WAITING:
			return PAGE_WAITING;
		default:
			return PAGE_FOLIO;
		}
	}
	if (folio) {
		if (READ_ONCE(folio->flags) & PG_HUGETLB_FREE)
			return PAGE_HUGETLB_FREE;
		return map_folio_pfn(map, kind, folio) == pfn ? PAGE_FOLIO : PAGE_TAIL;
	}
	switch (memdesc_type(memdesc)) {
	case MEMDESC_BUDDY:
		return PAGE_BUDDY;
	case MEMDESC_SLAB:
		return PAGE_SLAB;
	case MEMDESC_PTDESC:
		return PAGE_TABLE;
	case MEMDESC_WAITING:
		return PAGE_WAITING;
	default:
		return kind == MEMMAP_MEMDESC32 &&
				       READ_ONCE(map_page32(map, pfn)->compound_head) & 1
			       ? PAGE_TAIL
			       : PAGE_PLAIN;
	}
}

#endif
