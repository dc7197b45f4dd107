// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * sequence_test.c: the places that a thread visits: all of them allowed, each pattern by its law, the
 * same for the same request. The numbers are drawn with fixed seeds, so nothing here is by chance.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "bench/lookup/sequence.h"

#define PLACES 512

static const struct pattern uniform = {.kind = PATTERN_UNIFORM};
static const struct pattern zipf = {.kind = PATTERN_ZIPF, .theta = 0.99};
static const struct pattern sequential = {.kind = PATTERN_SEQUENTIAL};
static const struct pattern hot = {.kind = PATTERN_HOT, .hot = 16};

/* One page a visit, anywhere, for the first thread, where nothing else is said. */
static struct sequence_request with_defaults(struct sequence_request request)
{
	request.places = request.places ? request.places : PLACES;
	request.step = request.step ? request.step : 1;
	request.call = request.call ? request.call : 1;
	request.parts = request.parts ? request.parts : 1;
	return request;
}

#define REQUEST(...) with_defaults((struct sequence_request){__VA_ARGS__})

struct sequence {
	uint32_t *places, nr;
};

static struct sequence make(struct sequence_request request)
{
	struct sequence sequence;
	uint32_t mask;

	sequence.places = sequence_make(&request, &mask);
	assert_non_null(sequence.places);
	sequence.nr = mask + 1;
	return sequence;
}

/* How often each place is visited, the most visited first. */
static int by_size(const void *a, const void *b)
{
	const uint32_t *left = a, *right = b;

	return *left < *right ? 1 : -(*left > *right);
}

static uint32_t *counts_of(struct sequence sequence, uint32_t places)
{
	uint32_t *counts = calloc(places, sizeof(*counts));

	assert_non_null(counts);
	for (uint32_t i = 0; i < sequence.nr; i++) {
		assert_in_range(sequence.places[i], 0, places - 1);
		counts[sequence.places[i]]++;
	}
	return counts;
}

static uint32_t nr_visited(struct sequence sequence, uint32_t places)
{
	uint32_t *counts = counts_of(sequence, places), nr = 0;

	for (uint32_t i = 0; i < places; i++)
		nr += counts[i] != 0;
	free(counts);
	return nr;
}

static void each_pattern(void (*test)(struct pattern pattern))
{
	test(uniform);
	test(zipf);
	test(sequential);
	test(hot);
}

/* ---- every pattern ---- */

static void check_length(struct pattern pattern)
{
	static const uint32_t places[] = {1, 2, 500, 512, 513, 5120, 1 << 20};

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		struct sequence sequence = make(REQUEST(.pattern = pattern, .places = places[i]));

		assert_int_equal(sequence.nr & (sequence.nr - 1), 0);
		assert_in_range(sequence.nr, 4096, 1 << 18);
		free(sequence.places);
	}
}

static void there_is_a_power_of_two_of_them(void **state)
{
	(void)state;
	each_pattern(check_length);
}

static void check_range(struct pattern pattern)
{
	static const struct {
		uint32_t places, step, call;
	} cases[] = {{512, 1, 1},   {512, 1, 15}, {512, 1, 512},   {500, 64, 64},
		     {512, 64, 64}, {17, 1, 15},  {5120, 512, 64}, {100, 7, 20}};

	for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); c++) {
		struct sequence sequence =
			make(REQUEST(.pattern = pattern, .places = cases[c].places,
				     .step = cases[c].step, .call = cases[c].call));

		for (uint32_t i = 0; i < sequence.nr; i++) {
			assert_int_equal(sequence.places[i] % cases[c].step, 0);
			assert_true(sequence.places[i] + cases[c].call <= cases[c].places);
		}
		free(sequence.places);
	}
}

static void visits_begin_at_a_step_and_end_before_the_end(void **state)
{
	(void)state;
	each_pattern(check_range);
}

static void check_repeatable(struct pattern pattern)
{
	struct sequence first = make(REQUEST(.pattern = pattern, .thread = 3)),
			second = make(REQUEST(.pattern = pattern, .thread = 3)),
			other = make(REQUEST(.pattern = pattern, .thread = 4));

	assert_memory_equal(first.places, second.places, first.nr * sizeof(uint32_t));
	assert_memory_not_equal(first.places, other.places, first.nr * sizeof(uint32_t));
	free(first.places);
	free(second.places);
	free(other.places);
}

static void a_request_gives_the_same_places_and_each_thread_its_own(void **state)
{
	(void)state;
	each_pattern(check_repeatable);
}

static void check_parts(struct pattern pattern)
{
	bool *owned = calloc(PLACES, sizeof(*owned));

	assert_non_null(owned);
	for (uint32_t part = 0; part < 3; part++) {
		struct sequence sequence =
			make(REQUEST(.pattern = pattern, .part = part, .parts = 3, .thread = part));

		for (uint32_t i = 0; i < sequence.nr; i++) {
			assert_int_equal(sequence.places[i] % 3, part);
			owned[sequence.places[i]] = true;
		}
		free(sequence.places);
	}
	for (uint32_t i = 0;
	     i < PLACES && (pattern.kind == PATTERN_UNIFORM || pattern.kind == PATTERN_SEQUENTIAL);
	     i++)
		assert_true(owned[i]);
	free(owned);
}

static void parts_have_nothing_in_common_and_leave_nothing_out(void **state)
{
	(void)state;
	each_pattern(check_parts);
}

static void where_no_visit_fits_there_is_no_sequence(void **state)
{
	struct sequence_request request = REQUEST(.pattern = uniform, .places = 8, .call = 9);
	uint32_t mask;

	(void)state;
	assert_null(sequence_make(&request, &mask));
}

/* ---- uniform ---- */

/* Pearson's statistic: PLACES - 1 degrees of freedom, six standard deviations of leeway. */
static void uniform_visits_all_places_alike(void **state)
{
	struct sequence sequence = make(REQUEST(.pattern = uniform));
	uint32_t *counts = counts_of(sequence, PLACES);
	double expected = (double)sequence.nr / PLACES, chi_square = 0;

	(void)state;
	for (uint32_t i = 0; i < PLACES; i++)
		chi_square += pow(counts[i] - expected, 2) / expected;
	assert_true(fabs(chi_square - (PLACES - 1)) < 6 * sqrt(2.0 * (PLACES - 1)));
	free(counts);
	free(sequence.places);
}

/* ---- zipf ---- */

/* The places in the order of their popularity, by threads enough to tell one from the next. */
static void count_zipf(double theta, uint32_t places, uint32_t *counts, uint32_t *total)
{
	*total = 0;
	for (uint32_t thread = 0; thread < 32; thread++) {
		struct sequence sequence =
			make(REQUEST(.pattern = {.kind = PATTERN_ZIPF, .theta = theta},
				     .places = places, .thread = thread));

		for (uint32_t i = 0; i < sequence.nr; i++)
			counts[sequence.places[i]]++;
		*total += sequence.nr;
		free(sequence.places);
	}
	qsort(counts, places, sizeof(*counts), by_size);
}

static void check_zipf(double theta)
{
	uint32_t counts[64] = {0}, total;
	double sum = 0;

	count_zipf(theta, 64, counts, &total);
	for (int i = 0; i < 64; i++)
		sum += pow(i + 1, -theta);
	for (int i = 0; i < 64; i++) {
		double expected = total * pow(i + 1, -theta) / sum;

		/* Sorting moves neighbours of the tail by less than their own error. */
		if (fabs(counts[i] - expected) > 6 * sqrt(expected) + 3)
			fail_msg("theta %g, place %d: %u, expected %.0f", theta, i, counts[i],
				 expected);
	}
}

static void zipf_visits_places_by_their_rank(void **state)
{
	(void)state;
	check_zipf(0.5);
	check_zipf(0.99);
	check_zipf(2);
}

static uint32_t most_visited(struct sequence sequence)
{
	uint32_t *counts = counts_of(sequence, PLACES), best = 0;

	for (uint32_t i = 1; i < PLACES; i++)
		best = counts[i] > counts[best] ? i : best;
	free(counts);
	return best;
}

static void what_is_popular_is_so_with_all_threads(void **state)
{
	struct pattern steep = {.kind = PATTERN_ZIPF, .theta = 2};
	struct sequence first = make(REQUEST(.pattern = steep));

	(void)state;
	for (uint32_t thread = 1; thread < 8; thread++) {
		struct sequence other = make(REQUEST(.pattern = steep, .thread = thread));

		assert_int_equal(most_visited(other), most_visited(first));
		free(other.places);
	}
	free(first.places);
}

/* ---- hot ---- */

static void hot_visits_exactly_so_many_places(void **state)
{
	static const int numbers[] = {1, 2, 16, 511, 512};

	(void)state;
	for (int i = 0; i < 5; i++) {
		struct sequence sequence =
			make(REQUEST(.pattern = {.kind = PATTERN_HOT, .hot = numbers[i]}));

		assert_in_range(nr_visited(sequence, PLACES), numbers[i] - numbers[i] / 100,
				numbers[i]);
		free(sequence.places);
	}
}

static void more_hot_places_than_there_are_is_all_of_them(void **state)
{
	struct sequence sequence = make(
		REQUEST(.pattern = {.kind = PATTERN_HOT, .hot = 1000}, .places = 64, .call = 15));

	(void)state;
	assert_int_equal(nr_visited(sequence, 64), 64 - 14);
	free(sequence.places);
}

static void the_hot_places_are_the_same_for_all_threads(void **state)
{
	struct sequence first = make(REQUEST(.pattern = hot));
	uint32_t *expected = counts_of(first, PLACES);

	(void)state;
	for (uint32_t thread = 1; thread < 8; thread++) {
		struct sequence other = make(REQUEST(.pattern = hot, .thread = thread));
		uint32_t *counts = counts_of(other, PLACES);

		for (uint32_t i = 0; i < PLACES; i++)
			assert_int_equal(counts[i] != 0, expected[i] != 0);
		free(counts);
		free(other.places);
	}
	free(expected);
	free(first.places);
}

/* ---- sequential ---- */

static void check_row(struct sequence_request request, uint32_t stride, uint32_t nr_begins)
{
	struct sequence sequence = make(request);

	for (uint32_t i = 1; i < sequence.nr; i++)
		assert_int_equal(sequence.places[i] / request.step,
				 (sequence.places[i - 1] / request.step + stride) % nr_begins);
	free(sequence.places);
}

static void sequential_is_one_visit_after_the_other_and_round_again(void **state)
{
	(void)state;
	check_row(REQUEST(.pattern = sequential), 1, PLACES);
	check_row(REQUEST(.pattern = sequential, .call = 15), 15, PLACES - 14);
	check_row(REQUEST(.pattern = sequential, .step = 64, .call = 64), 1, PLACES / 64);
}

static void sequential_threads_begin_apart(void **state)
{
	uint32_t begins[7];

	(void)state;
	for (uint32_t thread = 0; thread < 7; thread++) {
		struct sequence sequence = make(REQUEST(.pattern = sequential, .thread = thread));

		begins[thread] = sequence.places[0];
		for (uint32_t i = 0; i < thread; i++)
			assert_int_not_equal(begins[i], begins[thread]);
		free(sequence.places);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(there_is_a_power_of_two_of_them),
		cmocka_unit_test(visits_begin_at_a_step_and_end_before_the_end),
		cmocka_unit_test(a_request_gives_the_same_places_and_each_thread_its_own),
		cmocka_unit_test(parts_have_nothing_in_common_and_leave_nothing_out),
		cmocka_unit_test(where_no_visit_fits_there_is_no_sequence),
		cmocka_unit_test(uniform_visits_all_places_alike),
		cmocka_unit_test(zipf_visits_places_by_their_rank),
		cmocka_unit_test(what_is_popular_is_so_with_all_threads),
		cmocka_unit_test(hot_visits_exactly_so_many_places),
		cmocka_unit_test(more_hot_places_than_there_are_is_all_of_them),
		cmocka_unit_test(the_hot_places_are_the_same_for_all_threads),
		cmocka_unit_test(sequential_is_one_visit_after_the_other_and_round_again),
		cmocka_unit_test(sequential_threads_begin_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
