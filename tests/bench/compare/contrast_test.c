// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * contrast_test.c: which samples are compared with which, and what is called. The samples are few and
 * round: a process @p of a scheme takes base * (1 + p / 1000) operations a second.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/bench/compare/contrast_making.h"
#include "tests/bench/report/stats_assert.h"

#define NEAR 1e-9

static const char *const lock_bit[] = {"lock-bit", NULL};
static const char *const two_files[] = {"a", "b", NULL};

/* What samples there are of a scheme at a thread count. */
struct given {
	const char *scheme;
	int threads, processes;
	double ops_per_sec;
	bool invalid;
	int first_repeat; /* rounds count from here: others are no pairs of ours */
	const double *retries; /* of each process; NULL: 1 of plain, 0 of others */
	bool retaken; /* each was invalid first, and taken again in its round */
};

#define GIVEN(name, at, nr, ops, ...)                                                       \
	{                                                                                   \
		.scheme = (name), .threads = (at), .processes = (nr), .ops_per_sec = (ops), \
		##__VA_ARGS__                                                               \
	}

static void put_sample(FILE *out, const struct given *given, int process, bool valid)
{
	double ops = given->ops_per_sec * (1 + process / 1000.0);
	double retries = given->retries ? given->retries[process] : !strcmp(given->scheme, "plain");
	char cpus[64] = "";

	for (int i = 0; i < given->threads; i++)
		snprintf(cpus + strlen(cpus), sizeof(cpus) - strlen(cpus), "%s%d", i ? "," : "", i);
	fprintf(out,
		"{\"type\":\"sample\",\"workload\":\"get-put\",\"scheme\":\"%s\",\"threads\":%d,"
		"\"placement\":\"compact\",\"memory\":\"local\",\"share\":\"all\",\"pages\":1,"
		"\"batch\":1,\"writers\":0,\"nr\":1,\"repeat\":%d,\"order\":0,\"process\":%d,"
		"\"seconds\":1,\"ops\":1000,\"ops_per_sec\":%.12g,\"ns_per_op\":%.12g,"
		"\"fail_ops\":0,\"retries_per_op\":%g,\"events\":{\"cycles\":5000},"
		"\"threads_detail\":{\"cpu\":[%s],\"ops\":[%s]},\"valid\":%s}\n",
		given->scheme, given->threads, given->first_repeat + process, process, ops,
		1e9 / ops, retries, cpus, cpus, valid ? "true" : "false");
}

static void take(struct results *results, const char *run, const struct given *given)
{
	char *text;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	assert_non_null(out);
	fprintf(out,
		"{\"type\":\"run\",\"schema\":1,%s\"events\":{\"cycles\":{\"available\":true}}}\n",
		run);
	for (; given->scheme; given++) {
		for (int process = 0; process < given->processes; process++) {
			if (given->retaken)
				put_sample(out, given, process, false);
			put_sample(out, given, process, !given->invalid);
		}
	}
	fclose(out);
	parse(results, text);
	free(text);
}

static const struct contrast_point *point(const struct making *making, int i)
{
	assert_true(i < making->contrast.nr_points);
	return &making->contrast.points[i];
}

static void samples_of_one_round_are_pairs(void **state)
{
	static const struct given given[] = {
		GIVEN("plain", 1, 8, 100), GIVEN("lock-bit", 1, 8, 110), {0}};
	struct making making = {0};

	(void)state;
	take(&making.results[0], "", given);
	take_schemes(&making, lock_bit);
	contrast(&making);
	assert_int_equal(making.contrast.nr_points, 1);
	assert_true(point(&making, 0)->effect.paired);
	assert_near(point(&making, 0)->effect.ratio, 1.1, NEAR);
	assert_near(point(&making, 0)->effect.low, 1.1, NEAR);
	assert_int_equal(point(&making, 0)->effect.nr_test, 8);
	assert_int_equal(point(&making, 0)->call, CALL_MORE);
	assert_near(contrast_widest(&making.contrast), 0, NEAR);
	discard(&making);
}

static void schemes_that_share_no_round_are_groups(void **state)
{
	static const struct given given[] = {
		GIVEN("plain", 1, 8, 100), GIVEN("lock-bit", 1, 8, 110, .first_repeat = 100), {0}};
	struct making making = {0};

	(void)state;
	take(&making.results[0], "", given);
	take_schemes(&making, lock_bit);
	contrast(&making);
	assert_false(point(&making, 0)->effect.paired);
	assert_near(point(&making, 0)->effect.ratio, 1.1, NEAR);
	discard(&making);
}

static void a_sample_that_was_taken_again_keeps_its_pair(void **state)
{
	static const struct given retaken[] = {
		GIVEN("plain", 1, 8, 100, .retaken = true), GIVEN("lock-bit", 1, 8, 110), {0}};
	static const struct given other[] = {
		GIVEN("plain", 1, 8, 100), GIVEN("lock-bit", 1, 8, 110, .retaken = true), {0}};

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct making making = {0};

		take(&making.results[0], "", i ? other : retaken);
		take_schemes(&making, lock_bit);
		contrast(&making);
		assert_true(point(&making, 0)->effect.paired);
		assert_int_equal(point(&making, 0)->effect.nr_test, 8);
		assert_int_equal(making.contrast.nr_invalid, 8);
		discard(&making);
	}
}

static void files_are_groups_and_schemes_meet_themselves(void **state)
{
	static const struct given a[] = {
		GIVEN("plain", 1, 8, 100), GIVEN("lock-bit", 1, 8, 50), {0}};
	static const struct given b[] = {
		GIVEN("lock-bit", 1, 6, 50), GIVEN("plain", 1, 6, 80), {0}};
	struct making making = {0};

	(void)state;
	take(&making.results[0], "", a);
	take(&making.results[1], "", b);
	take_files(&making, two_files);
	contrast(&making);
	assert_int_equal(making.contrast.nr_points, 2);
	assert_string_equal(point(&making, 0)->scheme, "lock-bit");
	assert_int_equal(point(&making, 0)->call, CALL_NONE);
	assert_string_equal(point(&making, 1)->scheme, "plain");
	assert_int_equal(point(&making, 1)->call, CALL_LESS);
	assert_int_equal(point(&making, 1)->effect.nr_base, 8);
	assert_int_equal(point(&making, 1)->effect.nr_test, 6);
	assert_true(contrast_is_regression(&making.contrast, point(&making, 1), 10));
	assert_false(contrast_is_regression(&making.contrast, point(&making, 1), 30));
	discard(&making);
}

static void what_one_side_lacks_is_named(void **state)
{
	static const struct given a[] = {GIVEN("plain", 1, 6, 100),
					 GIVEN("plain", 2, 6, 100),
					 GIVEN("plain", 4, 6, 100),
					 {0}};
	static const struct given b[] = {GIVEN("plain", 1, 6, 100),
					 GIVEN("plain", 4, 6, 100, .invalid = true),
					 GIVEN("lock-bit", 1, 6, 100),
					 {0}};
	struct making making = {0};

	(void)state;
	take(&making.results[0], "", a);
	take(&making.results[1], "", b);
	take_files(&making, two_files);
	contrast(&making);
	assert_int_equal(making.contrast.nr_points, 1);
	assert_int_equal(making.contrast.nr_unmatched, 3);
	for (int i = 0; i < 3; i++) {
		const struct contrast_unmatched *unmatched = &making.contrast.unmatched[i];

		assert_int_equal(unmatched->side, !strcmp(unmatched->key.scheme, "lock-bit"));
		assert_int_equal(unmatched->invalid, unmatched->key.threads == 4);
	}
	assert_int_equal(making.contrast.nr_invalid, 6);
	discard(&making);
}

static void conditions_that_differ_are_named(void **state)
{
	static const struct given given[] = {GIVEN("plain", 1, 6, 100), {0}};
	struct making making = {0};

	(void)state;
	take(&making.results[0],
	     "\"host\":\"h\",\"turbo\":true,\"seed\":1,\"governor\":null,\"old\":1,"
	     "\"schemes\":{\"plain\":{\"hash\":\"1\"}},",
	     given);
	take(&making.results[1],
	     "\"host\":\"g\",\"turbo\":false,\"seed\":2,\"governor\":\"performance\",\"new\":1,"
	     "\"schemes\":{\"plain\":{\"hash\":\"2\"}},",
	     given);
	take_files(&making, two_files);
	contrast(&making);
	assert_int_equal(making.contrast.nr_differences, 4);
	for (int i = 0; i < 4; i++) {
		static const char *const expected[][3] = {{"host", "h", "g"},
							  {"turbo", "true", "false"},
							  {"governor", "unknown", "performance"},
							  {"scheme plain", "1", "2"}};
		const struct contrast_difference *difference = &making.contrast.differences[i];

		assert_string_equal(difference->name, expected[i][0]);
		assert_string_equal(difference->base, expected[i][1]);
		assert_string_equal(difference->test, expected[i][2]);
		assert_int_equal(difference->machine, !i);
	}
	discard(&making);
}

/* Whoever appends to the kernel's command line changes its end. */
static void a_long_condition_is_compared_to_its_end(void **state)
{
	static const struct given given[] = {GIVEN("plain", 1, 6, 100), {0}};
	struct making making = {0};
	char run[2][2100];

	(void)state;
	for (int i = 0; i < 2; i++) {
		snprintf(run[i], sizeof(run[i]), "\"kernel_command_line\":\"%02000d%d\",", 0, i);
		take(&making.results[i], run[i], given);
	}
	take_files(&making, two_files);
	contrast(&making);
	assert_int_equal(making.contrast.nr_differences, 1);
	discard(&making);
}

static void a_file_of_two_kernels_is_said_to_be_one(void **state)
{
	static const struct given plain[] = {GIVEN("plain", 1, 6, 100), {0}};
	static const struct given other[] = {GIVEN("lock-bit", 1, 6, 100), {0}};
	struct making making = {0};
	const struct contrast_difference *difference;

	(void)state;
	take(&making.results[0], "\"kernel\":\"6.12\",", plain);
	take(&making.results[0], "\"kernel\":\"6.1\",", plain);
	take(&making.results[0], "\"kernel\":\"6.12\",", other);
	take_schemes(&making, lock_bit);
	contrast(&making);
	assert_int_equal(making.contrast.nr_differences, 2);
	difference = making.contrast.differences;
	assert_string_equal(difference[0].base, "6.12 and 6.1");
	assert_null(difference[0].test);
	assert_int_equal(difference[0].side, 0);
	assert_string_equal(difference[1].test, "6.12");
	discard(&making);
}

static void too_few_processes_call_nothing(void **state)
{
	static const struct given given[] = {
		GIVEN("plain", 1, 5, 100), GIVEN("lock-bit", 1, 5, 200), {0}};
	struct making making = {0};

	(void)state;
	take(&making.results[0], "", given);
	take_schemes(&making, lock_bit);
	contrast(&making);
	assert_int_equal(point(&making, 0)->call, CALL_TOO_FEW);
	assert_int_equal(point(&making, 0)->needed, 6);
	assert_true(isinf(contrast_widest(&making.contrast)));
	discard(&making);
}

/* Six pairs of one sign are 1 in 32: enough for one comparison, too few for two. */
static void each_further_point_takes_more_processes(void **state)
{
	static const struct given given[] = {GIVEN("plain", 1, 6, 100),
					     GIVEN("lock-bit", 1, 6, 200),
					     GIVEN("plain", 2, 6, 100),
					     GIVEN("lock-bit", 2, 6, 200),
					     {0}};
	struct making making = {0};

	(void)state;
	take(&making.results[0], "", given);
	take_schemes(&making, lock_bit);
	contrast(&making);
	assert_int_equal(making.contrast.family, 2);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(point(&making, i)->call, CALL_TOO_FEW);
		assert_int_equal(point(&making, i)->needed, 7);
	}
	discard(&making);
}

static void what_is_below_the_threshold_is_not_called(void **state)
{
	static const struct given given[] = {
		GIVEN("plain", 1, 8, 100), GIVEN("lock-bit", 1, 8, 102), {0}};
	struct making making = {.options.threshold_percent = 3};

	(void)state;
	take(&making.results[0], "", given);
	take_schemes(&making, lock_bit);
	contrast(&making);
	assert_int_equal(point(&making, 0)->call, CALL_NONE);
	assert_true(point(&making, 0)->below_threshold);
	discard(&making);
}

static void a_zero_has_no_ratio_and_is_still_judged(void **state)
{
	static const struct given given[] = {
		GIVEN("plain", 1, 8, 100), GIVEN("lock-bit", 1, 8, 100), {0}};
	struct making making = {.options.metric = "retries_per_op"};

	(void)state;
	take(&making.results[0], "", given);
	take_schemes(&making, lock_bit);
	contrast(&making);
	assert_true(isnan(point(&making, 0)->effect.ratio));
	assert_int_equal(point(&making, 0)->call, CALL_LESS);
	assert_false(contrast_is_regression(&making.contrast, point(&making, 0), 0));
	discard(&making);
}

/* More in six of eight processes, a little less in the two that make the median. */
static void pairs_without_a_ratio_are_called_as_they_differ(void **state)
{
	static const double plain[] = {0, 1, 2, 20, 21, 40, 50, 60};
	static const double other[] = {5, 6, 7, 19, 20, 45, 55, 65};
	static const struct given given[] = {GIVEN("plain", 1, 8, 100, .retries = plain),
					     GIVEN("lock-bit", 1, 8, 100, .retries = other),
					     {0}};
	struct making making = {.options.metric = "retries_per_op"};

	(void)state;
	take(&making.results[0], "", given);
	take_schemes(&making, lock_bit);
	contrast(&making);
	assert_true(point(&making, 0)->test_value < point(&making, 0)->base);
	assert_near(point(&making, 0)->effect.difference, 5, NEAR);
	assert_int_equal(point(&making, 0)->call, CALL_MORE);
	discard(&making);
}

static void an_event_is_a_metric(void **state)
{
	static const struct given given[] = {
		GIVEN("plain", 1, 8, 100), GIVEN("lock-bit", 1, 8, 100), {0}};
	struct making making = {.options.metric = "cycles"};

	(void)state;
	take(&making.results[0], "", given);
	take_schemes(&making, lock_bit);
	contrast(&making);
	assert_near(point(&making, 0)->base, 5, NEAR);
	assert_int_equal(point(&making, 0)->call, CALL_NONE);
	discard(&making);
}

/* ---- what is refused ---- */

static void assert_refused(struct making *making, const char *expected)
{
	struct error err;

	assert_true(try_contrast(making, &err) < 0);
	if (!strstr(err.text, expected))
		fail_msg("'%s' does not say '%s'", err.text, expected);
	discard(making);
}

static void an_unknown_metric_is_refused_with_what_there_is(void **state)
{
	static const struct given given[] = {GIVEN("plain", 1, 6, 100), {0}};
	struct making making = {.options.metric = "nonesuch"};

	(void)state;
	take(&making.results[0], "", given);
	take(&making.results[1], "", given);
	take_files(&making, two_files);
	assert_refused(&making, "no metric 'nonesuch'; there are: ops_per_sec, ns_per_op");
}

static void an_unknown_scheme_is_refused_with_what_there_is(void **state)
{
	static const struct given given[] = {
		GIVEN("plain", 1, 6, 100), GIVEN("frozen-bit", 1, 6, 100), {0}};
	struct making making = {0};

	(void)state;
	take(&making.results[0], "", given);
	take_schemes(&making, lock_bit);
	assert_refused(&making, "no sample of scheme 'lock-bit'; there are: plain, frozen-bit");
}

static void nothing_in_common_is_refused(void **state)
{
	static const struct given a[] = {GIVEN("plain", 1, 6, 100), {0}};
	static const struct given b[] = {GIVEN("plain", 2, 6, 100), {0}};
	struct making making = {0};

	(void)state;
	take(&making.results[0], "", a);
	take(&making.results[1], "", b);
	take_files(&making, two_files);
	assert_refused(&making, "no sample in common; only in a: get-put plain, 1 thread");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(samples_of_one_round_are_pairs),
		cmocka_unit_test(schemes_that_share_no_round_are_groups),
		cmocka_unit_test(a_sample_that_was_taken_again_keeps_its_pair),
		cmocka_unit_test(files_are_groups_and_schemes_meet_themselves),
		cmocka_unit_test(what_one_side_lacks_is_named),
		cmocka_unit_test(conditions_that_differ_are_named),
		cmocka_unit_test(a_long_condition_is_compared_to_its_end),
		cmocka_unit_test(a_file_of_two_kernels_is_said_to_be_one),
		cmocka_unit_test(too_few_processes_call_nothing),
		cmocka_unit_test(each_further_point_takes_more_processes),
		cmocka_unit_test(what_is_below_the_threshold_is_not_called),
		cmocka_unit_test(a_zero_has_no_ratio_and_is_still_judged),
		cmocka_unit_test(pairs_without_a_ratio_are_called_as_they_differ),
		cmocka_unit_test(an_event_is_a_metric),
		cmocka_unit_test(an_unknown_metric_is_refused_with_what_there_is),
		cmocka_unit_test(an_unknown_scheme_is_refused_with_what_there_is),
		cmocka_unit_test(nothing_in_common_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
