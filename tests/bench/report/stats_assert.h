/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stats_assert.h: doubles compared with both values in the message; cmocka 1.1 has only floats. */
#ifndef TESTS_BENCH_STATS_ASSERT_H
#define TESTS_BENCH_STATS_ASSERT_H

#include <math.h>

#define assert_near(value, expected, tolerance)                                             \
	do {                                                                                \
		double value_ = (value), expected_ = (expected);                            \
                                                                                            \
		if (!(fabs(value_ - expected_) <= (tolerance)))                             \
			fail_msg("%s is %.12g, expected %.12g", #value, value_, expected_); \
	} while (0)

#endif
