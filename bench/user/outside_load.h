/* SPDX-License-Identifier: GPL-2.0-or-later */
/* outside_load.h: from a word that was taken apart to a registered scheme; for outside.c. */
#ifndef BENCH_USER_OUTSIDE_LOAD_H
#define BENCH_USER_OUTSIDE_LOAD_H

#include "bench/user/outside.h"

/* What is asked for, wherever it is on its way. */
struct outside_request {
	const char *option;
	unsigned int parts;
	bool copy;
	char **said;
	struct error *err;
};

/*
 * Compile what the word of @scheme names, load and register it under the word's name, and note in
 * @scheme where it came from. Returns 0 or a negative errno with @request's error. What was registered
 * stays so, whatever goes wrong with the rest.
 */
int outside_load(struct outside_scheme *scheme, const struct outside_request *request,
		 const struct source_options *options);

#endif
