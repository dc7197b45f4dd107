/* SPDX-License-Identifier: GPL-2.0-or-later */
/* protocols_pages.h: the rest of protocols.h: walkers, put_page() and large folios; and main(). */

/* ---- PFN walk ---- */

static void assert_skipped(unsigned long pfn, enum page_kind page_kind)
{
	struct pfn_candidate candidate;
	uint64_t before = thread.counts.skipped[page_kind];

	assert_false(pfn_choose(&thread, kind, pfn, &candidate));
	assert_int_equal(thread.counts.skipped[page_kind], before + 1);
}

static void a_walker_skips_what_has_no_count_by_its_type(void **state)
{
	static const enum page_kind kinds[] = {PAGE_BUDDY, PAGE_SLAB, PAGE_TABLE};

	(void)state;
	for (int i = 0; i < 3; i++) {
		zone_set_page_kind(&zone, 40, kinds[i]);
		assert_skipped(40, kinds[i]);
	}
	if (kind != MEMMAP_EMBEDDED) {
		zone_set_page_kind(&zone, 40, PAGE_PLAIN);
		assert_skipped(40, PAGE_PLAIN);
	}
}

static void a_walker_skips_tails_and_free_hugetlb_folios(void **state)
{
	struct folio *folio = folio_form(&thread, kind, 16, ORDER, &zone);

	(void)state;
	assert_skipped(17, PAGE_TAIL);
	assert_true(folio_ref_freeze(folio, 1));
	zone_set_hugetlb_free(&zone, folio);
	assert_skipped(16, PAGE_HUGETLB_FREE);
}

static struct pfn_candidate choose(unsigned long pfn)
{
	struct pfn_candidate candidate;

	assert_true(pfn_choose(&thread, kind, pfn, &candidate));
	return candidate;
}

static void a_walker_takes_one_reference_of_what_it_chose(void **state)
{
	struct pfn_candidate candidate = choose(8);

	(void)state;
	assert_ptr_equal(pfn_try_get_folio(&thread, kind, PROTECT_RECHECK, &candidate), first);
	assert_int_equal(folio_ref_count(first), 2);
	assert_counted(NOTHING, 0);
}

static void what_was_freed_between_the_passes_is_not_had(void **state)
{
	struct pfn_candidate candidate = choose(8);

	(void)state;
	assert_true(folio_ref_dec_and_test(first));
	zone_free_folio(&zone_thread, first);
	assert_null(pfn_try_get_folio(&thread, kind, PROTECT_RECHECK, &candidate));
	assert_counted(CAUSE_FROZEN, 1);
}

/* An embedded one refuses. A descriptor may be the same again: then it is of the right folio. */
static void a_head_that_became_a_tail_gives_out_no_reference_of_its_own(void **state)
{
	struct pfn_candidate candidate = choose(9);
	struct folio *large, *got;

	(void)state;
	assert_true(folio_ref_dec_and_test(first));
	zone_free_folio(&zone_thread, first);
	assert_true(folio_ref_dec_and_test(second));
	zone_free_folio(&zone_thread, second);
	large = folio_form(&thread, kind, 8, ORDER, &zone);
	assert_non_null(large);
	got = pfn_try_get_folio(&thread, kind, PROTECT_RECHECK, &candidate);
	assert_ptr_equal(got, kind == MEMMAP_EMBEDDED ? NULL : large);
	assert_int_equal(folio_ref_count(large), got ? 2 : 1);
	assert_fine();
}

static void a_walker_gives_back_what_changed(void **state)
{
	struct pfn_candidate candidate = choose(8);

	(void)state;
	if (kind == MEMMAP_EMBEDDED)
		skip(); /* that is a tail which gave out a reference */
	after_get = tie_to_the_second;
	assert_null(pfn_try_get_folio(&thread, kind, PROTECT_RECHECK, &candidate));
	assert_int_equal(folio_ref_count(first), 1);
	assert_counted(CAUSE_MEMDESC_CHANGED, 1);
	after_get = tie_to_the_second;
	assert_ptr_equal(pfn_try_get_folio(&thread, kind, PROTECT_NO_RECHECK, &candidate), first);
}

/* It is tied to its page before it is stamped; the count comes last. */
static void a_folio_that_is_not_complete_is_no_walkers(void **state)
{
	struct folio *folio = zone_form_folio(&zone_thread, 30, 0, MEMDESC_ANON);
	struct pfn_candidate candidate = choose(30);

	(void)state;
	assert_null(pfn_try_get_folio(&thread, kind, PROTECT_RCU, &candidate));
	assert_counted(CAUSE_FROZEN, 1);
	folio_ref_unfreeze(folio, 1);
	assert_ptr_equal(pfn_try_get_folio(&thread, kind, PROTECT_RCU, &candidate), folio);
	assert_int_equal(folio_ref_count(folio), 1);
}

/* ---- get_page(), put_page() ---- */

static void a_page_of_a_folio_has_its_count(void **state)
{
	struct folio *folio = folio_form(&thread, kind, 16, ORDER, &zone);

	(void)state;
	for (unsigned long pfn = 16; pfn < 20; pfn++) {
		get_page(&thread, kind, pfn);
		assert_int_equal(folio_ref_count(folio), 2);
		put_page(&thread, kind, pfn);
		assert_int_equal(folio_ref_count(folio), 1);
	}
	put_page(&thread, kind, 18);
	assert_int_equal(zone_thread.freed, 1);
	assert_int_equal(thread.counts.freed, 1);
	assert_fine();
}

static void a_slab_or_a_page_table_is_reported(void **state)
{
	static const enum page_kind kinds[] = {PAGE_SLAB, PAGE_TABLE, PAGE_BUDDY};

	(void)state;
	if (kind == MEMMAP_EMBEDDED)
		skip(); /* today it is whatever lies at _refcount */
	for (int i = 0; i < 3; i++) {
		integrity = (struct integrity){.stop = &stop};
		zone_set_page_kind(&zone, 40, kinds[i]);
		put_page(&thread, kind, 40);
		assert_int_equal(integrity.kind, INTEGRITY_BAD_PUT);
		assert_string_equal(integrity.where, "put_page");
		assert_int_equal(integrity.pfn, 40);
		integrity = (struct integrity){.stop = &stop};
		get_page(&thread, kind, 40);
		assert_string_equal(integrity.where, "get_page");
	}
}

static void a_plain_page_of_8_bytes_has_no_count(void **state)
{
	(void)state;
	if (kind != MEMMAP_MEMDESC8)
		skip();
	zone_set_page_kind(&zone, 40, PAGE_PLAIN);
	put_page(&thread, kind, 40);
	assert_int_equal(integrity.kind, INTEGRITY_BAD_PUT);
}

static void assert_buddy(unsigned long pfn, unsigned long nr)
{
	for (unsigned long i = 0; i < nr; i++)
		assert_int_equal(map_page_kind(&zone.map, kind, pfn + i,
					       map_read_memdesc(&zone.map, kind, pfn + i)),
				 PAGE_BUDDY);
}

static void form_plain(unsigned long pfn, unsigned int order)
{
	struct page32 *head = map_page32(&zone.map, pfn);

	for (unsigned long i = 0; i < 1UL << order; i++) {
		zone_set_page_kind(&zone, pfn + i, PAGE_PLAIN);
		head[i].compound_head = i ? (unsigned long)head + 1 : 0;
	}
	head->flags = (unsigned long)order << PG_ORDER_SHIFT;
	init_page_count(&page32_count(head)->page);
}

static void a_plain_compound_is_counted_in_its_head_and_freed_whole(void **state)
{
	(void)state;
	if (kind != MEMMAP_MEMDESC32)
		skip();
	form_plain(40, ORDER);
	get_page(&thread, kind, 42);
	assert_int_equal(folio_ref_count(page32_count(map_page32(&zone.map, 40))), 2);
	put_page(&thread, kind, 43);
	assert_int_equal(thread.counts.freed, 0);
	put_page(&thread, kind, 41);
	assert_int_equal(thread.counts.freed, 1);
	assert_buddy(39, 1 + (1 << ORDER) + 1);
	assert_fine();
}

static void the_pages_of_a_compound_are_alone_afterwards(void **state)
{
	(void)state;
	if (kind != MEMMAP_MEMDESC32)
		skip();
	form_plain(40, ORDER);
	put_page(&thread, kind, 40);
	for (unsigned long pfn = 40; pfn < 44; pfn++) {
		zone_set_page_kind(&zone, pfn, PAGE_PLAIN);
		init_page_count(&page32_count(map_page32(&zone.map, pfn))->page);
	}
	put_page(&thread, kind, 42);
	assert_buddy(42, 1);
	put_page(&thread, kind, 40);
	assert_buddy(40, 1);
	assert_int_equal(folio_ref_count(page32_count(map_page32(&zone.map, 41))), 1);
}

/* ---- large folios ---- */

static void tails_refuse(void **state)
{
	(void)state;
	assert_non_null(folio_form(&thread, kind, 16, ORDER, &zone));
	for (unsigned long pfn = 17; pfn < 20 && kind == MEMMAP_EMBEDDED; pfn++)
		assert_false(folio_try_get((struct folio *)map_page(&zone.map, pfn)));
}

static void assert_mapped(unsigned long pfn, unsigned long nr, bool mapped)
{
	for (unsigned long i = 0; i < nr; i++)
		assert_int_equal(ptes[pfn + i].pte, mapped ? pte_make(pfn + i).pte : 0);
}

static void what_nobody_holds_is_taken_apart(void **state)
{
	struct folio *folio = folio_form(&thread, kind, 16, ORDER, &zone);

	(void)state;
	map_pages(ptes, 16, 8); /* what follows is another's */
	assert_true(folio_take_apart(&thread, ptes, 16, folio));
	assert_mapped(16, 4, false);
	assert_mapped(20, 4, true);
	assert_buddy(16, 4);
	assert_int_equal(zone_thread.freed, 1);
}

static void what_is_held_stays_and_is_mapped_again(void **state)
{
	struct folio *folio = folio_form(&thread, kind, 16, ORDER, &zone);

	(void)state;
	map_pages(ptes, 16, 4);
	folio_get(folio);
	assert_false(folio_take_apart(&thread, ptes, 16, folio));
	assert_mapped(16, 4, true);
	assert_int_equal(folio_ref_count(folio), 2);
	assert_int_equal(zone_thread.freed, 0);
}

static void gup_of_a_tail_gets_its_folio(void **state)
{
	struct folio *folio = folio_form(&thread, kind, 16, ORDER, &zone);

	(void)state;
	pte = pte_make(18);
	assert_ptr_equal(gup(PROTECT_RECHECK, 1), folio);
	assert_int_equal(folio_ref_count(folio), 2);
}

#define test(name) with(name, EMBEDDED), with(name, MEMDESC8), with(name, MEMDESC32)
#define with(name_, map)                                                             \
	{                                                                            \
		.name = #map ": " #name_, .test_func = name_, .setup_func = start,   \
		.teardown_func = end, .initial_state = &(enum memmap){MEMMAP_##map}, \
	}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test(gup_takes_one_reference),
		test(a_pin_takes_1024_references_and_puts_them),
		test(an_empty_pte_is_for_the_slow_path),
		test(a_page_without_a_folio_is_for_the_slow_path),
		test(a_frozen_folio_is_for_the_slow_path),
		test(a_pte_that_changed_is_for_the_slow_path),
		test(a_pin_that_is_refused_late_leaves_nothing),
		test(a_memdesc_that_changed_is_read_again),
		test(a_pte_recheck_looks_at_the_pte_only),
		test(without_a_recheck_neither_is_looked_at),
		test(in_a_section_no_reference_is_taken),
		test(a_zap_clears_the_pte_before_it_drops),
		test(a_fault_publishes_the_count_and_the_pte),
		test(whoever_drops_the_last_reference_frees),
		test(a_tail_that_gave_out_a_reference_is_reported),
		test(the_page_cache_takes_one_reference),
		test(a_hole_is_none),
		test(a_slot_that_changed_is_read_again),
		test(without_a_recheck_the_slot_is_not_looked_at),
		test(a_removal_freezes_and_unpublishes),
		test(a_removal_of_what_is_held_changes_nothing),
		test(what_is_added_is_found),
		test(a_walker_skips_what_has_no_count_by_its_type),
		test(a_walker_skips_tails_and_free_hugetlb_folios),
		test(a_walker_takes_one_reference_of_what_it_chose),
		test(what_was_freed_between_the_passes_is_not_had),
		test(a_head_that_became_a_tail_gives_out_no_reference_of_its_own),
		test(a_walker_gives_back_what_changed),
		test(a_folio_that_is_not_complete_is_no_walkers),
		test(a_page_of_a_folio_has_its_count),
		test(a_slab_or_a_page_table_is_reported),
		test(a_plain_page_of_8_bytes_has_no_count),
		test(a_plain_compound_is_counted_in_its_head_and_freed_whole),
		test(the_pages_of_a_compound_are_alone_afterwards),
		test(tails_refuse),
		test(what_nobody_holds_is_taken_apart),
		test(what_is_held_stays_and_is_mapped_again),
		test(gup_of_a_tail_gets_its_folio),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
