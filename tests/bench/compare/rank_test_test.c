// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rank_test_test.c: chances worked out by hand. Six pairs of one sign: 2 of 64 ways to lay the signs.
 * Groups of 3 and 3 that do not touch: 2 of C(6, 3) = 20 ways to choose the lower three.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "bench/compare/rank_test.h"
#include "tests/bench/report/stats_assert.h"

#define EXACT 1e-12

static void pairs_of_one_sign_leave_two_of_all_ways(void **state)
{
	const double up[] = {1, 2, 3, 4, 5, 6}, down[] = {-1, -2, -3, -4, -5, -6};

	(void)state;
	assert_near(rank_test_pairs(up, 6), 2.0 / 64, EXACT);
	assert_near(rank_test_pairs(down, 6), 2.0 / 64, EXACT);
	assert_near(rank_test_pairs_least(6), 2.0 / 64, EXACT);
}

/* Sums of at most 1 (the smallest is negative) and as many at the other end: 2 * 2 of 64. */
static void the_smallest_of_the_other_sign_doubles_it(void **state)
{
	const double values[] = {-1, 2, 3, 4, 5, 6};

	(void)state;
	assert_near(rank_test_pairs(values, 6), 4.0 / 64, EXACT);
}

/* Two that tie share rank 1.5 each: of the 8 ways only all or none are as far out. */
static void pairs_that_tie_share_a_rank(void **state)
{
	const double values[] = {1, 1, 2};

	(void)state;
	assert_near(rank_test_pairs(values, 3), 2.0 / 8, EXACT);
}

static void a_difference_of_nothing_says_nothing(void **state)
{
	const double values[] = {0, 1, 2, 3, 4, 5, 6, 0}, none[] = {0, 0, 0};

	(void)state;
	assert_near(rank_test_pairs(values, 8), 2.0 / 64, EXACT);
	assert_near(rank_test_pairs(none, 3), 1, EXACT);
	assert_near(rank_test_pairs(none, 0), 1, EXACT);
}

static void groups_that_do_not_touch_leave_two_of_all_ways(void **state)
{
	const double low[] = {1, 2, 3}, high[] = {4, 5, 6};

	(void)state;
	assert_near(rank_test_groups(low, 3, high, 3), 2.0 / 20, EXACT);
	assert_near(rank_test_groups(high, 3, low, 3), 2.0 / 20, EXACT);
	assert_near(rank_test_groups_least(3, 3), 2.0 / 20, EXACT);
}

static void groups_of_the_same_are_no_different(void **state)
{
	const double values[] = {5, 5, 5, 5};

	(void)state;
	assert_near(rank_test_groups(values, 4, values, 4), 1, EXACT);
	assert_near(rank_test_groups(values, 4, values, 0), 1, EXACT);
}

/* Past the exact counts the normal distribution takes over: the two must meet. */
static void many_pairs_are_judged_as_few_are(void **state)
{
	double values[61];

	(void)state;
	for (int i = 0; i < 61; i++)
		values[i] = (i % 3 ? 1 : -1) * (i + 1);
	assert_near(rank_test_pairs(values, 60), rank_test_pairs(values + 1, 60), 0.02);
	assert_near(rank_test_pairs(values, 61), rank_test_pairs(values, 60), 0.02);
}

static void many_in_groups_are_judged_as_few_are(void **state)
{
	double a[31], b[31];

	(void)state;
	for (int i = 0; i < 31; i++) {
		a[i] = i;
		b[i] = i + 4.5;
	}
	assert_near(rank_test_groups(a, 31, b, 31), rank_test_groups(a, 30, b, 30), 0.02);
}

/* 2 / 2^6 is 0.031, 2 / 2^9 is 0.0039 (below 0.05 / 8), 2 / C(8, 4) is 0.029. */
static void how_many_are_needed(void **state)
{
	(void)state;
	assert_int_equal(rank_test_pairs_needed(0.05), 6);
	assert_int_equal(rank_test_pairs_needed(0.05 / 8), 9);
	assert_int_equal(rank_test_groups_needed(0.05), 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pairs_of_one_sign_leave_two_of_all_ways),
		cmocka_unit_test(the_smallest_of_the_other_sign_doubles_it),
		cmocka_unit_test(pairs_that_tie_share_a_rank),
		cmocka_unit_test(a_difference_of_nothing_says_nothing),
		cmocka_unit_test(groups_that_do_not_touch_leave_two_of_all_ways),
		cmocka_unit_test(groups_of_the_same_are_no_different),
		cmocka_unit_test(many_pairs_are_judged_as_few_are),
		cmocka_unit_test(many_in_groups_are_judged_as_few_are),
		cmocka_unit_test(how_many_are_needed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
