/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * summary_parts.h: what the files of the summary share. summary.c sorts samples into panels,
 * summary_cells.c makes estimates of them, summary_events.c those of events, summary_packages.c those
 * of packages; summary_ping_pong.c makes the matrices, summary_references.c what follows from those for the panels;
 * summary_nodes.c lays panels of single nodes out as matrices.
 */
#ifndef BENCH_SUMMARY_PARTS_H
#define BENCH_SUMMARY_PARTS_H

#include "bench/report/summary.h"

#define SUMMARY_PING_PONG "ping-pong"

/* A sample and where it belongs; sorted by panel, cell, run, process and round. */
struct entry {
	const struct result_sample *sample;
	int panel, cell;
};

/* One figure, and the process that it came from. */
struct observation {
	int run, process;
	double value;
};

/* Room for the work on any one cell, made once for the largest there can be. */
struct workspace {
	struct observation *observations;
	double *in_process, *medians;
	const struct result_sample **baseline;
};

/* Room for cells of @nr samples. Returns 0 or -ENOMEM. */
int workspace_make(struct workspace *space, int nr);
void workspace_free(struct workspace *space);

/* Note @value of @sample as observation number @i. */
void workspace_observe(struct workspace *space, int i, const struct result_sample *sample,
		       double value);

/* Estimate from the first @nr observations, which are ordered by run and process: medians first. */
struct estimate workspace_estimate(struct workspace *space, int nr);

/* The nodes that any of @entries tells apart. Returns 0 or -ENOMEM. */
int summary_collect_nodes(struct panel *panel, const struct entry *entries, int nr);

/* What the threads on each of those got done in @samples. Returns 0 or -ENOMEM. */
int summary_fill_node_cells(struct cell *cell, const struct panel *panel,
			    const struct results *results,
			    const struct result_sample *const *samples, int nr,
			    struct workspace *space);

/* The packages, and their events, that any of @entries tells of. Returns 0 or -ENOMEM. */
int summary_collect_packages(struct panel *panel, const struct results *results,
			     const struct entry *entries, int nr);

/* What those were in @samples. Returns 0 or -ENOMEM. */
int summary_fill_packages(struct cell *cell, const struct panel *panel,
			  const struct results *results, const struct result_sample *const *samples,
			  int nr, struct workspace *space);

/* The run's number of event @name, or -1. */
int summary_find_event(const struct result_run *run, const char *name);

/* Whether two runs are of one machine, as far as can be told, and of one program. */
bool summary_same_machine(const struct result_run *a, const struct result_run *b);

/* Find out in what the rows of @panel differ, and what each is compared with. */
void summary_find_bases(struct panel *panel);

/* Fill the cells and events of @panel from its @nr entries. Returns 0 or -ENOMEM. */
int summary_fill_cells(struct panel *panel, const struct results *results,
		       const struct entry *entries, int nr, struct workspace *space);

/* The events of every run that contributed to @entries, each once. Returns 0 or -ENOMEM. */
int summary_collect_events(struct panel *panel, const struct results *results,
			   const struct entry *entries, int nr);

/* How often the event @name happened per operation of @samples. */
struct estimate summary_estimate_event(const struct results *results,
				       const struct result_sample *const *samples, int nr,
				       const char *name, struct workspace *space);

/* Why each event was not counted, once the cells are filled. Returns 0 or -ENOMEM. */
int summary_explain_events(struct panel *panel, const struct results *results,
			   const struct entry *entries, int nr);

/* A valid sample of each thread count of @panel, from its @nr entries. Returns 0 or -ENOMEM. */
int summary_find_examples(struct panel *panel, const struct entry *entries, int nr);

/* Panels of threads on a node and memory on a node, together. Returns 0 or -ENOMEM. */
int summary_make_node_matrices(struct summary *summary);

/* What contended panels can be held against, once cells and matrices are there. 0 or -ENOMEM. */
int summary_make_references(struct summary *summary);

/* The matrices of each machine that has any. Returns 0 or -ENOMEM. */
int summary_make_ping_pongs(struct summary *summary, struct workspace *space);

#endif
