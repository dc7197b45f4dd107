/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * table.h: a summary as text: for a terminal, for a spreadsheet, for a mail.
 */
#ifndef BENCH_TABLE_H
#define BENCH_TABLE_H

#include <stdio.h>

#include "bench/report/summary.h"

/*
 * A table for each panel, for people: one row for each thread count and scheme, with ns per
 * operation and its interval, operations per second, speed against the baseline with its interval,
 * retries per operation, refused operations where they are the point (freeze), fairness, and
 * the samples left out. Says below what the figures include and
 * what the intervals cover.
 */
void table_print(FILE *out, const struct summary *summary);

/* The same figures as RFC 4180 CSV with a header line; nothing where there is no figure. */
void table_print_csv(FILE *out, const struct summary *summary);

/* Plain ASCII, at most 72 columns, machine and kernel above: ready to paste into a mail. */
void table_print_mail(FILE *out, const struct summary *summary);

#endif
