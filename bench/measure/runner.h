/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * runner.h: one thread, or one process, of a sample: pinned, counted, led through its stages by whoever
 * controls the sample (harness.c), until it has published what it did in its window.
 */
#ifndef BENCH_RUNNER_H
#define BENCH_RUNNER_H

#include <pthread.h>

#include "bench/kernel/kernel_session.h"
#include "bench/measure/harness.h"
#include "bench/measure/lookup_session.h"
#include "bench/measure/rendezvous.h"

enum { STAGE_WARM_UP = 1, STAGE_MEASURE };

/* What all threads of one sample have in common, in memory that processes share. */
struct session {
	struct rendezvous meet;
	struct sample *sample;
	const struct scheme *scheme; /* the twin, where retries are counted */
	const struct window *window;
	const struct counters *counters;
	const struct placed *groups; /* memory of each sharing group */
	struct lookup_session *lookup; /* NULL where nothing is looked up */
	struct kernel_session *kernel; /* NULL where the kernel is not asked */
};

/* One thread: what its loop sees, and what it needs around it. In memory that processes share. */
struct runner {
	struct worker worker;
	struct session *session;
	const struct lane *lane;
	struct thread_sample *result;
	struct thread_sample of_process; /* where it is one: its result, until it has ended */
	pthread_t thread;
	int thread_nr;
	int failed; /* negative errno */
	struct error err;
};

/* Make @runner thread number @thread of @session. 0 or -ENOMEM; runner_free() after it in any case. */
int runner_prepare(struct runner *runner, struct session *session, int thread);
void runner_free(struct runner *runner);

/*
 * For pthread_create(): run the struct runner @arg, or the process that it stands for, to its end.
 * Arrives at each stage, also where it has failed; runner->failed is -ECANCELED where it was sent home.
 */
void *runner_main(void *arg);

#endif
