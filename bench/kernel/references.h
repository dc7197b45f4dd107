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
	double per_op; /* references; or calls, each of which may take or put several */
	char by[96]; /* "tracepoint page_ref:page_ref_mod_unless", "calls of release_pages (kprobe)" */
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

/* What counts: the tracepoint, or every function that can be probed. */
struct reference_counter {
	int nr; /* 0 where nothing can be counted */
	int fds[KERNEL_MAX_FUNCTIONS];
	const char *names[KERNEL_MAX_FUNCTIONS];
	bool probes;
};

/*
 * Begin to count at @sites in the calling thread. Where nothing can be counted, @reference has the
 * reason and the remedy.
 */
void kernel_reference_open(struct reference_counter *counter, struct kernel_reference *reference,
			   const struct kernel_sites *sites);

/* End it, after @ops operations: of several functions the first that was called is what counts. */
void kernel_reference_close(struct reference_counter *counter, struct kernel_reference *reference,
			    uint64_t ops);

#endif
