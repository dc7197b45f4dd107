/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * harness.h: takes one sample. Threads are created, pinned and confirmed, their pages placed and
 * confirmed; all warm up, meet, run until a stop flag that lies on a line of its own, and publish
 * their own counts. The calling thread controls: it sleeps through the window on an absolute timer,
 * on a CPU that is not measured when there is one.
 */
#ifndef BENCH_HARNESS_H
#define BENCH_HARNESS_H

#include "bench/measure/arena.h"
#include "bench/measure/counters.h"
#include "bench/measure/package_events.h"
#include "bench/measure/sample.h"

struct window {
	uint64_t warmup_ns, duration_ns;
	int event_set;
	bool counting; /* run the twins that count retries */
	struct package_counters *packages; /* read before it and after it; NULL: none */
};

/*
 * Measure @point once. @sample is filled and owned by the caller (sample_free()) even on -EIO.
 * Returns 0; -EIO where a law was broken while measuring, the sample then being marked invalid with
 * what was found; -EINVAL where a CPU or node is no longer there; another negative errno, with @err.
 */
int harness_run(struct sample *sample, const struct point *point, const struct window *window,
		const struct counters *counters, struct arena *arena, const struct machine *machine,
		struct error *err);

#endif
