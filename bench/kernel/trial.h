/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * trial.h: a few rounds of a workload of system calls, in a child process of their own: is it
 * allowed here, and does the kernel take references for it?
 */
#ifndef BENCH_KERNEL_TRIAL_H
#define BENCH_KERNEL_TRIAL_H

#include "bench/kernel/references.h"
#include "topology/error.h"

struct point;

/*
 * Run @rounds of the loop of @point (a round is one call, or a cycle over all pages) with one thread.
 * With @reference, count the references that the kernel takes meanwhile; where it cannot be counted
 * that is no error. Returns 0; a negative errno with @err, which says what helps, where this kernel
 * or a limit forbids it.
 */
int kernel_trial(const struct point *point, int rounds, struct kernel_reference *reference,
		 struct error *err);

#endif
