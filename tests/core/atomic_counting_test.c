// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * atomic_counting_test.c: core/atomic.h as the counting twins are compiled with it: the same values
 * (atomic_values.h), and each compare-and-swap that fails adds one for the thread that tried.
 */
#define ATOMIC_COUNT_RETRIES

#include <pthread.h>

#include "tests/core/atomic_values.h"

static void each_failed_compare_and_swap_adds_one(void **state)
{
	(void)state;
	for (size_t f = 0; f < NR(try_cmpxchgs); f++) {
		atomic_t v = ATOMIC_INIT(42);
		int old = 1;

		atomic_cas_failures = 0;
		assert_false(try_cmpxchgs[f](&v, &old, 3));
		assert_int_equal(atomic_cas_failures, 1);
	}
}

static void one_that_succeeds_adds_nothing(void **state)
{
	(void)state;
	atomic_cas_failures = 0;
	for (size_t f = 0; f < NR(try_cmpxchgs); f++) {
		atomic_t v = ATOMIC_INIT(42);
		int old = 42;

		assert_true(try_cmpxchgs[f](&v, &old, 3));
	}
	assert_int_equal(atomic_cas_failures, 0);
}

static void unconditional_operations_add_nothing(void **state)
{
	atomic_t v = ATOMIC_INIT(0);

	(void)state;
	atomic_cas_failures = 0;
	atomic_add(3, &v);
	atomic_add_return(3, &v);
	atomic_sub_and_test(6, &v);
	atomic_set(&v, 1);
	assert_int_equal(atomic_cas_failures, 0);
}

static void *fail_once(void *context)
{
	atomic_t v = ATOMIC_INIT(42);
	int old = 1;

	(void)context;
	atomic_try_cmpxchg(&v, &old, 3);
	return NULL;
}

static void each_thread_counts_its_own(void **state)
{
	pthread_t thread;

	(void)state;
	atomic_cas_failures = 0;
	assert_int_equal(pthread_create(&thread, NULL, fail_once, NULL), 0);
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_int_equal(atomic_cas_failures, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ATOMIC_VALUE_TESTS,
		cmocka_unit_test(each_failed_compare_and_swap_adds_one),
		cmocka_unit_test(one_that_succeeds_adds_nothing),
		cmocka_unit_test(unconditional_operations_add_nothing),
		cmocka_unit_test(each_thread_counts_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
