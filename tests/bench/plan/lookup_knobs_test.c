// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * lookup_knobs_test.c: patterns, churn and sizes as a person writes them and as the record keeps
 * them: what is accepted comes back in one canonical form, and nothing else is accepted.
 */
#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "bench/plan/lookup_knobs.h"

#define NR(array) (sizeof(array) / sizeof((array)[0]))

static void patterns_come_back_in_their_canonical_form(void **state)
{
	static const struct {
		const char *text, *canonical;
		struct pattern pattern;
	} rows[] = {
		{"uniform", "uniform", {PATTERN_UNIFORM, 0, 0}},
		{"sequential", "sequential", {PATTERN_SEQUENTIAL, 0, 0}},
		{"zipf:0.99", "zipf:0.99", {PATTERN_ZIPF, 0.99, 0}},
		{"zipf:0.9900", "zipf:0.99", {PATTERN_ZIPF, 0.99, 0}},
		{"zipf:1", "zipf:1", {PATTERN_ZIPF, 1, 0}},
		{"zipf:9.999999", "zipf:9.999999", {PATTERN_ZIPF, 9.999999, 0}},
		{"hot:1", "hot:1", {PATTERN_HOT, 0, 1}},
		{"hot:1000000", "hot:1000000", {PATTERN_HOT, 0, 1000000}},
	};

	(void)state;
	for (size_t i = 0; i < NR(rows); i++) {
		struct pattern pattern;
		char text[32];

		assert_int_equal(pattern_parse(&pattern, rows[i].text), 0);
		assert_int_equal(pattern.kind, rows[i].pattern.kind);
		assert_true(pattern.theta == rows[i].pattern.theta);
		assert_int_equal(pattern.hot, rows[i].pattern.hot);
		assert_string_equal(pattern_format(&pattern, text, sizeof(text)),
				    rows[i].canonical);
	}
}

static void what_is_no_pattern_is_refused(void **state)
{
	static const char *const bad[] = {
		"",
		"zipf",
		"zipf:",
		"zipf:0",
		"zipf:10",
		"zipf:-1",
		"zipf:nan",
		"zipf:inf",
		"zipf:1e-3",
		"zipf:0x1",
		"zipf:1 ",
		"zipf: 1",
		"zipf:.5",
		"zipf:1.2.3",
		"hot",
		"hot:",
		"hot:0",
		"hot:1000001",
		"hot:1.5",
		"hot:-1",
		"hot:16k",
		"uniform:",
		"sequential ",
		"Uniform",
		"zipf:0.000000000000000000000000000000001",
	};

	(void)state;
	for (size_t i = 0; i < NR(bad); i++) {
		struct pattern pattern;

		if (!pattern_parse(&pattern, bad[i]))
			fail_msg("'%s' is taken for a pattern", bad[i]);
	}
}

static void churn_comes_back_as_a_whole_number_or_as_max(void **state)
{
	static const struct {
		const char *text, *canonical;
		double churn;
	} rows[] = {
		{"0", "0", 0},
		{"0k", "0", 0},
		{"1", "1", 1},
		{"1000", "1000", 1000},
		{"10k", "10000", 10000},
		{"1.5k", "1500", 1500},
		{"1M", "1000000", 1e6},
		{"1000M", "1000000000", 1e9},
		{"1000000000", "1000000000", 1e9},
		{"max", "max", INFINITY},
	};

	(void)state;
	for (size_t i = 0; i < NR(rows); i++) {
		double churn;
		char text[32];

		assert_int_equal(churn_parse(&churn, rows[i].text), 0);
		assert_true(churn == rows[i].churn);
		assert_string_equal(churn_format(churn, text, sizeof(text)), rows[i].canonical);
	}
}

static void what_is_no_churn_is_refused(void **state)
{
	static const char *const bad[] = {
		"",	      "-1",   "+1",	 " 1",	"1 ",  "1.5", "0.5", "1001M",
		"1000000001", "1K",   "1m",	 "1G",	"1kk", "k",   "nan", "inf",
		"1e3",	      "0x10", "maximum", "Max", "1..", ".5k",
	};

	(void)state;
	for (size_t i = 0; i < NR(bad); i++) {
		double churn;

		if (!churn_parse(&churn, bad[i]))
			fail_msg("'%s' is taken for a churn", bad[i]);
	}
}

static void sizes_are_told_in_the_largest_unit_that_is_exact(void **state)
{
	static const struct {
		uint64_t size;
		const char *text;
	} rows[] = {
		{0, "0"},
		{1, "1"},
		{1023, "1023"},
		{1024, "1K"},
		{1536, "1536"},
		{512 << 20, "512M"},
		{1536U << 20, "1536M"},
		{2ULL << 30, "2G"},
		{2ULL << 40, "2048G"},
	};
	char text[32];

	(void)state;
	for (size_t i = 0; i < NR(rows); i++)
		assert_string_equal(size_format(rows[i].size, text, sizeof(text)), rows[i].text);
}

/* A difference in any one of them makes another point of it. */
static void knobs_are_equal_only_if_all_of_them_are(void **state)
{
	static const struct lookup_knobs none, others[] = {
						       {.memmap = MEMMAP_MEMDESC8},
						       {.lifetime = LIFETIME_RCU_FOLIO},
						       {.rcu = RCU_QSBR},
						       {.pattern.kind = PATTERN_SEQUENTIAL},
						       {.pattern.theta = 0.5},
						       {.pattern.hot = 1},
						       {.churn = 1},
						       {.no_recheck = true},
						       {.pin = true},
						       {.verify = 1},
						       {.memory_limit = 1},
						       {.grace_period_ns = 1},
					       };

	(void)state;
	for (size_t i = 0; i < NR(others); i++) {
		assert_true(lookup_knobs_equal(&others[i], &others[i]));
		assert_false(lookup_knobs_equal(&others[i], &none));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(patterns_come_back_in_their_canonical_form),
		cmocka_unit_test(what_is_no_pattern_is_refused),
		cmocka_unit_test(churn_comes_back_as_a_whole_number_or_as_max),
		cmocka_unit_test(what_is_no_churn_is_refused),
		cmocka_unit_test(sizes_are_told_in_the_largest_unit_that_is_exact),
		cmocka_unit_test(knobs_are_equal_only_if_all_of_them_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
