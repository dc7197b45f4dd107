// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * record_backlog_test.c: what waited for a grace period while a sample was taken: a line of its own,
 * which says which sample it belongs to, and only where something can wait.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/bench/results/record_lookup_fixture.h"

static void read_backlog(struct fixture *f)
{
	assert_true(record_has_backlog(&f->sample));
	read_line(f, &f->run_line, record_run(&f->run, &f->run_line.length));
	read_line(f, &extra.backlog_line,
		  record_backlog(&f->sample, &f->place, &extra.backlog_line.length));
}

static void what_waited_is_a_line_of_its_own(void **state)
{
	read_backlog(*state);
	assert_string_equal(extra.backlog_line.text,
			    "{\"type\":\"backlog\"," RECORD_LOOKUP_KEY
			    "\"valid\":true,\"interval_ns\":1000000,"
			    "\"folios\":[0,7,5],\"bytes\":[0,28672,20480]}\n");
}

static void a_series_is_no_sample(void **state)
{
	struct fixture *f = *state;

	read_backlog(f);
	assert_int_equal(f->results.nr_samples, 0);
	assert_int_equal(f->results.nr_backlogs, 1);
	assert_int_equal(f->results.backlogs[0].nr, 3);
	assert_true(f->results.backlogs[0].bytes[1] == 28672);
}

static void the_series_of_an_invalid_sample_is_invalid(void **state)
{
	struct fixture *f = *state;

	f->sample.valid = false;
	read_backlog(f);
	assert_true(YAJL_IS_FALSE(at(&extra.backlog_line, "valid")));
}

static void a_window_too_short_to_look_has_an_empty_series(void **state)
{
	extra.totals.backlog.nr = 0;
	read_backlog(*state);
	assert_array(&extra.backlog_line, "folios", "");
	assert_array(&extra.backlog_line, "bytes", "");
}

static void what_is_freed_at_once_waits_for_nothing(void **state)
{
	struct fixture *f = *state;

	assert_false(record_has_backlog(&f->sample));
	write_and_read(f);
	assert_present(&f->sample_line,
		       (const char *const[]){"mutations/done", "backlog/folios_peak", NULL});
}

static int set_up_typesafe(void **state)
{
	return set_up_lookup(state, (struct plan_request){.lifetimes = "typesafe"});
}

#define test(function, set_up_it) \
	cmocka_unit_test_setup_teardown(function, set_up_it, tear_down_lookup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		test(what_waited_is_a_line_of_its_own, set_up_churn),
		test(a_series_is_no_sample, set_up_churn),
		test(the_series_of_an_invalid_sample_is_invalid, set_up_churn),
		test(a_window_too_short_to_look_has_an_empty_series, set_up_churn),
		test(what_is_freed_at_once_waits_for_nothing, set_up_typesafe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
