// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * zone_test.c: the life of a folio, under each memory map and each lifetime: what happens when it is
 * freed, and what not before a grace period has passed. Nobody counts grace periods here but the
 * test, which moves the sequence by hand; zone_threads_test.c has the real ones.
 */
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

static int start(void **state)
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

static int end(void **state)
{
	(void)state;
	free(zone.map.entries);
	return 0;
}

/* ---- what is true of a world ---- */

static bool is_embedded(void)
{
	return zone.map.kind == MEMMAP_EMBEDDED;
}

static bool folio_waits(void)
{
	return zone.lifetime != LIFETIME_TYPESAFE;
}

static bool pages_wait(void)
{
	return zone.lifetime == LIFETIME_RCU_MEMORY || (is_embedded() && folio_waits());
}

static uint64_t bytes_that_wait(unsigned int order)
{
	return (folio_waits() && !is_embedded() ? 128 : 0) + (pages_wait() ? 4096UL << order : 0);
}

/* ---- helpers ---- */

static memdesc_t memdesc_of(unsigned long pfn)
{
	return map_read_memdesc(&zone.map, zone.map.kind, pfn);
}

static struct folio *folio_of(unsigned long pfn)
{
	return map_folio(&zone.map, zone.map.kind, pfn, memdesc_of(pfn));
}

static unsigned long pfn_of(const struct folio *folio)
{
	return map_folio_pfn(&zone.map, zone.map.kind, folio);
}

static void assert_kind(unsigned long pfn, enum page_kind kind)
{
	assert_int_equal(map_page_kind(&zone.map, zone.map.kind, pfn, memdesc_of(pfn)), kind);
}

static void assert_buddy(unsigned long pfn, unsigned long nr)
{
	for (unsigned long i = 0; i < nr; i++)
		assert_kind(pfn + i, PAGE_BUDDY);
}

static void assert_tied(const struct folio *folio, unsigned long pfn, unsigned int order)
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
static void assert_waiting(unsigned long pfn, unsigned int order)
{
	for (unsigned long i = 0; i < 1UL << order; i++)
		assert_kind(pfn + i, i && is_embedded() ? PAGE_TAIL : PAGE_WAITING);
}

static bool is_alive(const struct folio *folio)
{
	return folio->private_data & 1;
}

static struct folio *alloc(void)
{
	struct folio *folio = zone_alloc_folio(&thread, MEMDESC_ANON);

	assert_non_null(folio);
	folio->mapping = &zone;
	folio->index = 42;
	return folio;
}

static void alloc_all(struct folio **folios)
{
	for (int i = 0; i < NR_PAGES; i++)
		folios[i] = alloc();
}

static void pass_grace_period(void)
{
	grace.seq = thread.cookie;
	zone_poll(&thread);
}

static bool all_accounted(uint32_t frames_in_use, uint32_t folios_in_use)
{
	const struct zone_thread threads[] = {thread, other};

	return zone_all_accounted(&zone, threads, 2, frames_in_use, folios_in_use);
}

/* ---- in the beginning ---- */

static void its_parts_lie_one_after_the_other_on_pages(void **state)
{
	const char *memory = zone.map.entries, *folio_links = (const char *)zone.folios.next;
	const char *links = (const char *)zone.frames.next, *last;

	(void)state;
	assert_true(memory + NR_PAGES * memmap_entry_size(zone.map.kind) <= links);
	assert_int_equal((uintptr_t)links % ZONE_PAGE_SIZE, 0);
	last = links + pool_bytes(NR_PAGES);
	if (!is_embedded()) {
		assert_true(memory + NR_PAGES * memmap_entry_size(zone.map.kind) <= zone.slab);
		assert_true(zone.slab + NR_PAGES * ZONE_FOLIO_BYTES <= links);
		assert_int_equal((uintptr_t)zone.slab % ZONE_PAGE_SIZE, 0);
		assert_true(last <= folio_links);
		assert_int_equal((uintptr_t)folio_links % ZONE_PAGE_SIZE, 0);
		last = folio_links + pool_bytes(NR_PAGES);
	}
	assert_true(last <= memory + zone_bytes(zone.map.kind, NR_PAGES));
}

static void stripes_are_what_lies_on_one_page_of_memory(void **state)
{
	(void)state;
	assert_int_equal(zone.frames.per_stripe * memmap_entry_size(zone.map.kind), ZONE_PAGE_SIZE);
	if (!is_embedded())
		assert_int_equal(zone.folios.per_stripe, 32);
}

static void every_page_is_buddy_and_frozen_at_first(void **state)
{
	(void)state;
	assert_buddy(0, NR_PAGES);
	for (unsigned long pfn = 0; pfn < NR_PAGES; pfn++) {
		if (is_embedded())
			assert_int_equal(atomic_read(&map_page(&zone.map, pfn)->_refcount), FROZEN);
		if (zone.map.kind == MEMMAP_MEMDESC32)
			assert_int_equal(atomic_read(&map_page32(&zone.map, pfn)->_refcount),
					 FROZEN);
	}
	assert_true(all_accounted(0, 0));
}

/* ---- birth ---- */

static void a_new_folio_is_tied_to_its_page_frozen_and_alive(void **state)
{
	struct folio *folio = zone_alloc_folio(&thread, MEMDESC_ANON);

	(void)state;
	assert_non_null(folio);
	assert_tied(folio, pfn_of(folio), 0);
	assert_int_equal(atomic_read(&folio->_refcount), FROZEN);
	assert_int_equal(folio->private_data, 1);
	assert_int_equal(folio->flags, 0);
	if (!is_embedded())
		assert_int_equal(memdesc_type(memdesc_of(pfn_of(folio))), MEMDESC_ANON);
	assert_int_equal(thread.formed, 1);
}

static void each_folio_has_a_page_of_its_own_until_there_are_none(void **state)
{
	struct folio *folios[NR_PAGES];

	(void)state;
	alloc_all(folios);
	for (int i = 0; i < NR_PAGES; i++)
		assert_tied(folios[i], pfn_of(folios[i]), 0);
	assert_int_equal(thread.allocation_failures, 0);
	assert_null(zone_alloc_folio(&thread, MEMDESC_FILE));
	assert_int_equal(thread.allocation_failures, 1);
	assert_int_equal(thread.formed, NR_PAGES);
	assert_true(all_accounted(NR_PAGES, NR_PAGES));
}

static void a_folio_handed_out_again_begins_another_life_with_its_old_count(void **state)
{
	struct folio *folio = alloc(), *again;

	(void)state;
	atomic_set(&folio->_refcount, FROZEN + 5); /* residue of those who failed to get it */
	zone_free_folio(&thread, folio);
	zone_drain(&thread);
	again = zone_alloc_folio(&thread, MEMDESC_FILE);
	assert_ptr_equal(again, folio);
	assert_int_equal(folio->private_data, 3);
	assert_int_equal(folio->flags, 0);
	assert_int_equal(atomic_read(&folio->_refcount), FROZEN + 5);
	assert_tied(folio, pfn_of(folio), 0);
}

/* ---- death ---- */

static void what_need_not_wait_dies_at_once_and_the_rest_lives_on(void **state)
{
	struct folio *folio = alloc();
	unsigned long pfn = pfn_of(folio);

	(void)state;
	zone_free_folio(&thread, folio);
	assert_int_equal(is_alive(folio), folio_waits());
	assert_ptr_equal(folio->mapping, folio_waits() ? (void *)&zone : ZONE_POISON);
	assert_kind(pfn, pages_wait() ? PAGE_WAITING : PAGE_BUDDY);
	assert_int_equal(thread.freed, 1);
}

static void nobody_new_finds_what_waits(void **state)
{
	struct folio *folio = alloc();
	unsigned long pfn = pfn_of(folio);

	(void)state;
	zone_free_folio(&thread, folio);
	/* An embedded page always leads to itself: there it is the count that refuses. */
	if (!is_embedded())
		assert_null(folio_of(pfn));
	assert_int_equal(atomic_read(&folio->_refcount), FROZEN);
}

static void a_page_whose_folio_waits_alone_is_used_again_at_once(void **state)
{
	struct folio *folio = alloc(), *next;
	unsigned long pfn = pfn_of(folio);

	(void)state;
	if (pages_wait() || !folio_waits())
		skip();
	zone_free_folio(&thread, folio);
	next = alloc();
	assert_ptr_not_equal(next, folio);
	assert_tied(next, pfn, 0);
	pass_grace_period();
	assert_false(is_alive(folio));
	assert_tied(next, pfn, 0);
}

static void what_waits_dies_with_its_grace_period_and_not_before(void **state)
{
	struct folio *folio = alloc();
	unsigned long pfn = pfn_of(folio);

	(void)state;
	if (!folio_waits())
		skip();
	zone_free_folio(&thread, folio);
	assert_int_equal(thread.cookie, 2);
	grace.seq = thread.cookie - 1;
	zone_poll(&thread);
	assert_true(is_alive(folio));
	assert_kind(pfn, pages_wait() ? PAGE_WAITING : PAGE_BUDDY);

	pass_grace_period();
	assert_false(is_alive(folio));
	assert_ptr_equal(folio->mapping, ZONE_POISON);
	assert_kind(pfn, PAGE_BUDDY);
	assert_true(all_accounted(0, 0));
}

static void what_is_freed_during_a_grace_period_waits_for_another(void **state)
{
	struct folio *first = alloc(), *second = alloc();

	(void)state;
	if (!folio_waits())
		skip();
	zone_free_folio(&thread, first);
	grace.seq = 1;
	zone_free_folio(&thread, second);
	pass_grace_period();
	assert_false(is_alive(first));
	assert_true(is_alive(second));
	assert_int_equal(thread.cookie, 4);
	assert_int_equal(grace.wanted, 4);
	pass_grace_period();
	assert_false(is_alive(second));
}

static void what_waits_is_not_handed_out_before(void **state)
{
	struct folio *folios[NR_PAGES], *again;

	(void)state;
	if (!folio_waits())
		skip();
	alloc_all(folios);
	zone_free_folio(&thread, folios[7]);
	assert_null(zone_alloc_folio(&thread, MEMDESC_FILE));
	assert_null(zone_alloc_folio(&thread, MEMDESC_FILE));
	assert_int_equal(thread.allocation_failures, 2);
	pass_grace_period();
	again = zone_alloc_folio(&thread, MEMDESC_FILE);
	assert_ptr_equal(again, folios[7]);
	assert_null(zone_alloc_folio(&thread, MEMDESC_FILE));
	assert_true(all_accounted(NR_PAGES, NR_PAGES));
}

static void what_waits_is_counted_until_it_is_taken_back(void **state)
{
	struct folio *folios[10];

	(void)state;
	for (size_t i = 0; i < NR(folios); i++)
		folios[i] = alloc();
	for (size_t i = 0; i < NR(folios); i++) {
		zone_free_folio(&thread, folios[i]);
		assert_int_equal(thread.waiting_folios_now, folio_waits() ? i + 1 : 0);
		assert_int_equal(thread.waiting_bytes_now, (i + 1) * bytes_that_wait(0));
	}
	if (!folio_waits())
		return;
	pass_grace_period();
	assert_int_equal(thread.waiting_folios_now, 9);
	assert_int_equal(thread.waiting_bytes_now, 9 * bytes_that_wait(0));
	pass_grace_period();
	assert_int_equal(thread.waiting_folios_now, 0);
	assert_int_equal(thread.waiting_bytes_now, 0);
}

static void a_double_free_is_reported_and_changes_nothing(void **state)
{
	struct folio *folio = alloc();

	(void)state;
	zone_free_folio(&thread, folio);
	assert_int_equal(integrity.kind, INTEGRITY_FINE);
	zone_free_folio(&thread, folio);
	assert_int_equal(integrity.kind, INTEGRITY_DOUBLE_FREE);
	assert_int_equal(integrity.folio, (uintptr_t)folio);
	assert_int_equal(integrity.pfn, pfn_of(folio));
	assert_int_equal(stop, 1);
	assert_int_equal(thread.freed, 1);
	zone_drain(&thread);
	assert_true(all_accounted(0, 0));
}

static void a_double_free_of_what_died_is_reported(void **state)
{
	struct folio *folio = alloc();

	(void)state;
	zone_free_folio(&thread, folio);
	zone_drain(&thread);
	zone_free_folio(&thread, folio);
	assert_int_equal(integrity.kind, INTEGRITY_DOUBLE_FREE);
}

static void the_first_report_is_kept(void **state)
{
	struct folio *folio = alloc();

	(void)state;
	integrity_report(&integrity, INTEGRITY_WRONG_FOLIO, "here", folio, 3, 4, 5);
	integrity_report(&integrity, INTEGRITY_REUSED, "there", NULL, 6, 7, 8);
	assert_int_equal(integrity.kind, INTEGRITY_WRONG_FOLIO);
	assert_string_equal(integrity.where, "here");
	assert_int_equal(integrity.pfn, 3);
	assert_int_equal(integrity.expected_index, 4);
	assert_int_equal(integrity.expected_generation, 5);
	assert_int_equal(integrity.found.index, 42);
	assert_int_equal(integrity.found.private_data, 1);
	assert_int_equal(atomic_read(&integrity.found._refcount), FROZEN);
	assert_ptr_equal(integrity.found.mapping, &zone);
}

/* ---- large folios, and what is none ---- */

static void a_large_folio_is_its_head_and_tails(void **state)
{
	struct folio *folio;

	(void)state;
	zone.owned_frames = true;
	folio = zone_form_folio(&thread, 8, ORDER, MEMDESC_FILE);
	assert_tied(folio, 8, ORDER);
	assert_int_equal(pfn_of(folio), 8);
	assert_int_equal(folio_order(folio), ORDER);
	assert_true(folio->flags & PG_HEAD);
	assert_true(is_alive(folio));
	assert_buddy(0, 8);
	assert_buddy(16, NR_PAGES - 16);
	for (int i = 0; i < 1 << ORDER && is_embedded(); i++)
		assert_int_equal(atomic_read(&map_page(&zone.map, 8 + i)->_refcount), FROZEN);
}

static void a_large_folio_that_dies_leaves_buddy_pages_to_their_owner(void **state)
{
	struct folio *folio;

	(void)state;
	zone.owned_frames = true;
	folio = zone_form_folio(&thread, 8, ORDER, MEMDESC_FILE);
	zone_free_folio(&thread, folio);
	assert_int_equal(thread.waiting_bytes_now, bytes_that_wait(ORDER));
	if (pages_wait())
		assert_waiting(8, ORDER);
	else
		assert_buddy(0, NR_PAGES);
	zone_drain(&thread);
	assert_buddy(0, NR_PAGES);
	assert_false(is_alive(folio));
	assert_int_equal(thread.frames.nr, 0);
	assert_int_equal(folio->flags & (PG_HEAD | PG_ORDER_MASK), 0);
	assert_true(all_accounted(0, 0));
}

static void what_was_a_tail_can_be_a_head(void **state)
{
	struct folio *folio;

	(void)state;
	zone.owned_frames = true;
	zone_free_folio(&thread, zone_form_folio(&thread, 8, ORDER, MEMDESC_FILE));
	zone_drain(&thread);
	folio = zone_form_folio(&thread, 12, 1, MEMDESC_FILE);
	assert_tied(folio, 12, 1);
	assert_buddy(0, 12);
	assert_buddy(14, NR_PAGES - 14);
	assert_int_equal(folio_order(folio), 1);
}

static void large_folios_lie_side_by_side(void **state)
{
	struct folio *folios[NR_PAGES];

	(void)state;
	zone.owned_frames = true;
	for (int i = 0; i < NR_PAGES / 8; i++)
		folios[i] = zone_form_folio(&thread, 8UL * (unsigned long)i, 3, MEMDESC_FILE);
	for (int i = 0; i < NR_PAGES / 8; i++)
		assert_tied(folios[i], 8UL * (unsigned long)i, 3);
	assert_true(all_accounted(NR_PAGES, NR_PAGES / 8));
}

static void a_page_without_a_folio_is_what_it_was_made(void **state)
{
	static const enum page_kind kinds[] = {PAGE_SLAB, PAGE_TABLE, PAGE_PLAIN, PAGE_BUDDY};

	(void)state;
	zone.owned_frames = true;
	for (size_t i = 0; i < NR(kinds); i++) {
		zone_set_page_kind(&zone, 5, kinds[i]);
		/* Today a plain page looks like a small folio. */
		assert_kind(5, is_embedded() && kinds[i] == PAGE_PLAIN ? PAGE_FOLIO : kinds[i]);
		assert_kind(4, PAGE_BUDDY);
		assert_kind(6, PAGE_BUDDY);
	}
}

static void a_free_hugetlb_folio_says_so_until_it_dies(void **state)
{
	struct folio *folio;

	(void)state;
	zone.owned_frames = true;
	folio = zone_form_folio(&thread, 5, 0, MEMDESC_FILE);
	zone_set_hugetlb_free(&zone, folio);
	assert_kind(5, PAGE_HUGETLB_FREE);
	zone_free_folio(&thread, folio);
	assert_kind(5, pages_wait() ? PAGE_WAITING : PAGE_BUDDY);
	zone_drain(&thread);
	assert_kind(5, PAGE_BUDDY);
	assert_tied(zone_form_folio(&thread, 5, 0, MEMDESC_FILE), 5, 0);
}

/* ---- memory that is short, and memory that is lost ---- */

static void another_thread_gets_what_was_spilled(void **state)
{
	struct folio *folios[NR_PAGES];
	int nr = 0;

	(void)state;
	alloc_all(folios);
	for (int i = 0; i < NR_PAGES; i++)
		zone_free_folio(&thread, folios[i]);
	zone_drain(&thread);
	while (zone_alloc_folio(&other, MEMDESC_FILE))
		nr++;
	assert_in_range(nr, NR_PAGES - 2 * POOL_BATCH, NR_PAGES);
	assert_true(all_accounted((uint32_t)nr, (uint32_t)nr));
}

static void waiting_ends_when_the_grace_period_has(void **state)
{
	struct folio *folios[NR_PAGES];

	(void)state;
	alloc_all(folios);
	zone_free_folio(&thread, folios[0]);
	if (folio_waits())
		grace.seq = thread.cookie;
	assert_true(zone_wait(&thread, &stop, UINT64_MAX));
	assert_ptr_equal(zone_alloc_folio(&thread, MEMDESC_FILE), folios[0]);
}

static void waiting_ends_when_it_is_time_to_stop(void **state)
{
	struct folio *folios[NR_PAGES];

	(void)state;
	alloc_all(folios);
	stop = 1;
	assert_false(zone_wait(&thread, &stop, UINT64_MAX));
	assert_true(thread.waited_ns > 0);
}

static void what_another_spills_ends_the_waiting(void **state)
{
	struct folio *folios[NR_PAGES];

	(void)state;
	alloc_all(folios);
	for (int i = 0; i < NR_PAGES; i++)
		zone_free_folio(&other, folios[i]);
	zone_drain(&other);
	assert_true(zone_wait(&thread, &stop, UINT64_MAX));
	assert_non_null(zone_alloc_folio(&thread, MEMDESC_FILE));
}

static void drained_nothing_waits_whatever_the_number(void **state)
{
	struct folio *folios[NR_PAGES];

	(void)state;
	alloc_all(folios);
	for (int i = 0; i < NR_PAGES; i++)
		zone_free_folio(&thread, folios[i]);
	if (folio_waits())
		assert_false(all_accounted(0, 0));
	zone_drain(&thread);
	assert_true(all_accounted(0, 0));
	assert_int_equal(thread.waiting_folios_now, 0);
	assert_buddy(0, NR_PAGES);
}

static void a_folio_that_was_lost_is_missed(void **state)
{
	struct folio *kept = alloc();

	(void)state;
	zone_free_folio(&thread, alloc());
	zone_drain(&thread);
	assert_non_null(kept);
	assert_true(all_accounted(1, 1));
	assert_false(all_accounted(0, 1));
	if (!is_embedded())
		assert_false(all_accounted(1, 0));
}

/* ---- every test in every world ---- */

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(its_parts_lie_one_after_the_other_on_pages),
	cmocka_unit_test(stripes_are_what_lies_on_one_page_of_memory),
	cmocka_unit_test(every_page_is_buddy_and_frozen_at_first),
	cmocka_unit_test(a_new_folio_is_tied_to_its_page_frozen_and_alive),
	cmocka_unit_test(each_folio_has_a_page_of_its_own_until_there_are_none),
	cmocka_unit_test(a_folio_handed_out_again_begins_another_life_with_its_old_count),
	cmocka_unit_test(what_need_not_wait_dies_at_once_and_the_rest_lives_on),
	cmocka_unit_test(nobody_new_finds_what_waits),
	cmocka_unit_test(a_page_whose_folio_waits_alone_is_used_again_at_once),
	cmocka_unit_test(what_waits_dies_with_its_grace_period_and_not_before),
	cmocka_unit_test(what_is_freed_during_a_grace_period_waits_for_another),
	cmocka_unit_test(what_waits_is_not_handed_out_before),
	cmocka_unit_test(what_waits_is_counted_until_it_is_taken_back),
	cmocka_unit_test(a_double_free_is_reported_and_changes_nothing),
	cmocka_unit_test(a_double_free_of_what_died_is_reported),
	cmocka_unit_test(the_first_report_is_kept),
	cmocka_unit_test(a_large_folio_is_its_head_and_tails),
	cmocka_unit_test(a_large_folio_that_dies_leaves_buddy_pages_to_their_owner),
	cmocka_unit_test(what_was_a_tail_can_be_a_head),
	cmocka_unit_test(large_folios_lie_side_by_side),
	cmocka_unit_test(a_page_without_a_folio_is_what_it_was_made),
	cmocka_unit_test(a_free_hugetlb_folio_says_so_until_it_dies),
	cmocka_unit_test(another_thread_gets_what_was_spilled),
	cmocka_unit_test(waiting_ends_when_the_grace_period_has),
	cmocka_unit_test(waiting_ends_when_it_is_time_to_stop),
	cmocka_unit_test(what_another_spills_ends_the_waiting),
	cmocka_unit_test(drained_nothing_waits_whatever_the_number),
	cmocka_unit_test(a_folio_that_was_lost_is_missed),
};

#define NR_WORLDS (NR_MEMMAPS * NR_LIFETIMES)

static void put_in_world(struct CMUnitTest *placed, const struct CMUnitTest *test,
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

int main(void)
{
	static struct world worlds[NR_WORLDS];
	static struct CMUnitTest all[NR_WORLDS * NR(tests)];
	size_t nr = 0;
	int failed;

	for (int w = 0; w < NR_WORLDS; w++) {
		worlds[w] = (struct world){(enum memmap)(w / NR_LIFETIMES),
					   (enum lifetime)(w % NR_LIFETIMES)};
		for (size_t i = 0; i < NR(tests); i++)
			put_in_world(&all[nr++], &tests[i], &worlds[w]);
	}
	alarm(20);
	failed = cmocka_run_group_tests(all, NULL, NULL);
	while (nr)
		free((void *)(uintptr_t)all[--nr].name);
	return failed;
}
