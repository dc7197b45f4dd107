// SPDX-License-Identifier: GPL-2.0-or-later
/* word_test.c: what a word of --scheme means, where '@', '+', '=' and '-' may be part of a name. */
#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <setjmp.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "bench/user/word.h"
#include "bench/work.h"

static char dir[PATH_MAX];

static void touch(const char *name)
{
	FILE *file = fopen(name, "w");

	assert_non_null(file);
	fclose(file);
}

/* A folder with trees and patches whose names have all that separates them. */
static int make_files(void **state)
{
	struct error err;

	(void)state;
	if (work_folder_make(dir, &err) || chdir(dir))
		return -1;
	mkdir("tree", 0700);
	mkdir("tree+more", 0700);
	mkdir("tree@home", 0700);
	mkdir("-tree", 0700);
	mkdir("folder.h", 0700);
	touch("a.h");
	touch("a.so");
	touch("p.patch");
	touch("q+r.mbox");
	return 0;
}

static int remove_files(void **state)
{
	(void)state;
	if (chdir("/"))
		return -1;
	work_folder_remove(dir);
	return 0;
}

static void parse(struct scheme_word *word, const char *text)
{
	struct error err = {.text = ""};

	if (word_parse(word, "--scheme", text, &err))
		fail_msg("'%s': %s", text, err.text);
}

static void expect_kernel(const char *text, const char *name, const char *path,
			  const char *revision, const char *patches)
{
	struct scheme_word word;
	char list[200] = "";

	parse(&word, text);
	assert_int_equal(word.kind, WORD_KERNEL);
	assert_string_equal(word.name, name);
	assert_string_equal(word.path, path);
	assert_string_equal(word.revision ? word.revision : "none", revision);
	for (int i = 0; i < word.nr_patches; i++)
		sprintf(list + strlen(list), "%s%s", i ? " " : "", word.patches[i]);
	assert_string_equal(list, patches);
	word_free(&word);
}

static void expect_wrong(const char *text, const char *told)
{
	struct scheme_word word;
	struct error err = {.text = ""};

	assert_int_equal(word_parse(&word, "--scheme", text, &err), -EINVAL);
	assert_string_equal(err.text, told);
	word_free(&word);
}

static void a_name_is_built_in(void **state)
{
	(void)state;
	assert_false(word_is_outside("plain"));
	assert_false(word_is_outside("lock-bit"));
	assert_true(word_is_outside("x=plain"));
	assert_true(word_is_outside("a.h"));
	assert_true(word_is_outside("dir/"));
	assert_true(word_is_outside("kernel:tree"));
}

static void a_path_is_what_is_there(void **state)
{
	static const struct {
		const char *text;
		enum word_kind kind;
		const char *name, *path;
	} words[] = {
		{"a.h", WORD_HEADER, "a", "./a.h"},
		{"./a.h", WORD_HEADER, "a", "./a.h"},
		{"tree/../a.h", WORD_HEADER, "a", "./tree/../a.h"},
		{"a.so", WORD_OBJECT, "a", "./a.so"},
		{"b=a.h", WORD_HEADER, "b", "./a.h"},
		{"b-1_2.c=plain", WORD_BUILT_IN, "b-1_2.c", "plain"},
		{"./folder.h", WORD_FOLDER, "folder", "./folder.h"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		struct scheme_word word;

		parse(&word, words[i].text);
		assert_int_equal(word.kind, words[i].kind);
		assert_string_equal(word.name, words[i].name);
		assert_string_equal(word.path, words[i].path);
		word_free(&word);
	}
}

static void a_tree_is_the_longest_folder(void **state)
{
	(void)state;
	expect_kernel("kernel:tree", "kernel:tree", "./tree", "none", "");
	expect_kernel("kernel:tree/", "kernel:tree", "./tree/", "none", "");
	expect_kernel("kernel:tree+more", "kernel:tree+more", "./tree+more", "none", "");
	expect_kernel("kernel:tree@home", "kernel:tree@home", "./tree@home", "none", "");
	expect_kernel("kernel:tree@home@v1", "kernel:tree@home@v1", "./tree@home", "v1", "");
	expect_kernel("kernel:-tree", "kernel:-tree", "./-tree", "none", "");
	expect_kernel("x=kernel:tree", "x", "./tree", "none", "");
}

static void a_revision_ends_where_patches_begin(void **state)
{
	(void)state;
	expect_kernel("kernel:tree@v6.12", "kernel:tree@v6.12", "./tree", "v6.12", "");
	expect_kernel("kernel:tree@HEAD@{1}", "kernel:tree@HEAD@{1}", "./tree", "HEAD@{1}", "");
	expect_kernel("kernel:tree@v6+deb12", "kernel:tree@v6+deb12", "./tree", "v6+deb12", "");
	expect_kernel("kernel:tree@v6+p.patch", "kernel:tree@v6+p", "./tree", "v6", "./p.patch");
	expect_kernel("kernel:tree@v6+d+p.patch", "kernel:tree@v6+d+p", "./tree", "v6+d",
		      "./p.patch");
	expect_kernel("kernel:tree@v6+no.mbox", "kernel:tree@v6+no", "./tree", "v6", "./no.mbox");
}

static void patches_are_the_files_there_are(void **state)
{
	(void)state;
	expect_kernel("kernel:tree+p.patch", "kernel:tree+p", "./tree", "none", "./p.patch");
	expect_kernel("kernel:tree+q+r.mbox", "kernel:tree+q+r", "./tree", "none", "./q+r.mbox");
	expect_kernel("kernel:tree+q+r.mbox+p.patch", "kernel:tree+q+r+p", "./tree", "none",
		      "./q+r.mbox ./p.patch");
	expect_kernel("kernel:tree+no.patch", "kernel:tree+no", "./tree", "none", "./no.patch");
}

static void what_is_wrong_is_told(void **state)
{
	(void)state;
	expect_wrong("kernel:", "--scheme: kernel: needs the path of a kernel tree");
	expect_wrong("kernel:none@v1", "--scheme: ./none: no such folder");
	expect_wrong("kernel:tree@", "--scheme: an '@' without a revision behind it");
	expect_wrong("kernel:tree++", "--scheme: a '+' without a patch behind it");
	expect_wrong("no.h", "--scheme: ./no.h: No such file or directory");
	expect_wrong("./a\x1b.h", "--scheme: './a?.h': a control character in its name");
	expect_wrong("x=folder.h/",
		     "--scheme: ./folder.h/ is a folder: its headers have names of their own");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_is_built_in),
		cmocka_unit_test(a_path_is_what_is_there),
		cmocka_unit_test(a_tree_is_the_longest_folder),
		cmocka_unit_test(a_revision_ends_where_patches_begin),
		cmocka_unit_test(patches_are_the_files_there_are),
		cmocka_unit_test(what_is_wrong_is_told),
	};

	return cmocka_run_group_tests(tests, make_files, remove_files);
}
