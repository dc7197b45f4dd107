/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profile.h: a sweep profile, a file of options. One or more options a line, separated by blanks, as
 * on the command line but without a shell's quotes; '#' begins a comment.
 */
#ifndef BENCH_PROFILE_H
#define BENCH_PROFILE_H

#include "topology/error.h"

/*
 * Read the profile @name (a file of that name in scripts/profiles, or a path with a '/') into an
 * argument vector: @argv[0] is @command. One free() frees it all. Returns NULL with @err: no such
 * profile (the message lists those there are), or it cannot be read.
 */
char **profile_read(const char *name, const char *command, int *argc, struct error *err);

#endif
