// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * outside_load.c: compile or take from the cache, load, probe what comes from a kernel tree, register.
 * See outside_load.h.
 */
#include "bench/user/outside_load.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/lookup/loops.h"
#include "bench/scheme.h"
#include "bench/user/compile.h"
#include "bench/user/contract_probe.h"
#include "bench/user/folder.h"
#include "bench/user/load.h"
#include "bench/work.h"

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
			   const struct outside_request *request)
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
			const struct outside_request *request)
{
	int ret = 0;

	for (int part = 0; part < NR_USER_PARTS && !ret; part++) {
		const char *object = objects->path[part];
		struct loaded_object loaded;

		if (!*object)
			continue;
		if (request->copy || object_is_loaded(object))
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
		   const struct outside_request *request)
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

static int add_compiled(struct outside_scheme *scheme, const struct outside_request *request,
			const struct source_options *options)
{
	struct scheme_source source;
	int ret =
		scheme_source_make(&source, &scheme->word, request->option, options, request->err);

	if (!ret)
		ret = compile(scheme, &source, request);
	if (!ret) {
		scheme->commit = source.tree.commit ? strdup(source.tree.commit) : NULL;
		scheme->tree = source.tree.version ? strdup(source.tree.version) : NULL;
		scheme->debug_vm = options->debug_vm;
		if (options->kernel_extra && scheme->word.kind == WORD_KERNEL)
			scheme->kernel_extra = strdup(options->kernel_extra);
	}
	scheme_source_free(&source);
	return ret;
}

/* The file is the text: what is loaded is what it holds. */
static int add_object(struct outside_scheme *scheme, const struct outside_request *request)
{
	const char *path = scheme->word.path;
	struct loaded_object loaded;
	char dir[PATH_MAX];
	int ret = work_folder_make(dir, request->err);

	if (ret)
		return ret;
	if (request->copy || object_is_loaded(path))
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

int outside_load(struct outside_scheme *scheme, const struct outside_request *request,
		 const struct source_options *options)
{
	if (scheme->word.kind == WORD_FOLDER)
		return error_set(request->err, -EINVAL,
				 "%s: %.200s is a folder: name one of its headers", request->option,
				 scheme->given);
	return scheme->word.kind == WORD_OBJECT ? add_object(scheme, request)
						: add_compiled(scheme, request, options);
}
