/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * holm.h: of many comparisons some look different by chance; Holm's correction keeps the chance of any
 * such call in the whole table at what it would be for one.
 */
#ifndef BENCH_HOLM_H
#define BENCH_HOLM_H

/*
 * Correct @nr chances @p in place: where one is then at most alpha, it may be called. NANs stand for
 * comparisons that nobody asks about: they stay NAN and do not count. Returns 0 or -ENOMEM.
 */
int holm_correct(double *p, int nr);

#endif
