// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * world_test.c: what lies in a world before anybody looks, and that the look afterwards finds every
 * harm that is done to it: under each scheme, in each memory map, without any threads.
 */
#include "tests/bench/lookup/world_making.h"

static const char *const lookups[] = {"gup-fast", "page-cache", "pfn-walk", "put-page",
				      "large-folio"};
#define NR_LOOKUPS (int)(sizeof(lookups) / sizeof(lookups[0]))

static struct made_world made;

/* In every world of a lookup that readers find folios in. */
static void each_world(const struct scheme *scheme, void (*test)(void))
{
	for (int w = 0; w < NR_LOOKUPS; w++) {
		for (enum memmap memmap = 0; memmap < NR_MEMMAPS; memmap++) {
			world_make(&made, lookups[w], memmap, LIFETIME_TYPESAFE, scheme);
			test();
			world_unmake(&made);
		}
	}
}

static void each_scheme(void (*test)(void))
{
	for (const struct scheme *const *s = scheme_all(); *s; s++) {
		if (!(*s)->unsafe)
			each_world(*s, test);
	}
}

/* A place that leads to a folio of one page. */
static unsigned long small_place(void)
{
	for (unsigned long i = 1; i < made.world->nr_pages; i++) {
		if (folio_of_place(&made, i) &&
		    (made.world->kind == WORLD_PAGE_CACHE ||
		     (made.world->kind == WORLD_PAGE_TABLE || kind_at(&made, i) == PAGE_FOLIO)) &&
		    !folio_order(folio_of_place(&made, i)))
			return i;
	}
	fail_msg("no folio of order 0");
	return 0;
}

static void assert_found(const char *message)
{
	made.err.text[0] = '\0';
	assert_int_equal(check(&made), -EIO);
	if (!strstr(made.err.text, message))
		fail_msg("\"%s\" does not say \"%s\"", made.err.text, message);
	assert_non_null(strstr(made.err.text, made.scheme->name));
	assert_non_null(strstr(made.err.text, made.point.workload->name));
}

/* ---- what is built ---- */

static bool leads_to_a_folio(unsigned long i)
{
	enum page_kind kind;

	if (made.world->kind == WORLD_PAGE_TABLE || made.world->kind == WORLD_PAGE_CACHE)
		return true;
	kind = kind_at(&made, i);
	if (kind != PAGE_FOLIO && kind != PAGE_TAIL)
		return false;
	/* A tail may be a plain compound page's, or a free hugetlb folio's. */
	return folio_at(&made, i) && !(folio_at(&made, i)->flags & PG_HUGETLB_FREE);
}

static void check_places(void)
{
	for (unsigned long i = 0; i < made.world->nr_pages; i++) {
		const struct folio *folio = folio_of_place(&made, i);

		if (!leads_to_a_folio(i))
			continue;
		assert_non_null(folio);
		assert_int_equal(made.scheme->ops.folio_ref_count(folio), 1);
		assert_ptr_equal(folio->mapping, made.world);
		assert_true(i - folio->index < 1UL << folio_order(folio));
		assert_true(folio->private_data & 1);
	}
}

static void every_place_leads_to_a_live_folio_that_knows_it(void **state)
{
	(void)state;
	each_scheme(check_places);
}

static void check_untouched(void)
{
	if (check(&made))
		fail_msg("%s", made.err.text);
	assert_int_equal(made.integrity.kind, INTEGRITY_FINE);
}

static void what_nobody_touched_is_fine(void **state)
{
	(void)state;
	each_scheme(check_untouched);
}

static void it_is_fine_under_every_lifetime(void **state)
{
	(void)state;
	for (enum lifetime l = 0; l < NR_LIFETIMES; l++) {
		world_make(&made, "page-cache", MEMMAP_MEMDESC8, l, scheme_find("plain"));
		check_untouched();
		world_unmake(&made);
	}
}

static void count_kinds(const char *workload, enum memmap memmap, unsigned long *nr)
{
	memset(nr, 0, NR_PAGE_KINDS * sizeof(*nr));
	world_make(&made, workload, memmap, LIFETIME_TYPESAFE, scheme_find("plain"));
	for (unsigned long pfn = 0; pfn < made.world->nr_pages; pfn++)
		nr[kind_at(&made, pfn)]++;
	world_unmake(&made);
}

/* Six kinds of cells of 8 pages; 4096 pages are two cells more than a multiple of them. */
static void a_walker_meets_some_of_everything(void **state)
{
	unsigned long nr[NR_PAGE_KINDS];
	bool embedded;

	(void)state;
	for (enum memmap memmap = 0; memmap < NR_MEMMAPS; memmap++) {
		embedded = memmap == MEMMAP_EMBEDDED;
		count_kinds("pfn-walk", memmap, nr);
		assert_int_equal(nr[PAGE_FOLIO], 86 * 8 + 86);
		assert_int_equal(nr[PAGE_SLAB], 85 * 8);
		assert_int_equal(nr[PAGE_TABLE], 85 * 8);
		assert_int_equal(nr[PAGE_BUDDY], 85 * 8);
		/* Its tails say tail today, and what their folio is with memdescs. */
		assert_int_equal(nr[PAGE_HUGETLB_FREE], 85 * (embedded ? 1 : 8));
		assert_int_equal(nr[PAGE_TAIL], (embedded ? 85 + 86 : 86) * 7);
		assert_int_equal(nr[PAGE_PLAIN], 0);
	}
}

static void plain_pages_are_held_where_they_have_a_count(void **state)
{
	unsigned long nr[NR_PAGE_KINDS];

	(void)state;
	for (enum memmap memmap = 0; memmap < NR_MEMMAPS; memmap++) {
		count_kinds("put-page", memmap, nr);
		if (memmap == MEMMAP_MEMDESC32) {
			assert_int_equal(nr[PAGE_FOLIO], 512 / 16 * 5);
			assert_int_equal(nr[PAGE_PLAIN], 512 / 16 * 5);
		} else {
			assert_int_equal(nr[PAGE_FOLIO], 512 / 16 * 10);
			assert_int_equal(nr[PAGE_PLAIN], 0);
		}
		assert_int_equal(nr[PAGE_TAIL], 512 / 16 * 6);
	}
}

static void a_block_is_of_one_order_and_each_order_has_a_block(void **state)
{
	(void)state;
	world_make(&made, "large-folio", MEMMAP_EMBEDDED, LIFETIME_TYPESAFE, scheme_find("plain"));
	for (unsigned long pfn = 0; pfn < made.world->nr_pages; pfn++) {
		assert_int_equal(folio_order(folio_of_place(&made, pfn)), pfn / 512 % 10);
		assert_int_equal(pte_pfn(made.world->ptes[pfn]), pfn);
	}
	world_unmake(&made);
}

/* ---- harm ---- */

static void lose_a_reference(void)
{
	struct folio *folio = folio_of_place(&made, small_place());

	made.scheme->ops.set_page_count_frozen(&folio->page);
	assert_found("lost reference");
}

static void a_lost_reference_is_found(void **state)
{
	(void)state;
	each_scheme(lose_a_reference);
}

static void keep_a_reference(void)
{
	struct folio *folio = folio_of_place(&made, small_place());

	made.scheme->ops.folio_get(folio);
	assert_found("ends as 2");
}

static void a_reference_that_was_kept_is_found(void **state)
{
	(void)state;
	each_scheme(keep_a_reference);
}

static void let_a_free_folio_live(void)
{
	struct folio *folio = folio_of_place(&made, small_place());
	struct world *world = made.world;
	unsigned long i = folio->index;

	made.scheme->ops.set_page_count_frozen(&folio->page);
	zone_free_folio(&world->threads[0], folio);
	world->ptes[i].pte = 0;
	if (world->kind == WORLD_PAGE_CACHE)
		*page_cache_slot(&world->file, i) = NULL;
	check_untouched();
	made.scheme->ops.init_page_count(&folio->page);
	assert_found("free folio");
}

static void a_free_folio_that_gives_out_references_is_found(void **state)
{
	(void)state;
	each_scheme(let_a_free_folio_live);
}

static void forget_a_folio(void)
{
	struct world *world = made.world;

	if (world->kind == WORLD_PAGE_TABLE)
		world->ptes[5].pte = 0;
	else if (world->kind == WORLD_PAGE_CACHE)
		*page_cache_slot(&world->file, 5) = NULL;
	else
		return;
	assert_found("lost folio");
}

static void a_folio_that_nothing_leads_to_is_found(void **state)
{
	(void)state;
	each_scheme(forget_a_folio);
}

static void exchange_places(void)
{
	struct world *world = made.world;
	pte_t pte = world->ptes[5];

	if (world->kind == WORLD_PAGE_TABLE) {
		world->ptes[5] = world->ptes[6];
		world->ptes[6] = pte;
		assert_found("which is another's");
	} else if (world->kind == WORLD_PAGE_CACHE) {
		*page_cache_slot(&world->file, 5) = *page_cache_slot(&world->file, 6);
		assert_found("slot 5 holds the folio of slot 6");
	}
}

static void a_place_with_anothers_folio_is_found(void **state)
{
	(void)state;
	each_scheme(exchange_places);
}

static void let_a_tail_live(void)
{
	if (made.world->kind != WORLD_BLOCKS || map_of(&made)->kind != MEMMAP_EMBEDDED)
		return;
	made.scheme->ops.init_page_count(map_page(map_of(&made), 512 + 1));
	assert_found("tail page 513 gives out references");
}

static void a_tail_that_gives_out_references_is_found(void **state)
{
	(void)state;
	each_scheme(let_a_tail_live);
}

static void give_up_and_keep(void)
{
	if (made.world->kind != WORLD_CELLS)
		return;
	made.world->given_up[0] = true;
	assert_found("page 0 was given up and is still folio");
}

static void a_cell_given_up_that_is_not_free_is_found(void **state)
{
	(void)state;
	each_scheme(give_up_and_keep);
}

static void unsafe_schemes_are_asked_nothing(void **state)
{
	(void)state;
	for (const struct scheme *const *s = scheme_all(); *s; s++) {
		if (!(*s)->unsafe)
			continue;
		world_make(&made, "page-cache", MEMMAP_EMBEDDED, LIFETIME_TYPESAFE, *s);
		*page_cache_slot(&made.world->file, 5) = NULL;
		assert_int_equal(check(&made), 0);
		world_unmake(&made);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_place_leads_to_a_live_folio_that_knows_it),
		cmocka_unit_test(what_nobody_touched_is_fine),
		cmocka_unit_test(it_is_fine_under_every_lifetime),
		cmocka_unit_test(a_walker_meets_some_of_everything),
		cmocka_unit_test(plain_pages_are_held_where_they_have_a_count),
		cmocka_unit_test(a_block_is_of_one_order_and_each_order_has_a_block),
		cmocka_unit_test(a_lost_reference_is_found),
		cmocka_unit_test(a_reference_that_was_kept_is_found),
		cmocka_unit_test(a_free_folio_that_gives_out_references_is_found),
		cmocka_unit_test(a_folio_that_nothing_leads_to_is_found),
		cmocka_unit_test(a_place_with_anothers_folio_is_found),
		cmocka_unit_test(a_tail_that_gives_out_references_is_found),
		cmocka_unit_test(a_cell_given_up_that_is_not_free_is_found),
		cmocka_unit_test(unsafe_schemes_are_asked_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
