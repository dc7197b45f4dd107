// SPDX-License-Identifier: GPL-2.0-or-later
/* overhead.c: empty system calls, in batches. See overhead.h. */
#include "bench/kernel/overhead.h"

#include <stdlib.h>

#include "bench/kernel/syscalls.h"
#include "bench/measure/clock.h"

#define BATCHES 33
#define CALLS	4000

static double time_batch(void)
{
	uint64_t begin_ns = clock_now_ns();

	for (int i = 0; i < CALLS; i++)
		bare_syscall4(SYS_getppid, 0, 0, 0, 0);
	return (double)(clock_now_ns() - begin_ns) / CALLS;
}

static int ascending(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;

	return (left > right) - (left < right);
}

double kernel_call_ns(void)
{
	double ns[BATCHES];

	for (int i = 0; i < BATCHES; i++)
		ns[i] = time_batch();
	qsort(ns, BATCHES, sizeof(ns[0]), ascending);
	return ns[BATCHES / 2];
}
