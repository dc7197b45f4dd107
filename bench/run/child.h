/* SPDX-License-Identifier: GPL-2.0-or-later */
/* child.h: processes that measure on behalf of this one. */
#ifndef BENCH_CHILD_H
#define BENCH_CHILD_H

#include <sys/types.h>

/*
 * Fork a child that runs @main_function(@arg) and exits with what it returns. The child dies with
 * its parent, and leaves SIGINT and SIGTERM to it: a key pressed in the terminal reaches both.
 * Returns its pid, or a negative errno.
 */
pid_t child_start(int (*main_function)(void *arg), void *arg);

/*
 * Wait for @pid; returns its exit status, or 128 plus the signal that ended it.
 */
int child_wait(pid_t pid);

#endif
