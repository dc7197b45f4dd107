// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rank_test.c: ranks, and the distribution of their sum. Ranks are kept doubled, so that those which
 * ties share are whole numbers, and a sum can be an index: how many arrangements give each sum is
 * counted by adding one rank after the other. Past MOST_EXACT the normal distribution is as good.
 */
#include "bench/compare/rank_test.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#define MOST_EXACT 60 /* processes of both sides together */

/* The doubled ranks of @values, in their own order; equal ones share theirs. */
static int *rank(const double *values, int nr)
{
	size_t *order = calloc((size_t)nr + 1, sizeof(*order));
	int *ranks = calloc((size_t)nr + 1, sizeof(*ranks));

	if (order && ranks) {
		gsl_sort_index(order, values, 1, (size_t)nr);
		for (int i = 0, end; i < nr; i = end) {
			for (end = i + 1; end < nr && values[order[end]] == values[order[i]];)
				end++;
			for (int k = i; k < end; k++)
				ranks[order[k]] = i + 1 + end; /* the mean of i + 1 to end, twice */
		}
	} else {
		free(ranks);
		ranks = NULL;
	}
	free(order);
	return ranks;
}

static int sum(const int *ranks, int nr)
{
	int all = 0;

	for (int i = 0; i < nr; i++)
		all += ranks[i];
	return all;
}

/* Of the @nr_sums counts, the share that lies at least as far from the middle as @at, both ways. */
static double share_beyond(const double *counts, int nr_sums, double middle, int at)
{
	double far = fabs(at - middle), beyond = 0, all = 0;

	for (int i = 0; i < nr_sums; i++) {
		all += counts[i];
		if (fabs(i - middle) >= far - 1e-9)
			beyond += counts[i];
	}
	return beyond / all;
}

/* Twice the tail beyond @distance, less half a step of the doubled ranks. */
static double normal(double distance, double variance)
{
	double z;

	if (variance <= 0)
		return 1;
	z = fmax(fabs(distance) - 1, 0) / sqrt(variance);
	return 2 * gsl_cdf_ugaussian_Q(z);
}

/* ---- pairs ---- */

/* Each of @ranks counts or not, as its sign falls. */
static double pairs_exactly(const int *ranks, int nr, int of_positive)
{
	int all = sum(ranks, nr);
	double *counts = calloc((size_t)all + 1, sizeof(*counts)), p;

	if (!counts)
		return NAN;
	counts[0] = 1;
	for (int i = 0; i < nr; i++) {
		for (int k = all; k >= ranks[i]; k--)
			counts[k] += counts[k - ranks[i]];
	}
	p = share_beyond(counts, all + 1, all / 2.0, of_positive);
	free(counts);
	return p;
}

static double pairs_about(const int *ranks, int nr, int of_positive)
{
	double variance = 0;

	for (int i = 0; i < nr; i++)
		variance += (double)ranks[i] * ranks[i] / 4;
	return normal(of_positive - sum(ranks, nr) / 2.0, variance);
}

/* A difference of nothing has no sign: it says nothing either way, and is left out. */
double rank_test_pairs(const double *differences, int nr)
{
	double *sizes = calloc((size_t)nr + 1, sizeof(*sizes)), p = NAN;
	bool *positive = calloc((size_t)nr + 1, sizeof(*positive));
	int kept = 0, of_positive = 0, *ranks = NULL;

	for (int i = 0; sizes && positive && i < nr; i++) {
		if (differences[i] == 0)
			continue;
		positive[kept] = differences[i] > 0;
		sizes[kept++] = fabs(differences[i]);
	}
	if (sizes && positive)
		ranks = rank(sizes, kept);
	for (int i = 0; ranks && i < kept; i++)
		of_positive += positive[i] ? ranks[i] : 0;
	if (ranks)
		p = kept <= MOST_EXACT ? pairs_exactly(ranks, kept, of_positive)
				       : pairs_about(ranks, kept, of_positive);
	free(sizes);
	free(positive);
	free(ranks);
	return p;
}

double rank_test_pairs_least(int nr)
{
	return nr < 1 ? 1 : ldexp(1, 1 - nr);
}

int rank_test_pairs_needed(double p)
{
	int nr = 2;

	while (nr < 1000 && rank_test_pairs_least(nr) > p)
		nr++;
	return nr;
}

/* ---- groups ---- */

/* @nr_a of all @nr ranks are the first group's, any as soon as any other. */
static double groups_exactly(const int *ranks, int nr, int nr_a, int of_a)
{
	int all = sum(ranks, nr);
	size_t row = (size_t)all + 1;
	double *counts = calloc(row * (size_t)(nr_a + 1), sizeof(*counts)), p;

	if (!counts)
		return NAN;
	counts[0] = 1;
	for (int i = 0; i < nr; i++) {
		for (int taken = i + 1 < nr_a ? i + 1 : nr_a; taken > 0; taken--) {
			double *with = counts + row * (size_t)taken, *without = with - row;

			for (int k = all; k >= ranks[i]; k--)
				with[k] += without[k - ranks[i]];
		}
	}
	p = share_beyond(counts + row * (size_t)nr_a, all + 1, (double)all * nr_a / nr, of_a);
	free(counts);
	return p;
}

static double groups_about(const int *ranks, int nr, int nr_a, int of_a)
{
	double mean = (double)sum(ranks, nr) / nr, squares = 0;

	for (int i = 0; i < nr; i++)
		squares += (ranks[i] - mean) * (ranks[i] - mean);
	return normal(of_a - mean * nr_a, squares * nr_a * (nr - nr_a) / ((double)nr * (nr - 1)));
}

double rank_test_groups(const double *a, int nr_a, const double *b, int nr_b)
{
	int nr = nr_a + nr_b, of_a, *ranks = NULL;
	double *all = calloc((size_t)nr + 1, sizeof(*all)), p = NAN;

	if (all) {
		for (int i = 0; i < nr; i++)
			all[i] = i < nr_a ? a[i] : b[i - nr_a];
		ranks = rank(all, nr);
	}
	if (ranks && (!nr_a || !nr_b)) {
		p = 1;
	} else if (ranks) {
		of_a = sum(ranks, nr_a);
		p = nr <= MOST_EXACT ? groups_exactly(ranks, nr, nr_a, of_a)
				     : groups_about(ranks, nr, nr_a, of_a);
	}
	free(all);
	free(ranks);
	return p;
}

double rank_test_groups_least(int nr_a, int nr_b)
{
	if (nr_a < 1 || nr_b < 1)
		return 1;
	return fmin(1, 2 * exp(-gsl_sf_lnchoose((unsigned int)(nr_a + nr_b), (unsigned int)nr_a)));
}

int rank_test_groups_needed(double p)
{
	int nr = 2;

	while (nr < 1000 && rank_test_groups_least(nr, nr) > p)
		nr++;
	return nr;
}
