/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lookup_session.h: what a sample of a lookup workload has besides its threads: a world for each
 * sharing group, grace periods, and the watch over how much memory waits for one.
 */
#ifndef BENCH_LOOKUP_SESSION_H
#define BENCH_LOOKUP_SESSION_H

#include "bench/lookup/lookup_worker.h"
#include "bench/measure/arena.h"
#include "bench/measure/sample.h"

struct lookup_session {
	struct sample *sample;
	struct world **worlds; /* [assignment.nr_groups] */
	struct lookup_worker *workers; /* [assignment.nr_threads] */
	struct grace_periods grace;
	bool has_grace; /* something can wait */
	struct backlog_watch watch;
};

/*
 * Build the worlds of @sample's groups in @groups and make its workers ready. @stop ends the loops;
 * a report of the integrity checks sets it. Returns 0 or a negative errno with @err; close it all the
 * same.
 */
int lookup_session_open(struct lookup_session *session, struct sample *sample,
			const struct scheme *scheme, const struct placed *groups, int *stop,
			struct error *err);

/* How many folios a thread of @point holds at most. */
unsigned int lookup_held_room(const struct point *point);

/* In each thread, before its first loop and after its last. */
void lookup_session_enter(const struct lookup_session *session, int thread);
void lookup_session_leave(const struct lookup_session *session, int thread);

/* Whether nothing was reported so far. After a report its threads have stopped. */
bool lookup_session_is_fine(const struct lookup_session *session);

/*
 * The controller: sleep until @end_ns, looking every millisecond at what waits, if anything can; or
 * until something is reported.
 */
void lookup_session_watch(struct lookup_session *session, uint64_t end_ns);

/* When all threads have ended: end the grace periods, and add up into sample->lookup. */
void lookup_session_end(struct lookup_session *session);

/*
 * What the integrity checks saw, and what every count must be. Returns 0, or -EIO with @err.
 */
int lookup_session_check(struct lookup_session *session, const struct scheme *scheme,
			 struct error *err);

void lookup_session_close(struct lookup_session *session);

#endif
