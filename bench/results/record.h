/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * record.h: the lines of a results file (design section 7), as text. results.h reads them back.
 */
#ifndef BENCH_RECORD_H
#define BENCH_RECORD_H

#include <stddef.h>
#include <yajl/yajl_gen.h>

#include "bench/measure/run.h"
#include "bench/measure/sample.h"

/* What a counting twin found of a point in this round; `taken` is false where it gave nothing. */
struct retry_count {
	bool taken;
	uint64_t retries, ops;
	double seconds;
};

/* Where in a run a sample was taken. */
struct sample_place {
	int repeat, order, take, process;
};

/*
 * One line each, ending in a newline, malloc'ed, *@length bytes; NULL when out of memory.
 * record_run() reads the environment of this machine.
 */
char *record_run(const struct run *run, size_t *length);
char *record_sample(const struct run *run, const struct sample *sample,
		    const struct sample_place *place, const struct retry_count *retries,
		    size_t *length);

/*
 * What waited for a grace period while a sample was taken, as a series: a line of its own that
 * follows the sample's. Only of a sample that has one: something changed, and nothing was freed at
 * once.
 */
bool record_has_backlog(const struct sample *sample);
char *record_backlog(const struct sample *sample, const struct sample_place *place, size_t *length);

/* Write the members of a map that describes @machine; the map itself is the caller's. */
void record_machine(yajl_gen json, const struct machine *machine);

#endif
