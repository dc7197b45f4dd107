/* SPDX-License-Identifier: GPL-2.0-or-later */
/* spin.h: one exhaustive run of Spin over a model, and the trail of the first assertion that failed. */
#ifndef BENCH_CHECK_SPIN_H
#define BENCH_CHECK_SPIN_H

#include <stdbool.h>
#include <stdint.h>

#include "topology/error.h"

#define SPIN_MAX_DEFINES 8

struct spin_model {
	const char *file; /* a path to Promela text */
	const char *defines[SPIN_MAX_DEFINES]; /* "-DREADERS=2"; up to the first NULL */
	bool large; /* many states: worth a better compilation and a larger table */
};

struct spin_result {
	uint64_t states;
	double seconds; /* of the search alone */
	bool complete; /* every state was seen; not so after an error or without memory */
	bool failed; /* an assertion did: the shortest way there is in trail */
	int law; /* of it: the n of "1<<n" in its text; 0 where it has none */
	char *trail; /* malloc'ed: what the model prints on that way; NULL where nothing failed */
	char *output; /* malloc'ed: what the search printed */
};

/*
 * Works in a temporary folder of its own, which is gone afterwards. Returns 0; -ENOENT with @err where
 * Spin or a C compiler is missing; or another negative errno with @err. spin_result_free() frees what
 * @result holds, also after an error.
 */
int spin_run(const struct spin_model *model, struct spin_result *result, struct error *err);
void spin_result_free(struct spin_result *result);

#endif
