/* SPDX-License-Identifier: GPL-2.0-or-later */
/* compare_live.h: `pageref compare --base X --test Y`: measure the two side by side, then compare. */
#ifndef BENCH_COMPARE_LIVE_H
#define BENCH_COMPARE_LIVE_H

#include "bench/command/compare_options.h"

/*
 * Measure the schemes of @options against each other, with both in this process's children, until
 * every interval is narrow enough or the time is spent, and print the comparison. @argc and @argv are
 * the command line, for the record. Returns the status to exit with; what went wrong has been said.
 */
int compare_live(const struct compare_options *options, int argc, char **argv);

#endif
