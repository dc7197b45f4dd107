// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plot_axis.c: ranges and ticks. Steps are 1, 2 or 5 times a power of ten; large numbers are written
 * with k, M, G, T so that a label never needs an exponent.
 */
#include "bench/plot/plot_axis.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LOG_FROM_THREADS 8
#define LOG_FROM_SPREAD	 20.0
#define MAX_VALUE_TICKS	 32
#define WANTED_TICKS	 6
#define MAX_DECADES	 7
#define RATIO_LEAST_SPAN 0.1 /* noise of one percent must not fill the picture */

double axis_place(const struct axis *axis, double value)
{
	double place;

	if (axis->log)
		place = value <= 0 ? 0 : log(value / axis->min) / log(axis->max / axis->min);
	else
		place = (value - axis->min) / (axis->max - axis->min);
	return fmin(fmax(place, 0), 1);
}

void axis_free(struct axis *axis)
{
	free(axis->ticks);
	axis->ticks = NULL;
	axis->nr_ticks = 0;
}

/* ---- thread counts ---- */

/* Blank the texts that would run into a neighbour's; first and last always stay. */
static void thin_out(struct axis *axis, double char_width)
{
	const struct tick *last = &axis->ticks[axis->nr_ticks - 1];
	double last_begin =
		axis_place(axis, last->at) - (double)strlen(last->text) * char_width / 2;
	double free_from = -1;

	for (int i = 0; i < axis->nr_ticks; i++) {
		struct tick *tick = &axis->ticks[i];
		double half = (double)strlen(tick->text) * char_width / 2;
		double place = axis_place(axis, tick->at);
		bool fits = place - half >= free_from && place + half + char_width <= last_begin;

		if (i && i < axis->nr_ticks - 1 && !fits)
			tick->text[0] = '\0';
		else
			free_from = place + half + char_width;
	}
}

int axis_threads(struct axis *axis, const int *threads, int nr, double char_width)
{
	double first = threads[0], last = threads[nr - 1];

	axis->log = last >= LOG_FROM_THREADS && nr > 1;
	if (nr == 1) {
		axis->min = last - 0.5;
		axis->max = last + 0.5;
	} else if (axis->log) {
		double margin = pow(last / first, 0.025);

		axis->min = first / margin;
		axis->max = last * margin;
	} else {
		double margin = (last - first) * 0.04;

		axis->min = first - margin;
		axis->max = last + margin;
	}
	axis->ticks = calloc((size_t)nr, sizeof(*axis->ticks));
	if (!axis->ticks)
		return -ENOMEM;
	axis->nr_ticks = nr;
	for (int i = 0; i < nr; i++) {
		axis->ticks[i].at = threads[i];
		snprintf(axis->ticks[i].text, sizeof(axis->ticks[i].text), "%d", threads[i]);
	}
	thin_out(axis, char_width);
	return 0;
}

/* ---- values ---- */

void axis_format(char *out, size_t size, double value)
{
	static const struct {
		double unit;
		const char *suffix;
	} units[] = {{1e12, " T"}, {1e9, " G"}, {1e6, " M"}, {1e3, " k"}};

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (value >= units[i].unit * 0.9999) {
			snprintf(out, size, "%.3g%s", value / units[i].unit, units[i].suffix);
			return;
		}
	}
	snprintf(out, size, "%.3g", value);
}

/* Up to 20,000 plain numbers read better, and an axis has one kind only. */
static void tick_text(struct tick *tick, bool large)
{
	if (large)
		axis_format(tick->text, sizeof(tick->text), tick->at);
	else
		snprintf(tick->text, sizeof(tick->text), "%.5g", tick->at);
}

static void add_tick(struct axis *axis, double at)
{
	if (axis->nr_ticks < MAX_VALUE_TICKS && at >= axis->min * (1 - 1e-9) &&
	    at <= axis->max * (1 + 1e-9))
		axis->ticks[axis->nr_ticks++].at = at;
}

static double nice_step(double span)
{
	double power = pow(10, floor(log10(span / WANTED_TICKS)));
	double rest = span / WANTED_TICKS / power;

	return power * (rest <= 1 ? 1 : rest <= 2 ? 2 : rest <= 5 ? 5 : 10);
}

static void linear_ticks(struct axis *axis)
{
	double step = nice_step(axis->max - axis->min);

	for (double n = ceil(axis->min / step - 1e-9); n * step <= axis->max * (1 + 1e-9); n++)
		add_tick(axis, n * step + 0.0); /* never -0 */
}

static void log_ticks(struct axis *axis)
{
	double decades = log10(axis->max / axis->min);
	int every = (int)ceil(decades / MAX_DECADES);

	for (double k = floor(log10(axis->min)); k <= log10(axis->max); k += every) {
		add_tick(axis, pow(10, k));
		if (decades < 3) {
			add_tick(axis, 2 * pow(10, k));
			add_tick(axis, 5 * pow(10, k));
		}
	}
}

static void linear_range(struct axis *axis, double low, double high, enum axis_fit fit)
{
	axis->min = 0;
	axis->max = high > 0 ? high * 1.06 : 1;
	if (fit == FIT_FRACTION) {
		axis->max = 1.06;
	} else if (fit == FIT_RATIO) {
		double from = fmin(low, 1), to = fmax(high, 1);
		double missing = fmax(RATIO_LEAST_SPAN - (to - from), 0);
		double margin = fmax(to - from, RATIO_LEAST_SPAN) * 0.06 + missing / 2;

		axis->min = fmax(from - margin, 0);
		axis->max = to + margin;
	}
}

static void log_range(struct axis *axis, double low, double high, enum axis_fit fit)
{
	double margin = pow(high / low, 0.04);

	if (fit == FIT_RATIO) {
		low = fmin(low, 1);
		high = fmax(high, 1);
	}
	axis->min = low / margin;
	axis->max = (fit == FIT_FRACTION ? 1 : high) * margin;
}

int axis_values(struct axis *axis, double low, double high, double band_low, double band_high,
		enum axis_fit fit)
{
	axis->log = low > 0 && high / low > LOG_FROM_SPREAD;
	if (axis->log)
		log_range(axis, band_low > 0 ? band_low : low, band_high, fit);
	else
		linear_range(axis, band_low, band_high, fit);
	axis->ticks = calloc(MAX_VALUE_TICKS, sizeof(*axis->ticks));
	if (!axis->ticks)
		return -ENOMEM;
	axis->nr_ticks = 0;
	if (axis->log)
		log_ticks(axis);
	else
		linear_ticks(axis);
	for (int i = 0; i < axis->nr_ticks; i++)
		tick_text(&axis->ticks[i], axis->max >= 2e4);
	return 0;
}
