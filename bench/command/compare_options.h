/* SPDX-License-Identifier: GPL-2.0-or-later */
/* compare_options.h: what `pageref compare` was asked to do, with files or without. */
#ifndef BENCH_COMPARE_OPTIONS_H
#define BENCH_COMPARE_OPTIONS_H

#include "bench/command/measure_options.h"
#include "bench/compare/contrast.h"
#include "bench/user/source.h"

struct compare_options {
	const char *base, *test; /* schemes, or base a file; NULL where not given */
	const char *metric;
	enum contrast_format format;
	const char *pictures; /* the folder they go to; NULL: none */
	double alpha, threshold; /* threshold in percent */
	double precision; /* percent, of the widest interval: without files */
	uint64_t budget; /* ns: without files */
	int rounds; /* of each process: without files */
	double fail_on_regression; /* percent; negative: do not fail */
	bool self_test;
	uint64_t seed; /* of the bootstrap: --seed, or 1 */
	/* Without files: how it is measured, and where to (NULL: a file of its own). */
	struct measure_options measure;
	struct source_options sources; /* of schemes that are not built in */
	const char *out, *topology;
	bool dry_run;
	const char *how; /* an option that says how to measure; NULL: none was given */

	char **words; /* the command line, with what --fail-on-regression took from the next word */
};

/*
 * Parse the command line; *@operands is the first of *@argc words of options->words that are files.
 * Returns 0; 1 where help or version was printed; -EINVAL or -ENOMEM with @err.
 * compare_options_free() after it, whatever it returned.
 */
int compare_options_parse(struct compare_options *options, int *argc, char **argv, int *operands,
			  struct error *err);
void compare_options_free(struct compare_options *options);

/* What the contrast wants to know of them. */
struct contrast_options compare_contrast_options(const struct compare_options *options);

#endif
