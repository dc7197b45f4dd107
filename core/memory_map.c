// SPDX-License-Identifier: GPL-2.0-or-later
/* memory_map.c: what the memory maps and the kinds of pages are called on the command line and in
 * results. Everything else of them is inlined. */
#include "core/memory_map.h"

const char *const memmap_names[NR_MEMMAPS] = {
	[MEMMAP_EMBEDDED] = "embedded",
	[MEMMAP_MEMDESC8] = "memdesc8",
	[MEMMAP_MEMDESC32] = "memdesc32",
};

const char *const page_kind_names[NR_PAGE_KINDS] = {
	[PAGE_FOLIO] = "folio",
	[PAGE_TAIL] = "tail",
	[PAGE_PLAIN] = "plain",
	[PAGE_BUDDY] = "buddy",
	[PAGE_SLAB] = "slab",
	[PAGE_TABLE] = "table",
	[PAGE_HUGETLB_FREE] = "hugetlb_free",
	[PAGE_WAITING] = "waiting",
};
