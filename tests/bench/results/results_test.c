// SPDX-License-Identifier: GPL-2.0-or-later
/* results_test.c: what the reader takes from the lines of a results file. */
#include <math.h>

#include "tests/bench/results/reading.h"
#include "tests/bench/results/sample_line.h"
#include "tests/bench/report/stats_assert.h"

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
	char *text = with(RUN, SAMPLE, "\"valid\"", "\"later\":[{\"x\":1e999}],\"valid\"");

	(void)state;
	assert_parses(&results, text);
	results_free(&results);
	assert_parses(&results, "{\"type\":\"note\",\"text\":\"\\u00b5\"}\n" RUN SAMPLE);
	assert_int_equal(results.nr_samples, 1);
	results_free(&results);
	free(text);
}

static void any_scheme_name_passes_unchanged(void **state)
{
	struct results results;
	char *text = with(RUN, SAMPLE, "plain", "a_b\\\"c$(x)");

	(void)state;
	assert_parses(&results, text);
	assert_string_equal(results.samples[0].key.scheme, "a_b\"c$(x)");
	results_free(&results);
	free(text);
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
		cmocka_unit_test(any_scheme_name_passes_unchanged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
