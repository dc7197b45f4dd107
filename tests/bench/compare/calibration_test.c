// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * calibration_test.c: do intervals and calls keep what they promise? Tables are drawn from
 * distributions whose truth is known, with a fixed seed: normal, and contaminated (every tenth process
 * is six times as wide off). What came of each is printed; CALIBRATION=10 draws ten times as many.
 */
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "bench/compare/effect.h"
#include "bench/compare/holm.h"
#include "bench/compare/rank_test.h"
#include "bench/compare/reach.h"

#define ALPHA	      0.05
#define MOST	      40
#define WIDER	      6.0
#define CONTAMINATION 0.1

static const int processes[] = {6, 8, 12, 20, 40};
#define NR_PROCESSES ((int)(sizeof(processes) / sizeof(processes[0])))

static const char *const noises[] = {"normal", "contaminated"};
enum { NORMAL, CONTAMINATED, NR_NOISES };

static gsl_rng *begin(void)
{
	gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);

	gsl_rng_set(random, 1);
	return random;
}

static int times(int usual)
{
	const char *factor = getenv("CALIBRATION");

	return factor && atoi(factor) > 0 ? usual * atoi(factor) : usual;
}

static void draw(double *values, int nr, int noise, double shift, gsl_rng *random)
{
	for (int i = 0; i < nr; i++) {
		bool wide = noise == CONTAMINATED && gsl_rng_uniform(random) < CONTAMINATION;

		values[i] = shift + gsl_ran_gaussian(random, wide ? WIDER : 1) / 100;
	}
}

static struct effect make(bool paired, int nr, int noise, double shift, gsl_rng *random)
{
	double base[MOST], test[MOST];
	struct effect effect;

	draw(base, nr, noise, 0, random);
	draw(test, nr, noise, shift, random);
	if (paired)
		assert_int_equal(effect_of_pairs(&effect, test, nr, 1), 0);
	else
		assert_int_equal(effect_of_groups(&effect, base, nr, test, nr, 1), 0);
	return effect;
}

/* The share of intervals, in percent, that enclose what was put in. */
static double coverage(bool paired, int nr, int noise, double *half_width, gsl_rng *random)
{
	const double shift = 0.03;
	int rounds = times(120), covered = 0;

	*half_width = 0;
	for (int i = 0; i < rounds; i++) {
		struct effect effect = make(paired, nr, noise, shift, random);

		covered += effect.low <= exp(shift) && exp(shift) <= effect.high;
		*half_width += (effect.high - effect.low) / 2 / rounds * 100;
	}
	return 100.0 * covered / rounds;
}

static void covers(bool paired)
{
	gsl_rng *random = begin();

	for (int noise = 0; noise < NR_NOISES; noise++) {
		for (int i = 0; i < NR_PROCESSES; i++) {
			double half_width;
			double percent = coverage(paired, processes[i], noise, &half_width, random);

			print_message("# %s, %s, %2d processes: %.1f %% covered, +-%.2f %%\n",
				      paired ? "pairs" : "groups", noises[noise], processes[i],
				      percent, half_width);
			assert_in_range((int)percent, 92, 100);
		}
	}
	gsl_rng_free(random);
}

static void intervals_of_pairs_cover_what_they_promise(void **state)
{
	(void)state;
	covers(true);
}

static void intervals_of_groups_cover_what_they_promise(void **state)
{
	(void)state;
	covers(false);
}

/* Of tables in which nothing differs, the share in percent with any call. */
static double false_tables(bool paired, int nr, int noise, int points, gsl_rng *random)
{
	int tables = times(800 / points), called = 0;

	for (int t = 0; t < tables; t++) {
		double p[8], base[MOST], test[MOST];
		bool any = false;

		for (int i = 0; i < points; i++) {
			draw(base, nr, noise, 0, random);
			draw(test, nr, noise, 0, random);
			p[i] = paired ? rank_test_pairs(test, nr)
				      : rank_test_groups(base, nr, test, nr);
		}
		assert_int_equal(holm_correct(p, points), 0);
		for (int i = 0; i < points; i++)
			any |= p[i] <= ALPHA;
		called += any;
	}
	return 100.0 * called / tables;
}

static void tables_of_the_same_are_seldom_called_different(void **state)
{
	static const int points[] = {1, 2, 8};
	gsl_rng *random = begin();
	double worst = 0;

	(void)state;
	for (int paired = 0; paired < 2; paired++) {
		for (int noise = 0; noise < NR_NOISES; noise++) {
			for (int i = 0; i < NR_PROCESSES - 1; i++) {
				for (int k = 0; k < 3; k++) {
					double percent = false_tables(paired, processes[i], noise,
								      points[k], random);

					print_message("# %s, %s, %2d processes, tables of %d: "
						      "%.1f %% called\n",
						      paired ? "pairs" : "groups", noises[noise],
						      processes[i], points[k], percent);
					worst = fmax(worst, percent);
				}
			}
		}
	}
	/* At most 5 %, and what 100 to 800 tables may be off by. */
	assert_in_range((int)(worst * 10), 0, 90);
	gsl_rng_free(random);
}

/* The share in percent of tables of one that are called where the difference is what can be shown. */
static void what_can_be_shown_is_shown_four_times_in_five(void **state)
{
	gsl_rng *random = begin();

	(void)state;
	for (int paired = 0; paired < 2; paired++) {
		for (int i = 0; i < NR_PROCESSES - 1; i++) {
			int rounds = times(200), called = 0, nr = processes[i];
			double reach = reach_of(paired, nr, nr, ALPHA);

			for (int k = 0; k < rounds; k++) {
				struct effect effect =
					make(paired, nr, NORMAL, reach / 100, random);

				called += effect.p <= ALPHA && (effect.low > 1 || effect.high < 1);
			}
			print_message(
				"# %s, %2d processes: a shift of %.2f spreads: %d %% called\n",
				paired ? "pairs" : "groups", nr, reach, 100 * called / rounds);
			assert_in_range(100 * called / rounds, 72, 92);
		}
	}
	gsl_rng_free(random);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(intervals_of_pairs_cover_what_they_promise),
		cmocka_unit_test(intervals_of_groups_cover_what_they_promise),
		cmocka_unit_test(tables_of_the_same_are_seldom_called_different),
		cmocka_unit_test(what_can_be_shown_is_shown_four_times_in_five),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
