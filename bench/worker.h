/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * worker.h: all that a measured loop sees. A loop reads the first half once, keeps everything in
 * registers, runs until *stop is set, and writes the second half once. A worker has cache lines of
 * its own and the stop flag another, so bookkeeping never touches what is measured.
 */
#ifndef BENCH_WORKER_H
#define BENCH_WORKER_H

#include <stdint.h>

#include "core/page.h"

struct kernel_worker;
struct lookup_worker;

struct worker {
	const int *stop;
	struct folio *folios; /* of this thread's sharing group */
	unsigned int pages; /* how many of them */
	unsigned int first; /* where this thread begins, so that threads do not march in step */
	unsigned int batch; /* references held before the puts */
	int nr; /* references per try */
	int rank; /* among the threads of its group */
	struct folio **held; /* room for a batch */
	struct lookup_worker *lookup; /* of a lookup workload, or NULL */

	uint64_t ops; /* tries, or whatever the workload counts as one operation */
	uint64_t fail_ops; /* of these, how many were refused */
	uint64_t freed; /* puts that said they were the last */
	uint64_t retries; /* compare-and-swaps that failed; only a counting twin has any */

	struct kernel_worker *kernel; /* of a system-call workload, or NULL */
} __attribute__((aligned(128)));

typedef void loop_fn(struct worker *worker);

/*
 * A batch loop walks the group's folios in a ring; this is the step. The comparison predicts well
 * and costs less than a division.
 */
static __always_inline unsigned int worker_next(const struct worker *worker, unsigned int index)
{
	return index + 1 == worker->pages ? 0 : index + 1;
}

/*
 * Count something rare. The kernel branches here, to __folio_put() or to a slow path; the empty asm
 * keeps the compiler from folding the branch into arithmetic that the fast path would then carry.
 */
static __always_inline void worker_count_rare(uint64_t *counter)
{
	__asm__ volatile("" : "+r"(*counter));
	(*counter)++;
}

static __always_inline bool worker_stopped(const int *stop)
{
	return __atomic_load_n(stop, __ATOMIC_RELAXED);
}

#endif
