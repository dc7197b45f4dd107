/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clock.h: time in nanoseconds, a sleep until a moment, and how fast the core itself runs. */
#ifndef BENCH_CLOCK_H
#define BENCH_CLOCK_H

#include <stdint.h>

/* CLOCK_MONOTONIC, and the CPU time of the calling thread. */
uint64_t clock_now_ns(void);
uint64_t clock_thread_cpu_ns(void);

/* Sleep on an absolute timer until clock_now_ns() reaches @when. */
void clock_sleep_until_ns(uint64_t when);

/*
 * Time a chain of dependent multiplications that touches no memory: the shortest of a few tries, in
 * nanoseconds. It changes only with the clock of the core, so the same chain before and after a
 * window tells whether the frequency changed in between, also where no PMU or cpufreq would.
 */
uint64_t clock_core_probe_ns(void);

#endif
