/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * page.h: struct page and the struct folio that overlays it, with the sizes and offsets that
 * include/linux/mm_types.h gives them on 64-bit: 64 bytes, _refcount at byte 52. The fields that no
 * reference count touches are kept as plain words, so that a folio fills its cache line as the
 * kernel's does and nothing else shares it.
 */
#ifndef CORE_PAGE_H
#define CORE_PAGE_H

#include <stddef.h>

#include "core/atomic.h"

struct page {
	unsigned long flags;
	unsigned long lru[2];
	void *mapping;
	unsigned long index;
	unsigned long private_data;
	atomic_t _mapcount;
	atomic_t _refcount;
	unsigned long memcg_data;
} __attribute__((aligned(64)));

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

#endif
