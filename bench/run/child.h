/* SPDX-License-Identifier: GPL-2.0-or-later */
/* child.h: processes that measure on behalf of this one. */
#ifndef BENCH_CHILD_H
#define BENCH_CHILD_H

#include <sys/types.h>

/* The signals that end a run, 0 last: the parent answers them, its children leave them to it. */
extern const int child_signals[];

/*
 * Fork a child that runs @main_function(@arg) and exits with what it returns. The child dies with
 * its parent, and leaves child_signals to it: a key pressed in the terminal reaches both.
 * Returns its pid, or a negative errno.
 */
pid_t child_start(int (*main_function)(void *arg), void *arg);

/*
 * Wait for @pid; returns its exit status, or 128 plus the signal that ended it.
 */
int child_wait(pid_t pid);

#endif
