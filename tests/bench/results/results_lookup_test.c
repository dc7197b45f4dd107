// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * results_lookup_test.c: what the reader takes from the sample of a lookup and from what waited beside
 * it, and what it refuses. The hostile lines are one good line with one thing in it replaced.
 */
#include <math.h>

#include "tests/bench/results/reading.h"
#include "tests/bench/report/stats_assert.h"

#define RUN "{\"type\":\"run\",\"schema\":1}\n"

#define KEY                                                                                   \
	"\"workload\":\"gup-fast\",\"scheme\":\"plain\",\"threads\":2,\"placement\":"         \
	"\"compact\",\"memory\":\"local\",\"share\":\"all\",\"pages\":512,\"batch\":1,"       \
	"\"writers\":1,\"nr\":16,\"memory_order\":\"acq-rel\",\"memmap\":\"memdesc8\","       \
	"\"lifetime\":\"rcu-folio\",\"rcu\":\"qsbr\",\"pattern\":\"zipf:0.99\",\"churn\":"    \
	"\"1000\",\"recheck\":true,\"verify\":1024,\"pin\":true,\"memory_limit\":4294967296," \
	"\"grace_period_ns\":10000000,"

#define MUTATIONS                                                                             \
	"\"mutations\":{\"done\":300,\"busy\":100,\"per_sec\":600,\"allocation_failures\":7," \
	"\"waited_seconds\":0.25}"
#define BACKLOG                                                                       \
	"\"backlog\":{\"folios_peak\":90,\"folios_mean\":40.5,\"bytes_peak\":368640," \
	"\"bytes_mean\":165888,\"grace_periods\":12,\"grace_period_mean_ns\":1.1e7,"  \
	"\"grace_period_longest_ns\":20000000}"

#define SAMPLE                                                                                         \
	"{\"type\":\"sample\"," KEY "\"repeat\":0,\"order\":0,\"take\":0,\"process\":0,"               \
	"\"seconds\":0.5,\"ops\":2400,\"ops_per_sec\":4800,\"ns_per_op\":1,\"fail_ops\":300,"          \
	"\"retries_per_op\":null,\"events\":{},\"roles\":{\"reader\":{\"threads\":1,"                  \
	"\"ops\":2000,\"fail_ops\":200},\"mutator\":{\"threads\":1,\"ops\":400,"                       \
	"\"fail_ops\":100}},\"lookup\":{\"lookups\":2000,\"found\":1800,\"fallbacks\":200,"            \
	"\"retries\":{\"frozen\":10,\"memdesc_changed\":20,\"pte_changed\":30,"                        \
	"\"slot_changed\":40,\"wrong_type\":50},\"skipped\":{},\"verified\":2,\"freed\":0}," MUTATIONS \
	"," BACKLOG ",\"integrity\":null,\"unsafe\":true,"                                             \
	"\"threads_detail\":{\"cpu\":[0,1],\"ops\":[2000,400]},\"valid\":true}\n"

#define WAITED                                                                            \
	"{\"type\":\"backlog\"," KEY "\"repeat\":3,\"order\":4,\"take\":1,\"process\":2," \
	"\"valid\":true,\"interval_ns\":1000000,\"folios\":[0,1,2],\"bytes\":[0,4096,8192]}\n"

static void assert_line_refused(const char *line, const char *from, const char *to,
				const char *message)
{
	char *text = with(RUN, line, from, to);

	assert_refused(text, strlen(text), message);
	free(text);
}

static void assert_key(const struct result_key *key)
{
	assert_string_equal(key->workload, "gup-fast");
	assert_int_equal(key->nr, 16);
	assert_string_equal(key->memory_order, "acq-rel");
	assert_string_equal(key->memmap, "memdesc8");
	assert_string_equal(key->lifetime, "rcu-folio");
	assert_string_equal(key->rcu, "qsbr");
	assert_string_equal(key->pattern, "zipf:0.99");
	assert_string_equal(key->churn, "1000");
	assert_true(key->recheck);
	assert_true(key->pin);
	assert_int_equal(key->verify, 1024);
	assert_near(key->memory_limit, 4294967296.0, 0);
	assert_near(key->grace_period_ns, 1e7, 0);
}

static void every_member_of_the_key_arrives(void **state)
{
	struct results results;

	(void)state;
	assert_parses(&results, RUN SAMPLE);
	assert_key(&results.samples[0].key);
	results_free(&results);
}

static void what_was_counted_arrives_per_lookup_and_per_second(void **state)
{
	struct results results;
	const struct result_lookup *lookup;

	(void)state;
	assert_parses(&results, RUN SAMPLE);
	lookup = results.samples[0].lookup;
	assert_non_null(lookup);
	assert_near(lookup->retries_per_lookup[RETRY_FROZEN], 0.005, 1e-12);
	assert_near(lookup->retries_per_lookup[RETRY_MEMDESC_CHANGED], 0.010, 1e-12);
	assert_near(lookup->retries_per_lookup[RETRY_PTE_CHANGED], 0.015, 1e-12);
	assert_near(lookup->retries_per_lookup[RETRY_SLOT_CHANGED], 0.020, 1e-12);
	assert_near(lookup->retries_per_lookup[RETRY_WRONG_TYPE], 0.025, 1e-12);
	assert_near(lookup->verified, 2, 0);
	assert_near(lookup->mutations_per_sec, 600, 0);
	assert_near(lookup->busy_ratio, 0.25, 1e-12);
	assert_near(lookup->allocation_failures, 7, 0);
	assert_near(lookup->waited_seconds, 0.25, 0);
	assert_near(lookup->folios_peak, 90, 0);
	assert_near(lookup->folios_mean, 40.5, 0);
	assert_near(lookup->bytes_peak, 368640, 0);
	assert_near(lookup->bytes_mean, 165888, 0);
	assert_near(lookup->grace_periods, 12, 0);
	assert_near(lookup->grace_period_mean_ns, 1.1e7, 0);
	assert_near(lookup->grace_period_longest_ns, 2e7, 0);
	assert_string_equal(lookup->integrity, "");
	assert_true(results.samples[0].unsafe);
	results_free(&results);
}

static void speed_is_that_of_the_readers_who_found_a_folio(void **state)
{
	struct results results;
	const struct result_sample *sample;

	(void)state;
	assert_parses(&results, RUN SAMPLE);
	sample = results.samples;
	assert_near(sample->ops_per_sec, 1800 / 0.5, 1e-9);
	assert_near(sample->ns_per_op, 0.5e9 / 1800, 1e-6);
	assert_near(sample->fail_ratio, 0.1, 1e-12);
	assert_true(isnan(sample->freezes_per_sec));
	results_free(&results);
}

static void without_mutators_their_figures_are_absent_and_no_zeros(void **state)
{
	static const char quiet[] = "\"mutations\":null,\"backlog\":null";
	char *text = with(RUN, SAMPLE, MUTATIONS "," BACKLOG, quiet);
	struct results results;
	const struct result_lookup *lookup;

	(void)state;
	assert_parses(&results, text);
	lookup = results.samples[0].lookup;
	assert_true(isnan(lookup->mutations_per_sec));
	assert_true(isnan(lookup->busy_ratio));
	assert_true(isnan(lookup->allocation_failures));
	assert_true(isnan(lookup->bytes_peak));
	assert_true(isnan(lookup->grace_periods));
	assert_near(lookup->retries_per_lookup[RETRY_FROZEN], 0.005, 1e-12);
	results_free(&results);
	free(text);
}

static void without_a_grace_period_it_has_no_length(void **state)
{
	char *text = with(RUN, SAMPLE, "\"grace_period_mean_ns\":1.1e7",
			  "\"grace_period_mean_ns\":null");
	struct results results;

	(void)state;
	assert_parses(&results, text);
	assert_true(isnan(results.samples[0].lookup->grace_period_mean_ns));
	results_free(&results);
	free(text);
}

static void what_was_found_broken_has_its_name(void **state)
{
	char *text = with(RUN, SAMPLE, "\"integrity\":null",
			  "\"integrity\":{\"kind\":\"use after free\",\"pfn\":5}");
	struct results results;

	(void)state;
	assert_parses(&results, text);
	assert_string_equal(results.samples[0].lookup->integrity, "use after free");
	results_free(&results);
	free(text);
}

/* As files from before the lookups are, and samples of other workloads. */
static void an_older_sample_has_an_empty_key_and_no_lookup(void **state)
{
	static const char old[] = RUN
		"{\"type\":\"sample\",\"workload\":\"get-put\",\"scheme\":\"plain\",\"threads\":1,"
		"\"placement\":\"compact\",\"memory\":\"local\",\"share\":\"all\",\"pages\":1,"
		"\"batch\":1,\"writers\":0,\"nr\":1,\"repeat\":0,\"order\":0,\"seconds\":1,"
		"\"ops\":1,\"ops_per_sec\":1,\"ns_per_op\":1,\"fail_ops\":0,\"events\":{},"
		"\"threads_detail\":{\"cpu\":[0],\"ops\":[1]},\"valid\":true}\n";
	struct results results;
	const struct result_key *key;

	(void)state;
	assert_parses(&results, old);
	key = &results.samples[0].key;
	assert_string_equal(key->memory_order, "");
	assert_string_equal(key->memmap, "");
	assert_string_equal(key->lifetime, "");
	assert_string_equal(key->rcu, "");
	assert_string_equal(key->pattern, "");
	assert_string_equal(key->churn, "");
	assert_false(key->recheck);
	assert_false(key->pin);
	assert_int_equal(key->verify, 0);
	assert_near(key->memory_limit, 0, 0);
	assert_near(key->grace_period_ns, 0, 0);
	assert_null(results.samples[0].lookup);
	assert_false(results.samples[0].unsafe);
	results_free(&results);
}

static void equal_texts_of_the_key_are_one_pointer(void **state)
{
	struct results results;

	(void)state;
	assert_parses(&results, RUN SAMPLE WAITED);
	assert_ptr_equal(results.samples[0].key.lifetime, results.backlogs[0].key.lifetime);
	assert_ptr_equal(results.samples[0].key.churn, results.backlogs[0].key.churn);
	results_free(&results);
}

static void what_waited_is_a_series_of_its_sample(void **state)
{
	struct results results;
	const struct result_backlog *backlog;

	(void)state;
	assert_parses(&results, RUN SAMPLE WAITED);
	assert_int_equal(results.nr_samples, 1);
	assert_int_equal(results.nr_backlogs, 1);
	backlog = results.backlogs;
	assert_key(&backlog->key);
	assert_int_equal(backlog->run, 0);
	assert_int_equal(backlog->repeat, 3);
	assert_int_equal(backlog->order, 4);
	assert_int_equal(backlog->take, 1);
	assert_int_equal(backlog->process, 2);
	assert_true(backlog->valid);
	assert_near(backlog->interval_ns, 1e6, 0);
	assert_int_equal(backlog->nr, 3);
	assert_near(backlog->folios[2], 2, 0);
	assert_near(backlog->bytes[0], 0, 0);
	assert_near(backlog->bytes[2], 8192, 0);
	results_free(&results);
}

static void nothing_waited_is_an_empty_series(void **state)
{
	char *text = with(RUN, WAITED, "[0,1,2],\"bytes\":[0,4096,8192]", "[],\"bytes\":[]");
	struct results results;

	(void)state;
	assert_parses(&results, text);
	assert_int_equal(results.backlogs[0].nr, 0);
	results_free(&results);
	free(text);
}

/* @nr numbers, all 1 but number @at, which is @most. */
static void put_numbers(FILE *out, int nr, int at, int most)
{
	for (int i = 0; i < nr; i++)
		fprintf(out, "%s%d", i ? "," : "", i == at ? most : 1);
}

/* 10000 points: each of 1000 stands for ten, and a peak of one of them is not averaged away. */
static void a_long_series_is_condensed_and_keeps_its_peaks(void **state)
{
	struct results results;
	const struct result_backlog *backlog;
	char *text;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	(void)state;
	assert_non_null(out);
	fputs(RUN "{\"type\":\"backlog\"," KEY
		  "\"repeat\":0,\"valid\":true,\"interval_ns\":1000000,"
		  "\"folios\":[",
	      out);
	put_numbers(out, 10000, 9999, 7);
	fputs("],\"bytes\":[", out);
	put_numbers(out, 10000, 4321, 9);
	fputs("]}\n", out);
	fclose(out);
	assert_parses(&results, text);
	backlog = results.backlogs;
	assert_int_equal(backlog->nr, 1000);
	assert_near(backlog->interval_ns, 1e7, 0);
	assert_near(backlog->folios[999], 7, 0);
	assert_near(backlog->bytes[432], 9, 0);
	assert_near(backlog->bytes[433], 1, 0);
	results_free(&results);
	free(text);
}

static void hostile_lines_are_refused_with_line_and_field(void **state)
{
	static const struct {
		const char *line, *from, *to, *message;
	} cases[] = {
		{SAMPLE, "\"memmap\":\"memdesc8\"", "\"memmap\":8",
		 "line 2: \"memmap\" is a number, expected a text"},
		{SAMPLE, "\"memory_order\":\"acq-rel\"", "\"memory_order\":[]",
		 "\"memory_order\" is"},
		{SAMPLE, "\"lifetime\":\"rcu-folio\"", "\"lifetime\":true", "\"lifetime\" is"},
		{SAMPLE, "\"rcu\":\"qsbr\"", "\"rcu\":{}", "\"rcu\" is an object"},
		{SAMPLE, "\"pattern\":\"zipf:0.99\"", "\"pattern\":0.99",
		 "\"pattern\" is a number"},
		{SAMPLE, "\"churn\":\"1000\"", "\"churn\":1000", "\"churn\" is a number"},
		{SAMPLE, "\"recheck\":true", "\"recheck\":\"on\"", "\"recheck\" is a text"},
		{SAMPLE, "\"pin\":true", "\"pin\":1", "\"pin\" is a number"},
		{SAMPLE, "\"verify\":1024", "\"verify\":-1", "\"verify\" is -1, below 0"},
		{SAMPLE, "\"memory_limit\":4294967296", "\"memory_limit\":\"4G\"",
		 "\"memory_limit\" is a text"},
		{SAMPLE, "\"grace_period_ns\":10000000", "\"grace_period_ns\":1e999",
		 "\"grace_period_ns\" is 1e999, too large"},
		{SAMPLE, "\"unsafe\":true", "\"unsafe\":1", "\"unsafe\" is a number"},
		{SAMPLE, "\"lookups\":2000", "\"lookups\":null", "\"lookups\" is null"},
		{SAMPLE, "\"frozen\":10,", "", "\"frozen\" is missing"},
		{SAMPLE, "\"slot_changed\":40", "\"slot_changed\":-4", "\"slot_changed\" is -4"},
		{SAMPLE, "\"retries\":{\"frozen\"", "\"retries\":[],\"x\":{\"frozen\"",
		 "\"retries\" is an array, expected an object"},
		{SAMPLE, "\"lookup\":{", "\"lookup\":[{}],\"x\":{", "\"lookup\" is an array"},
		{SAMPLE, MUTATIONS, "\"mutations\":5", "\"mutations\" is a number"},
		{SAMPLE, "\"busy\":100", "\"busy\":\"100\"", "\"busy\" is a text"},
		{SAMPLE, BACKLOG, "\"backlog\":\"\"", "\"backlog\" is a text"},
		{SAMPLE, "\"bytes_peak\":368640", "\"bytes_peak\":null", "\"bytes_peak\" is null"},
		{SAMPLE, "\"integrity\":null", "\"integrity\":{\"kind\":3}",
		 "\"kind\" is a number"},
		{WAITED, "[0,4096,8192]", "[0,4096]", "\"bytes\" has 2 entries, expected 3"},
		{WAITED, "[0,4096,8192]", "[0,-4096,8192]", "line 2: \"bytes\" is -4096, below 0"},
		{WAITED, "[0,1,2]", "[0,[1],2]", "\"folios\" is an array, expected a number"},
		{WAITED, "\"bytes\":[", "\"bytes\":5,\"x\":[", "\"bytes\" is a number"},
		{WAITED, "\"interval_ns\":1000000,", "", "\"interval_ns\" is missing"},
		{WAITED, "\"scheme\":\"plain\",", "", "\"scheme\" is missing"},
		{WAITED, "\"repeat\":3", "\"repeat\":0.5", "\"repeat\" is 0.5, not a whole number"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_line_refused(cases[i].line, cases[i].from, cases[i].to, cases[i].message);
}

static void what_waited_before_any_run_is_refused(void **state)
{
	struct results results = {0};
	struct error err;

	(void)state;
	assert_int_equal(results_parse(&results, WAITED, strlen(WAITED), "f", &err), -EINVAL);
	assert_non_null(strstr(err.text, "line 1: a backlog before any run"));
	results_free(&results);
}

static void any_text_of_the_key_passes_unchanged(void **state)
{
	char *text = with(RUN, SAMPLE, "rcu-folio", "a_b\\\"c$(x)`y`'\\u202e");
	struct results results;

	(void)state;
	assert_parses(&results, text);
	assert_string_equal(results.samples[0].key.lifetime, "a_b\"c$(x)`y`'\u202e");
	results_free(&results);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_member_of_the_key_arrives),
		cmocka_unit_test(what_was_counted_arrives_per_lookup_and_per_second),
		cmocka_unit_test(speed_is_that_of_the_readers_who_found_a_folio),
		cmocka_unit_test(without_mutators_their_figures_are_absent_and_no_zeros),
		cmocka_unit_test(without_a_grace_period_it_has_no_length),
		cmocka_unit_test(what_was_found_broken_has_its_name),
		cmocka_unit_test(an_older_sample_has_an_empty_key_and_no_lookup),
		cmocka_unit_test(equal_texts_of_the_key_are_one_pointer),
		cmocka_unit_test(what_waited_is_a_series_of_its_sample),
		cmocka_unit_test(nothing_waited_is_an_empty_series),
		cmocka_unit_test(a_long_series_is_condensed_and_keeps_its_peaks),
		cmocka_unit_test(hostile_lines_are_refused_with_line_and_field),
		cmocka_unit_test(what_waited_before_any_run_is_refused),
		cmocka_unit_test(any_text_of_the_key_passes_unchanged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
