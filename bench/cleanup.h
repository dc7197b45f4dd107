/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cleanup.h: what must not outlive the program when a signal ends it: its temporary folders, and the
 * commands it has begun, which run in process groups of their own so that all that they begin goes with
 * them. Whatever is remembered here is looked at by a signal handler only; whoever removes a folder or
 * waits for a command forgets it. SIGKILL leaves folders behind, and the commands' own processes die.
 */
#ifndef BENCH_CLEANUP_H
#define BENCH_CLEANUP_H

#include <sys/types.h>

/* A folder, to be removed with all that is in it. Of very many at once some are not remembered. */
void cleanup_folder(const char *path);
void cleanup_forget_folder(const char *path);

/*
 * A process that was forked to become a command: called in the child, before exec, it gives it a group
 * and has it die with the parent; in the parent it remembers that group until it has been waited for.
 */
void cleanup_begin_command(void);
void cleanup_command(pid_t pid);
void cleanup_forget_command(pid_t pid);

/* In a child that goes on as this program: end with the parent, and as it would. */
void cleanup_follow_parent(void);

#endif
