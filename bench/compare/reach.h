/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reach.h: how small a difference so many processes can show: what an empty table is worth. */
#ifndef BENCH_REACH_H
#define BENCH_REACH_H

#include "bench/compare/effect.h"

#define REACH_POWER 0.8

/*
 * The shift of @nr_test normal values (pairs; or against @nr_base others), in units of their spread,
 * that is called at level @alpha with a chance of 80 %. INFINITY where it never can, or out
 * of memory. Found by drawing, always the same way: costs milliseconds, so ask once for each @nr.
 */
double reach_of(bool paired, int nr_base, int nr_test, double alpha);

#endif
