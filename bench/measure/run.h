/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * run.h: one run: the plan, how it is measured, and what was found out before it began.
 */
#ifndef BENCH_RUN_H
#define BENCH_RUN_H

#include <stdbool.h>
#include <stdint.h>

#include "bench/measure/counters.h"
#include "bench/measure/package_events.h"
#include "bench/plan/plan.h"
#include "topology/doctor.h"

/* What is found out in a child process before the first round, in memory shared with it. */
struct probe {
	struct counters counters;
	struct package_events packages;
	double loop_overhead_ns; /* the empty get-put loop at one thread; < 0 where it failed */
	int failed; /* negative errno */
	struct error err;
};

struct run {
	struct plan plan;
	const struct machine *machine;
	const struct probe *probe;
	const struct doctor *doctor; /* NULL: nobody looked */
	int argc; /* the command line, for the record */
	char **argv;
	uint64_t seed;
	uint64_t duration_ns, warmup_ns;
	int repeats, processes; /* of a run that ends when it is precise enough, the most */
	bool count_retries, per_thread_events;
	/*
	 * Two versions against each other: the points that differ in nothing but their scheme stand
	 * side by side in a round, and retries are counted in the first round of a process.
	 */
	bool paired;
	uint64_t budget_ns; /* of time, where the run ends when it is precise enough; else 0 */
	double precision_percent;
};

#endif
