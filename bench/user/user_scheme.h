/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * user_scheme.h: a scheme from outside of the tree (word.h), for `pageref check`: compiled alone, with
 * the flags of the program, loaded, and from then on like any other.
 */
#ifndef BENCH_USER_SCHEME_H
#define BENCH_USER_SCHEME_H

#include <limits.h>

#include "bench/check/explored.h"
#include "bench/user/source.h"
#include "topology/error.h"

/* How all that follows are compiled; the words must outlive them. */
void user_scheme_configure(const struct source_options *options);

/*
 * Compile and load what @word names for exploration, but for a folder. Returns 0 with *@scheme, for
 * user_scheme_free(). Else -EINVAL with @err where the word or the header is at fault, and *@said,
 * malloc'ed or NULL, has more lines about it; or another negative errno with @err, where this machine
 * cannot do it.
 */
int user_scheme_load(const char *word, struct explored_scheme **scheme, char **said,
		     struct error *err);

/* The object stays loaded: the program may still hold pointers into it. */
void user_scheme_free(struct explored_scheme *scheme);

/*
 * Build the weak-memory program of what @word names, with the engine at @engine, in a new folder @dir,
 * for work_folder_remove(), as @dir/program. Returns 0 or a negative errno with @err.
 */
int user_scheme_build_weak(const char *word, const char *engine, char dir[PATH_MAX],
			   struct error *err);

#endif
