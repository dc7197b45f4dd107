/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * record_parts.h: what the lines of a record have in common: the members that say which point it was
 * and where in the run it was taken. Nobody else has use for it.
 */
#ifndef BENCH_RECORD_PARTS_H
#define BENCH_RECORD_PARTS_H

#include "bench/results/record.h"

void record_key(yajl_gen json, const struct point *point);
void record_place(yajl_gen json, const struct sample_place *place);

/* What was counted of packages; where nothing was asked for, nothing. */
void record_packages(yajl_gen json, const struct run *run, const struct sample *sample);

/* What only a sample of a lookup workload has; of others, nothing. */
void record_lookup(yajl_gen json, const struct sample *sample);

/*
 * What only a run and a sample of system calls have. The run's is found out now: a few rounds of each
 * workload, in a child.
 */
void record_kernel_run(yajl_gen json, const struct plan *plan);
void record_kernel(yajl_gen json, const struct sample *sample);

#endif
