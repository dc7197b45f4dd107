/* SPDX-License-Identifier: GPL-2.0-or-later */
/* work.h: a folder that is gone afterwards, and commands of which all that they print is kept. */
#ifndef BENCH_WORK_H
#define BENCH_WORK_H

#include <limits.h>
#include <sys/types.h>

#include "topology/error.h"

/* Make a folder that nobody else may look into, below $TMPDIR or /tmp. 0 or a negative errno. */
int work_folder_make(char dir[PATH_MAX], struct error *err);

/* Remove it with all that is in it. Does nothing where @dir is empty. */
void work_folder_remove(const char *dir);

/* A command that was begun: what work_end() needs. */
struct work_child {
	pid_t pid;
	int output;
	const char *name;
};

/* Where a command runs, and what it reads and writes. */
struct work_place {
	const char *dir; /* NULL: here */
	const char *input; /* a file; NULL: nothing */
	const char *
		output; /* a file, made or overwritten; NULL: what it prints is kept with its errors */
};

/*
 * Begin @argv, NULL-terminated and found through $PATH, at @place (NULL: here), with messages in
 * English. Its words must live until work_end(), which must be called where this returned 0; else it
 * is a negative errno with @err.
 */
int work_begin(struct work_child *child, const struct work_place *place, const char *const *argv,
	       struct error *err);

/*
 * Wait for what was begun. *@said is all that it printed, malloc'ed. Returns its exit status; -ENOENT
 * where there is no such command, or another negative errno, with @err.
 */
int work_end(struct work_child *child, char **said, struct error *err);

/* Both at once, the second in folder @dir (NULL: here). */
int work_run_at(const struct work_place *place, const char *const *argv, char **said,
		struct error *err);
int work_run(const char *dir, const char *const *argv, char **said, struct error *err);

#endif
