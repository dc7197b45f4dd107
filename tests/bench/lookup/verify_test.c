// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * verify_test.c: the close look at what is held: what is as it should be passes and is counted, and
 * anything else is reported by its kind, once. The folios are made by hand; what changes while it is
 * looked at is seen in the tests with threads.
 */
#include "tests/bench/lookup/world_making.h"

#define FIRST 7
#define NR    5
#define HERE  "here"

static struct made_world made;
static struct lookup_worker lookup;
static struct folio *held[NR];

/* In each map; folios of FIRST .. FIRST + NR - 1 are held. */
static int start(void **state)
{
	world_make(&made, "gup-fast", *(const enum memmap *)*state, LIFETIME_TYPESAFE,
		   scheme_find("plain"));
	lookup = (struct lookup_worker){
		.thread = {.map = made.world->zone.map, .zone = &made.world->threads[0]},
		.world = made.world,
		.verify = 1,
	};
	for (unsigned long i = 0; i < NR; i++)
		held[i] = folio_of_place(&made, FIRST + i);
	return 0;
}

static int end(void **state)
{
	(void)state;
	world_unmake(&made);
	return 0;
}

static void assert_reported(enum integrity_kind kind, const struct folio *folio)
{
	assert_string_equal(integrity_kind_names[made.integrity.kind], integrity_kind_names[kind]);
	assert_string_equal(made.integrity.where, HERE);
	assert_ptr_equal(made.integrity.folio, folio);
	assert_int_equal(made.stop, 1);
	assert_int_equal(lookup.thread.counts.verified, 0);
}

static void assert_verified(uint64_t nr)
{
	assert_int_equal(made.integrity.kind, INTEGRITY_FINE);
	assert_int_equal(made.stop, 0);
	assert_int_equal(lookup.thread.counts.verified, nr);
}

static void verify(unsigned int nr, unsigned int asked, bool is_held)
{
	lookup_verify(&lookup, HERE, held, nr, FIRST, asked, is_held);
}

/* ---- places ---- */

static void what_was_asked_for_is_fine(void **state)
{
	(void)state;
	verify(NR, NR, true);
	assert_verified(NR);
	verify(NR, NR, false);
	assert_verified(2 * NR);
}

static void nothing_held_is_fine(void **state)
{
	(void)state;
	verify(0, NR, true);
	assert_verified(0);
}

static void a_hole_lets_the_next_follow(void **state)
{
	(void)state;
	held[1] = held[2]; /* there was none at FIRST + 1 */
	held[2] = held[4]; /* nor at FIRST + 3 */
	verify(3, NR, true);
	assert_verified(3);
}

static void more_holes_than_there_are_are_reported(void **state)
{
	(void)state;
	held[1] = held[3]; /* two were left out, and only one is missing */
	verify(2, 3, true);
	assert_reported(INTEGRITY_WRONG_FOLIO, held[1]);
	assert_int_equal(made.integrity.expected_index, FIRST + 1);
}

static void another_place_is_reported(void **state)
{
	(void)state;
	held[0] = held[1];
	verify(1, 1, true);
	assert_reported(INTEGRITY_WRONG_FOLIO, held[0]);
	assert_int_equal(made.integrity.expected_index, FIRST);
	assert_int_equal(made.integrity.found.index, FIRST + 1);
}

static void a_place_before_the_first_is_reported(void **state)
{
	(void)state;
	held[0] = folio_of_place(&made, FIRST - 1);
	verify(1, NR, true);
	assert_reported(INTEGRITY_WRONG_FOLIO, held[0]);
}

static void a_place_twice_is_reported(void **state)
{
	(void)state;
	held[2] = held[1];
	verify(3, NR, true);
	assert_reported(INTEGRITY_WRONG_FOLIO, held[2]);
}

static void places_out_of_order_are_reported(void **state)
{
	(void)state;
	held[1] = held[3];
	held[3] = folio_of_place(&made, FIRST + 1);
	verify(NR, NR, true);
	assert_int_equal(made.integrity.kind, INTEGRITY_WRONG_FOLIO);
}

/* ---- life ---- */

static void each_is_looked_at(void (*harm)(struct folio *folio), enum integrity_kind kind)
{
	for (int is_held = 0; is_held < 2; is_held++) {
		made.integrity = (struct integrity){.stop = &made.stop};
		harm(held[3]);
		verify(NR, NR, is_held);
		assert_reported(kind, held[3]);
	}
}

static void bury(struct folio *folio)
{
	folio->mapping = ZONE_POISON;
	folio->private_data++;
}

static void let_die_without_poison(struct folio *folio)
{
	folio->private_data &= ~1UL;
}

static void give_away(struct folio *folio)
{
	folio->mapping = &lookup;
}

static void a_dead_one_is_reported(void **state)
{
	(void)state;
	each_is_looked_at(bury, INTEGRITY_USE_AFTER_FREE);
}

static void one_in_no_life_is_reported(void **state)
{
	(void)state;
	each_is_looked_at(let_die_without_poison, INTEGRITY_WRONG_FOLIO);
}

static void one_of_another_owner_is_reported(void **state)
{
	(void)state;
	each_is_looked_at(give_away, INTEGRITY_WRONG_FOLIO);
}

/* ---- by page frame number ---- */

static void a_folio_is_found_through_any_of_its_pages(void **state)
{
	struct folio *folio = held[0];
	unsigned long pfn = map_folio_pfn(map_of(&made), map_of(&made)->kind, folio);

	(void)state;
	folio->flags = PG_HEAD | 2UL << PG_ORDER_SHIFT;
	for (unsigned long i = 0; i < 4; i++)
		lookup_verify_pfn(&lookup, HERE, folio, pfn + i, i & 1);
	assert_verified(4);
}

static void a_page_outside_the_folio_is_reported(void **state)
{
	static const long offsets[] = {-1, 4};
	struct folio *folio = held[0];
	unsigned long pfn = map_folio_pfn(map_of(&made), map_of(&made)->kind, folio);

	(void)state;
	folio->flags = PG_HEAD | 2UL << PG_ORDER_SHIFT;
	for (int i = 0; i < 2; i++) {
		made.integrity = (struct integrity){.stop = &made.stop};
		lookup_verify_pfn(&lookup, HERE, folio, pfn + (unsigned long)offsets[i], true);
		assert_reported(INTEGRITY_WRONG_FOLIO, folio);
		assert_int_equal(made.integrity.pfn, pfn + (unsigned long)offsets[i]);
	}
}

static void a_dead_folio_is_reported_with_its_page(void **state)
{
	(void)state;
	bury(held[0]);
	lookup_verify_pfn(&lookup, HERE, held[0], 12, true);
	assert_reported(INTEGRITY_USE_AFTER_FREE, held[0]);
	assert_int_equal(made.integrity.pfn, 12);
}

/* ---- holders, and what a mutator misses ---- */

static void a_holder_with_a_count_is_fine(void **state)
{
	(void)state;
	lookup_verify_holder(&lookup, HERE, 12, held[0]);
	assert_verified(1);
}

static void a_holder_without_a_count_is_reported(void **state)
{
	(void)state;
	made.scheme->ops.set_page_count_frozen(&held[0]->page);
	lookup_verify_holder(&lookup, HERE, 12, held[0]);
	assert_reported(INTEGRITY_LOST_REFERENCE, held[0]);
	assert_int_equal(made.integrity.pfn, 12);
}

static void no_holder_at_all_is_reported(void **state)
{
	(void)state;
	lookup_verify_holder(&lookup, HERE, 12, NULL);
	assert_reported(INTEGRITY_LOST_REFERENCE, NULL);
}

static void a_folio_that_is_gone_is_reported(void **state)
{
	(void)state;
	lookup_lost_folio(&lookup, HERE, 12);
	assert_reported(INTEGRITY_USE_AFTER_FREE, NULL);
	assert_int_equal(made.integrity.pfn, 12);
}

/* ---- how often ---- */

static void each_lookup_is_due_with_one_and_none_with_zero(void **state)
{
	(void)state;
	lookup.until_verify = lookup_verify_interval(&lookup);
	for (int i = 0; i < 1000; i++)
		assert_true(lookup_verify_due(&lookup, 1));
	lookup.verify = 0;
	lookup.until_verify = lookup_verify_interval(&lookup);
	for (int i = 0; i < 1000; i++)
		assert_false(lookup_verify_due(&lookup, 1));
}

/* Of 512 places in a row; a fixed interval would meet the same four. */
static void one_in_so_many_is_due_and_every_place_in_time(void **state)
{
	static bool met[512];
	int nr_due = 0, nr_met = 0;

	(void)state;
	memset(met, 0, sizeof(met));
	lookup.verify = 1024;
	lookup.until_verify = lookup_verify_interval(&lookup);
	for (int i = 0; i < 4096 * 1024; i++) {
		if (!lookup_verify_due(&lookup, 1))
			continue;
		nr_due++;
		nr_met += !met[i % 512];
		met[i % 512] = true;
	}
	assert_in_range(nr_due, 4096 - 256, 4096 + 256);
	assert_in_range(nr_met, 508, 512);
}

#define in_each_map(test) with(test, EMBEDDED), with(test, MEMDESC8), with(test, MEMDESC32)
#define with(test, map)                                                              \
	{                                                                            \
		.name = #map ": " #test, .test_func = test, .setup_func = start,     \
		.teardown_func = end, .initial_state = &(enum memmap){MEMMAP_##map}, \
	}

int main(void)
{
	const struct CMUnitTest tests[] = {
		in_each_map(what_was_asked_for_is_fine),
		in_each_map(nothing_held_is_fine),
		in_each_map(a_hole_lets_the_next_follow),
		in_each_map(more_holes_than_there_are_are_reported),
		in_each_map(another_place_is_reported),
		in_each_map(a_place_before_the_first_is_reported),
		in_each_map(a_place_twice_is_reported),
		in_each_map(places_out_of_order_are_reported),
		in_each_map(a_dead_one_is_reported),
		in_each_map(one_in_no_life_is_reported),
		in_each_map(one_of_another_owner_is_reported),
		in_each_map(a_folio_is_found_through_any_of_its_pages),
		in_each_map(a_page_outside_the_folio_is_reported),
		in_each_map(a_dead_folio_is_reported_with_its_page),
		in_each_map(a_holder_with_a_count_is_fine),
		in_each_map(a_holder_without_a_count_is_reported),
		in_each_map(no_holder_at_all_is_reported),
		in_each_map(a_folio_that_is_gone_is_reported),
		in_each_map(each_lookup_is_due_with_one_and_none_with_zero),
		in_each_map(one_in_so_many_is_due_and_every_place_in_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
