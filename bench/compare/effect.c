// SPDX-License-Identifier: GPL-2.0-or-later
/* effect.c: the trimmed mean, its bootstrap, and both kinds of effect. See effect.h. */
#include "bench/compare/effect.h"

#include <errno.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/compare/rank_test.h"

#define TRIM_DIVISOR 5 /* a fifth from either end */

/* Sorted values, and how often each was drawn. */
struct draw {
	const double *values;
	int nr;
	int *times;
};

/* Few processes need far percentiles, and are cheap; many are the other way round. */
static int nr_replicates(int nr)
{
	return nr <= 8 ? 4999 : nr <= 200 ? 1999 : 999;
}

/* The mean of what was drawn, but for as many as are trimmed at either end. */
static double trimmed_mean(const struct draw *draw)
{
	int trim = draw->nr / TRIM_DIVISOR, at = 0;
	double total = 0;

	for (int i = 0; i < draw->nr; i++) {
		int from = at > trim ? at : trim;
		int to = at + draw->times[i];

		if (to > draw->nr - trim)
			to = draw->nr - trim;
		if (to > from)
			total += (to - from) * draw->values[i];
		at += draw->times[i];
	}
	return total / (draw->nr - 2 * trim);
}

static double of_all(struct draw *draw)
{
	for (int i = 0; i < draw->nr; i++)
		draw->times[i] = 1;
	return trimmed_mean(draw);
}

static double of_drawn(struct draw *draw, gsl_rng *random)
{
	memset(draw->times, 0, (size_t)draw->nr * sizeof(*draw->times));
	for (int i = 0; i < draw->nr; i++) /* 32 bits scaled: gsl's own way divides */
		draw->times[gsl_rng_get(random) * (uint64_t)draw->nr >> 32]++;
	return trimmed_mean(draw);
}

/* How far from the middle of a normal distribution the percentiles of so few are taken. */
static double expanded(int least, int freedom)
{
	double tail = (1 - EFFECT_CONFIDENCE) / 2;

	return gsl_cdf_ugaussian_P(-sqrt(least / (least - 1.0)) *
				   gsl_cdf_tdist_Qinv(tail, freedom));
}

/* Interval and spread of @test's mean less @base's, or of @test's alone where @base has none. */
static int bootstrap(struct effect *effect, struct draw *base, struct draw *test, uint64_t seed)
{
	int smaller = base->nr && base->nr < test->nr ? base->nr : test->nr;
	int freedom = base->nr ? base->nr + test->nr - 2 : test->nr - 1;
	int nr = nr_replicates(base->nr + test->nr);
	double *means = calloc((size_t)nr, sizeof(*means));
	gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
	/* Rounded outwards. */
	size_t rank = (size_t)(expanded(smaller, freedom) * (nr - 1));

	if (!means || !random) {
		free(means);
		gsl_rng_free(random);
		return -ENOMEM;
	}
	gsl_rng_set(random, (unsigned long)seed);
	for (int i = 0; i < nr; i++)
		means[i] = of_drawn(test, random) - (base->nr ? of_drawn(base, random) : 0);
	/* Of one process: what has come of them divided by what so many make of it. */
	effect->spread = gsl_stats_sd(means, 1, (size_t)nr) * sqrt(smaller / (smaller - 1.0)) /
			 sqrt(1.0 / test->nr + (base->nr ? 1.0 / base->nr : 0));
	effect->low = exp(gsl_stats_select(means, 1, (size_t)nr, rank));
	effect->high = exp(gsl_stats_select(means, 1, (size_t)nr, (size_t)nr - 1 - rank));
	free(means);
	gsl_rng_free(random);
	return 0;
}

static int draw_make(struct draw *draw, double *values, int nr)
{
	if (nr)
		gsl_sort(values, 1, (size_t)nr);
	*draw = (struct draw){values, nr, calloc((size_t)nr + 1, sizeof(*draw->times))};
	return draw->times ? 0 : -ENOMEM;
}

static int estimate(struct effect *effect, double *base, int nr_base, double *test, int nr_test,
		    uint64_t seed)
{
	struct draw b, t = {0};
	int ret = draw_make(&b, base, nr_base);

	if (!ret)
		ret = draw_make(&t, test, nr_test);
	if (!ret && nr_test && (nr_base || effect->paired))
		effect->ratio = exp(of_all(&t) - (nr_base ? of_all(&b) : 0));
	if (!ret &&
	    (effect->paired ? nr_test >= EFFECT_LEAST_PAIRS
			    : nr_test >= EFFECT_LEAST_GROUPS && nr_base >= EFFECT_LEAST_GROUPS))
		ret = bootstrap(effect, &b, &t, seed);
	free(b.times);
	free(t.times);
	return ret;
}

int effect_of_pairs(struct effect *effect, double *log_ratios, int nr, uint64_t seed)
{
	*effect = (struct effect){
		.ratio = NAN,
		.low = NAN,
		.high = NAN,
		.spread = NAN,
		.difference = NAN,
		.p = rank_test_pairs(log_ratios, nr),
		.nr_base = nr,
		.nr_test = nr,
		.paired = true,
	};
	return isnan(effect->p) ? -ENOMEM : estimate(effect, NULL, 0, log_ratios, nr, seed);
}

int effect_of_groups(struct effect *effect, double *base, int nr_base, double *test, int nr_test,
		     uint64_t seed)
{
	*effect = (struct effect){
		.ratio = NAN,
		.low = NAN,
		.high = NAN,
		.spread = NAN,
		.difference = NAN,
		.p = rank_test_groups(base, nr_base, test, nr_test),
		.nr_base = nr_base,
		.nr_test = nr_test,
	};
	return isnan(effect->p) ? -ENOMEM : estimate(effect, base, nr_base, test, nr_test, seed);
}

double effect_least_p(const struct effect *effect)
{
	return effect->paired ? rank_test_pairs_least(effect->nr_test)
			      : rank_test_groups_least(effect->nr_base, effect->nr_test);
}

int effect_needed(bool paired, double alpha)
{
	int nr = paired ? rank_test_pairs_needed(alpha) : rank_test_groups_needed(alpha);
	int least = paired ? EFFECT_LEAST_PAIRS : EFFECT_LEAST_GROUPS;

	return nr > least ? nr : least;
}
