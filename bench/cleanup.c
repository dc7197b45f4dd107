// SPDX-License-Identifier: GPL-2.0-or-later
/* cleanup.c: two lists and a signal handler. See cleanup.h. */
#include "bench/cleanup.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define MOST_FOLDERS  8
#define MOST_COMMANDS 16

extern char **environ;

/* What ends a program that does not expect it; SIGPIPE is `| head`. */
static const int endings[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, 0};

/* An empty path and a 0 are free places: what the handler sees is whole at any time. */
static char folders[MOST_FOLDERS][PATH_MAX];
static volatile pid_t commands[MOST_COMMANDS];

/*
 * Only what may be called in a signal handler: so another program removes the folder. vfork() and not
 * fork(), whose preparations in the C library may wait for a lock that the interrupted code holds.
 */
static void remove_folder(const char *path)
{
	char *const argv[] = {"rm", "-rf", "--", (char *)path, NULL};
	pid_t pid = vfork();

	if (!pid) {
		execve("/bin/rm", argv, environ);
		_exit(1);
	}
	while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
}

/* It ends as it would have without us: SA_RESETHAND has restored that. */
static void clean_up(int signal_number)
{
	for (int i = 0; i < MOST_COMMANDS; i++) {
		if (commands[i])
			kill(-commands[i], SIGTERM);
	}
	for (int i = 0; i < MOST_FOLDERS; i++) {
		if (*folders[i])
			remove_folder(folders[i]);
	}
	raise(signal_number);
}

/* What is ignored stays so: nohup's SIGHUP, or all of them in a child that measures. */
static void catch_signals(void)
{
	struct sigaction action = {.sa_handler = clean_up, .sa_flags = (int)SA_RESETHAND}, before;
	static pid_t done;

	if (done == getpid())
		return;
	done = getpid();
	for (const int *s = endings; *s; s++)
		sigaddset(&action.sa_mask, *s);
	for (const int *s = endings; *s; s++) {
		if (!sigaction(*s, NULL, &before) && before.sa_handler == SIG_DFL)
			sigaction(*s, &action, NULL);
	}
}

void cleanup_folder(const char *path)
{
	catch_signals();
	for (int i = 0; i < MOST_FOLDERS; i++) {
		if (*folders[i])
			continue;
		/* The first byte last: until then the place is free. */
		snprintf(folders[i] + 1, PATH_MAX - 1, "%s", *path ? path + 1 : "");
		*(volatile char *)folders[i] = *path;
		return;
	}
}

void cleanup_forget_folder(const char *path)
{
	for (int i = 0; i < MOST_FOLDERS; i++) {
		if (!strcmp(folders[i], path))
			*(volatile char *)folders[i] = '\0';
	}
}

void cleanup_begin_command(void)
{
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
}

void cleanup_command(pid_t pid)
{
	catch_signals();
	/* The child does the same: whoever comes first, it has a group before it can be ended. */
	setpgid(pid, pid);
	for (int i = 0; i < MOST_COMMANDS; i++) {
		if (!commands[i]) {
			commands[i] = pid;
			return;
		}
	}
}

void cleanup_forget_command(pid_t pid)
{
	for (int i = 0; i < MOST_COMMANDS; i++) {
		if (commands[i] == pid)
			commands[i] = 0;
	}
}

void cleanup_follow_parent(void)
{
	catch_signals();
	prctl(PR_SET_PDEATHSIG, SIGTERM);
}
