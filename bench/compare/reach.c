// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * reach.c: experiments that were never made: normal values without ties, whose rank test then has one
 * critical sum, found once. The same values are shifted further and further, so that what is called
 * grows with the shift and can be halved in on. Many values need no experiment.
 */
#include "bench/compare/reach.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>

#include "bench/compare/rank_test.h"

#define EXPERIMENTS 500
#define HALVINGS    12
#define FURTHEST    16.0 /* spreads: beyond, groups do not even touch */
#define MOST_DRAWN  40
/* Of the rank test alone: that the interval must leave out 1 as well costs about 6 calls of 100. */
#define RANK_POWER (REACH_POWER + 0.06)

/* One way to look at both designs: pairs are signed, groups are two. */
struct design {
	bool paired;
	int nr_base, nr_test;
	double alpha;
	int critical; /* the least count that is called, see count() */
	double *values; /* [EXPERIMENTS][nr_base + nr_test], or [nr_test] of pairs */
};

/*
 * Both sums of ranks are counts in disguise: of the pairs of values whose mean is positive, or of
 * those where the test's is larger. Counts are quick without sorting.
 */
static int count(const struct design *design, const double *values, double shift)
{
	const double *test = values + (design->paired ? 0 : design->nr_base);
	int above = 0;

	for (int i = 0; i < design->nr_test; i++) {
		if (design->paired) {
			for (int k = 0; k <= i; k++)
				above += values[i] + values[k] + 2 * shift > 0;
		} else {
			for (int k = 0; k < design->nr_base; k++)
				above += test[i] + shift > values[k];
		}
	}
	return above;
}

/* An experiment whose count is @wanted: the top of the ranks, from the largest down, is the test's. */
static double p_of_count(const struct design *design, int wanted, double *room)
{
	int nr = design->paired ? design->nr_test : design->nr_base + design->nr_test;

	if (design->paired) {
		for (int rank = nr; rank > 0; rank--) {
			bool positive = wanted >= rank;

			room[rank - 1] = positive ? rank : -rank;
			wanted -= positive ? rank : 0;
		}
		return rank_test_pairs(room, nr);
	}
	/* Base values are 1, 2, ...; each test value stands above as many as are still wanted. */
	for (int i = 0; i < design->nr_base; i++)
		room[i] = i + 1;
	for (int i = 0; i < design->nr_test; i++) {
		int below = wanted < design->nr_base ? wanted : design->nr_base;

		room[design->nr_base + i] = below + 0.1 + 0.8 * i / design->nr_test;
		wanted -= below;
	}
	return rank_test_groups(room, design->nr_base, room + design->nr_base, design->nr_test);
}

static int most_of(const struct design *design)
{
	return design->paired ? design->nr_test * (design->nr_test + 1) / 2
			      : design->nr_base * design->nr_test;
}

/* The least count that is called; more than there can be where none is. */
static int find_critical(const struct design *design)
{
	double room[2 * MOST_DRAWN];
	int called = most_of(design) + 1, not_called = most_of(design) / 2;

	while (called - not_called > 1) {
		int middle = (called + not_called) / 2;

		if (p_of_count(design, middle, room) <= design->alpha)
			called = middle;
		else
			not_called = middle;
	}
	return called;
}

static double share_called(const struct design *design, double shift)
{
	int nr = (design->paired ? 0 : design->nr_base) + design->nr_test, called = 0;

	for (int i = 0; i < EXPERIMENTS; i++)
		called += count(design, design->values + (size_t)i * (size_t)nr, shift) >=
			  design->critical;
	return (double)called / EXPERIMENTS;
}

static double by_experiment(struct design *design)
{
	int nr = (design->paired ? 0 : design->nr_base) + design->nr_test;
	size_t all = (size_t)nr * EXPERIMENTS;
	gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
	double low = 0, high = FURTHEST;

	design->values = calloc(all, sizeof(*design->values));
	design->critical = find_critical(design);
	if (design->values && random && design->critical <= most_of(design)) {
		for (size_t i = 0; i < all; i++)
			design->values[i] = gsl_ran_gaussian_ziggurat(random, 1);
		for (int i = 0; i < HALVINGS; i++) {
			double middle = (low + high) / 2;

			if (share_called(design, middle) >= RANK_POWER)
				high = middle;
			else
				low = middle;
		}
	} else {
		high = INFINITY;
	}
	free(design->values);
	gsl_rng_free(random);
	return high;
}

/* Rank tests need pi / 3 times as many normal values as Student's. */
static double by_formula(const struct design *design)
{
	double n = design->paired ? design->nr_test
				  : 1 / (1.0 / design->nr_base + 1.0 / design->nr_test);

	return (gsl_cdf_ugaussian_Qinv(design->alpha / 2) + gsl_cdf_ugaussian_Pinv(RANK_POWER)) *
	       sqrt(M_PI / 3 / n);
}

double reach_of(bool paired, int nr_base, int nr_test, double alpha)
{
	struct design design = {paired, nr_base, nr_test, alpha, 0, NULL};
	int larger = !paired && nr_base > nr_test ? nr_base : nr_test;

	if (nr_test < 1 || (!paired && nr_base < 1))
		return INFINITY;
	return larger > MOST_DRAWN ? by_formula(&design) : by_experiment(&design);
}
