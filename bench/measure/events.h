/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * events.h: the hardware and software events that explain a reference count's cost, by the names our
 * tables use, each with the names under which PAPI and libpfm4 know it on one CPU or another.
 */
#ifndef BENCH_EVENTS_H
#define BENCH_EVENTS_H

#define EVENT_MAX_CANDIDATES 10

struct event {
	const char *name;
	const char *summary;
	/* In order of preference; the first that counts on this machine is taken. NULL ends it. */
	const char *candidates[EVENT_MAX_CANDIDATES];
};

/* The events of `--events default`, in the order of tables; ends with a NULL name. */
extern const struct event events[];

/* What a user can do about PAPI's @reason for disabling its perf_event component as a whole. */
const char *events_disabled_remedy(const char *reason);

#endif
