// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * frozen_bit_debug_test.c: frozen-bit as a kernel with CONFIG_DEBUG_VM has it. Each assert speaks
 * for the misuse it was written for, and a page that lives by the rules hears none.
 */
#define CONFIG_DEBUG_VM

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/schemes/frozen-bit.h"

static int warnings;
static const char *warned_by;

void vm_warn_once(const char *condition, const char *function)
{
	(void)condition;
	warnings++;
	warned_by = function;
}

static int forget_warnings(void **state)
{
	(void)state;
	warnings = 0;
	warned_by = "nobody";
	return 0;
}

static struct folio frozen_folio(void)
{
	struct folio folio;

	set_page_count_frozen(&folio.page);
	return folio;
}

static struct folio live_folio(int count)
{
	struct folio folio;

	atomic_set(&folio._refcount, count);
	return folio;
}

static void assert_warned_once_by(const char *function)
{
	assert_string_equal(warned_by, function);
	assert_int_equal(warnings, 1);
}

static void a_whole_life_within_the_rules_warns_of_nothing(void **state)
{
	struct folio folio = frozen_folio();

	(void)state;
	init_page_count(&folio.page);
	folio_get(&folio);
	assert_true(folio_ref_try_add(&folio, 1024));
	assert_false(folio_ref_sub_and_test(&folio, 1024));
	assert_false(folio_ref_dec_and_test(&folio));
	assert_true(folio_ref_freeze(&folio, 1));
	folio_ref_unfreeze(&folio, 1);
	assert_true(folio_ref_dec_and_test(&folio));
	init_page_count(&folio.page);
	assert_true(folio_ref_sub_and_test(&folio, 1));
	set_page_count_frozen(&folio.page);
	assert_int_equal(warnings, 0);
}

static void trying_to_get_a_frozen_page_is_legal(void **state)
{
	static const unsigned int words[] = {0x80000000, 0xBFFFFFFF, 0xC0000000, 0xFFFFFFFE};

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		struct folio folio = live_folio((int)words[i]);

		assert_false(folio_try_get(&folio));
	}
	assert_int_equal(warnings, 0);
}

static void failing_to_freeze_is_legal(void **state)
{
	struct folio live = live_folio(2), frozen = frozen_folio();

	(void)state;
	assert_false(folio_ref_freeze(&live, 1));
	assert_false(folio_ref_freeze(&frozen, 1));
	assert_int_equal(warnings, 0);
}

static void unfreezing_clears_residue_without_complaint(void **state)
{
	struct folio folio = frozen_folio();

	(void)state;
	assert_false(folio_ref_try_add(&folio, 1024));
	folio_ref_unfreeze(&folio, INT_MAX);
	assert_int_equal(warnings, 0);
}

static void getting_a_frozen_page_warns(void **state)
{
	struct folio folio = frozen_folio();

	(void)state;
	folio_get(&folio);
	assert_warned_once_by("folio_get");
}

static void getting_a_frozen_page_with_residue_warns(void **state)
{
	struct folio folio = live_folio(-1);

	(void)state;
	folio_get(&folio);
	assert_warned_once_by("folio_get");
}

static void putting_one_reference_of_a_frozen_page_warns(void **state)
{
	struct folio folio = frozen_folio();

	(void)state;
	assert_false(folio_ref_dec_and_test(&folio));
	assert_warned_once_by("folio_ref_dec_and_test");
}

static void putting_several_references_of_a_frozen_page_warns(void **state)
{
	struct folio folio = frozen_folio();

	(void)state;
	assert_false(folio_ref_sub_and_test(&folio, 2));
	assert_warned_once_by("folio_ref_sub_and_test");
}

static void unfreezing_a_live_page_warns(void **state)
{
	struct folio folio = live_folio(1);

	(void)state;
	folio_ref_unfreeze(&folio, 1);
	assert_warned_once_by("folio_ref_unfreeze");
}

static void unfreezing_to_zero_warns(void **state)
{
	struct folio folio = frozen_folio();

	(void)state;
	folio_ref_unfreeze(&folio, 0);
	assert_warned_once_by("folio_ref_unfreeze");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_whole_life_within_the_rules_warns_of_nothing,
				       forget_warnings),
		cmocka_unit_test_setup(trying_to_get_a_frozen_page_is_legal, forget_warnings),
		cmocka_unit_test_setup(failing_to_freeze_is_legal, forget_warnings),
		cmocka_unit_test_setup(unfreezing_clears_residue_without_complaint,
				       forget_warnings),
		cmocka_unit_test_setup(getting_a_frozen_page_warns, forget_warnings),
		cmocka_unit_test_setup(getting_a_frozen_page_with_residue_warns, forget_warnings),
		cmocka_unit_test_setup(putting_one_reference_of_a_frozen_page_warns,
				       forget_warnings),
		cmocka_unit_test_setup(putting_several_references_of_a_frozen_page_warns,
				       forget_warnings),
		cmocka_unit_test_setup(unfreezing_a_live_page_warns, forget_warnings),
		cmocka_unit_test_setup(unfreezing_to_zero_warns, forget_warnings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
