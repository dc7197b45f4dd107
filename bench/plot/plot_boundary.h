/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * plot_boundary.h: where the threads of a panel begin to use another NUMA node or package. Most bends
 * in a curve lie there.
 */
#ifndef BENCH_PLOT_BOUNDARY_H
#define BENCH_PLOT_BOUNDARY_H

#include "bench/plot/plot_axis.h"
#include "bench/report/summary.h"

struct boundary {
	int threads; /* the first count that uses more */
	bool package; /* else a node */
	bool labelled; /* there is room for its text */
	char text[24];
};

struct boundary_list {
	int nr;
	struct boundary *items; /* by threads */
};

/*
 * The boundaries between 1 thread and the most that @panel has, along the CPUs of its largest sample.
 * Returns 0 or -ENOMEM.
 */
int boundaries_find(struct boundary_list *list, const struct panel *panel,
		    const struct results *results);

/* Choose which have a label; @char_width is that of one character, as a fraction of @axis. */
int boundaries_label(struct boundary_list *list, const struct axis *axis, double char_width);
void boundaries_free(struct boundary_list *list);

#endif
