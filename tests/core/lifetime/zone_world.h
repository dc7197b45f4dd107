/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * zone_world.h: a zone under each memory map and each lifetime, and every test in all of them. Nobody
 * counts grace periods here but the test, which moves the sequence by hand.
 */
#ifndef TESTS_CORE_LIFETIME_ZONE_WORLD_H
#define TESTS_CORE_LIFETIME_ZONE_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/lifetime/zone.h"

#define NR(array) (sizeof(array) / sizeof((array)[0]))
#define NR_PAGES  128
#define FROZEN	  ((int)0xc0000000) /* of no scheme's but rcuref: nobody writes it by chance */
#define ORDER	  3

struct world {
	enum memmap memmap;
	enum lifetime lifetime;
};

static struct zone zone;
static struct zone_thread thread, other;
static struct grace_periods grace;
static struct integrity integrity;
static int stop;

static inline int start(void **state)
{
	const struct world *world = *state;
	void *memory = aligned_alloc(ZONE_PAGE_SIZE, zone_bytes(world->memmap, NR_PAGES));

	assert_non_null(memory);
	memset(memory, 0xa5, zone_bytes(world->memmap, NR_PAGES));
	memset(&grace, 0, sizeof(grace));
	stop = 0;
	integrity = (struct integrity){.stop = &stop};
	zone_init(&zone, world->memmap, world->lifetime, NR_PAGES, memory, 1, FROZEN, &integrity);
	zone.grace = &grace;
	zone_thread_init(&thread, &zone, 0);
	zone_thread_init(&other, &zone, 0);
	return 0;
}

static inline int end(void **state)
{
	(void)state;
	free(zone.map.entries);
	return 0;
}

/* ---- what is true of a world ---- */

static inline bool is_embedded(void)
{
	return zone.map.kind == MEMMAP_EMBEDDED;
}

static inline bool folio_waits(void)
{
	return zone.lifetime != LIFETIME_TYPESAFE;
}

static inline bool pages_wait(void)
{
	return zone.lifetime == LIFETIME_RCU_MEMORY || (is_embedded() && folio_waits());
}

static inline uint64_t bytes_that_wait(unsigned int order)
{
	return (folio_waits() && !is_embedded() ? 128 : 0) + (pages_wait() ? 4096UL << order : 0);
}

/* ---- helpers ---- */

static inline memdesc_t memdesc_of(unsigned long pfn)
{
	return map_read_memdesc(&zone.map, zone.map.kind, pfn);
}

static inline struct folio *folio_of(unsigned long pfn)
{
	return map_folio(&zone.map, zone.map.kind, pfn, memdesc_of(pfn));
}

static inline unsigned long pfn_of(const struct folio *folio)
{
	return map_folio_pfn(&zone.map, zone.map.kind, folio);
}

static inline void assert_kind(unsigned long pfn, enum page_kind kind)
{
	assert_int_equal(map_page_kind(&zone.map, zone.map.kind, pfn, memdesc_of(pfn)), kind);
}

static inline void assert_buddy(unsigned long pfn, unsigned long nr)
{
	for (unsigned long i = 0; i < nr; i++)
		assert_kind(pfn + i, PAGE_BUDDY);
}

static inline void assert_tied(const struct folio *folio, unsigned long pfn, unsigned int order)
{
	for (unsigned long i = 0; i < 1UL << order; i++) {
		assert_ptr_equal(folio_of(pfn + i), folio);
		assert_kind(pfn + i, i ? PAGE_TAIL : PAGE_FOLIO);
	}
}

/*
 * Neither a folio nor free. Embedded tails still lead to their head, whose count is frozen: there is
 * nothing else that they could say.
 */
static inline void assert_waiting(unsigned long pfn, unsigned int order)
{
	for (unsigned long i = 0; i < 1UL << order; i++)
		assert_kind(pfn + i, i && is_embedded() ? PAGE_TAIL : PAGE_WAITING);
}

static inline bool is_alive(const struct folio *folio)
{
	return folio->private_data & 1;
}

static inline struct folio *alloc(void)
{
	struct folio *folio = zone_alloc_folio(&thread, MEMDESC_ANON);

	assert_non_null(folio);
	folio->mapping = &zone;
	folio->index = 42;
	return folio;
}

static inline void alloc_all(struct folio **folios)
{
	for (int i = 0; i < NR_PAGES; i++)
		folios[i] = alloc();
}

static inline void pass_grace_period(void)
{
	grace.seq = thread.cookie;
	zone_poll(&thread);
}

static inline bool all_accounted(uint32_t frames_in_use, uint32_t folios_in_use)
{
	const struct zone_thread threads[] = {thread, other};

	return zone_all_accounted(&zone, threads, 2, frames_in_use, folios_in_use);
}

/* ---- every test in every world ---- */

#define NR_WORLDS  (NR_MEMMAPS * NR_LIFETIMES)
#define MOST_TESTS 32

static inline void put_in_world(struct CMUnitTest *placed, const struct CMUnitTest *test,
				const struct world *world)
{
	char *name;

	if (asprintf(&name, "%s, %s: %s", memmap_names[world->memmap],
		     lifetime_names[world->lifetime], test->name) < 0)
		abort();
	*placed = (struct CMUnitTest){
		.name = name,
		.test_func = test->test_func,
		.setup_func = start,
		.teardown_func = end,
		.initial_state = (void *)(uintptr_t)world,
	};
}

static inline int run_in_every_world(const struct CMUnitTest *tests, size_t nr_tests)
{
	static struct world worlds[NR_WORLDS];
	static struct CMUnitTest all[NR_WORLDS * MOST_TESTS];
	size_t nr = 0;
	int failed;

	if (nr_tests > MOST_TESTS)
		abort();

	for (int w = 0; w < NR_WORLDS; w++) {
		worlds[w] = (struct world){(enum memmap)(w / NR_LIFETIMES),
					   (enum lifetime)(w % NR_LIFETIMES)};
		for (size_t i = 0; i < nr_tests; i++)
			put_in_world(&all[nr++], &tests[i], &worlds[w]);
	}
	alarm(20);
	failed = _cmocka_run_group_tests("tests", all, nr, NULL, NULL);
	while (nr)
		free((void *)(uintptr_t)all[--nr].name);
	return failed;
}

#endif
