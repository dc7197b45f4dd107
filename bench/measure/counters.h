/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * counters.h: event counts per thread, through PAPI.
 *
 * An event counts as available only after it was added, started and read non-zero over a probe that
 * does what the event counts: on machines without a PMU a query succeeds, a counter adds, starts and
 * reads zero for ever. What is not available carries its reason and is null in the results.
 *
 * Events that do not fit into one set are spread over several, and rounds take turns; nothing is
 * multiplexed. A set, too, is proved: all its hardware events read non-zero together. Software events
 * need no hardware counter and are in every set.
 *
 * The struct is flat, so that a probing child process can fill it in shared memory.
 */
#ifndef BENCH_COUNTERS_H
#define BENCH_COUNTERS_H

#include <stdbool.h>
#include <stdint.h>

#include "topology/error.h"
#include "topology/machine.h"

#define COUNTERS_MAX_EVENTS 64
#define COUNTERS_MAX_SETS   32

struct counter {
	char name[64]; /* as asked for: one of events[], or a name of PAPI's */
	char native[128]; /* what PAPI counts for it; "" where nothing does */
	int code; /* PAPI's for that name, in the process that called counters_init() */
	char reason[200]; /* why it is not available; "" where it is */
	bool available;
	bool from_rusage; /* read by getrusage(RUSAGE_THREAD) instead */
	uint32_t sets; /* bit s: it is in set s */
};

struct counters {
	int nr;
	int nr_sets; /* at least 1 */
	struct counter counter[COUNTERS_MAX_EVENTS];
	char papi_version[24]; /* "" where PAPI does not start */
};

/*
 * Resolve @list ("default", "none", or a comma list of names) and prove each event on the CPUs of
 * @machine. Starts PAPI in the calling process, moves the calling thread about, and takes some
 * 100 ms: run it in a child. Returns 0, or -EINVAL with @err for a name that neither we nor PAPI
 * know.
 */
int counters_probe(struct counters *counters, const char *list, const struct machine *machine,
		   struct error *err);

/* Start PAPI alone: counters_init() and counters_probe() do it. */
int counters_start_papi(struct error *err);

/*
 * Start PAPI in this process and look up the codes of what @counters found available: once, before
 * there are threads, because PAPI's look-up by name keeps its place in a global and fails now and
 * then when two threads meet in it (7.0.0: "Event does not exist"). Does nothing where PAPI did not
 * start when it was probed. Returns 0 or a negative errno with @err.
 */
int counters_init(struct counters *counters, struct error *err);

/* One thread's open event set; opaque but for its size. */
struct thread_counters {
	const struct counters *counters;
	int set; /* of counters */
	int eventset; /* PAPI's; -1 where the set has no PAPI event */
	bool registered;
	/* At the mark: getrusage, and what the events had counted. */
	long long switches, marked[COUNTERS_MAX_EVENTS];
};

/*
 * Open the counters of @set for the calling thread. counters_start() begins; counters_mark(), which may
 * be called again and again, begins anew at the cost of a reading (about 1 us, where a start takes 3);
 * counters_stop() ends and writes what each counter has counted since, -1 for those that the set does
 * not carry; then counters_close(). Each returns 0 or -ENODEV with @err (-EIO means a broken law to who
 * measures).
 */
int counters_open(struct thread_counters *thread, const struct counters *counters, int set,
		  struct error *err);
int counters_start(struct thread_counters *thread, struct error *err);
int counters_mark(struct thread_counters *thread, struct error *err);
int counters_stop(struct thread_counters *thread, long long *values, struct error *err);
void counters_close(struct thread_counters *thread);

#endif
