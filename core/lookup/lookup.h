/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lookup.h: what can happen to a lockless lookup, and what is counted. Only what is rare is counted
 * where it happens; a lookup that goes straight through costs one increment.
 */
#ifndef CORE_LOOKUP_LOOKUP_H
#define CORE_LOOKUP_LOOKUP_H

#include <stdint.h>

#include "core/memory_map.h"

/* What FOLL_PIN takes instead of one reference (include/linux/mm.h). */
#define GUP_PIN_COUNTING_BIAS 1024

/* Why a lookup had to begin again, or to give up. */
enum lookup_cause {
	CAUSE_FROZEN, /* the folio refused the try_get */
	CAUSE_MEMDESC_CHANGED, /* the page belongs to another folio by now */
	CAUSE_PTE_CHANGED, /* so does the address */
	CAUSE_SLOT_CHANGED, /* so does the place in the file */
	CAUSE_WRONG_TYPE, /* the page is no folio at all */
	NR_LOOKUP_CAUSES
};

/*
 * What keeps a folio from becoming another one under a lookup that has found it. Which of them is
 * enough is the lifetime's business (core/lifetime/zone.h).
 */
enum protection {
	PROTECT_RECHECK, /* a reference, then a second look at everything that led to the folio */
	PROTECT_PTE_RECHECK, /* a reference, then a second look at the PTE, not at the page */
	PROTECT_NO_RECHECK, /* a reference, and no second look */
	PROTECT_RCU, /* no reference: only the read-side critical section */
	NR_PROTECTIONS
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
