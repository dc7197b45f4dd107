// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * memory_map_test.c: what a page is, and which folio it leads to, under each of the three memory maps;
 * and the tags of a memdesc.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/memory_map.h"

#define NR_PAGES 16
#define PFN	 5

static char entries[NR_PAGES * sizeof(struct page)] __attribute__((aligned(64)));
static struct separate_folio separate __attribute__((aligned(128)));

static struct memory_map empty_map(enum memmap kind)
{
	memset(entries, 0, sizeof(entries));
	memset(&separate, 0, sizeof(separate));
	separate.pfn = PFN;
	return (struct memory_map){.kind = kind, .entries = entries, .nr_pages = NR_PAGES};
}

static enum page_kind kind_of(const struct memory_map *map, unsigned long pfn)
{
	return map_page_kind(map, map->kind, pfn, map_read_memdesc(map, map->kind, pfn));
}

static struct folio *folio_of(const struct memory_map *map, unsigned long pfn)
{
	return map_folio(map, map->kind, pfn, map_read_memdesc(map, map->kind, pfn));
}

static void the_maps_have_the_sizes_they_are_named_for(void **state)
{
	(void)state;
	assert_int_equal(memmap_entry_size(MEMMAP_EMBEDDED), 64);
	assert_int_equal(memmap_entry_size(MEMMAP_MEMDESC8), 8);
	assert_int_equal(memmap_entry_size(MEMMAP_MEMDESC32), 32);
	assert_string_equal(memmap_names[MEMMAP_EMBEDDED], "embedded");
	assert_string_equal(memmap_names[MEMMAP_MEMDESC8], "memdesc8");
	assert_string_equal(memmap_names[MEMMAP_MEMDESC32], "memdesc32");
}

static void every_kind_of_page_has_a_name_of_its_own(void **state)
{
	(void)state;
	for (int a = 0; a < NR_PAGE_KINDS; a++)
		for (int b = 0; b < a; b++)
			assert_string_not_equal(page_kind_names[a], page_kind_names[b]);
}

static void each_entry_has_a_tie_of_its_own_inside_it(void **state)
{
	(void)state;
	for (enum memmap kind = 0; kind < NR_MEMMAPS; kind++) {
		struct memory_map map = empty_map(kind);

		for (unsigned long pfn = 0; pfn < NR_PAGES; pfn++) {
			size_t at = (size_t)((char *)map_tie(&map, kind, pfn) - entries);

			assert_int_equal(at / memmap_entry_size(kind), pfn);
		}
	}
}

static void a_memdesc_keeps_pointer_and_type_apart(void **state)
{
	(void)state;
	for (enum memdesc_type type = MEMDESC_MISC; type <= MEMDESC_PERCPU; type++) {
		memdesc_t memdesc = memdesc_make(&separate, type);

		assert_int_equal(memdesc_type(memdesc), type);
		assert_ptr_equal(memdesc_folio(memdesc), &separate);
	}
}

static void only_files_anonymous_and_ksm_pages_are_folios(void **state)
{
	(void)state;
	for (enum memdesc_type type = MEMDESC_MISC; type <= MEMDESC_PERCPU; type++)
		assert_int_equal(memdesc_is_folio(memdesc_make(&separate, type)),
				 type == MEMDESC_FILE || type == MEMDESC_ANON ||
					 type == MEMDESC_KSM);
}

static void an_embedded_page_is_what_its_type_says(void **state)
{
	static const struct {
		unsigned int page_type;
		enum page_kind kind;
	} kinds[] = {
		{~0U, PAGE_FOLIO},
		{(unsigned int)PGTY_BUDDY << 24, PAGE_BUDDY},
		{(unsigned int)PGTY_SLAB << 24, PAGE_SLAB},
		{(unsigned int)PGTY_TABLE << 24, PAGE_TABLE},
		{(unsigned int)PGTY_HUGETLB << 24, PAGE_HUGETLB_FREE},
	};
	struct memory_map map = empty_map(MEMMAP_EMBEDDED);

	(void)state;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		map_page(&map, PFN)->page_type = kinds[i].page_type;
		assert_int_equal(kind_of(&map, PFN), kinds[i].kind);
		assert_ptr_equal(folio_of(&map, PFN), map_page(&map, PFN));
	}
}

static void an_embedded_tail_leads_to_its_head(void **state)
{
	struct memory_map map = empty_map(MEMMAP_EMBEDDED);

	(void)state;
	map_page(&map, PFN + 1)->compound_head = (unsigned long)map_page(&map, PFN) + 1;
	map_page(&map, PFN + 1)->page_type = (unsigned int)PGTY_BUDDY << 24;
	assert_int_equal(kind_of(&map, PFN + 1), PAGE_TAIL);
	assert_ptr_equal(folio_of(&map, PFN + 1), map_page(&map, PFN));
	assert_int_equal(map_folio_pfn(&map, map.kind, folio_of(&map, PFN + 1)), PFN);
}

static void a_page_of_a_separate_folio_is_its_head_or_a_tail(void **state)
{
	(void)state;
	for (enum memmap kind = MEMMAP_MEMDESC8; kind <= MEMMAP_MEMDESC32; kind++) {
		struct memory_map map = empty_map(kind);

		for (unsigned long pfn = PFN; pfn < PFN + 4; pfn++) {
			*map_tie(&map, kind, pfn) = memdesc_make(&separate, MEMDESC_ANON).v;
			assert_ptr_equal(folio_of(&map, pfn), &separate);
			assert_int_equal(kind_of(&map, pfn), pfn == PFN ? PAGE_FOLIO : PAGE_TAIL);
		}
		assert_int_equal(map_folio_pfn(&map, kind, &separate.folio), PFN);
	}
}

static void a_separate_folio_that_is_a_free_hugetlb_one_says_so(void **state)
{
	struct memory_map map = empty_map(MEMMAP_MEMDESC8);

	(void)state;
	*map_tie(&map, map.kind, PFN) = memdesc_make(&separate, MEMDESC_FILE).v;
	separate.folio.flags = PG_HUGETLB_FREE;
	assert_int_equal(kind_of(&map, PFN), PAGE_HUGETLB_FREE);
}

static void a_memdesc_that_is_no_folio_leads_to_none(void **state)
{
	static const struct {
		enum memdesc_type type;
		enum page_kind kind;
	} kinds[] = {
		{MEMDESC_MISC, PAGE_PLAIN},
		{MEMDESC_BUDDY, PAGE_BUDDY},
		{MEMDESC_SLAB, PAGE_SLAB},
		{MEMDESC_PTDESC, PAGE_TABLE},
	};

	(void)state;
	for (enum memmap kind = MEMMAP_MEMDESC8; kind <= MEMMAP_MEMDESC32; kind++) {
		struct memory_map map = empty_map(kind);

		for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
			*map_tie(&map, kind, PFN) = memdesc_make(NULL, kinds[i].type).v;
			assert_int_equal(kind_of(&map, PFN), kinds[i].kind);
			assert_null(folio_of(&map, PFN));
		}
	}
}

static void a_plain_tail_of_32_bytes_knows_its_head(void **state)
{
	struct memory_map map = empty_map(MEMMAP_MEMDESC32);

	(void)state;
	map_page32(&map, PFN + 1)->compound_head = (unsigned long)map_page32(&map, PFN) + 1;
	assert_int_equal(kind_of(&map, PFN), PAGE_PLAIN);
	assert_int_equal(kind_of(&map, PFN + 1), PAGE_TAIL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_maps_have_the_sizes_they_are_named_for),
		cmocka_unit_test(every_kind_of_page_has_a_name_of_its_own),
		cmocka_unit_test(each_entry_has_a_tie_of_its_own_inside_it),
		cmocka_unit_test(a_memdesc_keeps_pointer_and_type_apart),
		cmocka_unit_test(only_files_anonymous_and_ksm_pages_are_folios),
		cmocka_unit_test(an_embedded_page_is_what_its_type_says),
		cmocka_unit_test(an_embedded_tail_leads_to_its_head),
		cmocka_unit_test(a_page_of_a_separate_folio_is_its_head_or_a_tail),
		cmocka_unit_test(a_separate_folio_that_is_a_free_hugetlb_one_says_so),
		cmocka_unit_test(a_memdesc_that_is_no_folio_leads_to_none),
		cmocka_unit_test(a_plain_tail_of_32_bytes_knows_its_head),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
