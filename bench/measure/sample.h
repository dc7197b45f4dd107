/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sample.h: what one window gave: the harness fills it, the gate judges it, the record writes it.
 */
#ifndef BENCH_SAMPLE_H
#define BENCH_SAMPLE_H

#include "bench/plan/assignment.h"
#include "bench/measure/counters.h"
#include "bench/measure/lookup_totals.h"
#include "bench/measure/package_events.h"
#include "bench/plan/plan.h"
#include "topology/numastat.h"

/* What one thread saw of the window. */
struct thread_sample {
	int cpu, node; /* where it ran at the end; negative where unknown, or it never began */
	bool moved; /* it began or ended elsewhere than it was pinned */
	uint64_t ops, fail_ops, retries;
	uint64_t begin_ns, end_ns; /* its own window, on clock_now_ns() */
	double cpu_seconds; /* of CPU time in it */
	uint64_t page_faults; /* in it, minor and major */
	double slept_seconds; /* of it, waiting for the kernel of its own accord; else 0 */
	double clock_change; /* its core's clock after the window over before it, minus 1 */
	long long counts[COUNTERS_MAX_EVENTS]; /* -1 where this sample does not carry the event */
};

struct sample {
	const struct point *point;
	struct assignment assignment;
	struct thread_sample *threads; /* [assignment.nr_threads] */
	int event_set;
	bool counting; /* taken by the twin that counts retries, not by the timed loop */
	double seconds; /* from the first thread's begin to the last one's end */
	double stolen; /* largest share of the window that a hypervisor took from a CPU; < 0
				 where it does not tell */
	uint64_t ops, fail_ops, retries;
	double munmap_share; /* of the threads' time; NAN where nothing is unmapped */
	struct lookup_totals *lookup; /* NULL where the workload looks nothing up */
	/* Handed out while it was placed and taken, system-wide; none on a machine of one node. */
	struct numastat pages;
	struct package_counts *packages; /* NULL where nothing of packages was counted */
	bool valid;
	char why[200]; /* "" where valid */
};

void sample_free(struct sample *sample);

/* Operations per second, and nanoseconds that each took its thread (NAN where there were none). */
double sample_ops_per_sec(const struct sample *sample);
double sample_ns_per_op(const struct sample *sample);

#endif
