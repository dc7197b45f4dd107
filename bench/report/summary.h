/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * summary.h: samples condensed for people. A panel holds what belongs on one picture or in one
 * table: one workload under one set of conditions on one machine, every row by every thread count. A
 * row is a scheme and, of lookups, a memory map, a lifetime and more (dimension.h). A cell is one
 * point with its estimates.
 *
 * Only valid samples count. A process is the unit an interval generalises over: the samples that one
 * process took of a point are first reduced to their median, and the estimates are over those.
 * Comparisons pair samples of the same run and round. Runs that a file holds are pooled only where host,
 * CPU, kernel and program are the same: no figure is a median of two machines.
 */
#ifndef BENCH_SUMMARY_H
#define BENCH_SUMMARY_H

#include "bench/report/comparison.h"
#include "bench/report/stats.h"
#include "bench/results/results.h"

#define SUMMARY_BASELINE "plain"

/* As struct result_lookup; n is 0 where there is no such figure. */
struct lookup_cell {
	struct estimate retries_per_lookup[NR_RETRY_CAUSES], verified;
	struct estimate mutations_per_sec, busy_ratio, allocation_failures, waited_seconds;
	struct estimate folios_peak, folios_mean, bytes_peak, bytes_mean;
	struct estimate grace_periods, grace_period_mean_ns, grace_period_longest_ns;
};

/* Of the threads that ran on one node, and of its memory. */
struct node_cell {
	int threads; /* 0: none ran there */
	struct estimate ops_per_sec; /* all of them together */
	struct estimate *events_per_op; /* [panel->nr_events], of their operations */
	/* Pages of it that were handed out during a sample, to CPUs of it and to others; n is 0 where unknown. */
	struct estimate local_pages, other_pages;
};

struct cell {
	int nr_valid, nr_invalid; /* samples behind it, and samples left out of it */
	struct estimate ns_per_op, ops_per_sec, fairness, fail_ratio;
	struct estimate freezes_per_sec, freezer_fail_ratio; /* n is 0 without a freezer */
	struct estimate retries_per_op; /* n is 0 where not counted */
	struct estimate faults_per_op, munmap_share, sleep_share; /* n is 0 but of a kernel */
	struct estimate versus[NR_COMPARISONS]; /* ops/s over the base's; n is 0 without one */
	/* What a CPU gets done while it has the line; n is 0 where that is not known, or means nothing. */
	struct estimate ops_per_visit;
	struct estimate *events_per_op; /* [panel->nr_events]; n is 0 where null */
	/*
	 * [(panel->nr_packages + 1) * panel->nr_package_events], or NULL where there is none: of all
	 * packages together, then of each, in units of the event for each operation of all threads.
	 */
	struct estimate *package_events_per_op;
	struct node_cell *nodes; /* [panel->nr_nodes], or NULL where there is none */
	struct lookup_cell lookup;
	struct estimate effect; /* bench/compare's, of test over base; n is 0 elsewhere */
	bool unsafe; /* looks up what it may not rely on */
	const char *integrity; /* the first thing found broken; NULL where nothing was */
};

/*
 * Between what a contended measurement lies, at one thread count: how fast the operations of all
 * threads could be if their line never moved, and how fast if it moved for each. See
 * summary_references.c for how these are worked out and when they do not hold. NAN where unknown.
 */
struct reference {
	double alone_per_sec; /* never: as fast as one thread, for each line */
	double alternation_per_sec; /* for each: as fast as the line moves */
	double transfer_ns; /* how long a move takes, on average over the CPUs in use */
};

struct panel {
	struct result_key key; /* what all rows share; scheme is NULL, threads 0 */
	unsigned int
		varies; /* 1 << dimension in which rows differ: the key's means nothing there */
	int nr_rows, nr_threads, nr_events;
	struct result_key *rows; /* in the order of key_compare_rows(); threads is 0 */
	int (*bases)[NR_COMPARISONS]; /* [nr_rows]: which row each is compared with, or -1 */
	int *threads; /* ascending */
	const char **events;
	const char **event_reasons; /* [nr_events]: why every value is null, or "" */
	int nr_package_events, nr_packages; /* 0: nothing of packages was asked for */
	const char **package_events, **package_units;
	int *packages; /* ascending */
	int nr_nodes; /* of which more is known than of the machine as a whole */
	int *nodes; /* ascending OS numbers */
	struct cell *cells; /* [nr_threads * nr_rows]: panel_cell() finds one */
	const struct result_sample **examples; /* [nr_threads]: one valid sample, or NULL */
	struct reference *references; /* [nr_threads], or NULL where there is none at all */
	const struct ping_pong_matrix *transfers; /* which they come from */
	bool transfers_kept; /* and that was measured at another time */
	const char *alone; /* the scheme that was the fastest alone, or NULL */
	const struct result_run *run; /* the first run that contributed */
	bool of_readers; /* the figures are those of the readers' successes */
	int machine; /* from 0, in the order of the file */
	bool in_node_matrix; /* a matrix shows it among others */
};

/* Panels that differ in where their threads are and where their memory is: each on one node. */
struct node_matrix {
	int nr_cpu_nodes, nr_memory_nodes;
	int *cpu_nodes, *memory_nodes; /* ascending OS numbers */
	const struct panel *
		*panels; /* [nr_cpu_nodes * nr_memory_nodes]; NULL where there is none */
	const struct panel *first, *example; /* in the summary's order; the one with most rows */
};

/* One-way hand-over times between CPUs, from ping-pong, of a line with one home. */
struct ping_pong_matrix {
	const char *memory; /* "local": on the node of the pair's first CPU; or "node:N" */
	int nr_cpus;
	int *cpus; /* ascending OS numbers */
	double *one_way_ns; /* [nr_cpus * nr_cpus], symmetric; NAN where not measured */
	const struct result_run *run; /* the first run that contributed */
	int machine;
};

struct summary {
	struct panel *panels; /* every workload but ping-pong; by machine, in the design's order */
	int nr_panels;
	struct ping_pong_matrix *ping_pongs; /* by machine, one for each memory */
	int nr_ping_pongs;
	struct node_matrix *node_matrices;
	int nr_node_matrices;
	int *machines; /* of each run */
	int nr_machines; /* distinct in host, CPU model, kernel, version or revision */
	const struct results *results;
};

/* Condense @results, which must outlive the summary. Returns 0 or -ENOMEM. */
int summary_make(struct summary *summary, const struct results *results);
void summary_free(struct summary *summary);

/*
 * Give panels that have no references those of the matrices of @kept, which must be of the same machine,
 * kernel and program, and outlive @summary. Returns 0 or -ENOMEM.
 */
int summary_use_kept(struct summary *summary, const struct summary *kept);

/* Where a workload's panels stand among the others, in the design's order. */
int summary_workload_rank(const char *workload);

/*
 * Event @event of package number @package of panel->packages, -1: of all together; of a cell, NULL where
 * it has no such figures.
 */
const struct estimate *panel_package_event(const struct panel *panel, const struct cell *cell,
					   int package, int event);

/* The cell of rows[@row] at threads[@threads], or NULL where that point has no sample at all. */
const struct cell *panel_cell(const struct panel *panel, int row, int threads);

/* Whether threads of any one cell ran on several nodes. */
bool panel_spans_nodes(const struct panel *panel);

/* The cell of row @key at @threads threads, on cpu_nodes[@row] and memory_nodes[@column]; or NULL. */
const struct cell *node_matrix_cell(const struct node_matrix *matrix, int row, int column,
				    const struct result_key *key, int threads);

#endif
