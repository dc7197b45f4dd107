/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dry_run.h: the plan for people: what would be measured, where, for how long, and what would not. */
#ifndef BENCH_DRY_RUN_H
#define BENCH_DRY_RUN_H

#include <stdio.h>

#include "bench/measure/run.h"

/* A line for each gap in the plan, with its reason; schemes that share it share the line. */
void dry_run_print_skips(FILE *out, const struct plan *plan);

/* The whole plan, gaps included. */
void dry_run_print(FILE *out, const struct run *run);

#endif
