/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * atomic_values.h: what each function of core/atomic.h returns and leaves behind, in every order it
 * comes in. Included twice: by atomic_test.c as the timed loops are compiled, and by
 * atomic_counting_test.c with ATOMIC_COUNT_RETRIES.
 */
#ifndef TESTS_CORE_ATOMIC_VALUES_H
#define TESTS_CORE_ATOMIC_VALUES_H

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/atomic.h"

#define NR(array) (sizeof(array) / sizeof((array)[0]))

/* The functions are always inlined; a table of them needs something with an address. */
#define RETURNS_INT(name)                          \
	static int call_##name(int i, atomic_t *v) \
	{                                          \
		return name(i, v);                 \
	}
RETURNS_INT(atomic_add_return)
RETURNS_INT(atomic_add_return_relaxed)
RETURNS_INT(atomic_add_return_acquire)
RETURNS_INT(atomic_add_return_release)
RETURNS_INT(atomic_sub_return)
RETURNS_INT(atomic_sub_return_relaxed)
RETURNS_INT(atomic_sub_return_acquire)
RETURNS_INT(atomic_sub_return_release)

static int (*const add_returns[])(int i, atomic_t *v) = {
	call_atomic_add_return,
	call_atomic_add_return_relaxed,
	call_atomic_add_return_acquire,
	call_atomic_add_return_release,
};

static int (*const sub_returns[])(int i, atomic_t *v) = {
	call_atomic_sub_return,
	call_atomic_sub_return_relaxed,
	call_atomic_sub_return_acquire,
	call_atomic_sub_return_release,
};

#define TRIES(name)                                                 \
	static bool call_##name(atomic_t *v, int *old, int new_val) \
	{                                                           \
		return name(v, old, new_val);                       \
	}
TRIES(atomic_try_cmpxchg)
TRIES(atomic_try_cmpxchg_relaxed)
TRIES(atomic_try_cmpxchg_acquire)
TRIES(atomic_try_cmpxchg_release)

static bool (*const try_cmpxchgs[])(atomic_t *v, int *old, int new_val) = {
	call_atomic_try_cmpxchg,
	call_atomic_try_cmpxchg_relaxed,
	call_atomic_try_cmpxchg_acquire,
	call_atomic_try_cmpxchg_release,
};

static void read_returns_what_set_stored(void **state)
{
	static const int values[] = {0, 1, -1, INT_MAX, INT_MIN};

	(void)state;
	for (size_t i = 0; i < NR(values); i++) {
		atomic_t v = ATOMIC_INIT(7);

		assert_int_equal(atomic_read(&v), 7);
		atomic_set(&v, values[i]);
		assert_int_equal(atomic_read(&v), values[i]);
		atomic_set_release(&v, 7);
		assert_int_equal(atomic_read_acquire(&v), 7);
	}
}

static void add_and_inc_return_nothing_and_wrap(void **state)
{
	atomic_t v = ATOMIC_INIT(INT_MAX - 2);

	(void)state;
	atomic_inc(&v);
	assert_int_equal(atomic_read(&v), INT_MAX - 1);
	atomic_add(1, &v);
	assert_int_equal(atomic_read(&v), INT_MAX);
	atomic_inc(&v);
	assert_int_equal(atomic_read(&v), INT_MIN);
	atomic_add(INT_MIN, &v);
	assert_int_equal(atomic_read(&v), 0);
}

struct sum {
	int before, i, after;
};

static void assert_sums(int (*const functions[])(int i, atomic_t *v), size_t nr_functions,
			const struct sum *sums, size_t nr_sums)
{
	for (size_t f = 0; f < nr_functions; f++) {
		for (size_t s = 0; s < nr_sums; s++) {
			atomic_t v = ATOMIC_INIT(sums[s].before);

			assert_int_equal(functions[f](sums[s].i, &v), sums[s].after);
			assert_int_equal(atomic_read(&v), sums[s].after);
		}
	}
}

static void add_return_gives_the_value_after_and_wraps(void **state)
{
	static const struct sum sums[] = {
		{0, 1, 1},
		{5, -7, -2},
		{INT_MAX, 1, INT_MIN},
		{INT_MAX, 1024, INT_MIN + 1023},
		{INT_MIN, -1, INT_MAX},
		{-1, 1, 0},
		{INT_MIN, INT_MIN, 0},
	};

	(void)state;
	assert_sums(add_returns, NR(add_returns), sums, NR(sums));
}

static void sub_return_gives_the_value_after_and_wraps(void **state)
{
	static const struct sum sums[] = {
		{1, 1, 0},
		{5, 7, -2},
		{INT_MIN, 1, INT_MAX},
		{INT_MIN + 1023, 1024, INT_MAX},
		{INT_MAX, -1, INT_MIN},
		{0, 1, -1},
		{0, INT_MIN, INT_MIN},
	};

	(void)state;
	assert_sums(sub_returns, NR(sub_returns), sums, NR(sums));
}

static void sub_and_test_is_true_only_at_zero(void **state)
{
	atomic_t v = ATOMIC_INIT(1024);

	(void)state;
	assert_false(atomic_sub_and_test(1023, &v));
	assert_true(atomic_sub_and_test(1, &v));
	assert_false(atomic_sub_and_test(1, &v));
	assert_int_equal(atomic_read(&v), -1);
}

static void dec_and_test_is_true_only_at_zero(void **state)
{
	atomic_t v = ATOMIC_INIT(2);

	(void)state;
	assert_false(atomic_dec_and_test(&v));
	assert_true(atomic_dec_and_test(&v));
	assert_false(atomic_dec_and_test(&v));
	assert_int_equal(atomic_read(&v), -1);
}

static void add_negative_is_true_from_the_sign_on(void **state)
{
	atomic_t v = ATOMIC_INIT(INT_MAX - 1);

	(void)state;
	assert_false(atomic_add_negative_relaxed(1, &v));
	assert_true(atomic_add_negative_relaxed(1, &v));
	assert_int_equal(atomic_read(&v), INT_MIN);
	atomic_set(&v, -1);
	assert_false(atomic_add_negative_relaxed(1, &v));
}

static void try_cmpxchg_stores_and_leaves_old_where_it_succeeds(void **state)
{
	(void)state;
	for (size_t f = 0; f < NR(try_cmpxchgs); f++) {
		atomic_t v = ATOMIC_INIT(INT_MIN);
		int old = INT_MIN;

		assert_true(try_cmpxchgs[f](&v, &old, 3));
		assert_int_equal(atomic_read(&v), 3);
		assert_int_equal(old, INT_MIN);
	}
}

static void try_cmpxchg_reports_what_it_found_where_it_fails(void **state)
{
	(void)state;
	for (size_t f = 0; f < NR(try_cmpxchgs); f++) {
		atomic_t v = ATOMIC_INIT(42);
		int old = 1;

		assert_false(try_cmpxchgs[f](&v, &old, 3));
		assert_int_equal(atomic_read(&v), 42);
		assert_int_equal(old, 42);
	}
}

static void a_loop_of_try_cmpxchg_needs_no_second_load(void **state)
{
	(void)state;
	for (size_t f = 0; f < NR(try_cmpxchgs); f++) {
		atomic_t v = ATOMIC_INIT(42);
		int old = 1, rounds = 0;

		do {
			rounds++;
		} while (!try_cmpxchgs[f](&v, &old, old + 1));
		assert_int_equal(rounds, 2);
		assert_int_equal(atomic_read(&v), 43);
	}
}

#define ATOMIC_VALUE_TESTS                                                             \
	cmocka_unit_test(read_returns_what_set_stored),                                \
		cmocka_unit_test(add_and_inc_return_nothing_and_wrap),                 \
		cmocka_unit_test(add_return_gives_the_value_after_and_wraps),          \
		cmocka_unit_test(sub_return_gives_the_value_after_and_wraps),          \
		cmocka_unit_test(sub_and_test_is_true_only_at_zero),                   \
		cmocka_unit_test(dec_and_test_is_true_only_at_zero),                   \
		cmocka_unit_test(add_negative_is_true_from_the_sign_on),               \
		cmocka_unit_test(try_cmpxchg_stores_and_leaves_old_where_it_succeeds), \
		cmocka_unit_test(try_cmpxchg_reports_what_it_found_where_it_fails),    \
		cmocka_unit_test(a_loop_of_try_cmpxchg_needs_no_second_load)

#endif
