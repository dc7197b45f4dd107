/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lookup_worker.h: what a measured loop of a lookup sees besides struct worker: the world its group
 * looks into, the places it visits, and what it counts. On cache lines of its own.
 */
#ifndef BENCH_LOOKUP_WORKER_H
#define BENCH_LOOKUP_WORKER_H

#include "bench/lookup/backlog.h"
#include "bench/lookup/world.h"
#include "bench/worker.h"
#include "core/lookup/lookup_thread.h"

#define LOOKUP_NO_HOLE ~0UL

/* Every so many calls a reader passes a quiescent state and looks after what it has freed. */
#define LOOKUP_TICK 64

struct lookup_worker {
	struct lookup_thread thread; /* first: readers use it most */
	struct world *world;
	const uint32_t *sequence; /* places, a power of two of them, round and round */
	uint32_t sequence_mask, position;
	int verify; /* look closely at one lookup in so many; 0: never */
	int until_verify, until_tick;
	uint32_t random; /* which lookups are looked at closely */
	enum rcu_flavour rcu;
	int refs; /* at a time */
	unsigned int nr; /* pages a call */
	unsigned long hole; /* a place that a mutator has emptied and not yet filled */
	struct backlog_watch *watch; /* of the mutator that looks at what waits; else NULL */
	unsigned int rank, nr_mutators; /* which mutator of its group this is, of how many */
	uint64_t pause_ns, due_ns; /* between mutations; 0: none. When the next one may begin */
	uint64_t tried, busy; /* mutations */
	uint64_t failures_before, waited_before; /* of the zone, when the loop began */
} __attribute__((aligned(128)));

static __always_inline uint32_t lookup_next(struct lookup_worker *lookup)
{
	return lookup->sequence[lookup->position++ & lookup->sequence_mask];
}

/* Reset what is counted. In every loop before the first turn, because a warm-up ran it before. */
void lookup_begin(struct lookup_worker *lookup);

/* Leave the figures where the harness finds them. */
void lookup_end_reader(struct worker *worker);
void lookup_end_mutator(struct worker *worker);

/* Wait until the next mutation is due. False: stop. */
bool lookup_pause(struct worker *worker);

/* zone_alloc_folio(), waiting for memory if need be. NULL: stop. */
struct folio *lookup_alloc_folio(struct worker *worker, enum memdesc_type type);

/* Wait for memory, after an allocation that failed. False: stop. */
bool lookup_wait(struct worker *worker);

/* How many lookups at most one close look takes in. */
#define LOOKUP_VERIFY_MAX 64

/*
 * Look closely at folios that are held (or, with @held false, only protected by the caller's
 * read-side critical section): are they what was looked up, alive, and the same a moment later? They
 * were asked for at @asked places from @first on; where one could not be had, the next follows.
 */
void lookup_verify(struct lookup_worker *lookup, const char *where, struct folio *const *folios,
		   unsigned int nr, unsigned long first, unsigned int asked, bool held);

/* The same for one folio that was found through page frame @pfn: it must be made of it. */
void lookup_verify_pfn(struct lookup_worker *lookup, const char *where, struct folio *folio,
		       unsigned long pfn, bool held);

/* And for whoever holds page @pfn: @holder, which carries its count, must have one. */
void lookup_verify_holder(struct lookup_worker *lookup, const char *where, unsigned long pfn,
			  const struct folio *holder);

/* After how many lookups the next close look is due: at random, @verify on average. */
int lookup_verify_interval(struct lookup_worker *lookup);

/* A mutator finds no folio at page @pfn, where something still holds a reference on one. */
void lookup_lost_folio(struct lookup_worker *lookup, const char *where, unsigned long pfn);

/* Whether @nr lookups later it is time to look closely. */
static __always_inline bool lookup_verify_due(struct lookup_worker *lookup, int nr)
{
	if (likely((lookup->until_verify -= nr) > 0))
		return false;
	lookup->until_verify = lookup_verify_interval(lookup);
	return lookup->verify;
}

static __always_inline void lookup_tick(struct lookup_worker *lookup, enum rcu_flavour rcu)
{
	if (likely(--lookup->until_tick))
		return;
	lookup->until_tick = LOOKUP_TICK;
	rcu_quiescent_state(rcu);
	zone_poll(lookup->thread.zone);
}

#endif
