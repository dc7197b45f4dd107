/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * plot_axis.h: the range of an axis and where its ticks stand. Worked out here and not by gnuplot,
 * because labels beside the lines must know where on the paper a value comes to lie.
 */
#ifndef BENCH_PLOT_AXIS_H
#define BENCH_PLOT_AXIS_H

#include <stdbool.h>
#include <stddef.h>

struct tick {
	double at;
	char text[16]; /* "" where there is no room for one */
};

struct axis {
	bool log;
	double min, max;
	int nr_ticks;
	struct tick *ticks;
};

/* Where a linear value axis begins and ends. */
enum axis_fit {
	FIT_FROM_ZERO,
	FIT_RATIO, /* around 1, which is always on it */
	FIT_FRACTION, /* 0 to 1 */
};

/*
 * The axis of thread counts: logarithmic from 8 threads on, a tick at each of the @nr counts and none
 * elsewhere; a single one stands in the middle. @char_width is that of one character of a tick's text,
 * as a fraction of the axis.
 * Returns 0 or -ENOMEM.
 */
int axis_threads(struct axis *axis, const int *threads, int nr, double char_width);

/*
 * An axis for values whose points lie in @low..@high and whose intervals reach from @band_low to
 * @band_high; logarithmic where the points are positive and more than 20 times apart.
 * Returns 0 or -ENOMEM.
 */
int axis_values(struct axis *axis, double low, double high, double band_low, double band_high,
		enum axis_fit fit);

/* Where @value lies: 0 at the beginning of the axis, 1 at its end, held within. */
double axis_place(const struct axis *axis, double value);

/* Three digits and k, M, G or T. */
void axis_format(char *out, size_t size, double value);

void axis_free(struct axis *axis);

#endif
