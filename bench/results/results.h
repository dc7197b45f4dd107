/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * results.h: a results file, read back. JSON Lines, schema 1 (design section 7). A file holds one or
 * more runs appended one after the other: a line of type "run" describes the machine and what was
 * asked, the "sample" lines after it belong to it.
 *
 * A reader accepts keys and line types it does not know, refuses a schema it does not know by its
 * number, and skips only a torn last line (one that a kill or a full disk cut), saying so.
 */
#ifndef BENCH_RESULTS_H
#define BENCH_RESULTS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "topology/error.h"

#define RESULTS_SCHEMA	   1
#define RESULTS_MAX_EVENTS 64

/* All that tells one point of a plan from another. The texts are interned: equal means same pointer. */
struct result_key {
	const char *workload, *scheme, *placement, *memory, *share;
	int threads, pages, batch, writers, nr;
};

struct result_sample {
	struct result_key key;
	int run; /* index in struct results */
	int repeat; /* the round, from 0 */
	int order; /* its place in the round, from 0 */
	int take; /* 0, or how often it had been taken before */
	int process; /* which child process took it, from 0 within its run */
	bool valid;
	/*
	 * Of the operations of all threads; where some read and others freeze, of the readers alone:
	 * their gets that succeeded, and the share of their tries that was refused.
	 */
	double seconds, ops_per_sec, ns_per_op, fail_ratio;
	bool of_readers; /* which of the two */
	/* NAN without a freezer: its freezes that succeeded, and the share of its tries refused. */
	double freezes_per_sec, freezer_fail_ratio;
	double retries_per_op; /* NAN where not counted */
	double fairness; /* slowest thread's operations over the fastest's, among equals */
	int nr_cpus; /* threads_detail.cpu */
	int *cpus;
	double *events_per_op; /* [run's nr_events], NAN where null */
};

/* What is read of a run line: what captions, tables and thread axes need. Missing texts are "". */
struct result_run {
	const char *host, *kernel, *cpu_model, *start_time, *version, *revision, *virtualisation;
	double loop_overhead_ns; /* of the empty loop at one thread; NAN where not measured */
	int nr_events;
	const char *events[RESULTS_MAX_EVENTS];
	bool event_available[RESULTS_MAX_EVENTS];
	const char *event_reason[RESULTS_MAX_EVENTS]; /* why not, or "" */
	int nr_cpus; /* the machine's, in columns */
	int *cpu, *cpu_node, *cpu_package, *cpu_llc;
	int nr_nodes, nr_packages;
};

struct results {
	struct result_run *runs;
	int nr_runs;
	struct result_sample *samples;
	int nr_samples;
	bool torn; /* the last line was cut and left out */
	void *arena;
};

/*
 * Read @path ("-": standard input). Returns 0; -EINVAL (not JSON, a line before the last torn, an
 * unknown schema, a sample before any run, a field that is missing or of the wrong type: the message
 * says which line and which field), or the errno of opening or reading, with @err.
 */
int results_read(struct results *results, const char *path, struct error *err);

/* The same from text in memory: one or more whole lines. May be called again to append. */
int results_parse(struct results *results, const char *text, size_t length, const char *name,
		  struct error *err);
void results_free(struct results *results);

#endif
