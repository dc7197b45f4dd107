/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * transfers.h: how long a line takes from one CPU to another, by a ping-pong matrix. A pair that was not
 * measured (a large machine is sampled) takes what is the median of its class: siblings of a core, one
 * last-level cache, one node, the same two nodes, else two nodes of one package or of two.
 */
#ifndef BENCH_TRANSFERS_H
#define BENCH_TRANSFERS_H

#include "bench/report/summary.h"

/* Where a CPU is. */
struct place {
	int cpu, core, llc, node, package; /* -1: not known */
};

struct place place_find(const struct result_run *run, int cpu);

/* Those of @nr @cpus, for free(); NULL when out of memory. */
struct place *places_find(const struct result_run *run, const int *cpus, int nr);

struct transfer_class;

/* A matrix, ready to be asked. */
struct transfers {
	const struct ping_pong_matrix *matrix;
	struct transfer_class *classes; /* sorted, each once */
	int nr_classes;
};

/* Returns 0 or -ENOMEM; transfers_free() in any case. @matrix must outlive it. */
int transfers_make(struct transfers *transfers, const struct ping_pong_matrix *matrix);
void transfers_free(struct transfers *transfers);

/* One way from @a to @b, in nanoseconds; NAN where nothing like it was measured. */
double transfer_time(const struct transfers *transfers, const struct place *a,
		     const struct place *b);

#endif
