/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * user_scheme.h: a scheme from a header outside of the tree, "--scheme ./mine.h": compiled alone, with
 * the flags of the program, loaded, and from then on like any other.
 */
#ifndef BENCH_USER_SCHEME_H
#define BENCH_USER_SCHEME_H

#include <limits.h>
#include <stdbool.h>

#include "bench/check/explored.h"
#include "topology/error.h"

/* Does a word of --scheme name a header, rather than a scheme that is built in? */
bool user_scheme_is_header(const char *word);

/*
 * Compile and load the header at @path for exploration. Its name is the file's, without .h. Returns 0
 * with *@scheme, for user_scheme_free(). Else -EINVAL with @err where the header is at fault, and
 * *@said, malloc'ed or NULL, has more lines about it; or another negative errno with @err, where this
 * machine cannot do it.
 */
int user_scheme_load(const char *path, struct explored_scheme **scheme, char **said,
		     struct error *err);

/* The object stays loaded: the program may still hold pointers into it. */
void user_scheme_free(struct explored_scheme *scheme);

/*
 * Build the weak-memory program of the header at @path, with the engine at @engine, in a new folder
 * @dir, for work_folder_remove(), as @dir/program. Returns 0 or a negative errno with @err.
 */
int user_scheme_build_weak(const char *path, const char *engine, char dir[PATH_MAX],
			   struct error *err);

#endif
