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

/*
 * Whether the picture at @path, an svg or a png by its name, is there and whole: gnuplot does not notice
 * a disk that is full. What is not is removed. Returns 0 or -EIO with @err.
 */
int gnuplot_check_picture(const char *path, struct error *err);

#endif
