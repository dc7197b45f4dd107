/* SPDX-License-Identifier: GPL-2.0-or-later */
/* contrast_plot.h: a contrast as pictures. */
#ifndef BENCH_CONTRAST_PLOT_H
#define BENCH_CONTRAST_PLOT_H

#include "bench/compare/contrast.h"
#include "bench/plot/plot.h"

/*
 * Draw test over base by threads and, of all sides together, throughput and each event counted for
 * each operation, which show why. @options as for plot_draw(), whose kinds do not matter. Returns what
 * plot_draw() does.
 */
int contrast_plot(const struct contrast *contrast, const struct plot_options *options,
		  struct error *err);

#endif
