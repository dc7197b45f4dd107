/* SPDX-License-Identifier: GPL-2.0-or-later */
/* plot_map.h: what heat maps share. */
#ifndef BENCH_PLOT_MAP_H
#define BENCH_PLOT_MAP_H

#include "bench/plot/plot_axis.h"
#include "bench/plot/plot_job.h"

/* The scale of the colours, as plots/map.gp reads it. */
void map_write_colours(const struct picture *picture, const struct axis *colours);

/* @value as a cell has room for it: at most four characters and a point. */
void map_number(char *out, size_t size, double value, int decimals);

/* Whether a number on a cell of @value must be light. */
bool map_is_dark(const struct axis *colours, double value);

#endif
