// SPDX-License-Identifier: GPL-2.0-or-later
/* child.c: fork, and die with the parent. See child.h. */
#include "bench/run/child.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/exit_status.h"

const int child_signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, 0};

pid_t child_start(int (*main_function)(void *arg), void *arg)
{
	pid_t parent = getpid(), pid;

	fflush(NULL); /* or the child would write our buffers once more */
	pid = fork();
	if (pid < 0)
		return -errno;
	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(EXIT_CANNOT); /* it died before we could ask to follow */
	for (const int *s = child_signals; *s; s++)
		signal(*s, SIG_IGN);
	exit(main_function(arg));
}

int child_wait(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0) {
		if (errno != EINTR)
			return EXIT_CANNOT;
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_SIGNAL + WTERMSIG(status);
}
