/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stats.h: the median and its interval, without assuming a distribution.
 *
 * The interval is the one of order statistics: of n independent values, the k-th smallest and the
 * k-th largest enclose the true median with probability 1 - 2 * P(Binomial(n, 1/2) < k). It is exact
 * for any distribution, but 95 % needs six values: with five the widest interval there is, smallest
 * to largest, has 93.75 %. The coverage reached is reported beside the interval, never rounded up.
 */
#ifndef BENCH_STATS_H
#define BENCH_STATS_H

struct estimate {
	double median; /* NAN where there is no value */
	double low, high; /* the interval; both the median itself where n is 1 */
	double coverage; /* the confidence that the interval has: 0.95 or more if n >= 6 */
	int n; /* independent values behind it */
};

/* The median of @n values, NAN where there is none; NANs are left out. Sorts @values. */
double stats_median(double *values, int n);

/*
 * Estimate from @n values (NANs are left out). The shortest symmetric interval with at least 95 %
 * coverage, or the widest there is. Sorts @values.
 */
struct estimate stats_estimate(double *values, int n);

#endif
