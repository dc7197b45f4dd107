/* SPDX-License-Identifier: GPL-2.0-or-later */
/* plot_labels.h: labels that do not run into each other. Places are fractions of an axis. */
#ifndef BENCH_PLOT_LABELS_H
#define BENCH_PLOT_LABELS_H

#include <stdbool.h>

/*
 * Move @nr places, in any order, as little as possible (least squares) so that neighbours are @gap
 * apart and all lie in 0..1; their order along the axis stays. Where even that does not fit, they
 * stand evenly with the largest gap there is. Returns the gap kept, or -ENOMEM.
 */
double labels_spread(double *places, int nr, double gap);

struct span {
	double begin, end;
	bool kept;
};

/* Keep as many of @nr spans, the first the most important, as stand within 0..1 and clear of others. */
void labels_keep(struct span *spans, int nr);

#endif
