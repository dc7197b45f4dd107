/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * backlog.h: how much memory waits for a grace period, looked at every millisecond by one of the
 * mutators, between two mutations. (A thread that woke up for it a thousand times a second would take
 * more of a measured CPU than the gate allows.)
 */
#ifndef BENCH_LOOKUP_BACKLOG_H
#define BENCH_LOOKUP_BACKLOG_H

#include <stdint.h>

#include "core/lifetime/zone.h"

#define BACKLOG_INTERVAL_NS 1000000U
#define BACKLOG_MAX_POINTS  10000

/* What waited, of all sharing groups together, once every interval. */
struct backlog {
	uint64_t interval_ns;
	int nr;
	uint64_t *folios, *bytes; /* [nr], room for BACKLOG_MAX_POINTS */
	uint64_t folios_peak, bytes_peak;
	double folios_mean, bytes_mean;
	uint64_t grace_periods, grace_period_total_ns, grace_period_longest_ns; /* that ended */
};

struct world;

/* What the mutator that looks needs for it. */
struct backlog_watch {
	struct backlog *backlog;
	struct world *const *worlds;
	int nr_worlds;
	uint64_t next_ns; /* when to look again */
	uint64_t folios_sum, bytes_sum, looks;
};

/* Room for the points. Returns 0 or -ENOMEM; whoever owns @backlog frees them. */
int backlog_make(struct backlog *backlog);

/* Forget what was seen; look first at @now_ns. */
void backlog_watch_begin(struct backlog_watch *watch, uint64_t now_ns);

/* Look, if it is time. After a pause what is seen stands for all of it. */
void backlog_watch_look(struct backlog_watch *watch, uint64_t now_ns);

/* Work out the means. */
void backlog_watch_end(struct backlog_watch *watch);

#endif
