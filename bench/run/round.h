/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * round.h: the child's side of a run. A round visits every point once, in an order drawn from the
 * seed, so that slow drift hits all schemes alike and the samples of one round form pairs. A few
 * rounds are one child process, with freshly placed memory.
 */
#ifndef BENCH_ROUND_H
#define BENCH_ROUND_H

#include "bench/measure/run.h"

/*
 * Run rounds @first to @last - 1 as process number @process of @run and write a line for each sample
 * to @fd. Returns the status to exit with: 0; 1 where a law was broken while measuring; 3 where this
 * machine cannot go on (said on standard error); 4 where @fd cannot be written.
 */
int round_run(const struct run *run, int process, int first, int last, int fd);

/* The first round of process number @process: rounds are spread evenly, in order. */
int round_first(const struct run *run, int process);

/* The window of a twin that counts retries. */
uint64_t round_count_window_ns(const struct run *run);

/* How long one round's windows take, retakes aside, in nanoseconds. */
uint64_t round_estimate_ns(const struct run *run);

#endif
