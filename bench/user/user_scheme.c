// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * user_scheme.c: looks at the file before a compiler does, has it compiled in a folder of its own, and
 * takes the struct from the object. Paths go to the compiler as they were given, so that its messages
 * are about the file that the user knows; never through a shell. See user_scheme.h.
 */
#include "bench/user/user_scheme.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/command/data_dir.h"
#include "bench/user/compile.h"
#include "bench/user/load.h"
#include "bench/work.h"

#define WEAK_SCRIPT "scripts/build-weak.sh"

static bool ends_in_h(const char *text)
{
	size_t length = strlen(text);

	return length > 2 && !strcmp(text + length - 2, ".h");
}

bool user_scheme_is_header(const char *word)
{
	return strchr(word, '/') || ends_in_h(word);
}

/*
 * The path as commands get it: one that begins with '-' or '@' would be an option or a list of
 * arguments to them. A control character would be one to the terminal that shows the name.
 */
static int check_path(const char *given, char path[PATH_MAX], struct error *err)
{
	bool as_it_is = *given == '/' || !strncmp(given, "./", 2) || !strncmp(given, "../", 3);
	struct stat stat_of;
	FILE *file;

	for (const char *c = given; *c; c++) {
		if (iscntrl((unsigned char)*c))
			return error_set(err, -EINVAL,
					 "--scheme: '%.200s': a control character in its name",
					 given);
	}
	if (snprintf(path, PATH_MAX, "%s%s", as_it_is ? "" : "./", given) >= PATH_MAX)
		return error_set(err, -EINVAL, "--scheme: '%.200s...': too long", given);
	if (stat(path, &stat_of))
		return error_set(err, -EINVAL, "--scheme: %.200s: %s", given, strerror(errno));
	if (!S_ISREG(stat_of.st_mode))
		return error_set(err, -EINVAL, "--scheme: %.200s: not a file", given);
	file = fopen(path, "r");
	if (!file)
		return error_set(err, -EINVAL, "--scheme: %.200s: %s", given, strerror(errno));
	fclose(file);
	return 0;
}

/* A copy of @loaded that says what it is called and where it came from. */
static struct explored_scheme *adopt(const struct explored_scheme *loaded, const char *path)
{
	const char *base = strrchr(path, '/') + 1;
	struct explored_scheme *scheme = malloc(sizeof(*scheme));
	char *name = strndup(base, strlen(base) - (ends_in_h(base) ? 2 : 0)),
	     *header = strdup(path);

	if (!scheme || !name || !header) {
		free(scheme);
		free(name);
		free(header);
		return NULL;
	}
	*scheme = *loaded;
	scheme->name = name;
	scheme->header = header;
	scheme->fault = NULL; /* whoever checks a copy of one wants its laws */
	return scheme;
}

int user_scheme_load(const char *path, struct explored_scheme **scheme, char **said,
		     struct error *err)
{
	char header[PATH_MAX];
	struct user_source source = {.shown = header, .includes = {header}};
	struct loaded_object loaded;
	struct user_objects objects;
	int ret = check_path(path, header, err);

	*said = NULL;
	if (ret)
		return ret;
	ret = user_compile(&source, PART_BIT(PART_EXPLORED), &objects, said, err);
	if (!ret)
		ret = object_load(objects.path[PART_EXPLORED], header, &loaded, err);
	user_objects_free(&objects);
	if (ret)
		return ret;
	*scheme = adopt(loaded.explored, header);
	return *scheme ? 0 : error_set(err, -ENOMEM, "out of memory");
}

void user_scheme_free(struct explored_scheme *scheme)
{
	if (!scheme)
		return;
	free((char *)scheme->name);
	free((char *)scheme->header);
	free(scheme);
}

int user_scheme_build_weak(const char *path, const char *engine, char dir[PATH_MAX],
			   struct error *err)
{
	char script[PATH_MAX], program[PATH_MAX + 16], *said = NULL;
	const char *argv[] = {script, "scheme", "user", path, program, NULL};
	int ret;

	dir[0] = '\0';
	ret = data_dir(WEAK_SCRIPT, script, sizeof(script), err);
	if (!ret)
		ret = work_folder_make(dir, err);
	if (ret)
		return ret;
	snprintf(program, sizeof(program), "%s/program", dir);
	setenv("ENGINE", engine, 1);
	ret = work_run(NULL, argv, &said, err);
	if (ret > 0) {
		/* The first line says what it is, the second, where there is one, where. */
		char *end = strchr(said, '\n');

		if (end && end[1])
			*end = ' ';
		ret = error_set(err, -EINVAL, "%.*s", (int)strcspn(said, "\n"), said);
	}
	free(said);
	return ret;
}
