// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * instructions.c: what instructions.t counts, under callgrind: measured loops as one thread runs them,
 * and a folio that is handed out and taken back. Each count is a call of counted_loop(), and a line on
 * standard output says what it was, of which scheme or map, and how many operations.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#include "bench/lookup/loops.h"
#include "bench/lookup/lookup_worker.h"
#include "bench/lookup/sequence.h"
#include "bench/plan/plan.h"
#include "core/lifetime/zone_parts.h"

#define WINDOW_US 20000

static int stop;
static struct folio page __attribute__((aligned(128)));
static struct folio *held[512];

static void on_alarm(int signal)
{
	(void)signal;
	WRITE_ONCE(stop, 1);
}

static __attribute__((noinline)) void counted_loop(loop_fn *loop, struct worker *worker)
{
	loop(worker);
	__asm__ volatile("" ::: "memory"); /* no jump into the loop: it returns here */
}

static void count_loop(const char *what, const char *scheme, loop_fn *loop, struct worker *worker)
{
	const struct itimerval window = {.it_value.tv_usec = WINDOW_US};

	stop = 0;
	setitimer(ITIMER_REAL, &window, NULL);
	counted_loop(loop, worker);
	printf("%s %s %ju\n", what, scheme, (uintmax_t)worker->ops);
}

/* ---- readers ---- */

/* A world for one thread, and what the thread needs to look into it. */
struct place {
	struct point point;
	struct world *world;
	struct integrity integrity;
	struct lookup_worker lookup;
	struct worker worker;
};

static void prepare(struct place *place, const char *workload, const struct scheme *scheme,
		    enum memmap memmap)
{
	const struct workload *found = workload_find(workload);
	struct sequence_request request = {.places = 512, .step = 1, .parts = 1};
	size_t bytes;
	int node = 0;

	memset(place, 0, sizeof(*place));
	place->point = (struct point){
		.workload = found,
		.scheme = scheme,
		.threads = 1,
		.pages = (int)request.places,
		.batch = found->default_batch ? found->default_batch : 1,
		.nr = 1,
		.lookup = {.memmap = memmap, .verify = 1024, .memory_limit = 1024 * ZONE_PAGE_SIZE},
	};
	bytes = world_bytes(&place->point, 1);
	place->world = world_build(aligned_alloc(ZONE_PAGE_SIZE, bytes), 1, &place->point, &node, 1,
				   scheme, NULL, &place->integrity);
	place->lookup = (struct lookup_worker){
		.thread = {.map = place->world->zone.map, .zone = place->world->threads},
		.world = place->world,
		.verify = place->point.lookup.verify,
		.refs = 1,
		.nr = 1,
		.nr_mutators = 1,
	};
	request.call = (uint32_t)place->point.batch;
	place->lookup.sequence = sequence_make(&request, &place->lookup.sequence_mask);
	place->worker = (struct worker){
		.stop = &stop,
		.batch = (unsigned int)place->point.batch,
		.nr = 1,
		.held = held,
		.lookup = &place->lookup,
	};
}

static void leave(struct place *place)
{
	if (place->integrity.kind != INTEGRITY_FINE)
		exit(1);
	free(place->world);
	free((void *)place->lookup.sequence);
}

static void count_get_put(const struct scheme *scheme)
{
	struct worker worker = {.stop = &stop, .folios = &page, .pages = 1, .batch = 1, .nr = 1};

	scheme->ops.init_page_count(&page.page);
	count_loop("get-put", scheme->name, scheme->loops[LOOP_GET_PUT], &worker);
}

static void count_lookup(struct place *place, const char *what)
{
	const struct scheme *scheme = place->point.scheme;

	place->lookup.rcu = place->point.lookup.rcu;
	count_loop(what, scheme->name, lookup_loop(scheme, &place->point, ROLE_WORKER),
		   &place->worker);
}

static void count_page_cache(const struct scheme *scheme)
{
	static struct place place;

	prepare(&place, "page-cache", scheme, MEMMAP_EMBEDDED);
	for (int rcu = 0; rcu < NR_RCU_FLAVOURS; rcu++) {
		char what[32];

		snprintf(what, sizeof(what), "page-cache,%s", rcu_flavour_names[rcu]);
		place.point.lookup.rcu = (enum rcu_flavour)rcu;
		count_lookup(&place, what);
	}
	leave(&place);
}

static void count_gup_fast(const struct scheme *scheme, enum memmap memmap)
{
	static struct place place;
	char what[48];

	prepare(&place, "gup-fast", scheme, memmap);
	for (int no_recheck = 0; no_recheck < 2; no_recheck++) {
		snprintf(what, sizeof(what), "gup-fast,%s,recheck-%s", memmap_names[memmap],
			 no_recheck ? "off" : "on");
		place.point.lookup.no_recheck = no_recheck;
		count_lookup(&place, what);
	}
	snprintf(what, sizeof(what), "gup-fast,%s,rcu-memory", memmap_names[memmap]);
	place.point.lookup.no_recheck = false;
	place.point.lookup.lifetime = LIFETIME_RCU_MEMORY;
	count_lookup(&place, what);
	leave(&place);
}

/* ---- the allocator: so many folios, one after the other, without filling or spilling a list ---- */

#define NR_FOLIOS POOL_BATCH

/* The slab alone: its list and the folio's life, without frame and map. */
static __attribute__((noinline)) struct folio *hand_out(struct zone_thread *thread)
{
	return pool_cache_is_empty(&thread->folios) ? NULL : slab_hand_out(thread, 0);
}

static __attribute__((noinline)) void take_back(struct zone_thread *thread, struct folio *folio)
{
	slab_take_back(thread, folio);
	if (unlikely(pool_cache_is_full(&thread->folios)))
		pool_spill(&thread->folios);
}

/* With frame and map. */
static __always_inline struct folio *alloc(struct zone_thread *thread)
{
	return zone_alloc_folio(thread, MEMDESC_ANON);
}

/* One instruction, the return: what is left of the count is the loop and the call. */
static __attribute__((noinline)) struct folio *get_nothing(struct zone_thread *thread)
{
	__asm__ volatile("" : : "r"(thread) : "memory");
	return (struct folio *)thread;
}

static __attribute__((noinline)) void put_nothing(struct zone_thread *thread, struct folio *folio)
{
	__asm__ volatile("" : : "r"(thread), "r"(folio) : "memory");
}

#define LOOP_OF(name, operation)                                           \
	static void loop_##name(struct worker *worker)                     \
	{                                                                  \
		struct zone_thread *thread = worker->lookup->thread.zone;  \
                                                                           \
		for (struct folio **f = held; f < held + NR_FOLIOS; f++) { \
			operation;                                         \
		}                                                          \
		worker->ops = NR_FOLIOS;                                   \
	}
LOOP_OF(get_nothing, *f = get_nothing(thread))
LOOP_OF(put_nothing, put_nothing(thread, *f))
LOOP_OF(alloc, *f = alloc(thread))
LOOP_OF(free, zone_free_folio(thread, *f))
LOOP_OF(hand_out, *f = hand_out(thread))
LOOP_OF(take_back, take_back(thread, *f))

static void count_allocator(enum memmap memmap)
{
	static struct place place;
	const char *name = memmap_names[memmap];

	prepare(&place, "gup-fast", scheme_find("plain"), memmap);
	/* The lists have so many, and room. */
	loop_alloc(&place.worker);
	loop_free(&place.worker);
	count_loop("get-nothing", name, loop_get_nothing, &place.worker);
	count_loop("put-nothing", name, loop_put_nothing, &place.worker);
	count_loop("alloc", name, loop_alloc, &place.worker);
	count_loop("free", name, loop_free, &place.worker);
	if (memmap != MEMMAP_EMBEDDED) {
		count_loop("hand-out", name, loop_hand_out, &place.worker);
		count_loop("take-back", name, loop_take_back, &place.worker);
	}
	leave(&place);
}

int main(void)
{
	signal(SIGALRM, on_alarm);
	for (int rcu = 0; rcu < NR_RCU_FLAVOURS; rcu++)
		rcu_register_reader((enum rcu_flavour)rcu);
	for (const struct scheme *const *s = scheme_all(); *s; s++) {
		count_get_put(*s);
		count_page_cache(*s);
	}
	for (int memmap = 0; memmap < NR_MEMMAPS; memmap++) {
		count_gup_fast(scheme_find("plain"), (enum memmap)memmap);
		count_gup_fast(scheme_find("frozen-bit"), (enum memmap)memmap);
		count_allocator((enum memmap)memmap);
	}
	return 0;
}
