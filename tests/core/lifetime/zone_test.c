// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * zone_test.c: the life of a folio, under each memory map and each lifetime: what happens when it is
 * freed, and what not before a grace period has passed. zone_threads_test.c has real grace periods.
 */
#include "tests/core/lifetime/zone_world.h"

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

int main(void)
{
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
	};

	return run_in_every_world(tests, NR(tests));
}
