// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kernel_tree.c: nothing of a tree is on the search path: page_ref.h and the PAGEREF_* of page-flags.h,
 * where the series defines its bit, are copied to a folder of our own, and included from there. Which
 * functions there are is looked up in the text. See kernel_tree.h.
 */
#include "bench/user/kernel_tree.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/user/folder.h"
#include "bench/user/git.h"
#include "bench/user/patch.h"
#include "bench/user/text.h"
#include "bench/work.h"

#define PAGE_REF   "include/linux/page_ref.h"
#define PAGE_FLAGS "include/linux/page-flags.h"
#define MAKEFILE   "Makefile"

/* Without any of them there is nothing to measure; every tree since folios are counted has them. */
static const char *const needed[] = {
	"init_page_count",	  "folio_ref_count",  "folio_try_get",
	"folio_ref_dec_and_test", "folio_ref_freeze", "folio_ref_unfreeze",
};

/* Each list: one of them is needed, the first that is there is taken (core/kernel/end.h). */
static const char *const try_add[] = {
	"folio_ref_try_add",	      "folio_ref_add_unless_frozen",
	"page_ref_add_unless_frozen", "folio_ref_add_unless_zero",
	"page_ref_add_unless_zero",   "folio_ref_add_unless",
	"page_ref_add_unless",	      NULL,
};
static const char *const sub_and_test[] = {"folio_ref_sub_and_test", "page_ref_sub_and_test", NULL};
static const char *const set_frozen[] = {"set_page_count_frozen", "set_page_count", NULL};
static const char *const get[] = {"folio_get", "folio_ref_inc", "page_ref_inc", NULL};
static const char *const from_page_flags[] = {"page_is_fake_head", "page_count_writable", NULL};

static const char *const *const choices[] = {try_add, sub_and_test, set_frozen, get};

#define NR(array) (sizeof(array) / sizeof((array)[0]))

/* Copy @name of the tree, if it is there. Returns 0, -ENOENT without @err, or as git_read(). */
static int fetch(const struct kernel_tree *tree, const struct scheme_word *word, const char *name,
		 struct error *err)
{
	char to[PATH_MAX + 64], from[PATH_MAX + 64];

	snprintf(to, sizeof(to), "%s/%s", tree->dir, name);
	if (tree->commit)
		return git_read(word->path, tree->commit, name, to, err);
	snprintf(from, sizeof(from), "%s/%s", word->path, name);
	return access(from, F_OK) ? -ENOENT : folder_copy_file(from, to, err);
}

/* "VERSION = 6" and the like, of its Makefile. */
static char *read_version(const struct kernel_tree *tree)
{
	static const char *const names[] = {
		"\nVERSION = ", "\nPATCHLEVEL = ", "\nSUBLEVEL = ", "\nEXTRAVERSION = "};
	char path[PATH_MAX + 64], version[64] = "", *text;

	snprintf(path, sizeof(path), "%s/" MAKEFILE, tree->dir);
	text = text_read(path);
	for (size_t i = 0; text && i < NR(names); i++) {
		const char *line = strstr(text, names[i]);
		size_t used = strlen(version);

		if (!line)
			continue;
		line += strlen(names[i]);
		snprintf(version + used, sizeof(version) - used, "%s%.*s",
			 i == 1 || i == 2 ? "." : "", (int)strcspn(line, " \n"), line);
	}
	free(text);
	return *version ? strdup(version) : NULL;
}

static int make_folders(const struct kernel_tree *tree, struct error *err)
{
	static const char *const folders[] = {"include", "include/linux"};
	char path[PATH_MAX + 32];

	for (size_t i = 0; i < NR(folders); i++) {
		snprintf(path, sizeof(path), "%s/%s", tree->dir, folders[i]);
		if (mkdir(path, 0700))
			return error_set(err, -errno, "%.200s: %s", path, strerror(errno));
	}
	return 0;
}

static int fetch_all(struct kernel_tree *tree, const struct scheme_word *word, struct error *err)
{
	int ret = fetch(tree, word, PAGE_REF, err);

	if (ret == -ENOENT && tree->commit)
		return error_set(err, -EINVAL, "%.200s at %.60s has no " PAGE_REF, word->path,
				 word->revision);
	if (ret == -ENOENT)
		return error_set(err, -EINVAL, "%.200s is no kernel tree: it has no " PAGE_REF,
				 word->path);
	if (!ret)
		ret = fetch(tree, word, PAGE_FLAGS, err);
	if (!ret || ret == -ENOENT)
		ret = fetch(tree, word, MAKEFILE, err);
	return ret == -ENOENT ? 0 : ret;
}

/* ---- the header ---- */

static int check_functions(const char *text, const char *shown, struct error *err)
{
	for (size_t i = 0; i < NR(needed); i++) {
		if (!text_defines(text, needed[i]))
			return error_set(err, -EINVAL, "%.200s: its " PAGE_REF " defines no %s()",
					 shown, needed[i]);
	}
	for (size_t i = 0; i < NR(choices); i++) {
		bool found = false;

		for (const char *const *name = choices[i]; *name; name++)
			found |= text_defines(text, *name);
		if (!found)
			return error_set(err, -EINVAL,
					 "%.200s: its " PAGE_REF " defines neither %s() nor what "
					 "could stand for it",
					 shown, choices[i][0]);
	}
	return 0;
}

static void tell_which(FILE *out, const char *text, const char *const *names)
{
	for (; *names; names++) {
		if (text_defines(text, *names))
			fprintf(out, "#define KERNEL_HAS_%s 1\n", *names);
	}
}

/* What compilers call the copy. They show lines of the file of that name, so only where it is the same. */
static void tell_line(FILE *out, const struct scheme_word *word)
{
	bool same = !word->revision && !word->nr_patches;

	fprintf(out, "#line 1 \"");
	for (const char *c = same ? word->path : ""; *c; c++)
		fprintf(out, "%s%c", *c == '"' || *c == '\\' ? "\\" : "", *c);
	fprintf(out, "%s" PAGE_REF "\"\n", same ? "/" : "its ");
}

static int write_parts(const struct kernel_tree *tree, const struct scheme_word *word,
		       const char *text, const char *flags, struct error *err)
{
	FILE *out = fopen(tree->header, "we");

	if (!out)
		return error_set(err, -errno, "%.200s: %s", tree->header, strerror(errno));
	for (size_t i = 0; i < NR(choices); i++)
		tell_which(out, text, choices[i]);
	tell_which(out, text, from_page_flags);
	fprintf(out, "#include \"core/kernel/begin.h\"\n");
	if (flags)
		text_copy_defines(out, flags, "PAGEREF_");
	tell_line(out, word);
	fprintf(out, "%s\n#line 1 \"core/kernel/generated\"\n#include \"core/kernel/end.h\"\n",
		text);
	if (fclose(out))
		return error_set(err, -EIO, "%.200s: %s", tree->header, strerror(errno));
	return 0;
}

static int write_header(struct kernel_tree *tree, const struct scheme_word *word, struct error *err)
{
	const char *shown = word->text;
	char path[PATH_MAX + 64], *text, *flags;
	int ret;

	snprintf(path, sizeof(path), "%s/" PAGE_REF, tree->dir);
	text = text_read(path);
	snprintf(path, sizeof(path), "%s/" PAGE_FLAGS, tree->dir);
	flags = text_read(path);
	snprintf(tree->header, sizeof(tree->header), "%s/kernel.h", tree->dir);
	ret = text ? check_functions(text, shown, err)
		   : error_set(err, -EINVAL, "%.200s: its " PAGE_REF " cannot be read", shown);
	if (!ret)
		ret = write_parts(tree, word, text, flags, err);
	free(text);
	free(flags);
	return ret;
}

/* The name of the folder that the copies are in, as git will have it: without links. */
static int make_dir(struct kernel_tree *tree, struct error *err)
{
	char made[PATH_MAX];
	int ret = work_folder_make(made, err);

	if (!ret && !realpath(made, tree->dir)) {
		ret = error_set(err, -errno, "%.200s: %s", made, strerror(errno));
		tree->dir[0] = '\0';
		work_folder_remove(made);
	}
	return ret ? ret : make_folders(tree, err);
}

int kernel_tree_make(struct kernel_tree *tree, const struct scheme_word *word, struct error *err)
{
	int ret = 0;

	*tree = (struct kernel_tree){.dir = ""};
	if (word->revision)
		ret = git_resolve(word->path, word->revision, &tree->commit, err);
	if (!ret)
		ret = make_dir(tree, err);
	if (!ret)
		ret = fetch_all(tree, word, err);
	for (int i = 0; !ret && i < word->nr_patches; i++)
		ret = patch_apply(word->patches[i], tree->dir, err);
	if (!ret)
		ret = write_header(tree, word, err);
	if (!ret)
		tree->version = read_version(tree);
	return ret;
}

void kernel_tree_free(struct kernel_tree *tree)
{
	work_folder_remove(tree->dir);
	tree->dir[0] = '\0';
	free(tree->commit);
	free(tree->version);
	tree->commit = tree->version = NULL;
}

/* ---- what a compiler said ---- */

/* The name in quotes, of any kind, in an error that says that there is none. */
static bool undeclared_name(const char *text, char name[80])
{
	static const char *const says[] = {"undeclared", "implicit declaration of function",
					   "unknown type name", "No such file or directory",
					   "file not found"};
	const char *what = strstr(text, "error: "), *word;
	bool undeclared = false;

	for (size_t i = 0; what && i < NR(says); i++)
		undeclared |= strstr(what, says[i]) != NULL;
	if (!undeclared)
		return false;
	what += strlen("error: ");
	if (strstr(what, "No such file")) {
		snprintf(name, 80, "%.*s", (int)strcspn(what, ":"), what);
		return true;
	}
	/* UTF-8 or ASCII: a quote ends in no letter. */
	word = strstr(what, "\xe2\x80\x98");
	word = word ? word + 3 : strchr(what, '\'');
	if (!word)
		return false;
	word += *word == '\'';
	snprintf(name, 80, "%.*s", (int)strcspn(word, "'\xe2"), word);
	return true;
}

/* "FILE:LINE" of "FILE:LINE:COLUMN: error": columns are of no use to who has no such line. */
static size_t place_length(const char *place)
{
	size_t file = strcspn(place, ":");

	return place[file] ? file + 1 + strspn(place + file + 1, "0123456789") : file;
}

void kernel_tree_explain(const char *shown, char **said, struct error *err)
{
	char name[80], place[200] = "";
	const char *what = strstr(err->text, PAGE_REF), *error = strstr(err->text, "error: ");
	struct error told;

	if (!undeclared_name(err->text, name))
		return;
	if (what && error && what < error)
		snprintf(place, sizeof(place), " in %.*s", (int)place_length(what), what);
	error_set(&told, 0,
		  "%.150s does not compile%.100s: it uses '%s', which core/kernel/ does not have; "
		  "declare it in a header of yours and name that with --kernel-extra FILE",
		  shown, place, name);
	*err = told;
	free(*said);
	*said = NULL;
}
