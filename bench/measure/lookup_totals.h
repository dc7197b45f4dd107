/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lookup_totals.h: what the threads of a lookup workload did in one window, added up, and how much
 * memory waited for a grace period meanwhile.
 */
#ifndef BENCH_LOOKUP_TOTALS_H
#define BENCH_LOOKUP_TOTALS_H

#include <stdint.h>

#include "bench/lookup/backlog.h"
#include "core/lifetime/integrity.h"
#include "core/lookup/lookup.h"

struct lookup_totals {
	struct lookup_counts counts; /* of the readers */
	uint64_t mutations, busy; /* done; tried in vain, because somebody held the folio */
	uint64_t allocation_failures;
	double waited_seconds; /* for memory, the mutators together */
	struct backlog backlog; /* nr is 0 where nothing can wait */
	struct integrity integrity; /* kind is INTEGRITY_FINE, or the run ends here */
};

#endif
