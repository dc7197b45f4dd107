// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * git.c: git as a child, without a shell. Whatever repository a variable of the environment means (as
 * in a hook), ours is the one at the path given, or none. See git.h.
 */
#include "bench/user/git.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/user/command_line.h"

static const char *const alone[] = {
	"env",
	"-u",
	"GIT_DIR",
	"-u",
	"GIT_WORK_TREE",
	"-u",
	"GIT_INDEX_FILE",
	"-u",
	"GIT_PREFIX",
	"GIT_OPTIONAL_LOCKS=0",
	"GIT_TERMINAL_PROMPT=0",
};

static int run(const struct work_place *place, const char *ceiling, const char *const *words,
	       int nr, char **said, struct error *err)
{
	struct command_line line = {.nr = 0};
	int ret;

	command_line_add_all(&line, alone, sizeof(alone) / sizeof(alone[0]));
	if (ceiling)
		command_line_add(&line, ceiling);
	command_line_add(&line, "git");
	command_line_add_all(&line, words, nr);
	*said = NULL;
	ret = command_line_check(&line, err);
	if (!ret)
		ret = work_run_at(place, line.argv, said, err);
	if (ret == -ENOENT)
		error_set(err, ret,
			  "git is not installed, and revisions and patches are read with it "
			  "(Debian: apt install git)");
	return ret;
}

/* What git said, in one line. */
static int tell(const char *about, char *said, struct error *err)
{
	const char *line = said;

	if (!strncmp(line, "fatal: ", 7))
		line += 7;
	return error_set(err, -EINVAL, "%.200s: %.*s", about, (int)strcspn(line, "\n"), line);
}

int git_resolve(const char *path, const char *revision, char **commit, struct error *err)
{
	char *name = NULL, *said = NULL;
	const char *is_repository[] = {"-C", path, "rev-parse", "--git-dir"};
	const char *resolve[] = {"-C", path, "rev-parse", "--verify", "--quiet", "--end-of-options",
				 NULL};
	int ret = run(NULL, NULL, is_repository, 4, &said, err);

	*commit = NULL;
	if (ret > 0 && strstr(said, "not a git repository"))
		ret = error_set(err, -EINVAL, "%.200s is no git repository: it has no revisions",
				path);
	else if (ret > 0)
		ret = tell(path, said, err);
	free(said);
	if (ret < 0)
		return ret;
	if (asprintf(&name, "%s^{commit}", revision) < 0)
		return error_set(err, -ENOMEM, "out of memory");
	resolve[6] = name;
	ret = run(NULL, NULL, resolve, 7, &said, err);
	free(name);
	if (!ret)
		*commit = strndup(said, strspn(said, "0123456789abcdef"));
	free(said);
	if (ret > 0 || (*commit && !**commit))
		return error_set(err, -EINVAL, "%.200s has no revision '%.100s'", path, revision);
	return ret;
}

int git_read(const char *path, const char *commit, const char *name, const char *to,
	     struct error *err)
{
	const struct work_place place = {.output = to};
	char *object = NULL, *said;
	const char *words[] = {"-C", path, "cat-file", "blob", NULL};
	int ret;

	if (asprintf(&object, "%s:./%s", commit, name) < 0)
		return error_set(err, -ENOMEM, "out of memory");
	words[4] = object;
	ret = run(&place, NULL, words, 5, &said, err);
	free(object);
	free(said);
	return ret > 0 ? -ENOENT : ret;
}

int git_run(const struct work_place *place, const char *const *words, int nr, char **said,
	    struct error *err)
{
	char ceiling[PATH_MAX + 40], *slash;
	int ret;

	/* Git looks for a repository in the folder that it is in, and must not in those above. */
	snprintf(ceiling, sizeof(ceiling), "GIT_CEILING_DIRECTORIES=%.*s", PATH_MAX,
		 place->dir ? place->dir : "/");
	slash = strrchr(ceiling, '/');
	if (slash)
		*slash = '\0';
	ret = run(place, ceiling, words, nr, said, err);
	return ret;
}
