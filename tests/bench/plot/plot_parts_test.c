// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plot_parts_test.c: what is worked out in C before gnuplot draws: places of labels, axes and their
 * ticks, text on its way into pictures and file names.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <math.h>
#include <string.h>
#include <cmocka.h>

#include "bench/plot/plot_axis.h"
#include "bench/plot/plot_labels.h"
#include "bench/plot/plot_map.h"
#include "bench/plot/plot_text.h"

/* ---- labels ---- */

static void assert_spread(double *places, int nr, double gap)
{
	double before[64];
	double kept;

	memcpy(before, places, (size_t)nr * sizeof(*places));
	kept = labels_spread(places, nr, gap);
	for (int i = 0; i < nr; i++) {
		assert_true(places[i] > -1e-9 && places[i] < 1 + 1e-9);
		for (int k = 0; k < i; k++) {
			assert_true(fabs(places[i] - places[k]) > kept - 1e-9);
			if (before[k] < before[i])
				assert_true(places[k] < places[i]);
		}
	}
}

static void spread_labels_never_overlap(void **state)
{
	unsigned int seed = 1;
	double places[64];

	(void)state;
	for (int nr = 1; nr <= 64; nr++) {
		for (int round = 0; round < 50; round++) {
			for (int i = 0; i < nr; i++) {
				seed = seed * 1103515245 + 12345;
				places[i] = round % 2 ? 0.99 : (seed >> 16) % 1000 / 999.0;
			}
			assert_spread(places, nr, 0.055);
		}
	}
}

static void labels_that_do_not_collide_stay(void **state)
{
	double places[] = {0.9, 0.1, 0.5};

	(void)state;
	assert_true(labels_spread(places, 3, 0.1) == 0.1);
	assert_true(fabs(places[0] - 0.9) < 1e-9 && fabs(places[1] - 0.1) < 1e-9 &&
		    fabs(places[2] - 0.5) < 1e-9);
}

static void two_labels_at_one_place_share_the_way(void **state)
{
	double places[] = {0.5, 0.5};

	(void)state;
	labels_spread(places, 2, 0.1);
	assert_true(fabs(places[0] - 0.45) < 1e-9 && fabs(places[1] - 0.55) < 1e-9);
}

static void the_more_important_span_is_kept(void **state)
{
	struct span spans[] = {
		{0.4, 0.6, false}, {0.5, 0.7, false}, {0.6, 0.8, false}, {-0.1, 0.1, false}};

	(void)state;
	labels_keep(spans, 4);
	assert_true(spans[0].kept && !spans[1].kept && spans[2].kept && !spans[3].kept);
}

/* ---- axes ---- */

static void many_threads_are_logarithmic_and_few_are_not(void **state)
{
	static const int few[] = {1, 2, 4, 7}, many[] = {1, 2, 4, 8};
	struct axis axis;

	(void)state;
	assert_int_equal(axis_threads(&axis, few, 4, 0.01), 0);
	assert_false(axis.log);
	assert_int_equal(axis.nr_ticks, 4);
	assert_true(axis.ticks[3].at == 7);
	axis_free(&axis);
	assert_int_equal(axis_threads(&axis, many, 4, 0.01), 0);
	assert_true(axis.log);
	axis_free(&axis);
}

static void tick_texts_that_would_touch_are_blank_but_ticks_remain(void **state)
{
	static const int threads[] = {1, 2, 120, 124, 126, 128};
	struct axis axis;

	(void)state;
	assert_int_equal(axis_threads(&axis, threads, 6, 0.012), 0);
	assert_int_equal(axis.nr_ticks, 6);
	assert_string_equal(axis.ticks[0].text, "1");
	assert_string_equal(axis.ticks[3].text, "");
	assert_string_equal(axis.ticks[5].text, "128");
	axis_free(&axis);
}

static void values_turn_logarithmic_past_a_spread_of_twenty(void **state)
{
	struct axis axis;

	(void)state;
	assert_int_equal(axis_values(&axis, 1, 20, 1, 20, FIT_FROM_ZERO), 0);
	assert_true(!axis.log && axis.min == 0);
	axis_free(&axis);
	assert_int_equal(axis_values(&axis, 1, 21, 1, 21, FIT_FROM_ZERO), 0);
	assert_true(axis.log && axis.min > 0 && axis.min < 1);
	axis_free(&axis);
	assert_int_equal(axis_values(&axis, 0, 1000, 0, 1000, FIT_FROM_ZERO), 0);
	assert_false(axis.log);
	axis_free(&axis);
}

static void a_ratio_axis_always_holds_one(void **state)
{
	static const double ranges[][2] = {
		{0.2, 0.3}, {0.999, 1.001}, {3, 4}, {0.01, 0.5}, {2, 90}};
	struct axis axis;

	(void)state;
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		const double *range = ranges[i];

		assert_int_equal(
			axis_values(&axis, range[0], range[1], range[0], range[1], FIT_RATIO), 0);
		assert_true(axis.min <= 1 && axis.max >= 1 && axis.min <= range[0] &&
			    axis.max >= range[1]);
		assert_true(axis.nr_ticks >= 2);
		axis_free(&axis);
	}
}

/* ---- text ---- */

static void text_is_clean_whatever_went_in(void **state)
{
	char out[64];

	(void)state;
	text_clean(out, sizeof(out), "a\nb\x1b[31m\x7f");
	assert_string_equal(out, "a?b?[31m?");
	text_clean(out, sizeof(out), "\xc3\xbc \xff \xc3 \xc0\x80 \xed\xa0\x80 \xef\xbf\xbf");
	assert_string_equal(out, "\xc3\xbc ? ? ?? ? ?");
	text_clean(out, 4, "\xc3\xbc\xc3\xbc");
	assert_string_equal(out, "\xc3\xbc");
}

static void long_text_keeps_both_ends(void **state)
{
	char out[64];

	(void)state;
	text_shorten(out, sizeof(out), "kernel:/home/me/linux@v6.12", 11);
	assert_string_equal(out, "kerne…v6.12");
	assert_int_equal(text_length(out), 11);
	text_shorten(out, sizeof(out), "short", 5);
	assert_string_equal(out, "short");
}

static void slugs_are_safe_in_any_file_name(void **state)
{
	static const char *const cases[][2] = {
		{"get-put", "get-put"}, {"node:0", "node0"}, {"../../etc/passwd", "etc-passwd"},
		{"A B", "a-b"},		{"", "unnamed"},     {"\n", "unnamed"},
		{"-rf", "rf"},		{"`x` $(y)", "x-y"}, {"ü", "unnamed"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char out[128] = "";

		text_slug(out, sizeof(out), cases[i][0]);
		assert_string_equal(out, cases[i][1]);
	}
}

/* ---- numbers on a map ---- */

static void a_number_on_a_cell_is_short_whatever_it_is(void **state)
{
	static const struct {
		double value;
		int decimals;
		const char *text;
	} cases[] = {
		{4.567, 2, "4.57"},   {84.84, 1, "84.8"},  {999.6, 0, "1000"},
		{9999.4, 0, "9999"},  {9999.6, 0, "10k"},  {56780, 0, "57k"},
		{999499, 0, "999k"},  {999501, 0, "1.0M"}, {1567580, 1, "1.6M"},
		{99.96e6, 0, "100M"}, {2.5e9, 0, "2.5G"},  {0, 2, "0.00"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[32];

		map_number(text, sizeof(text), cases[i].value, cases[i].decimals);
		assert_string_equal(text, cases[i].text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spread_labels_never_overlap),
		cmocka_unit_test(labels_that_do_not_collide_stay),
		cmocka_unit_test(two_labels_at_one_place_share_the_way),
		cmocka_unit_test(the_more_important_span_is_kept),
		cmocka_unit_test(many_threads_are_logarithmic_and_few_are_not),
		cmocka_unit_test(tick_texts_that_would_touch_are_blank_but_ticks_remain),
		cmocka_unit_test(values_turn_logarithmic_past_a_spread_of_twenty),
		cmocka_unit_test(a_ratio_axis_always_holds_one),
		cmocka_unit_test(a_number_on_a_cell_is_short_whatever_it_is),
		cmocka_unit_test(text_is_clean_whatever_went_in),
		cmocka_unit_test(long_text_keeps_both_ends),
		cmocka_unit_test(slugs_are_safe_in_any_file_name),
	};

	return cmocka_run_group_tests_name("plot parts", tests, NULL, NULL);
}
