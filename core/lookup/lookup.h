/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lookup.h: what can happen to a lockless lookup, and what is counted. Only what is rare is counted
 * where it happens; a lookup that goes straight through costs one increment.
 */
#ifndef CORE_LOOKUP_LOOKUP_H
#define CORE_LOOKUP_LOOKUP_H

#include <stdint.h>

#include "core/memory_map.h"

/* Why a lookup had to begin again, or to give up. */
enum lookup_cause {
	CAUSE_FROZEN, /* the folio refused the try_get */
	CAUSE_MEMDESC_CHANGED, /* the page belongs to another folio by now */
	CAUSE_PTE_CHANGED, /* so does the address */
	CAUSE_SLOT_CHANGED, /* so does the place in the file */
	CAUSE_WRONG_TYPE, /* the page is no folio at all */
	NR_LOOKUP_CAUSES
};

extern const char *const lookup_cause_names[NR_LOOKUP_CAUSES];

struct lookup_counts {
	uint64_t lookups; /* begun */
	uint64_t fallbacks; /* ended without a folio: for the slow path, or a hole */
	uint64_t retries[NR_LOOKUP_CAUSES];
	uint64_t skipped[NR_PAGE_KINDS]; /* by a walker, without a try */
	uint64_t verified; /* looked at closely */
	uint64_t freed; /* whose last reference was the lookup's */
};

#endif
