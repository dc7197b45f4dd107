// SPDX-License-Identifier: GPL-2.0-or-later
/* outside.c: from a word to a registered scheme. See outside.h. */
#include "bench/user/outside.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/grow.h"
#include "bench/lookup/loops.h"
#include "bench/scheme.h"
#include "bench/user/compile.h"
#include "bench/user/contract_probe.h"
#include "bench/user/folder.h"
#include "bench/user/load.h"
#include "bench/work.h"
#include "bench/workload.h"

static struct outside_scheme **table;
static int nr_table;
static struct source_options configured;

/* What is asked for, wherever it is on its way. */
struct request {
	const char *option;
	unsigned int parts;
	bool copy;
	char **said;
	struct error *err;
};

static int no_memory(const struct request *request)
{
	return error_set(request->err, -ENOMEM, "out of memory");
}

const struct outside_scheme *outside_nth(int i)
{
	return i < nr_table ? table[i] : NULL;
}

void outside_configure(const struct source_options *options)
{
	configured = options ? *options : (struct source_options){.debug_vm = false};
}

unsigned int outside_parts(const char *workloads_list)
{
	char *copy = strdup(workloads_list), *rest = copy, *name;
	unsigned int parts = OUTSIDE_LOOPS;

	while ((name = strsep(&rest, ","))) {
		const struct workload *workload = workload_find(name);

		if (!strcmp(name, "all") || (workload && workload->lookup))
			parts |= OUTSIDE_LOOKUPS;
	}
	free(copy);
	return parts;
}

static bool same_text(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

/* The same text under the same name, however it was spelled. */
static bool is_same(const struct scheme_word *a, const struct scheme_word *b)
{
	bool same = a->kind == b->kind && !strcmp(a->name, b->name) && !strcmp(a->path, b->path) &&
		    same_text(a->revision, b->revision) && a->nr_patches == b->nr_patches;

	for (int i = 0; same && i < a->nr_patches; i++)
		same = !strcmp(a->patches[i], b->patches[i]);
	return same;
}

static const struct outside_scheme *find_loaded(const struct scheme_word *word, unsigned int parts)
{
	for (int i = 0; i < nr_table; i++) {
		if (!table[i]->copy && !(parts & ~table[i]->parts) &&
		    is_same(&table[i]->word, word))
			return table[i];
	}
	return NULL;
}

/* ---- registering ---- */

static int register_scheme(const struct scheme *loaded, const char *name)
{
	struct scheme *scheme = malloc(sizeof(*scheme));

	if (!scheme)
		return -ENOMEM;
	*scheme = *loaded;
	scheme->name = name;
	return scheme_register(scheme);
}

static int register_lookups(const struct lookup_loops *loaded, const char *name)
{
	struct lookup_loops *loops = malloc(sizeof(*loops));

	if (!loops)
		return -ENOMEM;
	*loops = *loaded;
	loops->scheme = name;
	return lookup_loops_register(loops);
}

static int register_object(const struct loaded_object *loaded, const struct outside_scheme *scheme,
			   const struct request *request)
{
	const char *name = scheme->word.name;
	int ret = 0;

	if (loaded->scheme)
		ret = register_scheme(loaded->scheme, name);
	if (!ret && loaded->counting)
		ret = register_scheme(loaded->counting, name);
	if (!ret && loaded->lookups)
		ret = register_lookups(loaded->lookups, name);
	if (ret)
		return error_set(request->err, ret, "%s: %.200s: %s", request->option,
				 scheme->given,
				 ret == -ENOSPC ? "there are too many schemes" : strerror(-ret));
	return 0;
}

/* ---- objects ---- */

/* A file of its own, of another name each time: the loader must not take it for one that it has. */
static int load_copy(const char *dir, const char *object, const char *shown,
		     struct loaded_object *loaded, struct error *err)
{
	static int nr_copies;
	char copy[PATH_MAX + 32];
	int ret;

	snprintf(copy, sizeof(copy), "%s/copy-%d.so", dir, nr_copies++);
	ret = folder_copy_file(object, copy, err);
	if (!ret)
		ret = object_load(copy, shown, loaded, err);
	unlink(copy);
	return ret;
}

static int load_objects(const struct user_objects *objects, const struct outside_scheme *scheme,
			const struct request *request)
{
	int ret = 0;

	for (int part = 0; part < NR_USER_PARTS && !ret; part++) {
		const char *object = objects->path[part];
		struct loaded_object loaded;

		if (!*object)
			continue;
		if (request->copy)
			ret = load_copy(objects->dir, object, scheme->given, &loaded, request->err);
		else
			ret = object_load(object, scheme->given, &loaded, request->err);
		if (!ret && loaded.scheme && scheme->word.kind == WORD_KERNEL)
			ret = contract_probe(&loaded.scheme->ops, scheme->given, request->err);
		if (!ret)
			ret = register_object(&loaded, scheme, request);
	}
	return ret;
}

static int compile(struct outside_scheme *scheme, const struct scheme_source *source,
		   const struct request *request)
{
	unsigned int parts = user_parts_loops;
	struct user_objects objects;
	int ret;

	if (request->parts & OUTSIDE_LOOKUPS)
		parts |= user_parts_lookups;
	ret = user_compile(&source->compiled, parts, &objects, request->said, request->err);
	if (ret == -EINVAL && scheme->word.kind == WORD_KERNEL)
		kernel_tree_explain(source->shown, request->said, request->err);
	if (!ret)
		ret = load_objects(&objects, scheme, request);
	memcpy(scheme->hash, objects.hash, sizeof(scheme->hash));
	user_objects_free(&objects);
	return ret;
}

static int add_compiled(struct outside_scheme *scheme, const struct request *request)
{
	struct scheme_source source;
	int ret = scheme_source_make(&source, &scheme->word, request->option, &configured,
				     request->err);

	if (!ret)
		ret = compile(scheme, &source, request);
	if (!ret) {
		scheme->commit = source.tree.commit ? strdup(source.tree.commit) : NULL;
		scheme->tree = source.tree.version ? strdup(source.tree.version) : NULL;
		scheme->debug_vm = configured.debug_vm;
		if (configured.kernel_extra && scheme->word.kind == WORD_KERNEL)
			scheme->kernel_extra = strdup(configured.kernel_extra);
	}
	scheme_source_free(&source);
	return ret;
}

/* The file is the text: what is loaded is what it holds. */
static int add_object(struct outside_scheme *scheme, const struct request *request)
{
	const char *path = scheme->word.path;
	struct loaded_object loaded;
	char dir[PATH_MAX];
	int ret = work_folder_make(dir, request->err);

	if (ret)
		return ret;
	if (request->copy)
		ret = load_copy(dir, path, path, &loaded, request->err);
	else
		ret = object_load(path, path, &loaded, request->err);
	work_folder_remove(dir);
	if (!ret && !loaded.scheme)
		ret = error_set(request->err, -EINVAL, "%s: %.200s carries no loops to measure",
				request->option, path);
	if (!ret && request->parts & OUTSIDE_LOOKUPS && !loaded.lookups)
		ret = error_set(request->err, -EINVAL, "%s: %.200s carries no lookups to measure",
				request->option, path);
	if (ret == -EINVAL)
		*request->said = object_advice();
	if (!ret)
		ret = object_hash(path, scheme->hash, request->err);
	return ret ? ret : register_object(&loaded, scheme, request);
}

/* ---- names ---- */

static int refuse_name(const struct outside_scheme *scheme, const struct request *request)
{
	const struct outside_scheme *other = NULL;
	const char *name = scheme->word.name;

	for (int i = 0; i < nr_table; i++) {
		if (!strcmp(table[i]->word.name, name))
			other = table[i];
	}
	if (!scheme_find(name))
		return 0;
	return error_set(request->err, -EINVAL,
			 "%s: %.150s and %.150s would both be called '%.60s': name one, "
			 "as in NAME=%.100s",
			 request->option, other ? other->given : name, scheme->given, name,
			 scheme->word.kind == WORD_BUILT_IN ? scheme->word.path : scheme->given);
}

/* Lists of schemes are cut at commas, and every name is a name in the results. */
static int check_name(const struct outside_scheme *scheme, const struct request *request)
{
	const char *name = scheme->word.name;
	bool odd = !*name || !strcmp(name, "all") || strchr(name, ',');

	for (const char *c = name; *c; c++)
		odd |= iscntrl((unsigned char)*c) != 0;
	if (odd)
		return error_set(request->err, -EINVAL,
				 "%s: %.200s cannot be called '%.60s': name it, as in NAME=WORD",
				 request->option, scheme->given, name);
	return 0;
}

static int number_name(struct outside_scheme *scheme, const struct request *request)
{
	char *name = scheme->word.name, *numbered = NULL;

	for (int i = 2; scheme_find(numbered ? numbered : name); i++) {
		free(numbered);
		if (asprintf(&numbered, "%s#%d", name, i) < 0)
			return no_memory(request);
	}
	if (numbered) {
		scheme->word.name = numbered;
		free(name);
	}
	return 0;
}

/* ---- words ---- */

static void free_scheme(struct outside_scheme *scheme)
{
	if (!scheme)
		return;
	word_free(&scheme->word);
	free(scheme->given);
	free(scheme->commit);
	free(scheme->tree);
	free(scheme->kernel_extra);
	free(scheme);
}

static int add_word(struct outside_scheme *scheme, const struct request *request)
{
	if (scheme->word.kind == WORD_FOLDER)
		return error_set(request->err, -EINVAL,
				 "%s: %.200s is a folder: name one of its headers", request->option,
				 scheme->given);
	return scheme->word.kind == WORD_OBJECT ? add_object(scheme, request)
						: add_compiled(scheme, request);
}

static int keep(struct outside_scheme *scheme, const struct request *request)
{
	struct outside_scheme **grown = grow(table, nr_table, sizeof(*table));

	if (!grown)
		return no_memory(request);
	table = grown;
	table[nr_table++] = scheme;
	return 0;
}

/* @scheme's word is taken apart. What was registered stays so, whatever goes wrong with the rest. */
static int add_new(struct outside_scheme *scheme, const struct request *request)
{
	int ret = check_name(scheme, request);

	if (!ret)
		ret = request->copy ? number_name(scheme, request) : refuse_name(scheme, request);
	if (!ret)
		ret = add_word(scheme, request);
	return ret ? ret : keep(scheme, request);
}

static int add(const char *given, const struct request *request, const char **name)
{
	struct outside_scheme *scheme = calloc(1, sizeof(*scheme));
	const struct outside_scheme *loaded = NULL;
	int ret;

	if (!scheme)
		return no_memory(request);
	scheme->given = strdup(given);
	scheme->parts = request->parts;
	scheme->copy = request->copy;
	ret = scheme->given ? word_parse(&scheme->word, request->option, given, request->err)
			    : no_memory(request);
	if (!ret && !request->copy)
		loaded = find_loaded(&scheme->word, request->parts);
	if (!ret && !loaded)
		ret = add_new(scheme, request);
	if (!ret)
		*name = loaded ? loaded->word.name : scheme->word.name;
	if (ret || loaded)
		free_scheme(scheme);
	return ret;
}

/* ---- lists ---- */

static int add_to_list(FILE *out, const char *given, const struct request *request)
{
	const char *name;
	int ret = add(given, request, &name);

	if (!ret)
		fprintf(out, "%s%s", ftell(out) ? "," : "", name);
	return ret;
}

static int add_folder(FILE *out, const char *path, const struct request *request)
{
	char **headers;
	int ret = folder_headers(path, request->option, &headers, request->err);

	for (int i = 0; !ret && headers[i]; i++)
		ret = add_to_list(out, headers[i], request);
	if (!ret)
		folder_headers_free(headers);
	return ret;
}

static int add_from_list(FILE *out, const char *given, const struct request *request)
{
	if (word_is_folder(given))
		return add_folder(out, given, request);
	if (word_is_outside(given))
		return add_to_list(out, given, request);
	fprintf(out, "%s%s", ftell(out) ? "," : "", given);
	return 0;
}

int outside_schemes(const char *option, const char *list, unsigned int parts, char **names,
		    char **said, struct error *err)
{
	const struct request request = {.option = option, .parts = parts, .said = said, .err = err};
	char *copy = strdup(list), *rest = copy, *word;
	size_t size;
	FILE *out;
	int ret = 0;

	*names = NULL;
	*said = NULL;
	out = open_memstream(names, &size);
	if (!out || !copy)
		ret = no_memory(&request);
	while (!ret && (word = strsep(&rest, ",")))
		ret = add_from_list(out, word, &request);
	free(copy);
	if (out && fclose(out) && !ret)
		ret = no_memory(&request);
	if (ret) {
		free(*names);
		*names = NULL;
	}
	return ret;
}

int outside_copy(const char *option, const char *word, unsigned int parts, char **name, char **said,
		 struct error *err)
{
	const struct request request = {
		.option = option, .parts = parts, .copy = true, .said = said, .err = err};
	const char *called;
	int ret = add(word, &request, &called);

	*name = NULL;
	if (ret)
		return ret;
	*name = strdup(called);
	return *name ? 0 : no_memory(&request);
}
