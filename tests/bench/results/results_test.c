// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * results_test.c: what the reader takes from a results file, what it forgives and what it refuses.
 * The hostile lines are one good sample line with one thing in it replaced, each with the words that
 * the message must have.
 */
#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "bench/results/results.h"
#include "tests/bench/report/stats_assert.h"

#define RUN                                                                                      \
	"{\"type\":\"run\",\"schema\":1,\"host\":\"h\",\"kernel\":\"6.18\",\"cpu_model\":null,"  \
	"\"topology\":{\"packages\":1,\"nodes\":[{},{}],\"cpus\":{\"cpu\":[0,1],\"node\":[0,1]," \
	"\"package\":[0,0],\"llc\":[0,1]}},\"events\":{"                                         \
	"\"cycles\":{\"available\":false,\"reason\":\"no PMU\"},"                                \
	"\"faults\":{\"available\":true,\"reason\":null}},\"loop_overhead_ns\":0.25}\n"

#define SAMPLE                                                                                                  \
	"{\"type\":\"sample\",\"workload\":\"get-put\",\"scheme\":\"plain\",\"threads\":3,"                     \
	"\"placement\":\"compact\",\"memory\":\"local\",\"share\":\"all\",\"pages\":4,"                         \
	"\"batch\":5,\"writers\":1,\"nr\":6,\"repeat\":7,\"order\":9,\"take\":1,\"process\":2,\"seconds\":0.5," \
	"\"ops\":1000,\"ops_per_sec\":2000,\"ns_per_op\":1.5e6,\"fail_ops\":100,"                               \
	"\"retries_per_op\":null,\"events\":{\"cycles\":null,\"faults\":50},"                                   \
	"\"threads_detail\":{\"cpu\":[0,1,5],\"role\":[\"reader\",\"reader\",\"freezer\"],"                     \
	"\"ops\":[300,600,100]},\"valid\":true}\n"

static int parse(struct results *results, const char *text, size_t length, struct error *err)
{
	*results = (struct results){0};
	return results_parse(results, text, length, "f.jsonl", err);
}

static void assert_parses(struct results *results, const char *text)
{
	struct error err = {""};
	int ret = parse(results, text, strlen(text), &err);

	assert_string_equal(err.text, "");
	assert_int_equal(ret, 0);
}

static void assert_refused(const char *text, size_t length, const char *message)
{
	struct results results;
	struct error err = {""};

	assert_int_equal(parse(&results, text, length, &err), -EINVAL);
	results_free(&results);
	if (!strstr(err.text, message))
		fail_msg("\"%s\" does not say \"%s\"", err.text, message);
}

/* RUN and SAMPLE, with @from in the sample replaced by @to. */
static char *with(const char *from, const char *to)
{
	const char *at = strstr(SAMPLE, from);
	char *text = malloc(strlen(RUN) + strlen(SAMPLE) + strlen(to) + 1);

	assert_non_null(at);
	assert_non_null(text);
	sprintf(text, RUN "%.*s%s%s", (int)(at - SAMPLE), SAMPLE, to, at + strlen(from));
	return text;
}

static void every_field_arrives(void **state)
{
	struct results results;
	const struct result_run *run;
	const struct result_sample *sample;

	(void)state;
	assert_parses(&results, RUN SAMPLE);
	assert_int_equal(results.nr_runs, 1);
	assert_int_equal(results.nr_samples, 1);
	assert_false(results.torn);

	run = results.runs;
	assert_string_equal(run->host, "h");
	assert_string_equal(run->kernel, "6.18");
	assert_string_equal(run->cpu_model, "");
	assert_near(run->loop_overhead_ns, 0.25, 0);
	assert_int_equal(run->nr_cpus, 2);
	assert_int_equal(run->nr_nodes, 2);
	assert_int_equal(run->nr_packages, 1);
	assert_int_equal(run->cpu_llc[1], 1);
	assert_int_equal(run->nr_events, 2);
	assert_string_equal(run->events[0], "cycles");
	assert_false(run->event_available[0]);
	assert_string_equal(run->event_reason[0], "no PMU");
	assert_true(run->event_available[1]);

	sample = results.samples;
	assert_string_equal(sample->key.workload, "get-put");
	assert_string_equal(sample->key.share, "all");
	assert_int_equal(sample->key.threads, 3);
	assert_int_equal(sample->key.pages, 4);
	assert_int_equal(sample->key.batch, 5);
	assert_int_equal(sample->key.nr, 6);
	assert_int_equal(sample->repeat, 7);
	assert_int_equal(sample->order, 9);
	assert_int_equal(sample->take, 1);
	assert_int_equal(sample->process, 2);
	assert_true(sample->valid);
	assert_near(sample->ns_per_op, 1.5e6, 0);
	assert_near(sample->fail_ratio, 0.1, 1e-12);
	assert_true(isnan(sample->retries_per_op));
	assert_int_equal(sample->cpus[2], 5);
	assert_true(isnan(sample->events_per_op[0]));
	assert_near(sample->events_per_op[1], 0.05, 1e-12);
	results_free(&results);
}

static void fairness_compares_threads_of_one_role(void **state)
{
	struct results results;

	(void)state;
	assert_parses(&results, RUN SAMPLE);
	assert_near(results.samples[0].fairness, 0.5, 0); /* 300 of 600, not 100 of 600 */
	results_free(&results);
}

static void equal_names_are_one_pointer_even_across_calls(void **state)
{
	struct results results;
	struct error err;

	(void)state;
	assert_parses(&results, RUN SAMPLE);
	assert_int_equal(results_parse(&results, SAMPLE, strlen(SAMPLE), "more", &err), 0);
	assert_int_equal(results.nr_samples, 2);
	assert_int_equal(results.samples[1].run, 0);
	assert_ptr_equal(results.samples[0].key.scheme, results.samples[1].key.scheme);
	results_free(&results);
}

static void a_sample_belongs_to_the_run_before_it(void **state)
{
	struct results results;

	(void)state;
	assert_parses(&results, RUN SAMPLE RUN SAMPLE);
	assert_int_equal(results.nr_runs, 2);
	assert_int_equal(results.samples[0].run, 0);
	assert_int_equal(results.samples[1].run, 1);
	results_free(&results);
}

static void keys_of_two_files_are_compared_by_what_they_say(void **state)
{
	static const char other[] = "\"pages\":4";
	struct results one, two, three;
	char *changed = strdup(RUN SAMPLE);

	(void)state;
	strstr(changed, other)[8] = '5';
	assert_parses(&one, RUN SAMPLE);
	assert_parses(&two, RUN SAMPLE);
	assert_parses(&three, changed);
	assert_ptr_not_equal(one.samples[0].key.scheme, two.samples[0].key.scheme);
	assert_int_equal(result_key_compare(&one.samples[0].key, &two.samples[0].key), 0);
	assert_true(result_key_hash(&one.samples[0].key) == result_key_hash(&two.samples[0].key));
	assert_true(result_key_compare(&one.samples[0].key, &three.samples[0].key) < 0);
	assert_true(result_key_compare(&three.samples[0].key, &one.samples[0].key) > 0);
	assert_true(result_key_hash(&one.samples[0].key) != result_key_hash(&three.samples[0].key));
	results_free(&one);
	results_free(&two);
	results_free(&three);
	free(changed);
}

static const char *condition(const struct result_run *run, const char *name)
{
	for (int i = 0; i < run->nr_conditions; i++) {
		if (!strcmp(run->conditions[i].name, name))
			return run->conditions[i].value;
	}
	return NULL;
}

static void all_that_a_run_line_says_in_single_values_is_kept(void **state)
{
	struct results results;

	(void)state;
	assert_parses(&results, "{\"type\":\"run\",\"schema\":1,\"turbo\":true,\"governor\":null,"
				"\"duration_ns\":200000000,\"later\":\"version\",\"skipped\":[],"
				"\"topology\":{\"cores\":2,\"nodes\":[{},{}]},"
				"\"schemes\":{\"mine\":{\"kind\":\"header\",\"hash\":\"abc\"}}}\n");
	assert_string_equal(condition(results.runs, "turbo"), "true");
	assert_string_equal(condition(results.runs, "governor"), "");
	assert_string_equal(condition(results.runs, "duration_ns"), "200000000");
	assert_string_equal(condition(results.runs, "later"), "version");
	assert_string_equal(condition(results.runs, "topology.cores"), "2");
	assert_string_equal(condition(results.runs, "topology.nodes"), "2");
	assert_string_equal(condition(results.runs, "scheme mine"), "abc");
	assert_null(condition(results.runs, "skipped"));
	results_free(&results);
}

static void unknown_line_types_and_keys_are_accepted(void **state)
{
	struct results results;
	char *text = with("\"valid\"", "\"later\":[{\"x\":1e999}],\"valid\"");

	(void)state;
	assert_parses(&results, text);
	results_free(&results);
	assert_parses(&results, "{\"type\":\"note\",\"text\":\"\\u00b5\"}\n" RUN SAMPLE);
	assert_int_equal(results.nr_samples, 1);
	results_free(&results);
	free(text);
}

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
		char *text = with(cases[i].from, cases[i].to);

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

static void any_scheme_name_passes_unchanged(void **state)
{
	struct results results;
	char *text = with("plain", "a_b\\\"c$(x)");

	(void)state;
	assert_parses(&results, text);
	assert_string_equal(results.samples[0].key.scheme, "a_b\"c$(x)");
	results_free(&results);
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

/* Two readers got 700 of 800 in half a second; what the freezer did is not theirs. */
static void of_readers_and_freezers_the_readers_successes_count(void **state)
{
	static const char roles[] =
		"\"roles\":{\"reader\":{\"threads\":2,\"ops\":800,\"fail_ops\":100},"
		"\"freezer\":{\"threads\":1,\"ops\":200,\"fail_ops\":50}},"
		"\"threads_detail\"";
	static const char sample[] = SAMPLE;
	const char *detail = strstr(sample, "\"threads_detail\"");
	struct results results;
	char text[4096];

	(void)state;
	snprintf(text, sizeof(text), "%s%.*s%s%s", RUN, (int)(detail - sample), sample, roles,
		 detail + strlen("\"threads_detail\""));
	assert_parses(&results, text);
	assert_near(results.samples[0].ops_per_sec, 1400, 1e-9);
	assert_near(results.samples[0].ns_per_op, 0.5 * 2 * 1e9 / 700, 1e-3);
	assert_near(results.samples[0].fail_ratio, 0.125, 1e-12);
	assert_true(results.samples[0].of_readers);
	assert_near(results.samples[0].freezes_per_sec, 300, 1e-9);
	assert_near(results.samples[0].freezer_fail_ratio, 0.25, 1e-12);
	results_free(&results);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_readers_and_freezers_the_readers_successes_count),
		cmocka_unit_test(every_field_arrives),
		cmocka_unit_test(fairness_compares_threads_of_one_role),
		cmocka_unit_test(equal_names_are_one_pointer_even_across_calls),
		cmocka_unit_test(a_sample_belongs_to_the_run_before_it),
		cmocka_unit_test(keys_of_two_files_are_compared_by_what_they_say),
		cmocka_unit_test(all_that_a_run_line_says_in_single_values_is_kept),
		cmocka_unit_test(unknown_line_types_and_keys_are_accepted),
		cmocka_unit_test(an_empty_file_holds_nothing),
		cmocka_unit_test(wherever_the_last_line_is_cut_only_that_line_is_lost),
		cmocka_unit_test(a_whole_last_line_counts_without_its_newline),
		cmocka_unit_test(a_broken_line_before_the_last_is_named),
		cmocka_unit_test(an_unknown_schema_is_refused_by_its_number),
		cmocka_unit_test(a_sample_before_any_run_is_refused),
		cmocka_unit_test(hostile_samples_are_refused_with_line_and_field),
		cmocka_unit_test(a_nul_byte_is_refused_and_hides_nothing),
		cmocka_unit_test(deep_nesting_is_refused),
		cmocka_unit_test(any_scheme_name_passes_unchanged),
		cmocka_unit_test(a_message_about_a_file_holds_no_control_characters),
		cmocka_unit_test(a_file_reads_as_its_text_does),
		cmocka_unit_test(a_file_that_cannot_be_read_is_named_with_the_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
