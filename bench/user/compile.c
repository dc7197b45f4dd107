// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * compile.c: the compiler's command line. Flags are those that the program was built with (version.h),
 * so that what is checked or timed is what a header of core/schemes/ would become. See compile.h.
 */
#include "bench/user/compile.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/command/data_dir.h"
#include "bench/user/said.h"
#include "bench/work.h"
#include "version.h"

#define MAX_WORDS 96

/* A command line; words of a text that was split are kept in it. */
struct command {
	const char *argv[MAX_WORDS + 1];
	int nr;
	char *texts[2];
	int nr_texts;
};

static void add(struct command *command, const char *word)
{
	if (command->nr < MAX_WORDS)
		command->argv[command->nr++] = word;
}

/* The words of @text, cut at blanks, as make and $CC have it. */
static void add_words(struct command *command, const char *text)
{
	char *copy = strdup(text), *rest = copy, *word;

	command->texts[command->nr_texts++] = copy;
	while ((word = strsep(&rest, " \t"))) {
		if (*word)
			add(command, word);
	}
}

/* Debug information takes as long as the code. A function that nobody declared is no guess of ours. */
static const char *const fixed[] = {
	"-std=gnu11",
	"-D_GNU_SOURCE",
	"-DPAGEREF_USER_HEADER",
	"-DSCHEME_HEADER=\"bench/user/contract.h\"",
	"-DSCHEME_NAME=\"user\"",
	"-pthread",
	"-g0",
	"-fPIC",
	"-shared",
	"-Wl,-Bsymbolic", /* its own functions, whatever ours are called */
	"-fdiagnostics-color=never",
	"-Wno-error",
	"-Werror=implicit-function-declaration",
	"-Werror=implicit-int",
	"-Werror=int-conversion",
	"-Werror=incompatible-pointer-types",
};

/* The folder that @source lies in some way below: our tree, or its installed part. */
static int find_root(const char *source, char path[PATH_MAX], char root[PATH_MAX],
		     struct error *err)
{
	int ret = data_dir(source, path, PATH_MAX, err);

	if (!ret)
		snprintf(root, PATH_MAX, "%.*s", (int)(strlen(path) - strlen(source) - 1), path);
	return ret;
}

static int no_compiler(const char *name, struct error *err)
{
	return error_set(err, -ENOENT,
			 "%.100s is not installed, and a header must be compiled to be looked at "
			 "(Debian: apt install gcc; or set CC to the compiler there is)",
			 name);
}

static int run(const struct command *command, const char *header, char **said, struct error *err)
{
	int ret = work_run(NULL, command->argv, said, err);

	if (ret == -ENOENT)
		return no_compiler(command->argv[0], err);
	if (ret <= 0)
		return ret;
	return said_interpret(header, said, err);
}

int user_compile(const char *header, const char *source, const char *define, const char *object,
		 char **said, struct error *err)
{
	const char *chosen = getenv("CC");
	char path[PATH_MAX], root[PATH_MAX], include[PATH_MAX + 2];
	struct command command = {.nr = 0};
	int ret = find_root(source, path, root, err);

	*said = NULL;
	if (ret)
		return ret;
	add_words(&command, chosen && chosen[strspn(chosen, " \t")] ? chosen : PAGEREF_CC);
	add_words(&command, PAGEREF_FLAGS);
	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		add(&command, fixed[i]);
	if (define)
		add(&command, define);
	snprintf(include, sizeof(include), "-I%s", root);
	add(&command, include);
	add(&command, "-include");
	add(&command, header);
	add(&command, "-o");
	add(&command, object);
	add(&command, path);
	if (command.nr == MAX_WORDS)
		ret = error_set(err, -E2BIG, "$CC and the flags of the build are too many words");
	else if (!command.texts[0] || !command.texts[1])
		ret = error_set(err, -ENOMEM, "out of memory");
	else
		ret = run(&command, header, said, err);
	free(command.texts[0]);
	free(command.texts[1]);
	return ret;
}
