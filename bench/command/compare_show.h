/* SPDX-License-Identifier: GPL-2.0-or-later */
/* compare_show.h: what `pageref compare` does once it has its sides, from files or just measured. */
#ifndef BENCH_COMPARE_SHOW_H
#define BENCH_COMPARE_SHOW_H

#include "bench/command/compare_options.h"

/*
 * Compare, print, draw, and judge as the options ask. Returns a status to exit with; what went wrong,
 * and which points --fail-on-regression fails for, is said on standard error.
 */
int compare_show(const struct compare_options *options, const struct contrast_side *base,
		 const struct contrast_side *tests, int nr_tests);

#endif
