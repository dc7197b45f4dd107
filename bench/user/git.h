/* SPDX-License-Identifier: GPL-2.0-or-later */
/* git.h: files of a revision and patches, through git; no work tree is touched. */
#ifndef BENCH_USER_GIT_H
#define BENCH_USER_GIT_H

#include "bench/work.h"
#include "topology/error.h"

/*
 * The commit that @revision of the repository around folder @path stands for, in hexadecimal, malloc'ed.
 * Returns 0; -EINVAL with @err where there is no such revision or no repository; another negative errno
 * where git cannot be run.
 */
int git_resolve(const char *path, const char *revision, char **commit, struct error *err);

/*
 * Write the file @name, relative to folder @path, of @commit to the file @to. Returns 0, -ENOENT where
 * that commit has none (@err is not set), or another negative errno with @err.
 */
int git_read(const char *path, const char *commit, const char *name, const char *to,
	     struct error *err);

/*
 * Run git with the @nr words @words at @place, away from any repository. *@said is what it printed. As
 * work_run(), but what is missing is git.
 */
int git_run(const struct work_place *place, const char *const *words, int nr, char **said,
	    struct error *err);

#endif
