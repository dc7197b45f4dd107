/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kernel_sampling.h: samples of system calls really taken on this machine, in windows too short to
 * measure anything.
 */
#ifndef TESTS_BENCH_KERNEL_SAMPLING_H
#define TESTS_BENCH_KERNEL_SAMPLING_H

#include <unistd.h>

#include "bench/kernel/kernel_workload.h"
#include "bench/measure/harness.h"

static struct machine machine;
static struct arena *arena;
static const struct counters no_events = {.nr_sets = 1};

static inline int set_up_machine(void **state)
{
	struct error err;

	(void)state;
	alarm(120); /* a hang is a failure, not a test run that never ends */
	arena = arena_new();
	return !arena || machine_load(&machine, NULL, &err);
}

static inline int tear_down_machine(void **state)
{
	(void)state;
	arena_free(arena);
	machine_free(&machine);
	return 0;
}

/* Every way to run @workloads at two threads. */
static inline void plan_all(struct plan *planned, const char *workloads_text)
{
	const struct plan_request request = {
		.workloads = workloads_text,
		.schemes = "plain",
		.threads = "2",
		.placements = "compact",
		.memory = "local",
		.as = "all",
		.pages = 4,
		.oversubscribe = true,
	};
	struct error err;

	if (plan_make(planned, &machine, &request, &err))
		fail_msg("%s", err.text);
}

static inline int take(struct sample *sample, const struct point *point, struct error *err)
{
	const struct window window = {.warmup_ns = 200000, .duration_ns = 1000000};

	return harness_run(sample, point, &window, &no_events, arena, &machine, err);
}

static inline void measure(struct sample *sample, const struct point *point)
{
	struct error err;

	if (take(sample, point, &err))
		fail_msg("%s", err.text);
}

#endif
