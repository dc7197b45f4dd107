// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * outside.c: lists of words, the names of what they become, and the table of it. See outside.h.
 */
#include "bench/user/outside.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/grow.h"
#include "bench/scheme.h"
#include "bench/user/folder.h"
#include "bench/user/outside_load.h"
#include "bench/workload.h"

static struct outside_scheme **table;
static int nr_table;
static struct source_options configured;

static int no_memory(const struct outside_request *request)
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

/* ---- names ---- */

static int refuse_name(const struct outside_scheme *scheme, const struct outside_request *request)
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
static int check_name(const struct outside_scheme *scheme, const struct outside_request *request)
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

static int number_name(struct outside_scheme *scheme, const struct outside_request *request)
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

static int keep(struct outside_scheme *scheme, const struct outside_request *request)
{
	struct outside_scheme **grown = grow(table, nr_table, sizeof(*table));

	if (!grown)
		return no_memory(request);
	table = grown;
	table[nr_table++] = scheme;
	return 0;
}

/* @scheme's word is taken apart. What was registered stays so, whatever goes wrong with the rest. */
static int add_new(struct outside_scheme *scheme, const struct outside_request *request)
{
	int ret = check_name(scheme, request);

	if (!ret)
		ret = request->copy ? number_name(scheme, request) : refuse_name(scheme, request);
	if (!ret)
		ret = outside_load(scheme, request, &configured);
	return ret ? ret : keep(scheme, request);
}

static int add(const char *given, const struct outside_request *request, const char **name)
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

static int add_to_list(FILE *out, const char *given, const struct outside_request *request)
{
	const char *name;
	int ret = add(given, request, &name);

	if (!ret)
		fprintf(out, "%s%s", ftell(out) ? "," : "", name);
	return ret;
}

static int add_folder(FILE *out, const char *path, const struct outside_request *request)
{
	char **headers;
	int ret = folder_headers(path, request->option, &headers, request->err);

	for (int i = 0; !ret && headers[i]; i++)
		ret = add_to_list(out, headers[i], request);
	folder_headers_free(headers);
	return ret;
}

static int add_from_list(FILE *out, const char *given, const struct outside_request *request)
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
	const struct outside_request request = {
		.option = option, .parts = parts, .said = said, .err = err};
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
	const struct outside_request request = {
		.option = option, .parts = parts, .copy = true, .said = said, .err = err};
	const char *called;
	int ret;

	*name = NULL;
	*said = NULL;
	ret = add(word, &request, &called);
	if (ret)
		return ret;
	*name = strdup(called);
	return *name ? 0 : no_memory(&request);
}
