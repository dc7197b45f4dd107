// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * record_sample_test.c: a sample's line says all that the format promises, and the reader finds in it
 * what was measured: figures, events, and whether it may be believed.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/bench/results/record_fixture.h"
#include "tests/bench/report/stats_assert.h"

static void it_is_one_line(void **state)
{
	struct fixture *f = *state;

	write_and_read(f);
	assert_ptr_equal(strchr(f->sample_line.text, '\n'),
			 f->sample_line.text + f->sample_line.length - 1);
}

static void a_sample_has_every_field_of_the_format(void **state)
{
	struct fixture *f = *state;

	write_and_read(f);
	assert_present(&f->sample_line, (const char *const[]){"type",
							      "workload",
							      "scheme",
							      "threads",
							      "placement",
							      "memory",
							      "share",
							      "pages",
							      "batch",
							      "writers",
							      "nr",
							      "memory_order",
							      "repeat",
							      "order",
							      "take",
							      "process",
							      "seconds",
							      "ops",
							      "ops_per_sec",
							      "ns_per_op",
							      "fail_ops",
							      "retries",
							      "retries_per_op",
							      "retries_window/ops",
							      "retries_window/seconds",
							      "events",
							      "event_set",
							      "nodes/0/threads",
							      "nodes/0/ops",
							      "nodes/0/events",
							      "roles/reader/threads",
							      "roles/reader/ops",
							      "roles/reader/fail_ops",
							      "threads_detail/cpu",
							      "threads_detail/node",
							      "threads_detail/role",
							      "threads_detail/ops",
							      "threads_detail/fail_ops",
							      "threads_detail/cpu_time",
							      "threads_detail/page_faults",
							      "page_faults",
							      "valid",
							      "why",
							      NULL});
}

/* ---- what it was ---- */

static const struct result_sample *read_back(struct fixture *f)
{
	write_and_read(f);
	assert_int_equal(f->results.nr_samples, 1);
	return &f->results.samples[0];
}

static void the_key_comes_back(void **state)
{
	const struct result_key *key = &read_back(*state)->key;

	assert_string_equal(key->workload, "freeze");
	assert_string_equal(key->scheme, "plain");
	assert_string_equal(key->placement, "scatter");
	assert_string_equal(key->memory, "interleave");
	assert_string_equal(key->share, "all");
	assert_int_equal(key->threads, 3);
	assert_int_equal(key->pages, 128);
	assert_int_equal(key->batch, 2);
	assert_int_equal(key->writers, 1);
	assert_int_equal(key->nr, 3);
}

static void its_place_in_the_run_comes_back(void **state)
{
	const struct result_sample *sample = read_back(*state);

	assert_int_equal(sample->repeat, 8);
	assert_int_equal(sample->order, 1);
	assert_int_equal(sample->take, 2);
	assert_int_equal(sample->process, 4);
}

static void a_workload_without_a_scheme_has_scheme_none(void **state)
{
	struct fixture *f = *state;
	struct point point = *f->sample.point;

	point.workload = workload_find("ping-pong");
	point.scheme = NULL;
	f->sample.point = &point;
	f->sample.assignment.lanes[2].role = ROLE_WORKER;
	assert_string_equal(read_back(f)->key.scheme, "none");
	assert_int_equal(YAJL_GET_INTEGER(at(&f->sample_line, "home")),
			 f->sample.assignment.homes[0]);
}

/* ---- figures ---- */

/* Where the kernel does not tell there is a null. */
static void pages_of_several_nodes_are_written(void **state)
{
	struct fixture *f = *state;

	f->sample.pages.nodes = calloc(2, sizeof(*f->sample.pages.nodes));
	assert_non_null(f->sample.pages.nodes);
	f->sample.pages.nodes[0] = (struct numastat_node){0, 12, 0};
	f->sample.pages.nodes[1] = (struct numastat_node){3, -1, -1};
	f->sample.pages.nr = 2;
	read_back(f);
	numastat_free(&f->sample.pages);
	assert_int_equal(YAJL_GET_INTEGER(at(&f->sample_line, "numastat/0/local_pages")), 12);
	assert_int_equal(YAJL_GET_INTEGER(at(&f->sample_line, "numastat/0/other_pages")), 0);
	assert_true(YAJL_IS_NULL(at(&f->sample_line, "numastat/3/other_pages")));
}

static void a_machine_of_one_node_has_no_pages_to_tell(void **state)
{
	struct fixture *f = *state;

	read_back(f);
	assert_null(strstr(f->sample_line.text, "numastat"));
}

/* The file holds the figures of all three threads; what is read back are the readers' successes. */
static void the_figures_come_back(void **state)
{
	struct fixture *f = *state;
	const struct result_sample *sample = read_back(f);

	assert_near(sample->seconds, 0.25, 0);
	assert_near(YAJL_GET_DOUBLE(at(&f->sample_line, "ops_per_sec")), 600 / 0.25, 0);
	assert_near(YAJL_GET_DOUBLE(at(&f->sample_line, "ns_per_op")), 0.25e9 * 3 / 600, 0);
	assert_near(sample->ops_per_sec, (500 - 50) / 0.25, 0);
	assert_near(sample->ns_per_op, 0.25e9 * 2 / (500 - 50), 1e-3);
	assert_near(sample->fail_ratio, 50.0 / 500, 0);
}

static void without_operations_there_is_no_time_for_one(void **state)
{
	struct fixture *f = *state;

	f->sample.ops = f->sample.fail_ops = 0;
	for (int i = 0; i < f->sample.assignment.nr_threads; i++)
		f->sample.threads[i].ops = f->sample.threads[i].fail_ops = 0;
	assert_true(isnan(read_back(f)->ns_per_op));
	assert_true(YAJL_IS_NULL(at(&f->sample_line, "ns_per_op")));
}

static void retries_are_told_per_operation_of_their_own_window(void **state)
{
	struct fixture *f = *state;

	assert_near(read_back(f)->retries_per_op, 50.0 / 200, 0);
	assert_int_equal(YAJL_GET_INTEGER(at(&f->sample_line, "retries")), 50);
	assert_int_equal(YAJL_GET_INTEGER(at(&f->sample_line, "retries_window/ops")), 200);
}

static void retries_that_nobody_counted_are_null(void **state)
{
	struct fixture *f = *state;

	f->retries = (struct retry_count){0};
	assert_true(isnan(read_back(f)->retries_per_op));
	assert_true(YAJL_IS_NULL(at(&f->sample_line, "retries")));
	assert_true(YAJL_IS_NULL(at(&f->sample_line, "retries_window")));
}

/* The freezer's 100 operations are no measure for the readers' 200 and 300. */
static void fairness_compares_threads_of_one_role(void **state)
{
	assert_near(read_back(*state)->fairness, 200.0 / 300, 1e-12);
}

/* It is told from one that ran on CPU 0. */
static void a_thread_that_never_began_has_no_cpu(void **state)
{
	struct fixture *f = *state;

	f->sample.threads[1].cpu = f->sample.threads[1].node = -1;
	f->sample.valid = false;
	assert_int_equal(read_back(f)->cpus[1], -1);
	assert_array(&f->sample_line, "threads_detail/cpu", "0 null 1");
	assert_array(&f->sample_line, "threads_detail/node", "0 null 0");
}

/* ---- events ---- */

static void events_are_summed_over_the_threads(void **state)
{
	struct fixture *f = *state;

	assert_near(read_back(f)->events_per_op[TASK_CLOCK], 6000.0 / 600, 0);
	assert_int_equal(YAJL_GET_INTEGER(at(&f->sample_line, "events/task-clock")), 6000);
}

static void an_event_that_is_not_available_is_null(void **state)
{
	struct fixture *f = *state;

	assert_true(isnan(read_back(f)->events_per_op[CYCLES]));
	assert_true(YAJL_IS_NULL(at(&f->sample_line, "events/cycles")));
}

static void an_event_of_another_set_is_null(void **state)
{
	struct fixture *f = *state;

	assert_true(isnan(read_back(f)->events_per_op[ELSEWHERE]));
	assert_true(YAJL_IS_NULL(at(&f->sample_line, "events/elsewhere")));
}

static void an_event_that_one_thread_lacks_is_null(void **state)
{
	struct fixture *f = *state;

	f->sample.threads[1].counts[TASK_CLOCK] = -1;
	assert_true(isnan(read_back(f)->events_per_op[TASK_CLOCK]));
}

static void an_event_that_never_happened_is_0(void **state)
{
	struct fixture *f = *state;

	for (int i = 0; i < 3; i++)
		f->sample.threads[i].counts[TASK_CLOCK] = 0;
	assert_near(read_back(f)->events_per_op[TASK_CLOCK], 0, 0);
}

static void events_of_each_thread_are_told_where_asked_for(void **state)
{
	struct fixture *f = *state;

	f->run.per_thread_events = true;
	write_and_read(f);
	assert_array(&f->sample_line, "threads_detail/events/task-clock", "3000 2000 1000");
	assert_array(&f->sample_line, "threads_detail/events/cycles", "null null null");
}

static void events_of_each_thread_are_left_out_otherwise(void **state)
{
	const char *path[] = {"threads_detail", "events", NULL};
	struct fixture *f = *state;

	write_and_read(f);
	assert_null(yajl_tree_get(f->sample_line.tree, path, yajl_t_any));
}

/* ---- parts ---- */

static void each_node_has_its_threads(void **state)
{
	struct fixture *f = *state;

	write_and_read(f);
	assert_int_equal(YAJL_GET_INTEGER(at(&f->sample_line, "nodes/0/threads")), 2);
	assert_int_equal(YAJL_GET_INTEGER(at(&f->sample_line, "nodes/0/ops")), 400);
	assert_int_equal(YAJL_GET_INTEGER(at(&f->sample_line, "nodes/0/events/task-clock")), 4000);
	assert_int_equal(YAJL_GET_INTEGER(at(&f->sample_line, "nodes/1/ops")), 200);
	assert_true(YAJL_IS_NULL(at(&f->sample_line, "nodes/1/events/cycles")));
}

static void each_role_has_its_threads(void **state)
{
	struct fixture *f = *state;

	write_and_read(f);
	assert_int_equal(YAJL_GET_INTEGER(at(&f->sample_line, "roles/reader/threads")), 2);
	assert_int_equal(YAJL_GET_INTEGER(at(&f->sample_line, "roles/reader/ops")), 500);
	assert_int_equal(YAJL_GET_INTEGER(at(&f->sample_line, "roles/reader/fail_ops")), 50);
	assert_int_equal(YAJL_GET_INTEGER(at(&f->sample_line, "roles/freezer/ops")), 100);
}

static void threads_are_told_in_columns(void **state)
{
	struct fixture *f = *state;

	write_and_read(f);
	assert_array(&f->sample_line, "threads_detail/cpu", "0 2 1");
	assert_array(&f->sample_line, "threads_detail/node", "0 1 0");
	assert_array(&f->sample_line, "threads_detail/role", "reader reader freezer");
	assert_array(&f->sample_line, "threads_detail/ops", "300 200 100");
	assert_array(&f->sample_line, "threads_detail/fail_ops", "30 20 10");
	assert_array(&f->sample_line, "threads_detail/cpu_time", "0.25 0.25 0.25");
}

/* ---- trust ---- */

static void a_valid_sample_says_so(void **state)
{
	struct fixture *f = *state;

	assert_true(read_back(f)->valid);
	assert_true(YAJL_IS_NULL(at(&f->sample_line, "why")));
}

static void an_invalid_sample_says_why(void **state)
{
	struct fixture *f = *state;

	f->sample.valid = false;
	strcpy(f->sample.why, "steal: \"lots\"");
	assert_false(read_back(f)->valid);
	assert_string_equal(YAJL_GET_STRING(at(&f->sample_line, "why")), "steal: \"lots\"");
}

static void the_largest_change_of_a_clock_is_told(void **state)
{
	struct fixture *f = *state;

	write_and_read(f);
	assert_near(YAJL_GET_DOUBLE(at(&f->sample_line, "clock_change")), -0.02, 0);
}

static void page_faults_are_told_of_each_thread_and_of_all(void **state)
{
	struct fixture *f = *state;

	write_and_read(f);
	assert_non_null(strstr(f->sample_line.text, "\"page_faults\":[0,0,7]"));
	assert_non_null(strstr(f->sample_line.text, "\"page_faults\":7,"));
}

static void steal_that_the_machine_does_not_tell_is_null(void **state)
{
	struct fixture *f = *state;

	f->sample.stolen = -1;
	write_and_read(f);
	assert_true(YAJL_IS_NULL(at(&f->sample_line, "stolen")));
}

#define test(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		test(it_is_one_line),
		test(a_sample_has_every_field_of_the_format),
		test(the_key_comes_back),
		test(its_place_in_the_run_comes_back),
		test(a_workload_without_a_scheme_has_scheme_none),
		test(pages_of_several_nodes_are_written),
		test(a_machine_of_one_node_has_no_pages_to_tell),
		test(the_figures_come_back),
		test(without_operations_there_is_no_time_for_one),
		test(retries_are_told_per_operation_of_their_own_window),
		test(retries_that_nobody_counted_are_null),
		test(fairness_compares_threads_of_one_role),
		test(a_thread_that_never_began_has_no_cpu),
		test(events_are_summed_over_the_threads),
		test(an_event_that_is_not_available_is_null),
		test(an_event_of_another_set_is_null),
		test(an_event_that_one_thread_lacks_is_null),
		test(an_event_that_never_happened_is_0),
		test(events_of_each_thread_are_told_where_asked_for),
		test(events_of_each_thread_are_left_out_otherwise),
		test(each_node_has_its_threads),
		test(each_role_has_its_threads),
		test(threads_are_told_in_columns),
		test(a_valid_sample_says_so),
		test(an_invalid_sample_says_why),
		test(the_largest_change_of_a_clock_is_told),
		test(page_faults_are_told_of_each_thread_and_of_all),
		test(steal_that_the_machine_does_not_tell_is_null),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
