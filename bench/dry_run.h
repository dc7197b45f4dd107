/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dry_run.h: the plan for people: what would be measured, where, for how long, and what would not. */
#ifndef BENCH_DRY_RUN_H
#define BENCH_DRY_RUN_H

#include <stdio.h>

#include "bench/run.h"

void dry_run_print(FILE *out, const struct run *run);

#endif
