// SPDX-License-Identifier: GPL-2.0-or-later
/* source.c: see source.h. */
#include "bench/user/source.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/command/data_dir.h"
#include "bench/scheme.h"

static int no_memory(struct error *err)
{
	return error_set(err, -ENOMEM, "out of memory");
}

/* Whether @fits is true of any word in the comma list @list. Returns 1, 0 or -ENOMEM. */
static int any_word(const char *list, bool (*fits)(const char *word))
{
	char *copy = strdup(list), *rest = copy, *word;
	int found = copy ? 0 : -ENOMEM;

	while (!found && (word = strsep(&rest, ",")))
		found = fits(word);
	free(copy);
	return found;
}

static int check_option(bool given, const char *meaning, bool (*fits)(const char *word),
			const char *const *lists, struct error *err)
{
	int found = !given;

	for (; !found && *lists; lists++)
		found = any_word(*lists, fits);
	if (found < 0)
		return no_memory(err);
	return found ? 0 : error_set(err, -EINVAL, "%s", meaning);
}

static bool is_compiled(const char *word)
{
	return word_is_outside(word) || word_is_folder(word);
}

int source_options_check(const struct source_options *options, const char *const *lists,
			 struct error *err)
{
	int ret = check_option(options->debug_vm,
			       "--debug-vm means nothing to schemes that are built in: it is for "
			       "what is compiled now, as ./mine.h, NAME=plain or kernel:TREE",
			       is_compiled, lists, err);

	if (ret)
		return ret;
	return check_option(options->kernel_extra,
			    "--kernel-extra means nothing without kernel:TREE among the schemes",
			    word_is_kernel, lists, err);
}

/* "base=plain", or a copy: the header that the program was built with. */
static int find_built_in(struct scheme_source *source, const struct scheme_word *word,
			 const char *option, struct error *err)
{
	char file[300];

	snprintf(file, sizeof(file), "core/schemes/%.250s.h", word->path);
	if (!scheme_find(word->path))
		return error_set(err, -EINVAL,
				 "%s: '%.60s' does not exist; 'pageref list schemes' shows what is "
				 "built in, and a header, a folder of them, a shared object or "
				 "kernel:PATH may be given",
				 option, word->path);
	return data_dir(file, source->header, sizeof(source->header), err);
}

/* Commands take a relative path for what it is. */
static int find_extra(struct scheme_source *source, const char *extra, struct error *err)
{
	bool as_it_is = *extra == '/' || !strncmp(extra, "./", 2) || !strncmp(extra, "../", 3);

	if (snprintf(source->extra, sizeof(source->extra), "%s%s", as_it_is ? "" : "./", extra) >=
	    (int)sizeof(source->extra))
		return error_set(err, -EINVAL, "--kernel-extra: the path is too long");
	if (access(source->extra, R_OK))
		return error_set(err, -EINVAL, "--kernel-extra: %.200s: %s", extra,
				 strerror(errno));
	return 0;
}

/* The stand-ins of the kernel's headers come last on the search path: the system's own stay what they are. */
static int make_kernel(struct scheme_source *source, const struct scheme_word *word,
		       const struct source_options *options, struct error *err)
{
	static const char base[] = "core/kernel/base.h";
	struct user_source *compiled = &source->compiled;
	int nr = 0, ret = data_dir(base, source->base, sizeof(source->base), err);

	if (!ret)
		ret = kernel_tree_make(&source->tree, word, err);
	if (!ret && options->kernel_extra)
		ret = find_extra(source, options->kernel_extra, err);
	if (ret)
		return ret;
	snprintf(source->stubs, sizeof(source->stubs), "%.*s/core/kernel/include",
		 (int)(strlen(source->base) - sizeof(base)), source->base);
	compiled->includes[nr++] = source->base;
	if (options->kernel_extra)
		compiled->includes[nr++] = source->extra;
	compiled->includes[nr++] = source->tree.header;
	compiled->words[0] = "-idirafter";
	compiled->words[1] = source->stubs;
	return 0;
}

static int make(struct scheme_source *source, const struct scheme_word *word, const char *option,
		const struct source_options *options, struct error *err)
{
	struct user_source *compiled = &source->compiled;
	int ret = 0;

	if (word->kind == WORD_KERNEL) {
		source->shown = strdup(word->text);
		ret = make_kernel(source, word, options, err);
	} else {
		if (word->kind == WORD_BUILT_IN)
			ret = find_built_in(source, word, option, err);
		else
			snprintf(source->header, sizeof(source->header), "%s", word->path);
		source->shown = strdup(source->header);
		compiled->includes[0] = source->header;
	}
	if (!ret && !source->shown)
		ret = no_memory(err);
	compiled->shown = source->shown;
	return ret;
}

int scheme_source_make(struct scheme_source *source, const struct scheme_word *word,
		       const char *option, const struct source_options *options, struct error *err)
{
	int ret, nr = 0;

	*source = (struct scheme_source){.shown = NULL};
	ret = make(source, word, option, options, err);
	while (source->compiled.words[nr])
		nr++;
	if (options->debug_vm)
		source->compiled.words[nr] = "-DCONFIG_DEBUG_VM";
	return ret;
}

void scheme_source_free(struct scheme_source *source)
{
	kernel_tree_free(&source->tree);
	free(source->shown);
	source->shown = NULL;
}
