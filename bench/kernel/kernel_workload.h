/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kernel_workload.h: workloads of system calls that take folio references in the kernel that runs, so
 * that two booted kernels are compared by two results files. No scheme is involved, and no special
 * right. pread.c, kernel_gup.c, munmap.c and page_fault.c say what each does and what else is in its
 * figure: a system call costs some 100 to 1000 ns, so a change of the count shows diluted.
 */
#ifndef BENCH_KERNEL_WORKLOAD_H
#define BENCH_KERNEL_WORKLOAD_H

#include "bench/kernel/kernel_file.h"
#include "bench/worker.h"

struct point;

#define KERNEL_MAX_FUNCTIONS 4

/* Where the references are taken, so that they can be counted where that is allowed. */
struct kernel_sites {
	const char *tracepoint; /* below events/ */
	const char *functions[KERNEL_MAX_FUNCTIONS]; /* of which one is called, by version */
};

struct kernel_worker;

struct kernel_workload {
	bool has_file; /* in tmpfs, one for each sharing group */
	bool maps_file; /* of which the threads use one mapping */
	bool has_clock; /* the time in munmap is known apart from the rest */
	struct kernel_sites sites, pin_sites;
	/* In each thread or process, before its first loop and after its last. Returns 0 or -errno. */
	int (*enter)(struct kernel_worker *worker, const struct point *point, struct error *err);
	void (*leave)(struct kernel_worker *worker);
	loop_fn *loop, *pin_loop;
	double (*calls_per_op)(const struct point *point); /* system calls, not faults */
};

/* All that a loop sees besides its struct worker, in memory that a forked child shares. */
struct kernel_worker {
	const struct kernel_file *file; /* of its sharing group */
	const int *nodes; /* that its memory takes in turn; none where @nr_nodes is 0 */
	int nr_nodes;
	int fd; /* the file, or the ring */
	char *memory; /* what is read into, looked up, or mapped */
	size_t bytes; /* of a call, or of the mapping */
	size_t page_bytes;

	uint64_t unmap_ns; /* in munmap, of this loop */
	int failed; /* errno of the call that ended the loop, or 0 */
	const char *call; /* its name */
} __attribute__((aligned(128)));

extern const struct kernel_workload kernel_pread, kernel_gup, kernel_munmap, kernel_page_fault;

loop_fn *kernel_workload_loop(const struct point *point);

/* System calls of one operation. */
double kernel_workload_calls(const struct point *point);

/* Note in @worker what ended its loop: @call said @error, a negative errno. */
static inline void kernel_fail(struct kernel_worker *worker, const char *call, long error)
{
	worker->call = call;
	worker->failed = (int)-error;
}

/* What a loop leaves behind. */
static inline void kernel_end(struct worker *worker, uint64_t ops)
{
	worker->ops = ops;
	worker->fail_ops = 0;
	worker->freed = 0;
}

#endif
