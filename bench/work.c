// SPDX-License-Identifier: GPL-2.0-or-later
/* work.c: temporary folders, and children whose output is kept. No shell is asked. See work.h. */
#include "bench/work.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/cleanup.h"

#define NOT_FOUND 127

int work_folder_make(char dir[PATH_MAX], struct error *err)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(dir, PATH_MAX, "%.*s/pageref-work-XXXXXX", PATH_MAX / 2,
		 tmp && *tmp ? tmp : "/tmp");
	if (mkdtemp(dir)) {
		cleanup_folder(dir);
		return 0;
	}
	error_set(err, -errno, "cannot make a folder to compile in: %.300s: %s", dir,
		  strerror(errno));
	dir[0] = '\0';
	return -EIO;
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *level)
{
	(void)info;
	(void)type;
	(void)level;
	remove(path);
	return 0;
}

void work_folder_remove(const char *dir)
{
	if (!*dir)
		return;
	nftw(dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	cleanup_forget_folder(dir);
}

/* In the child: @name becomes what it has as @fd. */
static void redirect(const char *name, int flags, int fd)
{
	int file = open(name, flags, 0600);

	if (file < 0 || dup2(file, fd) < 0)
		_exit(1);
}

/* In the child: never returns. What it says is taken apart, so it must not be translated. */
static void __attribute__((noreturn))
become(const struct work_place *place, const char *const *argv, int output)
{
	cleanup_begin_command();
	if (dup2(output, STDERR_FILENO) < 0 || setenv("LC_ALL", "C", 1))
		_exit(1);
	redirect(place->input ? place->input : "/dev/null", O_RDONLY, STDIN_FILENO);
	if (place->output)
		redirect(place->output, O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO);
	else if (dup2(output, STDOUT_FILENO) < 0)
		_exit(1);
	if (place->dir && chdir(place->dir))
		_exit(1);
	execvp(argv[0], (char *const *)argv);
	_exit(errno == ENOENT ? NOT_FOUND : 126);
}

/* All that comes until the other end is closed; NULL when out of memory. */
static char *read_all(int fd)
{
	char buffer[4096], *text = NULL;
	size_t size;
	ssize_t got;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	while ((got = read(fd, buffer, sizeof(buffer))) > 0 || (got < 0 && errno == EINTR)) {
		if (got > 0)
			fwrite(buffer, 1, (size_t)got, out);
	}
	if (!fclose(out))
		return text;
	free(text);
	return NULL;
}

static int wait_for(pid_t child, const char *name, struct error *err)
{
	int status;

	while (waitpid(child, &status, 0) < 0) {
		if (errno != EINTR)
			return error_set(err, -errno, "%.100s: waiting: %s", name, strerror(errno));
	}
	if (WIFSIGNALED(status))
		return error_set(err, -EIO, "%.100s: ended by signal %d", name, WTERMSIG(status));
	if (WEXITSTATUS(status) == NOT_FOUND)
		return error_set(err, -ENOENT, "%.100s is not installed", name);
	return WEXITSTATUS(status);
}

int work_begin(struct work_child *child, const struct work_place *place, const char *const *argv,
	       struct error *err)
{
	static const struct work_place here = {.dir = NULL};
	int ends[2];

	if (pipe2(ends, O_CLOEXEC))
		return error_set(err, -errno, "making a pipe: %s", strerror(errno));
	child->name = argv[0];
	child->output = ends[0];
	child->pid = fork();
	if (!child->pid)
		become(place ? place : &here, argv, ends[1]);
	close(ends[1]);
	if (child->pid > 0) {
		cleanup_command(child->pid);
		return 0;
	}
	close(ends[0]);
	return error_set(err, -errno, "%.100s: starting it: %s", argv[0], strerror(errno));
}

int work_end(struct work_child *child, char **said, struct error *err)
{
	int ret;

	*said = read_all(child->output);
	close(child->output);
	ret = wait_for(child->pid, child->name, err);
	cleanup_forget_command(child->pid);
	if (ret >= 0 && !*said)
		return error_set(err, -ENOMEM, "out of memory");
	return ret;
}

int work_run_at(const struct work_place *place, const char *const *argv, char **said,
		struct error *err)
{
	struct work_child child;
	int ret = work_begin(&child, place, argv, err);

	*said = NULL;
	return ret ? ret : work_end(&child, said, err);
}

int work_run(const char *dir, const char *const *argv, char **said, struct error *err)
{
	const struct work_place place = {.dir = dir};

	return work_run_at(&place, argv, said, err);
}
