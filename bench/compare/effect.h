/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * effect.h: how much test differs from base, and how sure that is.
 *
 * The unit is a process: layout luck is constant within one. The estimate is the mean of the
 * processes' logarithms with a fifth trimmed from either end, so that a process that met an
 * interruption weighs little; its interval is of the bootstrap over processes, whose percentiles are
 * drawn apart as Student's t is wider than the normal distribution (Hesterberg, 2015), for the plain
 * percentiles cover 85 to 91 % with six processes. tests/bench/compare/calibration_test.c has what
 * this covers; of what else was tried, the median's and the Hodges-Lehmann estimate's percentiles
 * cover too little at six to eight, and Student's bootstrap is up to twice as wide where tails are
 * heavy.
 *
 * The interval says how large the difference may be; whether there is one is decided by a rank test
 * (rank_test.h), which is exact.
 */
#ifndef BENCH_EFFECT_H
#define BENCH_EFFECT_H

#include <stdbool.h>
#include <stdint.h>

#define EFFECT_CONFIDENCE   0.95
#define EFFECT_LEAST_PAIRS  6 /* fewer cannot enclose anything with 95 % */
#define EFFECT_LEAST_GROUPS 5 /* on either side */

struct effect {
	double ratio; /* of test over base; NAN where there is none */
	double low, high; /* its 95 % interval; NAN with too few processes */
	double difference; /* without a ratio, because of a zero: of test less base; else NAN */
	double p; /* that chance alone made it; 1 where there is nothing to test */
	double spread; /* of one process (pair) in logarithms, NAN without an interval */
	int nr_base, nr_test; /* processes, the same number where they are pairs */
	bool paired;
};

/*
 * From the logarithms of test over base of @nr processes, which are pairs. Sorts them. Returns 0 or
 * -ENOMEM. The same @seed gives the same interval.
 */
int effect_of_pairs(struct effect *effect, double *log_ratios, int nr, uint64_t seed);

/* From the logarithms of either side's processes, where nothing pairs them. Sorts both. */
int effect_of_groups(struct effect *effect, double *base, int nr_base, double *test, int nr_test,
		     uint64_t seed);

/* The least p that so many processes can give. */
double effect_least_p(const struct effect *effect);

/* How many processes (of either side, where they are not pairs) a call at level @alpha needs. */
int effect_needed(bool paired, double alpha);

#endif
