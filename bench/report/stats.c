// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * stats.c: the order-statistics interval for the median; stats.h says what it promises. Of the ranks
 * that keep 95 % the largest is taken: it gives the shortest interval.
 */
#include "bench/report/stats.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

#define CONFIDENCE 0.95

static int drop_nans(double *values, int n)
{
	int kept = 0;

	for (int i = 0; i < n; i++) {
		if (!isnan(values[i]))
			values[kept++] = values[i];
	}
	return kept;
}

/* The chance that the @rank-th smallest and the @rank-th largest of @n enclose the median. */
static double coverage(int rank, int n)
{
	return 1 - 2 * gsl_cdf_binomial_P((unsigned int)rank - 1, 0.5, (unsigned int)n);
}

double stats_median(double *values, int n)
{
	n = drop_nans(values, n);
	if (!n)
		return NAN;
	gsl_sort(values, 1, (size_t)n);
	return gsl_stats_median_from_sorted_data(values, 1, (size_t)n);
}

struct estimate stats_estimate(double *values, int n)
{
	int rank = 1;

	n = drop_nans(values, n);
	if (!n)
		return (struct estimate){.median = NAN, .low = NAN, .high = NAN};
	gsl_sort(values, 1, (size_t)n);
	while (2 * (rank + 1) <= n && coverage(rank + 1, n) >= CONFIDENCE)
		rank++;
	return (struct estimate){
		.median = gsl_stats_median_from_sorted_data(values, 1, (size_t)n),
		.low = values[rank - 1],
		.high = values[n - rank],
		.coverage = coverage(rank, n),
		.n = n,
	};
}
