// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * record_lookup_test.c: what only lookups have on record, member by member: what they were asked,
 * what they did, what was mutated under them, how much waited for a grace period, and what was found
 * broken. Null stands where there is nothing to tell, and no line holds a number that is none.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/bench/results/record_lookup_fixture.h"

/* ---- the line of a sample ---- */

/* To the letter: other programs are run against it. */
static void a_sample_says_all_that_the_format_promises(void **state)
{
	struct fixture *f = *state;

	f->retries = (struct retry_count){0};
	write_and_read(f);
	assert_string_equal(
		f->sample_line.text,
		"{\"type\":\"sample\"," RECORD_LOOKUP_KEY
		"\"seconds\":0.25,\"ops\":600,\"ops_per_sec\":2400,"
		"\"ns_per_op\":1250000,\"fail_ops\":60,\"retries\":null,\"retries_per_op\":null,"
		"\"retries_window\":null,"
		"\"events\":{\"cycles\":null,\"task-clock\":6000,\"elsewhere\":null},"
		"\"event_set\":0,\"nodes\":{"
		"\"0\":{\"threads\":2,\"ops\":400,"
		"\"events\":{\"cycles\":null,\"task-clock\":4000,\"elsewhere\":null}},"
		"\"1\":{\"threads\":1,\"ops\":200,"
		"\"events\":{\"cycles\":null,\"task-clock\":2000,\"elsewhere\":null}}},"
		"\"roles\":{\"reader\":{\"threads\":2,\"ops\":500,\"fail_ops\":50},"
		"\"mutator\":{\"threads\":1,\"ops\":100,\"fail_ops\":10}},"
		"\"threads_detail\":{\"cpu\":[0,2,1],\"node\":[0,1,0],"
		"\"role\":[\"reader\",\"reader\",\"mutator\"],\"ops\":[300,200,100],"
		"\"fail_ops\":[30,20,10],\"cpu_time\":[0.25,0.25,0.25],\"page_faults\":[0,0,7]},\"unsafe\":false,"
		"\"lookup\":{\"lookups\":500,\"found\":450,\"fallbacks\":50,"
		"\"retries\":{\"frozen\":1,\"memdesc_changed\":2,\"pte_changed\":3,"
		"\"slot_changed\":4,\"wrong_type\":5},\"skipped\":{},\"verified\":9,\"freed\":8},"
		"\"mutations\":{\"done\":90,\"busy\":10,\"per_sec\":360,"
		"\"allocation_failures\":3,\"waited_seconds\":0.0625},"
		"\"backlog\":{\"folios_peak\":7,\"folios_mean\":4,\"bytes_peak\":28672,"
		"\"bytes_mean\":16384.5,\"grace_periods\":4,\"grace_period_mean_ns\":10000000.5,"
		"\"grace_period_longest_ns\":11000000},\"integrity\":null,"
		"\"page_faults\":7,\"clock_change\":-0.02,\"stolen\":0.01,\"valid\":true,\"why\":null}\n");
}

static void its_figures_are_those_of_the_readers_successes(void **state)
{
	struct fixture *f = *state;

	write_and_read(f);
	assert_int_equal(f->results.nr_samples, 1);
	assert_true(f->results.samples[0].of_readers);
	assert_true(f->results.samples[0].ops_per_sec == (500 - 50) / 0.25);
}

static void a_walker_tells_what_it_skipped(void **state)
{
	struct fixture *f = *state;

	write_and_read(f);
	assert_int_equal(YAJL_GET_OBJECT(at(&f->sample_line, "lookup/skipped"))->len, 7);
	assert_int_equal(YAJL_GET_INTEGER(at(&f->sample_line, "lookup/skipped/tail")), 11);
	assert_int_equal(YAJL_GET_INTEGER(at(&f->sample_line, "lookup/skipped/plain")), 12);
	assert_int_equal(YAJL_GET_INTEGER(at(&f->sample_line, "lookup/skipped/buddy")), 13);
	assert_int_equal(YAJL_GET_INTEGER(at(&f->sample_line, "lookup/skipped/slab")), 14);
	assert_int_equal(YAJL_GET_INTEGER(at(&f->sample_line, "lookup/skipped/table")), 15);
	assert_int_equal(YAJL_GET_INTEGER(at(&f->sample_line, "lookup/skipped/hugetlb_free")), 16);
	assert_int_equal(YAJL_GET_INTEGER(at(&f->sample_line, "lookup/skipped/waiting")), 17);
}

static void assert_nulls(const struct line *line, const char *const *paths)
{
	for (; *paths; paths++) {
		if (!YAJL_IS_NULL(at(line, *paths)))
			fail_msg("%s is not null in %s", *paths, line->text);
	}
}

#define PATHS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void where_nothing_changed_nothing_was_mutated_and_nothing_waited(void **state)
{
	struct fixture *f = *state;

	write_and_read(f);
	assert_present(&f->sample_line, PATHS("lookup/lookups"));
	assert_nulls(&f->sample_line, PATHS("mutations", "backlog", "integrity"));
	assert_false(record_has_backlog(&f->sample));
}

static void where_no_grace_period_ended_none_has_a_length(void **state)
{
	struct fixture *f = *state;

	extra.totals.backlog.grace_periods = 0;
	write_and_read(f);
	assert_int_equal(YAJL_GET_INTEGER(at(&f->sample_line, "backlog/grace_periods")), 0);
	assert_nulls(&f->sample_line,
		     PATHS("backlog/grace_period_mean_ns", "backlog/grace_period_longest_ns"));
}

/* The harness failed before there was anything to add up. */
static void a_sample_that_was_not_taken_has_nulls(void **state)
{
	struct fixture *f = *state;

	f->sample.lookup = NULL;
	f->sample.valid = false;
	write_and_read(f);
	assert_nulls(&f->sample_line, PATHS("lookup", "mutations", "backlog", "integrity"));
	assert_false(record_has_backlog(&f->sample));
}

static void a_window_of_no_length_has_no_rate(void **state)
{
	struct fixture *f = *state;

	f->sample.seconds = 0;
	write_and_read(f);
	assert_nulls(&f->sample_line, PATHS("mutations/per_sec"));
}

static void a_large_count_keeps_its_digits(void **state)
{
	struct fixture *f = *state;

	extra.totals.counts.lookups = UINT64_MAX;
	extra.totals.counts.fallbacks = 1;
	write_and_read(f);
	assert_non_null(
		strstr(f->sample_line.text,
		       "{\"lookups\":18446744073709551615,\"found\":18446744073709551614,"));
}

static bool is_unsafe(struct fixture *f)
{
	write_and_read(f);
	return YAJL_IS_TRUE(at(&f->sample_line, "unsafe"));
}

static void what_keeps_what_it_did_not_recheck_is_unsafe(void **state)
{
	assert_true(is_unsafe(*state));
}

static void what_a_scheme_that_is_unsafe_measures_is_unsafe(void **state)
{
	assert_true(is_unsafe(*state));
}

static void other_workloads_have_none_of_it(void **state)
{
	struct fixture *f = *state;

	f->sample.lookup = NULL;
	write_and_read(f);
	assert_non_null(strstr(f->sample_line.text, "\"memory_order\":\"full\""));
	assert_null(strstr(f->sample_line.text, "memmap"));
	assert_null(strstr(f->sample_line.text, "unsafe"));
	assert_null(strstr(f->sample_line.text, "lookup"));
	assert_null(strstr(f->sample_line.text, "backlog"));
}

static void without_a_scheme_there_is_no_memory_order(void **state)
{
	struct fixture *f = *state;
	struct point point = *f->sample.point;

	point.workload = workload_find("ping-pong");
	point.scheme = NULL;
	f->sample.point = &point;
	f->sample.assignment.lanes[2].role = ROLE_WORKER;
	write_and_read(f);
	assert_null(strstr(f->sample_line.text, "memory_order"));
}

/* ---- what was found broken ---- */

static void what_was_found_broken_is_described(void **state)
{
	struct fixture *f = *state;

	extra.totals.integrity = (struct integrity){
		.kind = INTEGRITY_USE_AFTER_FREE,
		.where = "gup-fast",
		.pfn = 77,
		.found = {{{
			.mapping = (void *)0xdead000000000400UL,
			.index = 5,
			.private_data = 12,
			._refcount = {INT32_MIN},
		}}},
		.expected_index = 4,
		.expected_generation = 11,
	};
	write_and_read(f);
	assert_non_null(strstr(f->sample_line.text,
			       ",\"integrity\":{\"kind\":\"use after free\",\"where\":\"gup-fast\","
			       "\"pfn\":77,\"refcount\":\"0x80000000\",\"index\":5,"
			       "\"expected_index\":4,\"generation\":12,\"expected_generation\":11,"
			       "\"mapping\":\"0xdead000000000400\"},"));
}

static void where_nothing_was_expected_there_is_nothing_to_tell(void **state)
{
	struct fixture *f = *state;

	extra.totals.integrity = (struct integrity){
		.kind = INTEGRITY_TAIL_REFERENCE,
		.pfn = ~0UL,
		.expected_index = ~0UL,
		.expected_generation = ~0UL,
	};
	write_and_read(f);
	assert_nulls(&f->sample_line,
		     PATHS("integrity/where", "integrity/pfn", "integrity/expected_index",
			   "integrity/expected_generation"));
	assert_string_equal(YAJL_GET_STRING(at(&f->sample_line, "integrity/kind")),
			    "reference on a tail");
}

/* ---- the run ---- */

static void a_skip_says_what_could_not_be_looked_into(void **state)
{
	struct fixture *f = *state;

	write_and_read(f);
	assert_non_null(strstr(f->run_line.text, "\"skipped\":[{\"workload\":\"gup-fast\""));
	assert_non_null(strstr(f->run_line.text, "\"lifetime\":\"rcu-memory\""));
}

static void the_run_names_the_library_of_rcu(void **state)
{
	struct fixture *f = *state;
	yajl_val version;

	write_and_read(f);
	version = at(&f->run_line, "rcu_library");
	assert_true(YAJL_IS_NULL(version) || YAJL_IS_STRING(version));
}

/* ---- what was measured ---- */

static int set_up_still(void **state)
{
	return set_up_lookup(state, (struct plan_request){.churn = "0"});
}

static int set_up_walk(void **state)
{
	return set_up_lookup(state, (struct plan_request){.workloads = "pfn-walk"});
}

static int set_up_no_recheck(void **state)
{
	return set_up_lookup(
		state,
		(struct plan_request){.lifetimes = "typesafe", .recheck = "off", .unsafe = true});
}

static int set_up_load(void **state)
{
	return set_up_lookup(state, (struct plan_request){.schemes = "load", .churn = "0"});
}

static int set_up_skip(void **state)
{
	return set_up_lookup(
		state, (struct plan_request){.lifetimes = "rcu-folio,rcu-memory", .pin = "on"});
}

#define test(function, set_up_it) \
	cmocka_unit_test_setup_teardown(function, set_up_it, tear_down_lookup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		test(a_sample_says_all_that_the_format_promises, set_up_churn),
		test(its_figures_are_those_of_the_readers_successes, set_up_churn),
		test(a_walker_tells_what_it_skipped, set_up_walk),
		test(where_nothing_changed_nothing_was_mutated_and_nothing_waited, set_up_still),
		test(where_no_grace_period_ended_none_has_a_length, set_up_churn),
		test(a_sample_that_was_not_taken_has_nulls, set_up_churn),
		test(a_window_of_no_length_has_no_rate, set_up_churn),
		test(a_large_count_keeps_its_digits, set_up_churn),
		test(what_keeps_what_it_did_not_recheck_is_unsafe, set_up_no_recheck),
		test(what_a_scheme_that_is_unsafe_measures_is_unsafe, set_up_load),
		test(other_workloads_have_none_of_it, set_up),
		test(without_a_scheme_there_is_no_memory_order, set_up),
		test(what_was_found_broken_is_described, set_up_churn),
		test(where_nothing_was_expected_there_is_nothing_to_tell, set_up_churn),
		test(a_skip_says_what_could_not_be_looked_into, set_up_skip),
		test(the_run_names_the_library_of_rcu, set_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
