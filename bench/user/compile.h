/* SPDX-License-Identifier: GPL-2.0-or-later */
/* compile.h: a header of the user's, compiled with the program's own flags into a shared object. */
#ifndef BENCH_USER_COMPILE_H
#define BENCH_USER_COMPILE_H

#include "topology/error.h"

/*
 * Compile @header, read before the template @source ("bench/check/explore_template.c"), to @object.
 * @define is one more argument for the compiler, or NULL. Returns 0; -EINVAL with @err where the
 * header is at fault, and *@said, malloc'ed, has what else there is to say of it, line by line; or
 * another negative errno with @err: no compiler, no sources.
 */
int user_compile(const char *header, const char *source, const char *define, const char *object,
		 char **said, struct error *err);

#endif
