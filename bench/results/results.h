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

#define RESULTS_SCHEMA		   1
#define RESULTS_MAX_EVENTS	   64
#define RESULTS_MAX_REFERENCES	   8
#define RESULTS_MAX_PACKAGE_EVENTS 32
#define RESULTS_MAX_NODES	   1024 /* the kernel's: NODES_SHIFT is at most 10 */
#define RESULTS_BACKLOG_POINTS	   1024 /* kept of a series; more than a picture has room for */

/*
 * All that tells one point of a plan from another. The texts are interned: equal means same pointer.
 * Older files have no memory order, and what begins with memmap only lookups have: "", 0 and false
 * stand where there is none.
 */
struct result_key {
	const char *workload, *scheme, *placement, *memory, *share;
	int threads, pages, batch, writers, nr;
	const char *memory_order;
	const char *memmap, *lifetime, *rcu, *pattern, *churn;
	bool recheck, pin;
	int verify; /* 1 lookup in so many */
	double memory_limit, grace_period_ns; /* bytes; at least from one to the next */
	const char *as; /* of system calls: "threads", "processes" */
	int size; /* bytes a call */
};

/* Why a lookup began again, or gave up. */
enum retry_cause {
	RETRY_FROZEN,
	RETRY_MEMDESC_CHANGED,
	RETRY_PTE_CHANGED,
	RETRY_SLOT_CHANGED,
	RETRY_WRONG_TYPE,
	NR_RETRY_CAUSES
};
extern const char *const retry_cause_names[NR_RETRY_CAUSES]; /* as in the file */

/* What only a lookup has. A figure is NAN where nothing was mutated, or the file does not say. */
struct result_lookup {
	double retries_per_lookup[NR_RETRY_CAUSES];
	double verified; /* lookups that were looked at closely */
	double mutations_per_sec, busy_ratio; /* of the tries, those that found the folio held */
	double allocation_failures, waited_seconds; /* for memory */
	double folios_peak, folios_mean, bytes_peak, bytes_mean; /* that waited */
	double grace_periods, grace_period_mean_ns, grace_period_longest_ns;
	const char *integrity; /* what was found broken, e.g. "use after free"; "" where nothing */
};

/* What the threads on one node did, whatever their role. */
struct result_node {
	int node, threads;
	double ops_per_sec;
	double *events_per_op; /* of their operations; [run's nr_events], NAN where null */
};

/*
 * Pages of a node that the kernel handed out while a sample was placed and taken, to whomever: to CPUs of
 * that node, and to others. NAN where it does not tell.
 */
struct result_pages {
	int node;
	double local, other;
};

/* What was counted of one package while a sample was taken, whoever ran there. */
struct result_package {
	int package;
	/*
	 * In the event's unit, for each operation of all threads: what was counted in a second, over the
	 * operations in one. [run's nr_package_events], NAN where null.
	 */
	double *events_per_op;
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
	/* NAN where the kernel was not asked, or not that. */
	double faults_per_op, munmap_share, sleep_share;
	double fairness; /* slowest thread's operations over the fastest's, among equals */
	int nr_cpus; /* threads_detail.cpu */
	int *cpus; /* -1 where a thread ran nowhere, which no valid sample has */
	double *events_per_op; /* [run's nr_events], NAN where null */
	int nr_nodes; /* that threads ran on; 0 where the line does not say, or the machine has one */
	struct result_node *nodes;
	int nr_pages; /* nodes; 0 where the line does not say, or the machine has one */
	struct result_pages *pages;
	int nr_packages; /* 0 where nothing of them was counted */
	struct result_package *packages;
	bool unsafe; /* a lookup that proves nothing: a yardstick */
	const struct result_lookup *lookup; /* NULL where nothing was looked up */
};

/*
 * What waited for a grace period, over the time of one sample. Of a series longer than
 * RESULTS_BACKLOG_POINTS each point is the most of as many as it stands for.
 */
struct result_backlog {
	struct result_key key;
	int run, repeat, order, take, process; /* of the sample */
	bool valid;
	double interval_ns; /* between two points */
	int nr;
	double *folios, *bytes; /* [nr] */
};

/* Whether a workload was seen to take references in the kernel. */
struct result_reference {
	const char *workload;
	double counted; /* an operation; NAN where not counted */
	const char *by, *reason; /* what was counted, or why nothing was */
};

/* One thing that a run line says of machine, system or program, as text; "" where it is null. */
struct run_condition {
	const char *name, *value;
};

/* A scheme that was not built in: where it came from. Missing texts are "". */
struct run_scheme {
	const char *name;
	const char *word; /* as it was given to --scheme */
	const char *tree, *commit; /* of a kernel tree: its version, and of a revision */
	const char *hash; /* of the text that was compiled */
};

/* What is read of a run line: what captions, tables and thread axes need. Missing texts are "". */
struct result_run {
	const char *host, *kernel, *cpu_model, *start_time, *version, *revision, *virtualisation;
	const char *kernel_build_id, *kernel_command_line;
	double syscall_overhead_ns; /* of an empty system call; NAN where not measured */
	int nr_references;
	struct result_reference references[RESULTS_MAX_REFERENCES];
	double loop_overhead_ns; /* of the empty loop at one thread; NAN where not measured */
	int nr_events;
	const char *events[RESULTS_MAX_EVENTS];
	bool event_available[RESULTS_MAX_EVENTS];
	const char *event_reason[RESULTS_MAX_EVENTS]; /* why not, or "" */
	/* Of packages: the same, and the unit that each is counted in; "": something is counted. */
	int nr_package_events;
	const char *package_events[RESULTS_MAX_PACKAGE_EVENTS];
	const char *package_event_unit[RESULTS_MAX_PACKAGE_EVENTS];
	const char *package_event_reason[RESULTS_MAX_PACKAGE_EVENTS];
	int nr_cpus; /* the machine's, in columns */
	int *cpu, *cpu_node, *cpu_package, *cpu_llc;
	int *cpu_core; /* NULL where the line does not say */
	int nr_nodes, nr_packages;
	int *nodes; /* OS numbers; NULL where the line does not say */
	/*
	 * As firmware says, [nr_nodes * nr_nodes] from the CPUs of a node to the memory of one: SLIT's
	 * distances, HMAT's latencies and bandwidths. NAN where it does not; NULL where nothing is
	 * said. result_run_between() finds a value.
	 */
	double *distances, *latencies_ns, *bandwidths_mib;
	/*
	 * All that the line says in single values, for telling two runs apart: its own members, the
	 * topology's as "topology.NAME" with the nodes and CPUs counted, and "scheme NAME" with the
	 * hash of what was compiled.
	 */
	int nr_conditions;
	struct run_condition *conditions;
	int nr_schemes;
	struct run_scheme *schemes;
};

struct results {
	struct result_run *runs;
	int nr_runs;
	struct result_sample *samples;
	int nr_samples;
	struct result_backlog *backlogs;
	int nr_backlogs;
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

/* The value of @matrix, one of @run's, from node @from to node @to: OS numbers. NAN where there is none. */
double result_run_between(const struct result_run *run, const double *matrix, int from, int to);

/* ---- events of packages ---- */

/* The run's number of an event of packages, or -1. */
int result_package_event_find(const struct result_run *run, const char *name);

/*
 * That event for each operation, of @package, or of all packages where it is -1; NAN where the sample does
 * not say it, of all also where it does not say it of one: a sum that lacks a part is no sum.
 */
double result_package_event(const struct result_sample *sample, int package, int event);

struct results_arena;

/* ---- keys of different files ---- */

/* By every member, texts by what they say: 0 where the two are of one point. Any order, but one. */
int result_key_compare(const struct result_key *a, const struct result_key *b);
uint64_t result_key_hash(const struct result_key *key);

enum result_member { MEMBER_TEXT, MEMBER_NUMBER, MEMBER_BOOL };

/*
 * Member number @i of a key as text, in @text where it is none itself: its name in a file or NULL after
 * the last, and what it is.
 */
const char *result_key_member(const struct result_key *key, int i, char text[32],
			      const char **value, enum result_member *kind);

/* A copy whose texts are interned in @arena. Returns 0 or -ENOMEM. */
int result_key_intern(struct result_key *copy, const struct result_key *key,
		      struct results_arena *arena);

#endif
