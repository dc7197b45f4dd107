// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * page_test.c: struct page and struct folio have the kernel's size and offsets on 64-bit, and the
 * folio is its head page: what a scheme does to one is seen through the other.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/page.h"

#define CACHE_LINE 64

static void a_page_fills_one_cache_line(void **state)
{
	(void)state;
	assert_int_equal(sizeof(struct page), CACHE_LINE);
}

static void a_folio_has_the_size_and_alignment_of_a_page(void **state)
{
	(void)state;
	assert_int_equal(sizeof(struct folio), sizeof(struct page));
	assert_int_equal(_Alignof(struct folio), _Alignof(struct page));
}

static void the_fields_lie_where_the_kernel_has_them(void **state)
{
	(void)state;
	assert_int_equal(offsetof(struct page, flags), 0);
	assert_int_equal(offsetof(struct page, lru), 8);
	assert_int_equal(offsetof(struct page, mapping), 24);
	assert_int_equal(offsetof(struct page, index), 32);
	assert_int_equal(offsetof(struct page, private_data), 40);
	assert_int_equal(offsetof(struct page, _mapcount), 48);
	assert_int_equal(offsetof(struct page, _refcount), 52);
	assert_int_equal(offsetof(struct page, memcg_data), 56);
}

static void the_count_is_32_bits(void **state)
{
	(void)state;
	assert_int_equal(sizeof(atomic_t), 4);
}

static void each_field_of_a_folio_overlays_its_page(void **state)
{
	struct folio folio;

	(void)state;
	assert_ptr_equal(&folio.flags, &folio.page.flags);
	assert_ptr_equal(&folio.lru, &folio.page.lru);
	assert_ptr_equal(&folio.mapping, &folio.page.mapping);
	assert_ptr_equal(&folio.index, &folio.page.index);
	assert_ptr_equal(&folio.private_data, &folio.page.private_data);
	assert_ptr_equal(&folio._mapcount, &folio.page._mapcount);
	assert_ptr_equal(&folio._refcount, &folio.page._refcount);
	assert_ptr_equal(&folio.memcg_data, &folio.page.memcg_data);
}

static void a_count_written_through_the_page_is_read_through_the_folio(void **state)
{
	struct folio folio;

	(void)state;
	atomic_set(&folio.page._refcount, 42);
	assert_int_equal(atomic_read(&folio._refcount), 42);
	atomic_set(&folio._refcount, 43);
	assert_int_equal(atomic_read(&folio.page._refcount), 43);
}

static void no_two_counts_share_a_cache_line(void **state)
{
	struct folio folios[3] __attribute__((aligned(CACHE_LINE)));

	(void)state;
	for (int i = 0; i < 3; i++)
		assert_int_equal((uintptr_t)&folios[i]._refcount % CACHE_LINE, 52);
	assert_int_equal((char *)&folios[1] - (char *)&folios[0], CACHE_LINE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_fills_one_cache_line),
		cmocka_unit_test(a_folio_has_the_size_and_alignment_of_a_page),
		cmocka_unit_test(the_fields_lie_where_the_kernel_has_them),
		cmocka_unit_test(the_count_is_32_bits),
		cmocka_unit_test(each_field_of_a_folio_overlays_its_page),
		cmocka_unit_test(a_count_written_through_the_page_is_read_through_the_folio),
		cmocka_unit_test(no_two_counts_share_a_cache_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
