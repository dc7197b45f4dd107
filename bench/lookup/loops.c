// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * loops.c: from a point to the loops of its threads. Which protection a reader needs follows from
 * the lifetime (core/lifetime/zone.h) and from whether the user wants it to look again.
 */
#include "bench/lookup/loops.h"

#include <errno.h>
#include <string.h>

#include "bench/plan/plan.h"

extern const struct lookup_loops *const __start_pageref_lookups[];
extern const struct lookup_loops *const __stop_pageref_lookups[];

/* Those that were loaded since the program began. */
#define MAX_REGISTERED 256
static const struct lookup_loops *registered[MAX_REGISTERED];
static int nr_registered;

static bool serves(const struct lookup_loops *loops, const char *scheme, bool acq_rel)
{
	return order_is_compiled(loops->orders, acq_rel) && !strcmp(loops->scheme, scheme);
}

const struct lookup_loops *lookup_loops_find(const char *scheme, bool acq_rel)
{
	for (const struct lookup_loops *const *l = __start_pageref_lookups;
	     l < __stop_pageref_lookups; l++) {
		if (serves(*l, scheme, acq_rel))
			return *l;
	}
	for (int i = 0; i < nr_registered; i++) {
		if (serves(registered[i], scheme, acq_rel))
			return registered[i];
	}
	return NULL;
}

int lookup_loops_register(const struct lookup_loops *loops)
{
	if (nr_registered == MAX_REGISTERED)
		return -ENOSPC;
	registered[nr_registered++] = loops;
	return 0;
}

/*
 * Under rcu-folio a page leads to one folio for as long as that lives, so a reference on it is proof
 * enough; but the PTE may lead to another page by now.
 */
static enum protection protection(const struct point *point)
{
	const struct lookup_knobs *knobs = &point->lookup;

	if (knobs->lifetime == LIFETIME_RCU_MEMORY)
		return PROTECT_RCU;
	if (!knobs->no_recheck)
		return PROTECT_RECHECK;
	return knobs->lifetime == LIFETIME_RCU_FOLIO && point->workload->lookup->has_ptes
		       ? PROTECT_PTE_RECHECK
		       : PROTECT_NO_RECHECK;
}

loop_fn *lookup_loop(const struct scheme *scheme, const struct point *point, int role)
{
	const struct lookup_workload *workload = point->workload->lookup;
	const struct lookup_loops *loops = lookup_loops_find(scheme->name, point->acq_rel);
	const struct lookup_knobs *knobs = &point->lookup;
	bool several = point->nr > 1 || knobs->pin;

	if (role == ROLE_WRITER)
		return loops->mutators[workload->mutator];
	return loops->readers[several ? workload->reader_nr : workload->reader]
			     [workload->has_map ? knobs->memmap : 0]
			     [workload->has_lifetime ? protection(point) : PROTECT_RECHECK]
			     [workload->has_lifetime ? knobs->rcu : RCU_MEMB];
}
