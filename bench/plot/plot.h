/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * plot.h: a summary as pictures. Each kind of picture has a gnuplot script of its name in plots/;
 * C works out what takes thought (ranges, ticks, where a label goes, file names), gnuplot draws.
 * Every picture leaves its data and a small script in OUT_DIR/data/, so that anyone can redraw it
 * there with `gnuplot NAME.gp`. Text from results files is hostile: it reaches gnuplot only as
 * quoted strings in a file, and no shell ever sees it.
 */
#ifndef BENCH_PLOT_H
#define BENCH_PLOT_H

#include <stdbool.h>

#include "bench/report/summary.h"
#include "topology/error.h"

struct plot_job;

struct plot_kind {
	const char *name, *summary;
	int (*draw)(struct plot_job *job, const struct plot_kind *kind, struct error *err);
};

/* Each ends with a row whose name is NULL: of any results, and of a comparison's effects. */
extern const struct plot_kind plot_kinds[], plot_change_kinds[];

struct plot_options {
	const char *out_dir; /* made where missing (its parent must exist); unused on a terminal */
	const char *data_dir; /* where the scripts of plots/ lie */
	const char *const *kinds; /* names out of plot_kinds, NULL-terminated; NULL: all of them */
	const struct plot_kind *known; /* NULL: plot_kinds */
	const char *baseline, *metric; /* what is relative to what; NULL: speed, to the baseline */
	bool svg, png;
	bool terminal; /* draw with characters on standard output instead; no file is left behind */

	/*
	 * Told of each picture as it is done, either of which may be NULL: the path of a file drawn,
	 * or the name of a picture that was not drawn and why. They live only during the call.
	 */
	void (*drawn)(void *context, const char *path);
	void (*skipped)(void *context, const char *picture, const char *why);
	void *context;
};

/*
 * Draw @summary. Returns 0, also where pictures were skipped; -EINVAL for a kind that does not exist
 * (the message lists them) or no format; -ENOENT where gnuplot is not installed or @data_dir lacks a
 * script; -ENOEXEC where gnuplot failed (the message is the first line of its complaint); -EIO
 * where something could not be written.
 */
int plot_draw(const struct summary *summary, const struct plot_options *options, struct error *err);

#endif
