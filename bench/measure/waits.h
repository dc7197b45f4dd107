/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * waits.h: how long the calling thread was asleep in the kernel of its own accord, as system calls are
 * and a loop over memory never is. Neither the gate nor a rate may take that for a disturbance.
 */
#ifndef BENCH_WAITS_H
#define BENCH_WAITS_H

/* What is known of a thread's waiting so far. */
struct waits {
	long sleeps; /* how often it has given up the CPU */
	double queued_seconds; /* how long it has waited for one, wanting it; < 0 where nobody tells */
};

/* Of the calling thread. Opens a file of /proc: some microseconds. */
struct waits waits_so_far(void);

/*
 * Of the last @seconds of the calling thread, of which it was on a CPU for @cpu_seconds, what it slept;
 * @before is from their begin. 0 where it did not sleep, or nobody tells.
 */
double waits_asleep(const struct waits *before, double seconds, double cpu_seconds);

#endif
