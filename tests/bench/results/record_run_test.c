// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * record_run_test.c: the first line of a run says all that the format promises, and comes back as it
 * was. The host's name and the command line are hostile.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/utsname.h>
#include <cmocka.h>

#include "tests/bench/results/record_fixture.h"
#include "tests/bench/report/stats_assert.h"
#include "topology/doctor_parts.h"

/* In place of the C library's: the name of this host. */
int uname(struct utsname *names)
{
	*names = (struct utsname){.release = "6.18", .version = "#1", .machine = "x86_64"};
	memcpy(names->nodename, RECORD_HOSTILE, sizeof(RECORD_HOSTILE));
	return 0;
}

static void it_is_one_line(void **state)
{
	struct fixture *f = *state;

	write_and_read(f);
	assert_ptr_equal(strchr(f->run_line.text, '\n'), f->run_line.text + f->run_line.length - 1);
}

static void a_run_has_every_field_of_the_format(void **state)
{
	struct fixture *f = *state;

	write_and_read(f);
	assert_present(&f->run_line, (const char *const[]){"type",
							   "schema",
							   "program",
							   "version",
							   "revision",
							   "compiler",
							   "flags",
							   "rcu_library",
							   "command_line",
							   "start_time",
							   "seed",
							   "host",
							   "kernel",
							   "kernel_version",
							   "kernel_command_line",
							   "architecture",
							   "cpu_model",
							   "microcode",
							   "topology/name",
							   "topology/nodes",
							   "topology/cpus/cpu",
							   "topology/cpus/core",
							   "topology/cpus/smt",
							   "topology/cpus/llc",
							   "topology/cpus/package",
							   "topology/cpus/node",
							   "topology/cpus/allowed",
							   "topology/distances",
							   "governor",
							   "turbo",
							   "smt",
							   "thp",
							   "numa_balancing",
							   "paranoid",
							   "virtualisation",
							   "virtualised",
							   "clock_source",
							   "doctor",
							   "papi_version",
							   "events/cycles/available",
							   "events/cycles/reason",
							   "events/cycles/native",
							   "event_sets",
							   "loop_overhead_ns",
							   "placements",
							   "skipped",
							   "duration_ns",
							   "warmup_ns",
							   "repeats",
							   "processes",
							   "points",
							   NULL});
}

static void a_hostile_host_is_quoted(void **state)
{
	struct fixture *f = *state;

	write_and_read(f);
	assert_string_equal(f->results.runs[0].host, RECORD_CLEANED);
}

static void a_hostile_command_line_is_quoted(void **state)
{
	struct fixture *f = *state;

	write_and_read(f);
	assert_array(&f->run_line, "command_line", "pageref run " RECORD_CLEANED);
}

static void events_come_back_with_their_reasons(void **state)
{
	struct fixture *f = *state;
	const struct result_run *run;

	write_and_read(f);
	run = &f->results.runs[0];
	assert_int_equal(run->nr_events, NR_EVENTS);
	assert_string_equal(run->events[CYCLES], "cycles");
	assert_false(run->event_available[CYCLES]);
	assert_string_equal(run->event_reason[CYCLES], "no \"PMU\" here");
	assert_true(run->event_available[TASK_CLOCK]);
	assert_string_equal(run->event_reason[TASK_CLOCK], "");
}

static void event_sets_name_what_they_carry(void **state)
{
	struct fixture *f = *state;
	yajl_val sets;

	write_and_read(f);
	sets = at(&f->run_line, "event_sets");
	assert_int_equal(YAJL_GET_ARRAY(sets)->len, 2);
	assert_int_equal(YAJL_GET_ARRAY(YAJL_GET_ARRAY(sets)->values[0])->len, 1);
	assert_int_equal(YAJL_GET_ARRAY(YAJL_GET_ARRAY(sets)->values[1])->len, 2);
}

static void the_machine_comes_back_in_columns(void **state)
{
	struct fixture *f = *state;
	const struct result_run *run;

	write_and_read(f);
	run = &f->results.runs[0];
	assert_int_equal(run->nr_nodes, 2);
	assert_int_equal(run->nr_cpus, 4);
	for (int i = 0; i < 4; i++) {
		assert_int_equal(run->cpu[i], f->machine.pus[i].os);
		assert_int_equal(run->cpu_node[i], f->machine.pus[i].node);
		assert_int_equal(run->cpu_llc[i], f->machine.pus[i].llc);
	}
}

static void the_empty_loop_comes_back(void **state)
{
	struct fixture *f = *state;

	write_and_read(f);
	assert_near(f->results.runs[0].loop_overhead_ns, 0.3125, 0);
}

static void an_empty_loop_that_was_not_measured_is_null(void **state)
{
	struct fixture *f = *state;

	f->probe.loop_overhead_ns = -1;
	write_and_read(f);
	assert_true(YAJL_IS_NULL(at(&f->run_line, "loop_overhead_ns")));
	assert_true(isnan(f->results.runs[0].loop_overhead_ns));
}

static void placements_list_their_cpus_in_order(void **state)
{
	struct fixture *f = *state;

	write_and_read(f);
	assert_array(&f->run_line, "placements/scatter", "0 2 1 3");
}

static void what_is_skipped_says_why(void **state)
{
	const char *scheme[] = {"scheme", NULL}, *why[] = {"why", NULL};
	struct fixture *f = *state;
	yajl_val skips, skip;

	write_and_read(f);
	skips = at(&f->run_line, "skipped");
	assert_int_equal(YAJL_GET_ARRAY(skips)->len, 1);
	skip = YAJL_GET_ARRAY(skips)->values[0];
	assert_string_equal(yajl_tree_get(skip, scheme, yajl_t_string)->u.string, "null");
	if (!strstr(yajl_tree_get(skip, why, yajl_t_string)->u.string, "it has no count"))
		fail_msg("%s", yajl_tree_get(skip, why, yajl_t_string)->u.string);
}

static void what_nobody_looked_at_is_null(void **state)
{
	struct fixture *f = *state;

	write_and_read(f);
	assert_true(YAJL_IS_NULL(at(&f->run_line, "doctor")));
}

/* Their names, severities and states; a state is a file's text, and so hostile. */
static void what_the_doctor_found_is_kept(void **state)
{
	static const char *const keys[] = {"name", "severity", "value"};
	static const char *const texts[] = {"load", "spoils", RECORD_CLEANED};
	struct doctor_finding finding = {.row = doctor_rows, .severity = DOCTOR_SPOILS};
	struct doctor_look look = {0};
	const struct doctor doctor = {.findings = &finding, .nr_findings = 1, .look = &look};
	struct fixture *f = *state;
	yajl_val found;

	memcpy(finding.value, RECORD_HOSTILE, sizeof(RECORD_HOSTILE));
	f->run.doctor = &doctor;
	write_and_read(f);
	found = at(&f->run_line, "doctor");
	assert_int_equal(YAJL_GET_ARRAY(found)->len, 1);
	for (int i = 0; i < 3; i++) {
		const char *path[] = {keys[i], NULL};
		yajl_val value =
			yajl_tree_get(YAJL_GET_ARRAY(found)->values[0], path, yajl_t_string);

		assert_string_equal(YAJL_GET_STRING(value), texts[i]);
	}
}

#define test(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		test(it_is_one_line),
		test(a_run_has_every_field_of_the_format),
		test(a_hostile_host_is_quoted),
		test(a_hostile_command_line_is_quoted),
		test(events_come_back_with_their_reasons),
		test(event_sets_name_what_they_carry),
		test(the_machine_comes_back_in_columns),
		test(the_empty_loop_comes_back),
		test(an_empty_loop_that_was_not_measured_is_null),
		test(placements_list_their_cpus_in_order),
		test(what_is_skipped_says_why),
		test(what_nobody_looked_at_is_null),
		test(what_the_doctor_found_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
