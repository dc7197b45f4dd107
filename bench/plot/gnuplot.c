// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * gnuplot.c: a child that changes to the picture's directory and becomes gnuplot. Its arguments are
 * fixed words and a file name of ours, so there is nothing to quote; --default-settings keeps a
 * ~/.gnuplot from changing the pictures. What it says on standard error comes back through a pipe.
 */
#include "bench/plot/gnuplot.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/cleanup.h"

#define NOT_FOUND 127

/* In the child: never returns. Only calls that are safe after fork(). */
static void become_gnuplot(const char *directory, const char *const *argv, int complaints)
{
	int nowhere = open("/dev/null", O_RDWR);

	cleanup_begin_command();
	if (nowhere < 0 || dup2(nowhere, STDIN_FILENO) < 0 || dup2(nowhere, STDOUT_FILENO) < 0 ||
	    dup2(complaints, STDERR_FILENO) < 0 || (directory && chdir(directory)))
		_exit(1);
	execvp(argv[0], (char *const *)argv);
	_exit(errno == ENOENT ? NOT_FOUND : 1);
}

/* The first line that is not empty, of all that is read until the child has closed its end. */
static void read_first_line(FILE *complaints, char *line, size_t size)
{
	char rest[256];

	line[0] = '\0';
	while (fgets(rest, sizeof(rest), complaints)) {
		size_t length = strcspn(rest, "\n");

		rest[length] = '\0';
		if (!line[0] && rest[strspn(rest, " \t^")])
			snprintf(line, size, "%s", rest);
	}
}

static int wait_for(pid_t child, const char *line, const char *script, struct error *err)
{
	int status;

	while (waitpid(child, &status, 0) < 0) {
		if (errno != EINTR)
			return error_set(err, -errno, "gnuplot: waiting: %s", strerror(errno));
	}
	if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_FOUND)
		return error_set(err, -ENOENT,
				 "gnuplot is not installed, and it draws the pictures "
				 "(Debian: apt install gnuplot-nox)");
	if (WIFSIGNALED(status))
		return error_set(err, -ENOEXEC, "gnuplot: %s: ended by signal %d", script,
				 WTERMSIG(status));
	if (WEXITSTATUS(status))
		return error_set(err, -ENOEXEC, "gnuplot: %s: %s", script,
				 *line ? line : "failed without saying why");
	return 0;
}

static int run(const char *directory, const char *const *argv, struct error *err)
{
	int ends[2], ret;
	char line[256];
	FILE *complaints;
	pid_t child;

	if (pipe2(ends, O_CLOEXEC))
		return error_set(err, -errno, "gnuplot: making a pipe: %s", strerror(errno));
	child = fork();
	if (!child)
		become_gnuplot(directory, argv, ends[1]);
	ret = child < 0 ? -errno : 0;
	close(ends[1]);
	if (child > 0)
		cleanup_command(child);
	if (ret) {
		close(ends[0]);
		return error_set(err, ret, "gnuplot: starting it: %s", strerror(-ret));
	}
	complaints = fdopen(ends[0], "r");
	if (complaints) {
		read_first_line(complaints, line, sizeof(line));
		fclose(complaints);
	} else {
		line[0] = '\0';
		close(ends[0]);
	}
	ret = wait_for(child, line, argv[2], err);
	cleanup_forget_command(child);
	return ret;
}

int gnuplot_check(struct error *err)
{
	static const char *const argv[] = {"gnuplot", "--default-settings", "--version", NULL};

	return run(NULL, argv, err);
}

int gnuplot_run(const char *directory, const char *script, struct error *err)
{
	const char *const argv[] = {"gnuplot", "--default-settings", script, NULL};

	return run(directory, argv, err);
}

int gnuplot_check_picture(const char *path, struct error *err)
{
	static const char svg[] = "</svg>", png[] = "IEND\xae\x42\x60\x82";
	const char *end = strcmp(path + strlen(path) - 3, "png") ? svg : png;
	FILE *file = fopen(path, "re");
	char tail[16]; /* an svg has newlines behind its end */
	bool whole = file && !fseek(file, -(long)sizeof(tail), SEEK_END) &&
		     fread(tail, 1, sizeof(tail), file) == sizeof(tail) &&
		     memmem(tail, sizeof(tail), end, strlen(end));

	if (file)
		fclose(file);
	if (whole)
		return 0;
	unlink(path);
	return error_set(err, -EIO, "cannot write %s: gnuplot could not end it; is the disk full?",
			 path);
}
