/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * references.h: proof that a workload takes folio references in the kernel: how often the calling
 * thread passed the page_ref tracepoint that stands in try_get or in the last put (a kernel with
 * CONFIG_DEBUG_PAGE_REF), or, where there is none, a function that takes them (a kprobe). Either is
 * root's in most places; where it is not to be had, that is said.
 */
#ifndef BENCH_KERNEL_REFERENCES_H
#define BENCH_KERNEL_REFERENCES_H

#include <stdbool.h>
#include <stdint.h>

#include "bench/kernel/kernel_workload.h"

struct kernel_reference {
	bool counted;
	double per_op; /* times a reference was taken or put, or the function was called */
	char by[96]; /* what was counted, e.g. "tracepoint page_ref:page_ref_mod_unless" */
	char reason[200], remedy[200]; /* where it was not: why, and what would help */
};

/* An event as perf_event_open() takes it. */
struct reference_event {
	uint32_t type;
	uint64_t config;
};

/*
 * The tracepoint @name ("page_ref/page_ref_mod") of the machine whose files lie below @root. Returns
 * 0, -ENOENT where tracefs is there and the tracepoint is not, -ENODEV where no tracefs is mounted,
 * -EACCES where it may not be read, -EINVAL where it says nonsense.
 */
int reference_find_tracepoint(struct reference_event *event, const char *root, const char *name);

/* The type of kprobe events there: 0, -ENODEV where there are none, -EINVAL. */
int reference_find_kprobe(struct reference_event *event, const char *root);

/*
 * Begin to count at @sites in the calling thread. Returns a descriptor, or -1 with the reason and the
 * remedy in @reference.
 */
int kernel_reference_open(struct kernel_reference *reference, const struct kernel_sites *sites);

/* End it, after @ops operations. */
void kernel_reference_close(struct kernel_reference *reference, int fd, uint64_t ops);

#endif
