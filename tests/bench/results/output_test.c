// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * output_test.c: a results file only ever grows by whole lines, whatever happened to it before and
 * whatever the disk does. Each test has an empty folder of its own.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include <cmocka.h>

#include "bench/results/output.h"

#define LINE "{\"type\":\"sample\"}\n"

static int enter_folder(void **state)
{
	char folder[] = "/tmp/output_test.XXXXXX";

	*state = mkdtemp(folder) ? strdup(folder) : NULL;
	return *state ? chdir(*state) : -1;
}

static int remove_folder(void **state)
{
	char command[64];

	snprintf(command, sizeof(command), "rm -rf '%s'", (char *)*state);
	free(*state);
	return chdir("/") || system(command);
}

static void put_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(fputs(text, file) < 0, 0);
	assert_int_equal(fclose(file), 0);
}

static void assert_file(const char *path, const char *expected)
{
	char text[16384];
	FILE *file = fopen(path, "r");
	size_t length;

	assert_non_null(file);
	length = fread(text, 1, sizeof(text) - 1, file);
	text[length] = '\0';
	fclose(file);
	assert_string_equal(text, expected);
}

static void open_output(struct output *output, const char *path, const char *expected_notice)
{
	struct error notice, err = {""};

	assert_int_equal(output_open(output, path, &notice, &err), 0);
	assert_string_equal(err.text, "");
	assert_string_equal(notice.text, expected_notice);
}

static void add(struct output *output, const char *line)
{
	struct error err;

	assert_int_equal(output_line(output, line, strlen(line), &err), 0);
}

static void close_output(struct output *output)
{
	struct error err;

	assert_int_equal(output_close(output, &err), 0);
}

static void assert_not_opened(const char *path, int code, const char *message)
{
	struct output output;
	struct error notice, err;

	assert_int_equal(output_open(&output, path, &notice, &err), code);
	assert_string_equal(err.text, message);
}

/* ---- lines ---- */

static void lines_follow_those_that_are_there(void **state)
{
	struct output output;

	(void)state;
	put_file("f", LINE);
	open_output(&output, "f", "");
	add(&output, "one\n");
	add(&output, "two\n");
	close_output(&output);
	assert_file("f", LINE "one\ntwo\n");
}

/* In a packet pipe each write(2) is a packet, and each read(2) takes one. */
static void a_line_is_one_write(void **state)
{
	struct output output = {.name = "pipe"};
	char packet[4096];
	int ends[2];

	(void)state;
	assert_int_equal(pipe2(ends, O_DIRECT), 0);
	output.fd = ends[1];
	add(&output, LINE);
	add(&output, LINE);
	assert_int_equal(read(ends[0], packet, sizeof(packet)), strlen(LINE));
	assert_int_equal(read(ends[0], packet, sizeof(packet)), strlen(LINE));
	close(ends[0]);
	close(ends[1]);
}

static void folders_are_made(void **state)
{
	struct output output;

	(void)state;
	open_output(&output, "results/2026/f", "");
	add(&output, LINE);
	close_output(&output);
	assert_file("results/2026/f", LINE);
}

static void a_folder_that_cannot_be_made_is_an_error(void **state)
{
	(void)state;
	put_file("file", "");
	assert_not_opened("file/f", -ENOTDIR, "cannot write file/f: Not a directory");
}

static void a_folder_is_no_file(void **state)
{
	(void)state;
	assert_not_opened(".", -EISDIR, "cannot write .: Is a directory");
}

static void a_path_too_long_is_an_error(void **state)
{
	char path[PATH_MAX + 10];
	struct output output;
	struct error notice, err;

	(void)state;
	memset(path, 'x', sizeof(path) - 1);
	path[sizeof(path) - 1] = '\0';
	assert_int_equal(output_open(&output, path, &notice, &err), -ENAMETOOLONG);
}

/* ---- torn ends ---- */

static void an_empty_file_is_whole(void **state)
{
	struct output output;

	(void)state;
	put_file("f", "");
	open_output(&output, "f", "");
	add(&output, LINE);
	close_output(&output);
	assert_file("f", LINE);
}

static void a_torn_last_line_is_cut_off_and_said(void **state)
{
	struct output output;

	(void)state;
	put_file("f", LINE "{\"ty");
	open_output(&output, "f",
		    "f: its last line was torn (4 bytes without an end) and is cut off");
	add(&output, LINE);
	close_output(&output);
	assert_file("f", LINE LINE);
}

static void a_torn_line_may_be_long(void **state)
{
	static char text[10001];
	struct output output;

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	memcpy(text, LINE, strlen(LINE));
	put_file("f", text);
	open_output(&output, "f",
		    "f: its last line was torn (9982 bytes without an end) and is cut off");
	close_output(&output);
	assert_file("f", LINE);
}

static void a_file_of_one_torn_line_is_emptied(void **state)
{
	struct output output;

	(void)state;
	put_file("f", "{");
	open_output(&output, "f",
		    "f: its last line was torn (1 bytes without an end) and is cut off");
	close_output(&output);
	assert_file("f", "");
}

/* Another file's last line may well lack its end. */
static void a_file_of_somebody_elses_is_left_alone(void **state)
{
	static const char *const texts[] = {"set number", "{\n  \"name\": \"x\"\n}", "x\n"};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		put_file("f", texts[i]);
		assert_not_opened("f", -EINVAL,
				  "f is no results file, and nothing is appended to it: name "
				  "another with --out");
		assert_file("f", texts[i]);
	}
}

/* ---- disks that are full ---- */

static void a_full_disk_is_an_error(void **state)
{
	struct output output;
	struct error err;

	(void)state;
	open_output(&output, "/dev/full", "");
	assert_int_equal(output_line(&output, LINE, strlen(LINE), &err), -ENOSPC);
	assert_string_equal(err.text, "cannot write /dev/full: No space left on device; "
				      "what was written before is kept");
	close_output(&output);
}

static void limit_file_size(rlim_t size)
{
	struct rlimit limit;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = size == RLIM_INFINITY ? limit.rlim_max : size;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void half_a_line_is_taken_back(void **state)
{
	struct output output;
	struct error err;
	int ret;

	(void)state;
	open_output(&output, "f", "");
	add(&output, LINE);
	limit_file_size(strlen(LINE) + 5);
	ret = output_line(&output, LINE, strlen(LINE), &err);
	limit_file_size(RLIM_INFINITY);
	assert_int_equal(ret, -EFBIG);
	assert_file("f", LINE);
	close_output(&output);
}

static void after_a_line_taken_back_the_next_is_whole(void **state)
{
	struct output output;
	struct error err;

	(void)state;
	open_output(&output, "f", "");
	limit_file_size(5);
	(void)output_line(&output, LINE, strlen(LINE), &err);
	limit_file_size(RLIM_INFINITY);
	add(&output, "next\n");
	close_output(&output);
	assert_file("f", "next\n");
}

/* ---- one writer ---- */

static void a_second_writer_is_refused(void **state)
{
	struct output first;

	(void)state;
	open_output(&first, "f", "");
	assert_not_opened("f", -EBUSY, "f: another process is writing to it");
	close_output(&first);
}

static void a_refused_writer_cuts_nothing_off(void **state)
{
	struct output first;

	(void)state;
	open_output(&first, "f", "");
	add(&first, "half of a li");
	assert_not_opened("f", -EBUSY, "f: another process is writing to it");
	close_output(&first);
	assert_file("f", "half of a li");
}

static void after_the_first_writer_comes_the_next(void **state)
{
	struct output output;

	(void)state;
	open_output(&output, "f", "");
	close_output(&output);
	open_output(&output, "f", "");
	close_output(&output);
}

static void a_refused_writer_leaves_no_file_open(void **state)
{
	struct output first;
	int free_before = dup(0);

	(void)state;
	close(free_before);
	open_output(&first, "f", "");
	assert_not_opened("f", -EBUSY, "f: another process is writing to it");
	close_output(&first);
	assert_int_equal(dup(0), free_before);
	close(free_before);
}

static void standard_output_stays_open(void **state)
{
	struct output output;

	(void)state;
	open_output(&output, "-", "");
	assert_int_equal(output.fd, STDOUT_FILENO);
	close_output(&output);
	assert_true(fcntl(STDOUT_FILENO, F_GETFD) >= 0);
}

#define test(function) cmocka_unit_test_setup_teardown(function, enter_folder, remove_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		test(lines_follow_those_that_are_there),
		test(a_line_is_one_write),
		test(folders_are_made),
		test(a_folder_that_cannot_be_made_is_an_error),
		test(a_folder_is_no_file),
		test(a_path_too_long_is_an_error),
		test(an_empty_file_is_whole),
		test(a_torn_last_line_is_cut_off_and_said),
		test(a_torn_line_may_be_long),
		test(a_file_of_one_torn_line_is_emptied),
		test(a_file_of_somebody_elses_is_left_alone),
		test(a_full_disk_is_an_error),
		test(half_a_line_is_taken_back),
		test(after_a_line_taken_back_the_next_is_whole),
		test(a_second_writer_is_refused),
		test(a_refused_writer_cuts_nothing_off),
		test(after_the_first_writer_comes_the_next),
		test(a_refused_writer_leaves_no_file_open),
		test(standard_output_stays_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
