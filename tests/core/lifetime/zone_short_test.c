// SPDX-License-Identifier: GPL-2.0-or-later
/* zone_short_test.c: memory that is short, and memory that is lost. */
#include "tests/core/lifetime/zone_world.h"

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

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(another_thread_gets_what_was_spilled),
		cmocka_unit_test(waiting_ends_when_the_grace_period_has),
		cmocka_unit_test(waiting_ends_when_it_is_time_to_stop),
		cmocka_unit_test(what_another_spills_ends_the_waiting),
		cmocka_unit_test(drained_nothing_waits_whatever_the_number),
		cmocka_unit_test(a_folio_that_was_lost_is_missed),
	};

	return run_in_every_world(tests, NR(tests));
}
