// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * profile_test.c: a profile's text becomes the words of a command line. Each test has a data folder
 * of its own in which profiles are made.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "bench/command/profile.h"

#define PROFILES "data/scripts/profiles/"

static int enter_folder(void **state)
{
	char folder[] = "/tmp/profile_test.XXXXXX";

	*state = mkdtemp(folder) ? strdup(folder) : NULL;
	return !*state || chdir(*state) || mkdir("data", 0777) || mkdir("data/scripts", 0777) ||
	       mkdir("data/scripts/profiles", 0777) || setenv("PAGEREF_DATADIR", "data", 1);
}

static int remove_folder(void **state)
{
	char command[64];

	snprintf(command, sizeof(command), "rm -rf '%s'", (char *)*state);
	free(*state);
	return chdir("/") || system(command);
}

static void put(const char *path, const char *text, size_t length)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, length, file), length);
	assert_int_equal(fclose(file), 0);
}

/* The profile @text must become "run" and @words, which are separated by one blank each. */
static void assert_words(const char *text, const char *words)
{
	struct error err = {""};
	char joined[512] = "";
	char **argv;
	int argc;

	put(PROFILES "p", text, strlen(text));
	argv = profile_read("p", "run", &argc, &err);
	assert_string_equal(err.text, "");
	assert_non_null(argv);
	assert_string_equal(argv[0], "run");
	assert_null(argv[argc]);
	for (int i = 1; i < argc; i++) {
		strcat(joined, argv[i]);
		strcat(joined, i + 1 < argc ? " " : "");
	}
	free(argv);
	assert_string_equal(joined, words);
}

static void assert_refused(const char *name, const char *message)
{
	struct error err = {""};
	int argc;

	assert_null(profile_read(name, "run", &argc, &err));
	assert_string_equal(err.text, message);
}

/* ---- text ---- */

static void lines_become_words(void **state)
{
	(void)state;
	assert_words("--workload get-put\n--threads 1,2\n", "--workload get-put --threads 1,2");
}

static void several_options_may_stand_in_a_line(void **state)
{
	(void)state;
	assert_words("--repeat 3 --duration=5ms\n", "--repeat 3 --duration=5ms");
}

static void comments_are_left_out(void **state)
{
	(void)state;
	assert_words("# a title\n--repeat 3 # why three\n#--repeat 4\n", "--repeat 3");
}

static void blank_lines_and_blanks_mean_nothing(void **state)
{
	(void)state;
	assert_words("\n\n  \t \n\t--repeat \t  3  \n\n", "--repeat 3");
}

static void lines_may_end_as_on_other_systems(void **state)
{
	(void)state;
	assert_words("--repeat 3\r\n--seed 1\r\n", "--repeat 3 --seed 1");
}

static void the_last_line_needs_no_end(void **state)
{
	(void)state;
	assert_words("--repeat 3", "--repeat 3");
}

static void an_empty_profile_says_nothing(void **state)
{
	(void)state;
	assert_words("", "");
}

/* ---- size ---- */

#define MOST 65534

static void a_long_profile_is_read_to_its_end(void **state)
{
	static char text[MOST];
	struct error err;
	char **argv;
	int argc;

	(void)state;
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = i % 2 ? ' ' : 'x';
	put(PROFILES "p", text, sizeof(text));
	argv = profile_read("p", "run", &argc, &err);
	assert_non_null(argv);
	assert_int_equal(argc, 1 + MOST / 2);
	assert_string_equal(argv[argc - 1], "x");
	assert_null(argv[argc]);
	free(argv);
}

static void a_profile_too_long_is_refused_whole(void **state)
{
	static char text[70000];

	(void)state;
	memset(text, '\n', sizeof(text));
	put(PROFILES "p", text, sizeof(text));
	assert_refused("p", "--profile: p cannot be read, or is longer than 65535 bytes");
}

/* ---- names ---- */

static void a_missing_profile_is_refused_with_those_there_are(void **state)
{
	(void)state;
	put(PROFILES "quick", "", 0);
	assert_refused("quikc", "--profile: 'quikc' does not exist; there are: quick");
}

static void an_empty_name_is_no_profile(void **state)
{
	(void)state;
	put(PROFILES "quick", "", 0);
	assert_refused("", "--profile: '' does not exist; there are: quick");
}

static void a_hidden_file_is_no_profile(void **state)
{
	(void)state;
	put(PROFILES ".hidden", "", 0);
	put(PROFILES "quick", "", 0);
	assert_refused(".hidden", "--profile: '.hidden' does not exist; there are: quick");
}

static void the_folder_above_is_no_profile(void **state)
{
	(void)state;
	put(PROFILES "quick", "", 0);
	assert_refused("..", "--profile: '..' does not exist; there are: quick");
}

static void a_name_with_a_slash_is_a_path(void **state)
{
	struct error err;
	char **argv;
	int argc;

	(void)state;
	put("mine", "--seed 1", 8);
	argv = profile_read("./mine", "run", &argc, &err);
	assert_non_null(argv);
	assert_int_equal(argc, 3);
	free(argv);
}

/* It would exist, were the path begun in the folder of profiles. */
static void a_path_begins_where_we_are(void **state)
{
	(void)state;
	put("data/scripts/x", "", 0);
	assert_int_equal(chdir("data") || setenv("PAGEREF_DATADIR", ".", 1), 0);
	assert_refused("../x", "--profile: ../x: No such file or directory");
}

static void a_folder_is_no_profile(void **state)
{
	(void)state;
	assert_refused("./data", "--profile: ./data cannot be read, or is longer than 65535 bytes");
}

#define test(function) cmocka_unit_test_setup_teardown(function, enter_folder, remove_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		test(lines_become_words),
		test(several_options_may_stand_in_a_line),
		test(comments_are_left_out),
		test(blank_lines_and_blanks_mean_nothing),
		test(lines_may_end_as_on_other_systems),
		test(the_last_line_needs_no_end),
		test(an_empty_profile_says_nothing),
		test(a_long_profile_is_read_to_its_end),
		test(a_profile_too_long_is_refused_whole),
		test(a_missing_profile_is_refused_with_those_there_are),
		test(an_empty_name_is_no_profile),
		test(a_hidden_file_is_no_profile),
		test(the_folder_above_is_no_profile),
		test(a_name_with_a_slash_is_a_path),
		test(a_path_begins_where_we_are),
		test(a_folder_is_no_profile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
