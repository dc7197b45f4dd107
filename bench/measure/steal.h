/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * steal.h: the time that a hypervisor took from the CPUs in use, from the "steal" column of
 * /proc/stat. The kernel counts it in ticks, so a short window is judged with one tick of grace.
 */
#ifndef BENCH_STEAL_H
#define BENCH_STEAL_H

#include "bench/plan/assignment.h"

#define STEAL_MAX_CPUS 8192

struct steal {
	uint64_t when_ns;
	int nr; /* 0 where /proc/stat cannot be read */
	uint32_t ticks[STEAL_MAX_CPUS];
};

void steal_read(struct steal *steal);

/*
 * The largest share of the time since @before that was stolen from a CPU of @assignment, less the
 * tick that may belong to the time before; negative where this machine does not tell.
 */
double steal_since(const struct steal *before, const struct assignment *assignment);

#endif
