/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * session.h: the parent's side of a run. It starts one child process after another, appends every
 * line they send to the results file, and keeps what was measured whatever happens to them.
 */
#ifndef BENCH_SESSION_H
#define BENCH_SESSION_H

#include "bench/results/output.h"
#include "bench/results/results.h"
#include "bench/measure/run.h"

/* When to end before all processes of a run had their turn. */
struct session_rule {
	bool (*enough)(void *arg, const struct results *results); /* asked after each process */
	void *arg;
};

/*
 * Measure @run, all of it or, with a @rule, until that says that it is enough; whoever has a rule
 * tells how far it is, else a line of progress does. Each line goes to @output, to @echo if not NULL, and into @results. SIGINT and
 * SIGTERM end the run between two lines. Returns the status to exit with; everything that went wrong
 * has been said.
 */
int session_run(const struct run *run, const struct session_rule *rule, struct output *output,
		struct output *echo, struct results *results);

#endif
