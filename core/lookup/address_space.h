/* SPDX-License-Identifier: GPL-2.0-or-later */
/* address_space.h: the slots of a file: a radix array of two levels. */
#ifndef CORE_LOOKUP_ADDRESS_SPACE_H
#define CORE_LOOKUP_ADDRESS_SPACE_H

#include "core/page.h"

#define XA_CHUNK_SHIFT 6
#define XA_CHUNK_SIZE  (1UL << XA_CHUNK_SHIFT)

struct xa_node {
	struct folio *slots[XA_CHUNK_SIZE];
};

/* Two levels: a table of nodes, and nodes of 64 slots as the XArray's. */
struct address_space {
	struct xa_node **nodes;
	unsigned long nr_pages;
};

static __always_inline struct folio **page_cache_slot(const struct address_space *mapping,
						      unsigned long index)
{
	return &mapping->nodes[index >> XA_CHUNK_SHIFT]->slots[index & (XA_CHUNK_SIZE - 1)];
}

#endif
