/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * progress.h: how far a run is. On a terminal one line that is rewritten, with the time left; off
 * one a plain line for a round, at most one a second, so that a log stays readable.
 */
#ifndef BENCH_PROGRESS_H
#define BENCH_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
	bool terminal;
	int nr_rounds, per_round; /* samples of a round, retakes aside */
	int retaken;
	uint64_t begin_ns, said_ns; /* said_ns: when a plain line was last written */
};

void progress_begin(struct progress *progress, int nr_rounds, int per_round, uint64_t estimate_ns);

/* The sample named @what has come: number @order of round @repeat, taken @take times before. */
void progress_sample(struct progress *progress, int repeat, int order, int take, const char *what);

/* Leave the terminal's line clean. */
void progress_end(const struct progress *progress);

#endif
