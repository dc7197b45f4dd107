/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * rank_test.h: how likely is it that chance alone made this difference? Tests by ranks: they assume no
 * distribution, one wild process cannot decide them, and with few processes they are exact, because
 * every arrangement that chance could have made is counted.
 *
 * Pairs: were base and test the same, each process's difference would as soon have had the other sign
 * (Wilcoxon's signed ranks). Groups: each process would as soon have been in the other group
 * (Wilcoxon, Mann and Whitney). Ties share a rank, and count as such.
 */
#ifndef BENCH_RANK_TEST_H
#define BENCH_RANK_TEST_H

/* The chance, in both directions, of a difference no smaller. 1 of nothing, NAN out of memory. */
double rank_test_pairs(const double *differences, int nr);
double rank_test_groups(const double *a, int nr_a, const double *b, int nr_b);

/*
 * The least that so many can give where none tie: where it is above what is asked for, nothing is looked
 * for. (Ties in groups of two sizes may halve it, and are not waited for.)
 */
double rank_test_pairs_least(int nr);
double rank_test_groups_least(int nr_a, int nr_b);

/* How many pairs, or processes in each of two groups, can give @p or less. */
int rank_test_pairs_needed(double p);
int rank_test_groups_needed(double p);

#endif
