// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * results_file_test.c: which files the reader takes: torn ones but for their last line, and no hostile
 * ones. The hostile lines are one good sample line with one thing in it replaced, each with the words
 * that the message must have.
 */
#include <unistd.h>

#include "tests/bench/results/reading.h"
#include "tests/bench/results/sample_line.h"

static void an_empty_file_holds_nothing(void **state)
{
	struct results results;

	(void)state;
	assert_parses(&results, "");
	assert_int_equal(results.nr_runs, 0);
	assert_int_equal(results.nr_samples, 0);
	assert_false(results.torn);
	results_free(&results);
}

static void wherever_the_last_line_is_cut_only_that_line_is_lost(void **state)
{
	(void)state;
	for (size_t cut = 1; cut < strlen(SAMPLE) - 1; cut++) {
		struct results results;
		struct error err;

		assert_int_equal(parse(&results, RUN SAMPLE SAMPLE, strlen(RUN SAMPLE) + cut, &err),
				 0);
		assert_true(results.torn);
		assert_int_equal(results.nr_samples, 1);
		results_free(&results);
	}
}

static void a_whole_last_line_counts_without_its_newline(void **state)
{
	struct results results;
	struct error err;

	(void)state;
	assert_int_equal(parse(&results, RUN SAMPLE, strlen(RUN SAMPLE) - 1, &err), 0);
	assert_false(results.torn);
	assert_int_equal(results.nr_samples, 1);
	results_free(&results);
}

static void a_broken_line_before_the_last_is_named(void **state)
{
	const char text[] = RUN "{\"type\":\"sam\n" SAMPLE;

	(void)state;
	assert_refused(text, strlen(text), "f.jsonl: line 2: not JSON");
}

static void an_unknown_schema_is_refused_by_its_number(void **state)
{
	const char two[] = "{\"type\":\"run\",\"schema\":2}\n";
	const char none[] = "{\"type\":\"run\"}\n";

	(void)state;
	assert_refused(two, strlen(two), "schema 2 in run line 1: this pageref reads schema 1");
	assert_refused(none, strlen(none), "\"schema\" is missing");
}

static void a_sample_before_any_run_is_refused(void **state)
{
	(void)state;
	assert_refused(SAMPLE, strlen(SAMPLE), "line 1: a sample before any run");
}

static void hostile_samples_are_refused_with_line_and_field(void **state)
{
	static const struct {
		const char *from, *to, *message;
	} cases[] = {
		{"\"ops\":1000,", "", "line 2: \"ops\" is missing"},
		{"\"ops\":1000", "\"ops\":-1", "\"ops\" is -1, below 0"},
		{"\"ops\":1000", "\"ops\":1e999", "\"ops\" is 1e999, too large"},
		{"\"ops\":1000", "\"ops\":\"1000\"", "\"ops\" is a text, expected a number"},
		{"\"ops\":1000", "\"ops\":null", "\"ops\" is null, expected a number"},
		{"\"ops\":1000", "\"ops\":NaN", "not JSON"},
		{"\"ops\":1000", "\"ops\":01000", "not JSON"},
		{"\"threads\":3", "\"threads\":3.5", "\"threads\" is 3.5, not a whole number"},
		{"\"threads\":3", "\"threads\":99999999999999999999", "too large"},
		{"\"threads\":3", "\"threads\":2", "\"cpu\" has 3 entries, expected 2"},
		{"[0,1,5]", "[0,1,-5]", "\"cpu\" is -5, below 0"},
		{"[0,1,5]", "[0,1,[5]]", "\"cpu\" is an array, expected a number"},
		{"[300,600,100]", "[300,[600],100]", "\"ops\" is an array"},
		{"[300,600,100]", "[300,600]", "\"ops\" has 2 entries, expected 3"},
		{"\"scheme\":\"plain\"", "\"scheme\":5", "\"scheme\" is a number, expected a text"},
		{"plain", "pl\\u0000ain", "a text holds a NUL"},
		{"plain",
		 "pl\xff"
		 "ain",
		 "not JSON: lexical error: invalid bytes in UTF8 string"},
		{"plain", "pl\tain", "not JSON"},
		{"\"valid\":true", "\"valid\":1", "\"valid\" is a number, expected true or false"},
		{"\"valid\":true}", "\"valid\":true} {}",
		 "not JSON: parse error: trailing garbage"},
		{"\"valid\":true}", "\"valid\":true,}", "not JSON"},
		{"\"events\":{", "\"events\":[{}],\"x\":{", "\"events\" is an array"},
		{"\"faults\":50", "\"faults\":\"many\"", "\"faults\" is a text"},
		{"\"valid\"",
		 "\"roles\":{\"reader\":{\"threads\":1,\"ops\":1,\"fail_ops\":2}},\"valid\"",
		 "more \"fail_ops\" than \"ops\" of role reader"},
		{"\"type\":\"sample\",", "", "\"type\" is missing"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *text = with(RUN, SAMPLE, cases[i].from, cases[i].to);

		assert_refused(text, strlen(text), cases[i].message);
		free(text);
	}
}

static void a_nul_byte_is_refused_and_hides_nothing(void **state)
{
	char text[] = RUN SAMPLE;

	(void)state;
	text[strlen(RUN) + 30] = '\0';
	assert_refused(text, sizeof(text) - 1, "line 2: not JSON");
}

static void deep_nesting_is_refused(void **state)
{
	enum { DEPTH = 1000000 };
	char *text = malloc(DEPTH + 1);

	(void)state;
	assert_non_null(text);
	memset(text, '[', DEPTH);
	text[DEPTH] = '\n';
	assert_refused(text, DEPTH + 1, "line 1: nested too deeply");
	free(text);
}

static void a_message_about_a_file_holds_no_control_characters(void **state)
{
	struct results results = {0};
	struct error err;

	(void)state;
	assert_int_equal(results_parse(&results, "x\n", 2, "\033[2Jf", &err), -EINVAL);
	assert_null(strchr(err.text, '\033'));
	results_free(&results);
}

/* Lines longer than one piece of reading, and pieces that end anywhere in a line. */
static void a_file_reads_as_its_text_does(void **state)
{
	enum { COPIES = 1000 };
	char path[] = "/tmp/results_test.XXXXXX";
	FILE *file = fdopen(mkstemp(path), "w");
	struct results results;
	struct error err;

	(void)state;
	assert_non_null(file);
	fprintf(file, RUN "{\"type\":\"note\",\"text\":\"%0*d\"}\n", 1000000, 0);
	for (int i = 0; i < COPIES; i++)
		fputs(SAMPLE, file);
	fputs("{\"type\":", file);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(results_read(&results, path, &err), 0);
	unlink(path);
	assert_int_equal(results.nr_samples, COPIES);
	assert_true(results.torn);
	results_free(&results);
}

static void a_file_that_cannot_be_read_is_named_with_the_reason(void **state)
{
	struct results results;
	struct error err;

	(void)state;
	assert_int_equal(results_read(&results, "/nonexistent.jsonl", &err), -ENOENT);
	assert_non_null(strstr(err.text, "/nonexistent.jsonl: No such file"));
	assert_int_equal(results_read(&results, "/tmp", &err), -EISDIR);
	assert_non_null(strstr(err.text, "Is a directory"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_file_holds_nothing),
		cmocka_unit_test(wherever_the_last_line_is_cut_only_that_line_is_lost),
		cmocka_unit_test(a_whole_last_line_counts_without_its_newline),
		cmocka_unit_test(a_broken_line_before_the_last_is_named),
		cmocka_unit_test(an_unknown_schema_is_refused_by_its_number),
		cmocka_unit_test(a_sample_before_any_run_is_refused),
		cmocka_unit_test(hostile_samples_are_refused_with_line_and_field),
		cmocka_unit_test(a_nul_byte_is_refused_and_hides_nothing),
		cmocka_unit_test(deep_nesting_is_refused),
		cmocka_unit_test(a_message_about_a_file_holds_no_control_characters),
		cmocka_unit_test(a_file_reads_as_its_text_does),
		cmocka_unit_test(a_file_that_cannot_be_read_is_named_with_the_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
