// SPDX-License-Identifier: GPL-2.0-or-later
/* zone_large_test.c: folios of several pages, and pages without a folio. */
#include "tests/core/lifetime/zone_world.h"

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

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_large_folio_is_its_head_and_tails),
		cmocka_unit_test(a_large_folio_that_dies_leaves_buddy_pages_to_their_owner),
		cmocka_unit_test(what_was_a_tail_can_be_a_head),
		cmocka_unit_test(large_folios_lie_side_by_side),
		cmocka_unit_test(a_page_without_a_folio_is_what_it_was_made),
		cmocka_unit_test(a_free_hugetlb_folio_says_so_until_it_dies),
	};

	return run_in_every_world(tests, NR(tests));
}
