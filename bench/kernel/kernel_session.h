/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kernel_session.h: what a sample of system calls has besides its threads: a file for each sharing
 * group, and for each thread its descriptor, buffer, mapping or ring. All of it is gone with the
 * sample.
 */
#ifndef BENCH_KERNEL_SESSION_H
#define BENCH_KERNEL_SESSION_H

#include "bench/kernel/kernel_file.h"
#include "bench/kernel/kernel_workload.h"
#include "bench/measure/arena.h"
#include "bench/measure/sample.h"

struct kernel_session {
	struct sample *sample;
	const struct placed *groups; /* whose nodes the pages take */
	struct kernel_file *files; /* [assignment.nr_groups] */
	struct kernel_worker *workers; /* [assignment.nr_threads], shared with children */
};

/* Returns 0 or a negative errno with @err; close it all the same. */
int kernel_session_open(struct kernel_session *session, struct sample *sample,
			const struct placed *groups, struct error *err);

/* In each thread or process, before its first loop and after its last. Enter returns as open does. */
int kernel_session_enter(const struct kernel_session *session, int thread, struct error *err);
void kernel_session_leave(const struct kernel_session *session, int thread);

/*
 * When all threads have ended: what the loops say besides their operations goes into the sample.
 * Returns 0, or a negative errno with @err where a call failed.
 */
int kernel_session_end(const struct kernel_session *session, struct error *err);

void kernel_session_close(struct kernel_session *session);

#endif
