/* SPDX-License-Identifier: GPL-2.0-or-later */
/* run_options.h: what `pageref run` was asked to do. */
#ifndef BENCH_RUN_OPTIONS_H
#define BENCH_RUN_OPTIONS_H

#include "bench/command/measure_options.h"
#include "bench/command/ping_pong_cache.h"
#include "bench/user/source.h"

struct run_options {
	struct source_options sources; /* of schemes that are not built in */
	struct measure_options measure;
	int repeats, processes;
	bool dry_run;
	const char *out, *format; /* @out is NULL where the default file is wanted */
	const char *profile, *topology; /* NULL where not given */
	const char *cache_word; /* of --ping-pong-cache; NULL where not given */
	enum ping_pong_cache cache;
	char **profile_words; /* the profile's text, to which others point */
	char *workloads; /* with ping-pong, where a refresh adds it; else NULL */
};

/*
 * Parse the command line, and the profile it names under it. Returns 0; 1 where help or version was
 * printed; or a negative errno with @err. run_options_free() after it, whatever it returned.
 */
int run_options_parse(struct run_options *options, int argc, char **argv, struct error *err);
void run_options_free(struct run_options *options);

#endif
