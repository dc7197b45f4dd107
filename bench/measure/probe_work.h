/* SPDX-License-Identifier: GPL-2.0-or-later */
/* probe_work.h: something to count for every event, so that one which reads 0 is known to be none. */
#ifndef BENCH_PROBE_WORK_H
#define BENCH_PROBE_WORK_H

#include "topology/machine.h"

/* Who probes, and those it bounces a line with; NULL where there is none. */
struct probe_cpus {
	const struct machine_pu *home;
	const struct machine_pu *near; /* another core that shares a cache with home */
	const struct machine_pu *far; /* as far from home as any */
};

/*
 * Find the CPUs of the probe on @machine and pin the calling thread to its home. Returns 0 or a
 * negative errno.
 */
int probe_go_home(const struct machine *machine, struct probe_cpus *cpus);

/* Do the work, some 10 ms of it, from home and back there. What this machine lacks is left out. */
void probe_work(const struct machine *machine, const struct probe_cpus *cpus);

#endif
