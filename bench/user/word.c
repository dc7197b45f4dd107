// SPDX-License-Identifier: GPL-2.0-or-later
/* word.c: what a word of --scheme means. A path may hold any character but a comma. See word.h. */
#include "bench/user/word.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define KERNEL "kernel:"

static const char name_letters[] =
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";

static bool begins(const char *text, const char *with)
{
	return !strncmp(text, with, strlen(with));
}

static bool ends(const char *text, const char *with)
{
	size_t length = strlen(text), tail = strlen(with);

	return length > tail && !strcmp(text + length - tail, with);
}

/* The length of "NAME=" at the beginning of @word, or 0. */
static size_t name_length(const char *word)
{
	size_t length = strspn(word, name_letters);

	return length && word[length] == '=' ? length + 1 : 0;
}

bool word_is_outside(const char *word)
{
	return name_length(word) || strchr(word, '/') || ends(word, ".h") || ends(word, ".so") ||
	       begins(word, KERNEL);
}

bool word_is_kernel(const char *word)
{
	return begins(word + name_length(word), KERNEL);
}

static bool is_folder(const char *path)
{
	struct stat info;

	return !stat(path, &info) && S_ISDIR(info.st_mode);
}

static bool is_file(const char *path)
{
	struct stat info;

	return !stat(path, &info) && !S_ISDIR(info.st_mode);
}

/*
 * The first @length bytes of @given as a path that commands take for one: what begins with '-' or '@'
 * would be an option or a list of arguments to them. NULL where there is no memory.
 */
static char *safe_path(const char *given, size_t length)
{
	bool as_it_is = *given == '/' || begins(given, "./") || begins(given, "../");
	char *path = NULL;

	if (asprintf(&path, "%s%.*s", as_it_is || !length ? "" : "./", (int)length, given) < 0)
		return NULL;
	return path;
}

static bool is_folder_at(const char *given, size_t length)
{
	char *path = safe_path(given, length);
	bool is = path && length && is_folder(path);

	free(path);
	return is;
}

static bool is_file_at(const char *given, size_t length)
{
	char *path = safe_path(given, length);
	bool is = path && length && is_file(path);

	free(path);
	return is;
}

bool word_is_folder(const char *word)
{
	return strchr(word, '/') && !begins(word, KERNEL) && is_folder_at(word, strlen(word));
}

/* Where the tree's path ends in "PATH@REV+FILE": at the last mark before which there is a folder. */
static size_t tree_length(const char *text)
{
	size_t length = strlen(text);

	if (is_folder_at(text, length))
		return length;
	for (size_t i = length; i-- > 0;) {
		if ((text[i] == '@' || text[i] == '+') && is_folder_at(text, i))
			return i;
	}
	return strcspn(text, "@+");
}

/* Where the first file of "FILE+FILE" ends: at the first '+' before which there is one. */
static size_t file_length(const char *text)
{
	for (size_t i = 0;; i++) {
		if ((text[i] == '+' || !text[i]) && is_file_at(text, i))
			return i;
		if (!text[i])
			return strcspn(text, "+");
	}
}

/* Where the revision of "REV+FILE" ends: a revision may hold a '+' that no file or patch follows. */
static size_t revision_length(const char *text)
{
	for (const char *mark = strchr(text, '+'); mark; mark = strchr(mark + 1, '+')) {
		const char *file = mark + 1;
		size_t length = file_length(file);

		if (is_file_at(file, length) || memchr(file, '/', length) ||
		    (length > 6 && !memcmp(file + length - 6, ".patch", 6)) ||
		    (length > 5 && !memcmp(file + length - 5, ".mbox", 5)))
			return (size_t)(mark - text);
	}
	return strlen(text);
}

/* The last part of a path, without what is known to end it. For free(). */
static char *base_of(const char *path)
{
	static const char *const suffixes[] = {".h", ".so", ".patch", ".mbox", ".diff"};
	size_t length = strlen(path), begin;

	while (length > 1 && path[length - 1] == '/')
		length--;
	for (begin = length; begin > 0 && path[begin - 1] != '/'; begin--)
		;
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
		size_t tail = strlen(suffixes[i]);

		if (length - begin > tail && !memcmp(path + length - tail, suffixes[i], tail)) {
			length -= tail;
			break;
		}
	}
	return strndup(path + begin, length - begin);
}

/* A tree may be named "." or "..", or by a link: its own name tells more. */
static char *base_of_tree(const char *path)
{
	char *base, *whole;
	const char *last = strrchr(path, '/');

	last = last ? last + 1 : path;
	if (*last && strcmp(last, ".") && strcmp(last, ".."))
		return base_of(path);
	whole = realpath(path, NULL);
	base = base_of(whole ? whole : path);
	free(whole);
	return base;
}

/* "kernel:BASE[@REV][+PATCH...]" */
static char *kernel_name(const struct scheme_word *word)
{
	char *name = NULL, *base = base_of_tree(word->path);
	size_t size;
	FILE *out = open_memstream(&name, &size);

	if (!out || !base) {
		free(base);
		if (out)
			fclose(out);
		free(name);
		return NULL;
	}
	fprintf(out, KERNEL "%s%s%s", base, word->revision ? "@" : "",
		word->revision ? word->revision : "");
	free(base);
	for (int i = 0; i < word->nr_patches; i++) {
		base = base_of(word->patches[i]);
		fprintf(out, "+%s", base ? base : "");
		free(base);
	}
	if (!fclose(out))
		return name;
	free(name);
	return NULL;
}

static int no_memory(struct error *err)
{
	return error_set(err, -ENOMEM, "out of memory");
}

static int parse_patches(struct scheme_word *word, const char *option, const char *text,
			 struct error *err)
{
	while (*text) {
		size_t length = file_length(++text);

		if (!length)
			return error_set(err, -EINVAL, "%s: a '+' without a patch behind it",
					 option);
		if (word->nr_patches == MAX_PATCHES)
			return error_set(err, -EINVAL, "%s: more than %d patches", option,
					 MAX_PATCHES);
		word->patches[word->nr_patches] = safe_path(text, length);
		if (!word->patches[word->nr_patches++])
			return no_memory(err);
		text += length;
	}
	return 0;
}

static int parse_kernel(struct scheme_word *word, const char *option, const char *text,
			struct error *err)
{
	size_t length = tree_length(text);

	word->path = safe_path(text, length);
	if (!word->path)
		return no_memory(err);
	if (!length)
		return error_set(err, -EINVAL, "%s: kernel: needs the path of a kernel tree",
				 option);
	if (!is_folder(word->path))
		return error_set(err, -EINVAL, "%s: %.200s: no such folder", option, word->path);
	text += length;
	if (*text == '@') {
		length = revision_length(++text);
		if (!length)
			return error_set(err, -EINVAL, "%s: an '@' without a revision behind it",
					 option);
		word->revision = strndup(text, length);
		if (!word->revision)
			return no_memory(err);
		text += length;
	}
	return parse_patches(word, option, text, err);
}

/* A header, a folder or an object must be there, and may be read. */
static int check_path(const struct scheme_word *word, const char *option, struct error *err)
{
	struct stat info;

	if (strlen(word->path) >= PATH_MAX - 300)
		return error_set(err, -EINVAL, "%s: '%.200s...': too long", option, word->path);
	if (stat(word->path, &info))
		return error_set(err, -EINVAL, "%s: %.200s: %s", option, word->path,
				 strerror(errno));
	if (word->kind != WORD_FOLDER && !S_ISREG(info.st_mode))
		return error_set(err, -EINVAL, "%s: %.200s: not a file", option, word->path);
	if (access(word->path, R_OK))
		return error_set(err, -EINVAL, "%s: %.200s: %s", option, word->path,
				 strerror(errno));
	return 0;
}

static int parse_path(struct scheme_word *word, const char *option, const char *text,
		      struct error *err)
{
	word->path = safe_path(text, strlen(text));
	if (!word->path)
		return no_memory(err);
	if (is_folder(word->path))
		word->kind = WORD_FOLDER;
	else
		word->kind = ends(text, ".so") ? WORD_OBJECT : WORD_HEADER;
	if (word->kind == WORD_FOLDER && word->named)
		return error_set(err, -EINVAL,
				 "%s: %.200s is a folder: its headers have names of their own",
				 option, word->path);
	return check_path(word, option, err);
}

int word_parse(struct scheme_word *parsed, const char *option, const char *word, struct error *err)
{
	size_t named = name_length(word);
	const char *text = word + named;
	int ret = 0;

	*parsed = (struct scheme_word){.kind = WORD_BUILT_IN, .named = named};
	parsed->text = strdup(text);
	for (const char *c = word; *c; c++) {
		if (iscntrl((unsigned char)*c))
			return error_set(err, -EINVAL,
					 "%s: '%.200s': a control character in its name", option,
					 word);
	}
	if (begins(text, KERNEL)) {
		parsed->kind = WORD_KERNEL;
		ret = parse_kernel(parsed, option, text + strlen(KERNEL), err);
	} else if (word_is_outside(text)) {
		ret = parse_path(parsed, option, text, err);
	} else {
		parsed->path = strdup(text);
	}
	if (ret)
		return ret;
	if (named)
		parsed->name = strndup(word, named - 1);
	else if (parsed->kind == WORD_KERNEL)
		parsed->name = kernel_name(parsed);
	else if (parsed->path)
		parsed->name = parsed->kind == WORD_BUILT_IN ? strdup(text) : base_of(parsed->path);
	if (!parsed->name || !parsed->path || !parsed->text)
		return no_memory(err);
	return 0;
}

void word_free(struct scheme_word *word)
{
	free(word->text);
	free(word->name);
	free(word->path);
	free(word->revision);
	for (int i = 0; i < word->nr_patches; i++)
		free(word->patches[i]);
	*word = (struct scheme_word){.kind = WORD_BUILT_IN};
}
