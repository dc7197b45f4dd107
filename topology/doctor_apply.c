// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * doctor_apply.c: the only part of the doctor that changes anything. Each file is written by itself,
 * so that what a step could not do is known by its file, and its undo names those that it did.
 */
#include "topology/doctor_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* One write(2), as sysfs wants it. The file must be there: none is made. Returns 0 or an errno. */
static int write_file(const char *root, const char *path, const char *value)
{
	char full[1024], line[80];
	int length, fd, error = 0;
	ssize_t written;

	if (snprintf(full, sizeof(full), "%s%s", root, path) >= (int)sizeof(full))
		return ENAMETOOLONG;
	/* Real files below a root of one's own are cut to the new length; sysfs does not mind. */
	fd = open(full, O_WRONLY | O_TRUNC | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return errno;
	length = snprintf(line, sizeof(line), "%s\n", value);
	written = write(fd, line, (size_t)length);
	if (written < 0)
		error = errno;
	else if (written != length)
		error = EIO;
	if (close(fd) && !error)
		error = errno;
	return error;
}

/* Keep the first failure, and how many there were. */
static void failed(struct doctor_change *change, int *nr, const char *path, const char *why)
{
	if (!(*nr)++)
		snprintf(change->failed, sizeof(change->failed), "%.200s: %.60s", path, why);
}

static void write_each(const struct doctor_step *step, const char *root,
		       struct doctor_change *change)
{
	struct int_list done = {0};
	size_t length;
	int nr = 0, of = step->numbers.nr ? step->numbers.nr : 1;

	for (int i = 0; i < of; i++) {
		char path[400];
		int error;

		if (step->numbers.nr)
			snprintf(path, sizeof(path), "%s%d%s", step->path, step->numbers.values[i],
				 step->rest);
		else
			snprintf(path, sizeof(path), "%s", step->path);
		error = write_file(root, path, step->value);
		if (error)
			failed(change, &nr, path, strerror(error));
		else if (step->numbers.nr && int_list_add(&done, step->numbers.values[i]))
			failed(change, &nr, path, "written, but out of memory");
	}
	length = strlen(change->failed);
	if (nr > 1)
		snprintf(change->failed + length, sizeof(change->failed) - length,
			 " (%d of %d failed)", nr, of);
	*change->command = *change->undo = '\0';
	if (nr < of) {
		doctor_step_command(step, &done, change->command, sizeof(change->command));
		doctor_step_undo(step, &done, change->undo, sizeof(change->undo));
	}
	int_list_free(&done);
}

static void stop_service(const struct doctor_step *step, struct doctor_change *change)
{
	char *argv[] = {"systemctl", "stop", (char *)step->service, NULL};
	const char *why = NULL;
	int status, error;
	pid_t pid;

	error = posix_spawnp(&pid, argv[0], NULL, NULL, argv, environ);
	if (error) {
		why = strerror(error);
	} else {
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			;
		if (!WIFEXITED(status) || WEXITSTATUS(status))
			why = "it failed, and has said why";
	}
	if (why) {
		snprintf(change->failed, sizeof(change->failed), "systemctl stop %s: %s",
			 step->service, why);
		*change->command = *change->undo = '\0';
	}
}

static bool apply_step(const struct doctor_step *step, const char *root,
		       struct doctor_change *change)
{
	if (!step->service) {
		write_each(step, root, change);
	} else if (*root) {
		snprintf(change->failed, sizeof(change->failed),
			 "systemctl stop %s: not done for files of another machine", step->service);
		*change->command = *change->undo = '\0';
	} else {
		stop_service(step, change);
	}
	return !*change->failed;
}

int doctor_apply(const struct doctor *doctor, const char *root,
		 void (*will)(void *arg, const struct doctor_change *change),
		 void (*did)(void *arg, const struct doctor_change *change), void *arg)
{
	int nr_failed = 0;

	for (int i = 0; i < doctor->nr_findings; i++) {
		const struct doctor_finding *finding = &doctor->findings[i];

		for (int s = 0; s < finding->nr_steps; s++) {
			const struct doctor_step *step = &finding->steps[s];
			struct doctor_change change = {.finding = finding};

			doctor_step_command(step, &step->numbers, change.command,
					    sizeof(change.command));
			doctor_step_undo(step, &step->numbers, change.undo, sizeof(change.undo));
			will(arg, &change);
			nr_failed += !apply_step(step, root, &change);
			did(arg, &change);
		}
	}
	return nr_failed;
}
