// SPDX-License-Identifier: GPL-2.0-or-later
/* effect_test.c: estimates, their intervals, what has none; and Holm's correction. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "bench/compare/effect.h"
#include "bench/compare/holm.h"
#include "bench/compare/reach.h"
#include "tests/bench/report/stats_assert.h"

#define EXACT 1e-9

static void fill(double *values, int nr, double middle)
{
	for (int i = 0; i < nr; i++)
		values[i] = middle + (i - (nr - 1) / 2.0) / 1000;
}

static void the_ratio_of_pairs_is_their_trimmed_mean(void **state)
{
	double values[] = {log(1.1), log(1.1), log(1.1), log(1.1), log(1.1), log(7)};
	struct effect effect;

	(void)state;
	assert_int_equal(effect_of_pairs(&effect, values, 6, 1), 0);
	assert_near(effect.ratio, 1.1, EXACT);
	assert_true(effect.paired);
	assert_int_equal(effect.nr_base, 6);
}

static void the_ratio_of_groups_is_that_of_their_means(void **state)
{
	double base[8], test[10];
	struct effect effect;

	(void)state;
	fill(base, 8, 3);
	fill(test, 10, 3 + log(2));
	assert_int_equal(effect_of_groups(&effect, base, 8, test, 10, 1), 0);
	assert_near(effect.ratio, 2, EXACT);
	assert_true(effect.low < 2 && effect.high > 2 && effect.low > 1.9);
	assert_false(effect.paired);
}

static void a_seed_repeats_an_interval(void **state)
{
	double values[8];
	struct effect one, other;

	(void)state;
	fill(values, 8, 0.01);
	assert_int_equal(effect_of_pairs(&one, values, 8, 5), 0);
	assert_int_equal(effect_of_pairs(&other, values, 8, 5), 0);
	assert_near(one.low, other.low, 0);
	assert_near(one.high, other.high, 0);
}

static void too_few_have_an_estimate_and_no_interval(void **state)
{
	double values[6];
	struct effect effect;

	(void)state;
	fill(values, 5, 0.01);
	assert_int_equal(effect_of_pairs(&effect, values, 5, 1), 0);
	assert_near(effect.ratio, exp(0.01), EXACT);
	assert_true(isnan(effect.low) && isnan(effect.high) && isnan(effect.spread));
	fill(values, 6, 0.01);
	assert_int_equal(effect_of_pairs(&effect, values, 6, 1), 0);
	assert_false(isnan(effect.low));
}

static void nothing_has_no_effect(void **state)
{
	struct effect effect;

	(void)state;
	assert_int_equal(effect_of_pairs(&effect, NULL, 0, 1), 0);
	assert_true(isnan(effect.ratio));
	assert_near(effect.p, 1, EXACT);
	assert_near(effect_least_p(&effect), 1, EXACT);
}

static void what_is_needed_has_an_interval_as_well(void **state)
{
	(void)state;
	assert_int_equal(effect_needed(true, 0.05), 6);
	assert_int_equal(effect_needed(true, 0.05 / 8), 9);
	assert_int_equal(effect_needed(false, 0.05), 5);
}

static void more_processes_reach_further(void **state)
{
	(void)state;
	assert_true(isinf(reach_of(true, 5, 5, 0.05)));
	assert_true(reach_of(true, 6, 6, 0.05) > reach_of(true, 12, 12, 0.05));
	assert_true(reach_of(true, 40, 40, 0.05) > reach_of(true, 41, 41, 0.05) * 0.95);
	assert_true(reach_of(false, 12, 12, 0.05) > reach_of(true, 12, 12, 0.05));
}

static void holm_multiplies_by_what_is_left(void **state)
{
	double p[] = {0.03, 0.01, 0.04, 0.5};

	(void)state;
	assert_int_equal(holm_correct(p, 4), 0);
	assert_near(p[1], 0.04, EXACT);
	assert_near(p[0], 0.09, EXACT);
	assert_near(p[2], 0.09, EXACT); /* 0.08, but no less than the one before it */
	assert_near(p[3], 0.5, EXACT);
}

static void holm_leaves_out_what_nobody_asks_about(void **state)
{
	double p[] = {NAN, 0.03, NAN};

	(void)state;
	assert_int_equal(holm_correct(p, 3), 0);
	assert_near(p[1], 0.03, EXACT);
	assert_true(isnan(p[0]) && isnan(p[2]));
	assert_int_equal(holm_correct(p, 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_ratio_of_pairs_is_their_trimmed_mean),
		cmocka_unit_test(the_ratio_of_groups_is_that_of_their_means),
		cmocka_unit_test(a_seed_repeats_an_interval),
		cmocka_unit_test(too_few_have_an_estimate_and_no_interval),
		cmocka_unit_test(nothing_has_no_effect),
		cmocka_unit_test(what_is_needed_has_an_interval_as_well),
		cmocka_unit_test(more_processes_reach_further),
		cmocka_unit_test(holm_multiplies_by_what_is_left),
		cmocka_unit_test(holm_leaves_out_what_nobody_asks_about),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
