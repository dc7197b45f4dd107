/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kept.h: the ping-pong matrices of this machine, kept for results that have none: a matrix is a property
 * of machine, kernel and program, and takes longer to measure than most of what it explains. It is kept
 * under the identity of all three, is taken for nothing else, and whoever uses it says so.
 */
#ifndef BENCH_KEPT_H
#define BENCH_KEPT_H

#include "bench/report/summary.h"

struct kept {
	struct results results;
	struct summary summary;
};

/* Keep the matrices that were measured with @summary, in place of older ones of the same machine. */
void kept_save(const struct summary *summary);

/*
 * Give the contended panels of @summary that have no references those of kept matrices, and say so on
 * standard error. @kept must outlive @summary. Returns 0 or -ENOMEM; that nothing is kept is no error.
 */
int kept_use(struct kept *kept, struct summary *summary);
void kept_free(struct kept *kept);

#endif
