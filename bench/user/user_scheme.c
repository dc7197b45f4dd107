// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * user_scheme.c: has a word compiled with scheduling points and, as C++, for relacy. Paths go to the
 * compilers as they were given, so that their messages are about the file that the user knows; never
 * through a shell. See user_scheme.h.
 */
#include "bench/user/user_scheme.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/command/data_dir.h"
#include "bench/user/command_line.h"
#include "bench/user/load.h"
#include "bench/work.h"

#define OPTION	    "--scheme"
#define WEAK_SCRIPT "scripts/build-weak.sh"

/* The same for all of a command: the weak-memory program is built long after the word was read. */
static struct source_options options;

void user_scheme_configure(const struct source_options *chosen)
{
	options = *chosen;
}

/* A copy of @loaded that says what it is called and where it came from. */
static struct explored_scheme *adopt(const struct explored_scheme *loaded, const char *name,
				     const char *origin)
{
	struct explored_scheme *scheme = malloc(sizeof(*scheme));
	char *own_name = strdup(name), *own_origin = strdup(origin);

	if (!scheme || !own_name || !own_origin) {
		free(scheme);
		free(own_name);
		free(own_origin);
		return NULL;
	}
	*scheme = *loaded;
	scheme->name = own_name;
	scheme->header = own_origin;
	scheme->fault = NULL; /* whoever checks a copy of one wants its laws */
	return scheme;
}

static int compile(const struct scheme_source *source, const struct scheme_word *word,
		   struct loaded_object *loaded, char **said, struct error *err)
{
	struct user_objects objects;
	int ret = user_compile(&source->compiled, PART_BIT(PART_EXPLORED), &objects, said, err);

	if (ret == -EINVAL && word->kind == WORD_KERNEL)
		kernel_tree_explain(source->shown, said, err);
	if (!ret)
		ret = object_load(objects.path[PART_EXPLORED], source->shown, loaded, err);
	user_objects_free(&objects);
	if (!ret) {
		free(*said); /* warnings */
		*said = NULL;
	}
	return ret;
}

static int load_object(const struct scheme_word *word, struct explored_scheme **scheme,
		       struct error *err)
{
	struct loaded_object loaded;
	int ret = object_load(word->path, word->path, &loaded, err);

	if (!ret && !loaded.explored)
		ret = error_set(err, -EINVAL,
				OPTION ": %.200s carries nothing to explore: name its header",
				word->path);
	if (!ret)
		*scheme = adopt(loaded.explored, word->name, word->path);
	return ret;
}

static int load_source(const struct scheme_word *word, struct explored_scheme **scheme, char **said,
		       struct error *err)
{
	struct scheme_source source;
	struct loaded_object loaded;
	int ret = scheme_source_make(&source, word, OPTION, &options, err);

	if (!ret)
		ret = compile(&source, word, &loaded, said, err);
	if (!ret)
		*scheme = adopt(loaded.explored, word->name, source.shown);
	scheme_source_free(&source);
	return ret;
}

int user_scheme_load(const char *text, struct explored_scheme **scheme, char **said,
		     struct error *err)
{
	struct scheme_word word;
	int ret = word_parse(&word, OPTION, text, err);

	*scheme = NULL;
	*said = NULL;
	if (!ret)
		ret = word.kind == WORD_OBJECT ? load_object(&word, scheme, err)
					       : load_source(&word, scheme, said, err);
	word_free(&word);
	if (!ret && !*scheme)
		ret = error_set(err, -ENOMEM, "out of memory");
	return ret;
}

void user_scheme_free(struct explored_scheme *scheme)
{
	if (!scheme)
		return;
	free((char *)scheme->name);
	free((char *)scheme->header);
	free(scheme);
}

/* ---- weak memory ---- */

/* The script takes one header; others come before it, as flags. */
static void weak_line(struct command_line *line, const struct user_source *source,
		      const char *script, const char *program)
{
	int last = 0;

	while (last + 1 < MAX_USER_INCLUDES && source->includes[last + 1])
		last++;
	command_line_add(line, script);
	command_line_add(line, "scheme");
	command_line_add(line, "user");
	command_line_add(line, source->includes[last]);
	command_line_add(line, program);
	for (int i = 0; i < MAX_USER_WORDS && source->words[i]; i++)
		command_line_add(line, source->words[i]);
	for (int i = 0; i < last; i++) {
		command_line_add(line, "-include");
		command_line_add(line, source->includes[i]);
	}
}

static int build(const struct user_source *source, const char *engine, const char *dir,
		 struct error *err)
{
	struct command_line line = {.nr = 0};
	char script[PATH_MAX], program[PATH_MAX + 16], *said = NULL;
	int ret = data_dir(WEAK_SCRIPT, script, sizeof(script), err);

	if (ret)
		return ret;
	snprintf(program, sizeof(program), "%s/program", dir);
	weak_line(&line, source, script, program);
	setenv("ENGINE", engine, 1);
	ret = command_line_check(&line, err);
	if (!ret)
		ret = work_run(NULL, line.argv, &said, err);
	if (ret > 0) {
		/* The first line says what it is, the second, where there is one, where. */
		char *end = strchr(said, '\n');

		if (end && end[1])
			*end = ' ';
		ret = error_set(err, -EINVAL, "%.*s", (int)strcspn(said, "\n"), said);
	}
	free(said);
	command_line_free(&line);
	return ret;
}

int user_scheme_build_weak(const char *text, const char *engine, char dir[PATH_MAX],
			   struct error *err)
{
	struct scheme_source source = {.shown = NULL};
	struct scheme_word word;
	int ret = word_parse(&word, OPTION, text, err);

	dir[0] = '\0';
	if (!ret && word.kind == WORD_OBJECT)
		ret = error_set(err, -EINVAL, "a shared object has no text to compile as C++");
	if (!ret)
		ret = scheme_source_make(&source, &word, OPTION, &options, err);
	if (!ret)
		ret = work_folder_make(dir, err);
	if (!ret)
		ret = build(&source.compiled, engine, dir, err);
	scheme_source_free(&source);
	word_free(&word);
	return ret;
}
