/* SPDX-License-Identifier: GPL-2.0-or-later */
/* page32.h: a plain page while struct page has 32 bytes: it has a count of its own. */
#ifndef CORE_LOOKUP_PAGE32_H
#define CORE_LOOKUP_PAGE32_H

#include "core/page.h"

/*
 * The count of a plain page of 32 bytes, as the scheme's functions want it: a struct folio whose
 * _refcount is this one. Nothing else of it exists.
 */
static __always_inline struct folio *page32_count(struct page32 *page)
{
	return (struct folio *)((uintptr_t)page + offsetof(struct page32, _refcount) -
				offsetof(struct folio, _refcount));
}

#endif
