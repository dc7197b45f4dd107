/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gnuplot.h: running gnuplot on a file, without a shell and without the user's own settings. */
#ifndef BENCH_GNUPLOT_H
#define BENCH_GNUPLOT_H

#include "topology/error.h"

/* 0, or -ENOENT with a line that says what to install. */
int gnuplot_check(struct error *err);

/*
 * Run gnuplot on @script within @directory.
 * Returns 0; -ENOEXEC where it failed, with the first line it complained with; -ENOENT without gnuplot;
 * or the errno of starting it.
 */
int gnuplot_run(const char *directory, const char *script, struct error *err);

#endif
