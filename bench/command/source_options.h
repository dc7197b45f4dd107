/* SPDX-License-Identifier: GPL-2.0-or-later */
/* source_options.h: options of every command that compiles schemes from outside. */
#ifndef BENCH_SOURCE_OPTIONS_H
#define BENCH_SOURCE_OPTIONS_H

#include "bench/command/options.h"
#include "bench/user/source.h"

/* Append their rows, which fill @options. */
void source_options_rows(struct option_list *list, struct source_options *options);

#endif
