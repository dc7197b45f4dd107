/* SPDX-License-Identifier: GPL-2.0-or-later */
/* self_test.h: what `pageref compare --self-test` concludes. */
#ifndef BENCH_SELF_TEST_H
#define BENCH_SELF_TEST_H

#include <stdio.h>

#include "bench/compare/contrast.h"

/*
 * A scheme was compared with a copy of itself: say how small a difference this machine can show, point
 * by point, and whether it showed one that is not there. Returns a status to exit with: 1 in that case.
 */
int self_test_print(FILE *out, const struct contrast *contrast, double seconds);

#endif
