/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * measure.h: what every command that measures does once its plan stands: probe the machine, open the
 * results file, measure into it, print what came of it, and say where it is.
 */
#ifndef BENCH_MEASURE_COMMAND_H
#define BENCH_MEASURE_COMMAND_H

#include "bench/command/measure_options.h"
#include "bench/run/session.h"

struct measuring {
	struct run run; /* but for the probe, which is made here */
	const char *events, *package_events; /* the lists of --events and --package-events */
	const char *out; /* results to append to, "-": standard output; NULL: a file of its own */
	bool echo; /* the same lines on standard output */
	const struct session_rule *rule; /* NULL: every process has its turn */
	/* Prints what was measured, whole or not, if anything was. Returns a status to exit with. */
	int (*print)(void *arg, const struct results *results);
	void *arg;
};

/* What the options say of @run, whose plan, machine and number of rounds are the command's. */
void measure_set_run(struct run *run, const struct measure_options *options);

/* Returns the status to exit with; what went wrong has been said. */
int measure(struct measuring *measuring);

#endif
