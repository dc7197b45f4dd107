// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * scheme_retries_test.c: what the counting twins count, and that the objects which are timed count
 * nothing. One thread alone meets no rival, so each failure here is one that the scheme provokes.
 */
#include "tests/core/each_scheme.h"

/* Failed compare-and-swaps of one try_get of a page with @count references, 0 being frozen. */
static uint64_t failures_of_a_get(const struct scheme *scheme, int count)
{
	struct folio folio = dirty_folio();

	scheme->ops.set_page_count_frozen(&folio.page);
	if (count)
		scheme->ops.folio_ref_unfreeze(&folio, count);
	atomic_cas_failures = 0;
	assert_int_equal(scheme->ops.folio_try_get(&folio), count > 0);
	return atomic_cas_failures;
}

static const struct scheme *counting(const char *name)
{
	const struct scheme *scheme = scheme_find(name);

	assert_non_null(scheme);
	return scheme_variant(scheme, true, false);
}

static void every_scheme_has_a_counting_twin(void **state)
{
	(void)state;
	for (const struct scheme *const *s = scheme_all(); *s; s++) {
		const struct scheme *twin = scheme_variant(*s, true, false);

		assert_non_null(twin);
		assert_ptr_not_equal(twin, *s);
		assert_string_equal(twin->name, (*s)->name);
		assert_true(twin->counts_retries);
		assert_false((*s)->counts_retries);
	}
}

static void a_timed_object_counts_nothing(void **state)
{
	(void)state;
	for (const struct scheme *const *s = scheme_all(); *s; s++) {
		struct folio folio = dirty_folio();

		atomic_cas_failures = 0;
		(*s)->ops.init_page_count(&folio.page);
		(*s)->ops.folio_get(&folio);
		(*s)->ops.folio_try_get(&folio);
		(*s)->ops.folio_ref_freeze(&folio, 1);
		(*s)->ops.folio_ref_freeze(&folio, 1);
		assert_int_equal(atomic_cas_failures, 0);
	}
}

static void a_quiet_get_and_put_fail_nowhere_but_in_optimistic(void **state)
{
	static const char *const names[] = {"plain",	   "lock-bit", "lock-bit-acquire",
					    "frozen-bit",  "rcuref",   "inverted-high",
					    "inverted-low"};

	(void)state;
	for (size_t i = 0; i < NR(names); i++) {
		const struct scheme *scheme = counting(names[i]);
		struct folio folio = dirty_folio();

		assert_int_equal(failures_of_a_get(scheme, 0), 0);
		assert_int_equal(failures_of_a_get(scheme, 1), 0);
		assert_int_equal(failures_of_a_get(scheme, 1024), 0);
		scheme->ops.init_page_count(&folio.page);
		assert_true(scheme->ops.folio_ref_dec_and_test(&folio));
		assert_int_equal(atomic_cas_failures, 0);
	}
}

static void optimistic_pays_for_each_wrong_guess(void **state)
{
	const struct scheme *optimistic = counting("optimistic");

	(void)state;
	assert_int_equal(failures_of_a_get(optimistic, 1), 0);
	assert_int_equal(failures_of_a_get(optimistic, 2), 1);
	assert_int_equal(failures_of_a_get(optimistic, 1024), 1);
	assert_int_equal(failures_of_a_get(optimistic, 0), 1);
}

static void a_freeze_at_the_wrong_count_is_one_failure(void **state)
{
	static const char *const names[] = {"plain",	     "optimistic",  "lock-bit",
					    "frozen-bit",    "rcuref",	    "lock-bit-acquire",
					    "inverted-high", "inverted-low"};

	(void)state;
	for (size_t i = 0; i < NR(names); i++) {
		const struct scheme *scheme = counting(names[i]);
		struct folio folio = dirty_folio();

		scheme->ops.init_page_count(&folio.page);
		atomic_cas_failures = 0;
		assert_false(scheme->ops.folio_ref_freeze(&folio, 2));
		assert_int_equal(atomic_cas_failures, 1);
		assert_true(scheme->ops.folio_ref_freeze(&folio, 1));
		assert_int_equal(atomic_cas_failures, 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_scheme_has_a_counting_twin),
		cmocka_unit_test(a_timed_object_counts_nothing),
		cmocka_unit_test(a_quiet_get_and_put_fail_nowhere_but_in_optimistic),
		cmocka_unit_test(optimistic_pays_for_each_wrong_guess),
		cmocka_unit_test(a_freeze_at_the_wrong_count_is_one_failure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
