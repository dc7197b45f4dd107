// SPDX-License-Identifier: GPL-2.0-or-later
/* kernel_workload.c: which loop a point runs. See kernel_workload.h. */
#include "bench/kernel/kernel_workload.h"

#include "bench/plan/plan.h"

loop_fn *kernel_workload_loop(const struct point *point)
{
	const struct kernel_workload *kernel = point->workload->kernel;

	return point->lookup.pin ? kernel->pin_loop : kernel->loop;
}

double kernel_workload_calls(const struct point *point)
{
	return point->workload->kernel->calls_per_op(point);
}
