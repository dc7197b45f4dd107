/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * workload.h: what a workload is besides its loops: which knobs it has, who runs which loop, how its
 * pages begin, and what must be true when a sample ends.
 */
#ifndef BENCH_WORKLOAD_H
#define BENCH_WORKLOAD_H

#include "bench/scheme.h"
#include "topology/error.h"

/* Knobs that mean something to a workload; the others are refused rather than ignored. */
enum {
	KNOB_SHARE = 1 << 0,
	KNOB_PAGES = 1 << 1,
	KNOB_BATCH = 1 << 2,
	KNOB_WRITERS = 1 << 3,
	KNOB_NR = 1 << 4,
	KNOB_LOOKUP =
		1 << 5, /* memmap, lifetime, rcu, pattern, verify, memory-limit, grace-period */
	KNOB_CHURN = 1 << 6,
	KNOB_RECHECK = 1 << 7,
	KNOB_PIN = 1 << 8,
	KNOB_ORDER = 1 << 9, /* not in any row: what has a scheme has an order */
	KNOB_AS = 1 << 10, /* threads, or processes */
	KNOB_SIZE = 1 << 11, /* bytes a call */
};

enum { ROLE_WORKER, ROLE_WRITER, NR_ROLES };

enum folio_state { FOLIO_LIVE, FOLIO_FROZEN };

/* How many of a loop's operations may do something. */
enum share_of_ops { SOME_OPS, NO_OPS, ALL_OPS };

struct kernel_workload;
struct lookup_workload;
struct point;

struct workload {
	const char *name;
	const char *summary; /* what each thread does */
	const char *answers; /* the question it was made for */
	unsigned int knobs;
	int default_pages, default_batch; /* where they are not given; 0: 1 */
	int max_nr; /* 0: no limit of its own */
	int pages_multiple; /* --pages must be a multiple of it; 0: any */
	const char *roles[NR_ROLES]; /* names; the second is NULL where all threads do the same */
	bool walks; /* meets whatever the memory map holds, and counts what it skips */
	bool no_twin; /* failed compare-and-swaps are not counted */
	bool has_scheme; /* false: no reference count in it, every scheme is the same */
	bool freezes; /* needs a scheme that can freeze */
	bool private_pages; /* each thread has pages of its own, whatever is shared */
	bool in_pairs; /* one sample for each pair of CPUs, two threads */

	const struct lookup_workload *lookup; /* NULL where nothing is looked up */
	const struct kernel_workload
		*kernel; /* NULL where the running kernel is not what is measured */

	/* The loop for @role; of the counting twin where @scheme is one. */
	loop_fn *(*loop)(const struct scheme *scheme, const struct point *point, int role);

	enum folio_state begins, ends;
	enum share_of_ops fail_ops, freed; /* of ROLE_WORKER, with a scheme that keeps the laws */
};

/* Every workload, in the order of the design; ends with a NULL name. */
extern const struct workload workloads[];

const struct workload *workload_find(const char *name);

/* Bring @nr folios to the state in which @workload begins. */
void workload_prepare(const struct workload *workload, const struct scheme *scheme,
		      struct folio *folios, int nr);

/*
 * What must hold when a sample is over: every count as the workload leaves it, no reference lost or
 * freed twice. Returns 0, or -EIO with @err saying what was found. Nothing is asked of a scheme that
 * is marked unsafe.
 */
int workload_check_folios(const struct workload *workload, const struct scheme *scheme,
			  struct folio *folios, int nr, struct error *err);
int workload_check_worker(const struct workload *workload, const struct scheme *scheme,
			  const struct worker *worker, struct error *err);

#endif
