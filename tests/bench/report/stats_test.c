// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * stats_test.c: the median and its interval. The coverages are those of the binomial distribution,
 * 1 - 2 * P(Binomial(n, 1/2) < k), worked out by hand: for n = 5, k = 1 it is 1 - 2/32.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "bench/report/stats.h"
#include "tests/bench/report/stats_assert.h"

#define EXACT 1e-9

static void no_value_has_no_median(void **state)
{
	struct estimate estimate = stats_estimate(NULL, 0);

	(void)state;
	assert_int_equal(estimate.n, 0);
	assert_true(isnan(estimate.median));
	assert_true(isnan(estimate.low));
	assert_true(isnan(stats_median(NULL, 0)));
}

static void one_value_is_its_own_interval_and_covers_nothing(void **state)
{
	double values[] = {7};
	struct estimate estimate = stats_estimate(values, 1);

	(void)state;
	assert_int_equal(estimate.n, 1);
	assert_near(estimate.median, 7, 0);
	assert_near(estimate.low, 7, 0);
	assert_near(estimate.high, 7, 0);
	assert_near(estimate.coverage, 0, EXACT);
}

static void the_median_of_an_even_number_lies_between_the_two_in_the_middle(void **state)
{
	double values[] = {40, 10, 20, 30};

	(void)state;
	assert_near(stats_estimate(values, 4).median, 25, 0);
}

static void nans_are_left_out(void **state)
{
	double values[] = {NAN, 3, NAN, 1, 2, NAN};
	struct estimate estimate = stats_estimate(values, 6);

	(void)state;
	assert_int_equal(estimate.n, 3);
	assert_near(estimate.median, 2, 0);
	assert_near(estimate.coverage, 0.75, EXACT);
}

/* Of the values 1..n the interval is from the k-th smallest, k itself, to the k-th largest. */
static void the_interval_is_the_shortest_that_keeps_95_percent(void **state)
{
	static const struct {
		int n, k;
		double coverage;
	} expected[] = {
		{2, 1, 1 - 2 / 4.0},
		{5, 1, 1 - 2 / 32.0}, /* the widest there is, and not 95 % */
		{6, 1, 1 - 2 / 64.0},
		{8, 1, 1 - 2 / 256.0}, /* k = 2 has 1 - 18/256: less than 95 % */
		{9, 2, 1 - 2 * 10 / 512.0},
		{12, 3, 1 - 2 * (1 + 12 + 66) / 4096.0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
		double values[12];
		struct estimate estimate;
		int n = expected[i].n;

		for (int v = 0; v < n; v++)
			values[v] = n - v;
		estimate = stats_estimate(values, n);
		assert_near(estimate.low, expected[i].k, 0);
		assert_near(estimate.high, n + 1 - expected[i].k, 0);
		assert_near(estimate.coverage, expected[i].coverage, EXACT);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_value_has_no_median),
		cmocka_unit_test(one_value_is_its_own_interval_and_covers_nothing),
		cmocka_unit_test(the_median_of_an_even_number_lies_between_the_two_in_the_middle),
		cmocka_unit_test(nans_are_left_out),
		cmocka_unit_test(the_interval_is_the_shortest_that_keeps_95_percent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
