/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * probe.h: what is found out before the first round: which events count, of threads and of packages, and
 * what an empty loop costs.
 */
#ifndef BENCH_PROBE_H
#define BENCH_PROBE_H

#include "bench/measure/run.h"

/*
 * Probe this machine in a child process, so that PAPI and the caches of this one stay untouched.
 * @events is the list of --events, @package_events that of --package-events. Returns memory that probe_free() frees, or NULL with @err and
 * @code set to a negative errno (-EINVAL: an event that does not exist).
 */
struct probe *probe_machine(const struct machine *machine, const char *events,
			    const char *package_events, int *code, struct error *err);
void probe_free(struct probe *probe);

#endif
