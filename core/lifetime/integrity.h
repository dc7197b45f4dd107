/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * integrity.h: what went wrong with somebody's folio while it was measured. The first to see
 * something writes the report and stops everybody; the others leave it alone.
 */
#ifndef CORE_LIFETIME_INTEGRITY_H
#define CORE_LIFETIME_INTEGRITY_H

#include <stdint.h>

#include "core/page.h"

enum integrity_kind {
	INTEGRITY_FINE,
	INTEGRITY_WRONG_FOLIO, /* a reference is held, and the folio is not the one looked up */
	INTEGRITY_USE_AFTER_FREE, /* a reference is held, and the folio was freed */
	INTEGRITY_REUSED, /* a reference is held, and the folio began another life */
	INTEGRITY_DOUBLE_FREE,
	INTEGRITY_LOST_REFERENCE, /* a count that is not what it should be */
	INTEGRITY_TAIL_REFERENCE, /* a tail gave out a reference */
	INTEGRITY_BAD_PUT, /* put_page() of a slab or a page table */
	NR_INTEGRITY_KINDS
};

/* In words: "reference on a tail". */
extern const char *const integrity_kind_names[NR_INTEGRITY_KINDS];

struct integrity {
	int kind; /* enum integrity_kind; written once */
	int *stop; /* set to 1 with the first report */
	/* What was seen; to be read when all threads have stopped. */
	const char *where; /* the lookup or the mutator that saw it */
	unsigned long pfn; /* that was looked up, or ~0 */
	uintptr_t folio;
	struct folio found; /* as it looked then */
	unsigned long expected_index, expected_generation;
};

/* @index and @generation: what they should be, ~0 where nothing is expected. */
__attribute__((cold, noinline)) void integrity_report(struct integrity *integrity,
						      enum integrity_kind kind, const char *where,
						      const struct folio *folio, unsigned long pfn,
						      unsigned long index,
						      unsigned long generation);

#endif
