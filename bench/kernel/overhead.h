/* SPDX-License-Identifier: GPL-2.0-or-later */
/* overhead.h: what a system call costs that does nothing. */
#ifndef BENCH_KERNEL_OVERHEAD_H
#define BENCH_KERNEL_OVERHEAD_H

/*
 * Nanoseconds of an empty system call (getppid) with its loop: entry, exit and what the kernel does
 * there against speculation. The median of a few dozen batches, which take some ten milliseconds.
 */
double kernel_call_ns(void);

#endif
