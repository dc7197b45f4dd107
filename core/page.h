/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * page.h: struct page, struct folio and memdesc_t: sizes, offsets and tags as in the kernel on
 * 64-bit. Two worlds:
 *
 *  - embedded, today's (include/linux/mm_types.h): struct page is 64 bytes with _refcount at byte
 *    52, and a folio overlays its head page;
 *  - memdesc, the end of "page to memdesc" (Wilcox, linux-mm 3 Sep 2025 and the kernelnewbies pages
 *    on Memdesc and FolioAlloc): struct page is one tagged word, or 32 bytes in an interim step, and
 *    the folio is an object of about 96 bytes of its own.
 *
 * Fields that no reference count or lookup touches are plain words, so that sizes are the kernel's.
 * Whoever allocates an array of pages or folios aligns it to a cache line, as the kernel does with
 * its memory map.
 */
#ifndef CORE_PAGE_H
#define CORE_PAGE_H

#include <stddef.h>

#include "core/atomic.h"

#ifdef PAGEREF_RELACY
/* relacy's atomics have constructors, so no union holds them: the words that the checks touch. */
struct page {
	unsigned long flags;
	atomic_t _refcount;
};

struct folio {
	struct page page;
	atomic_t &_refcount; /* the page's: one count */

	folio() : _refcount(page._refcount)
	{
		page.flags = 0;
	}
};
#else
struct page {
	unsigned long flags;
	union {
		unsigned long lru[2];
		unsigned long compound_head; /* of a tail: its head's address, plus 1 */
	};
	void *mapping; /* who owns it: the integrity checks compare it */
	unsigned long index; /* and at which place */
	unsigned long private_data; /* here its generation: counts its lives */
	union {
		atomic_t _mapcount;
		unsigned int page_type; /* top byte: enum page_type, if it has one */
	};
	atomic_t _refcount;
	unsigned long memcg_data;
};

struct folio {
	union {
		struct {
			unsigned long flags;
			unsigned long lru[2];
			void *mapping;
			unsigned long index;
			unsigned long private_data;
			atomic_t _mapcount;
			atomic_t _refcount;
			unsigned long memcg_data;
		};
		struct page page;
	};
};
#endif

/* A folio that is allocated apart from its pages: what it overlays today, and where they are. */
struct separate_folio {
	struct folio folio;
	unsigned long pfn; /* of its first page */
	unsigned long reserved[3];
};

/* In flags. The order lies there in both worlds, so that one accessor serves. */
#define PG_HEAD		(1UL << 6)
#define PG_HUGETLB_FREE (1UL << 7) /* a free hugetlb folio: it exists, and nobody may have it */
#define PG_FREED	(1UL << 8) /* handed back; a second time is a double free */
#define PG_ORDER_SHIFT	12
#define PG_ORDER_MASK	(0xfUL << PG_ORDER_SHIFT)
#define MAX_ORDER	9

#ifndef PAGEREF_RELACY
/* Read once: under rcu-memory nobody holds it, and a freer may be flagging it. */
static __always_inline unsigned int folio_order(const struct folio *folio)
{
	return (unsigned int)((READ_ONCE(folio->flags) & PG_ORDER_MASK) >> PG_ORDER_SHIFT);
}
#endif

/* The top byte of page_type, with the kernel's values (enum pagetype). */
enum page_type {
	PGTY_NONE = 0xff, /* an untyped page: -1, as a _mapcount that nobody uses */
	PGTY_BUDDY = 0xf0,
	PGTY_TABLE = 0xf2,
	PGTY_HUGETLB = 0xf4,
	PGTY_SLAB = 0xf5,
	PGTY_WAITING = 0xfe, /* ours: freed, and a grace period has to pass */
};

/*
 * Bits 0 to 3 say what the rest is: a pointer to an object that is a multiple of 16 bytes, or inline
 * data. The newer table of the public wiki; it is not final.
 */
typedef struct {
	unsigned long v;
} memdesc_t;

enum memdesc_type {
	MEMDESC_MISC, /* inline: a plain page */
	MEMDESC_BUDDY,
	MEMDESC_FILE, /* a folio of the page cache */
	MEMDESC_ANON, /* a folio of a process */
	MEMDESC_KSM,
	MEMDESC_SLAB, /* no reference count: never followed by a lookup */
	MEMDESC_MOVABLE,
	MEMDESC_PTDESC, /* a page table */
	MEMDESC_NETPOOL,
	MEMDESC_HWPOISON,
	MEMDESC_PERCPU,
	MEMDESC_WAITING = 14, /* ours, see PGTY_WAITING */
	MEMDESC_TYPE_MASK = 15
};

/* struct page at the end of the road, and on the way there. */
struct page8 {
	memdesc_t memdesc;
};

struct page32 {
	unsigned long flags;
	memdesc_t memdesc;
	unsigned long compound_head; /* of a plain tail: its head's address, plus 1 */
	atomic_t _mapcount;
	atomic_t _refcount; /* of plain pages only; 0, frozen, for all others */
};

static __always_inline memdesc_t memdesc_make(const void *object, enum memdesc_type type)
{
	return (memdesc_t){(unsigned long)object | type};
}

static __always_inline enum memdesc_type memdesc_type(memdesc_t memdesc)
{
	return (enum memdesc_type)(memdesc.v & MEMDESC_TYPE_MASK);
}

static __always_inline bool memdesc_is_folio(memdesc_t memdesc)
{
	return (unsigned int)memdesc_type(memdesc) - MEMDESC_FILE <= MEMDESC_KSM - MEMDESC_FILE;
}

static __always_inline struct folio *memdesc_folio(memdesc_t memdesc)
{
	return (struct folio *)(memdesc.v & ~(unsigned long)MEMDESC_TYPE_MASK);
}

#ifndef PAGEREF_RELACY
#ifdef __cplusplus
#define core_static_assert static_assert
#else
#define core_static_assert _Static_assert
#endif
core_static_assert(sizeof(struct page) == 64, "struct page is one cache line");
core_static_assert(sizeof(struct folio) == sizeof(struct page), "a folio overlays its head page");
core_static_assert(offsetof(struct page, _refcount) == 52, "_refcount is where the kernel has it");
core_static_assert(offsetof(struct folio, _refcount) == offsetof(struct page, _refcount),
		   "the folio's count is its head page's");
core_static_assert(sizeof(struct separate_folio) == 96, "a folio of its own is 96 bytes");
core_static_assert(sizeof(struct page8) == 8 && sizeof(struct page32) == 32,
		   "struct page shrinks to a word by way of 32 bytes");
#endif

#endif
