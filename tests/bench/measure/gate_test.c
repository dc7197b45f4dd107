// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * gate_test.c: which samples may be believed. Each is made by hand: a quiet window of two threads on
 * CPUs 4 and 6, with one thing in it that a noisy machine does.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "bench/measure/gate.h"

#define SECONDS	 2.0
#define BEGIN_NS 5000000000U
#define END_NS	 (BEGIN_NS + 2000000000U)

static const struct machine_pu pus[2] = {{.os = 4}, {.os = 6}};

struct window {
	struct sample sample;
	struct lane lanes[2];
	struct thread_sample threads[2];
};

/* Two threads that had their CPUs to themselves all the time. */
static struct sample *quiet(struct window *window)
{
	*window = (struct window){
		.sample.assignment = {.nr_threads = 2, .lanes = window->lanes},
		.sample.threads = window->threads,
		.sample.seconds = SECONDS,
		.sample.why = "what an earlier judge said",
	};
	for (int i = 0; i < 2; i++) {
		window->lanes[i].pu = &pus[i];
		window->threads[i] = (struct thread_sample){
			.cpu = pus[i].os,
			.ops = 1000,
			.begin_ns = BEGIN_NS,
			.end_ns = END_NS,
			.cpu_seconds = SECONDS,
		};
	}
	return &window->sample;
}

static void assert_believed(struct sample *sample)
{
	gate_judge(sample);
	assert_string_equal(sample->why, "");
	assert_true(sample->valid);
}

static void assert_refused(struct sample *sample, const char *why)
{
	sample->valid = true;
	gate_judge(sample);
	assert_string_equal(sample->why, why);
	assert_false(sample->valid);
}

static void a_quiet_window_is_believed(void **state)
{
	struct window window;

	(void)state;
	assert_believed(quiet(&window));
}

static void a_cpu_that_was_ours_for_985_in_a_thousand_is_enough(void **state)
{
	struct window window;

	(void)state;
	quiet(&window)->threads[1].cpu_seconds = 0.985 * SECONDS;
	assert_believed(&window.sample);
}

static void a_cpu_that_was_ours_for_984_in_a_thousand_is_not(void **state)
{
	struct window window;

	(void)state;
	quiet(&window)->threads[1].cpu_seconds = 0.984 * SECONDS;
	assert_refused(&window.sample,
		       "preempted: CPU 6 was ours for 98.40 % of the window (98.5 % needed)");
}

static void sleep_that_the_kernel_asked_for_is_no_disturbance(void **state)
{
	struct window window;

	(void)state;
	quiet(&window)->threads[1].cpu_seconds = 0.5 * SECONDS;
	window.threads[1].slept_seconds = 0.49 * SECONDS;
	assert_believed(&window.sample);
	window.threads[1].slept_seconds = 0.48 * SECONDS;
	assert_refused(&window.sample,
		       "preempted: CPU 6 was ours for 98.00 % of the window (98.5 % needed)");
}

static void time_on_another_cpu_makes_up_for_nothing(void **state)
{
	struct window window;

	(void)state;
	quiet(&window)->threads[0].cpu_seconds = 0.5 * SECONDS;
	window.threads[1].cpu_seconds = 1.5 * SECONDS;
	assert_refused(&window.sample,
		       "preempted: CPU 4 was ours for 50.00 % of the window (98.5 % needed)");
}

static void a_thread_without_a_window_is_refused(void **state)
{
	struct window window;

	(void)state;
	quiet(&window)->threads[0].end_ns = BEGIN_NS;
	window.threads[0].cpu_seconds = 0;
	assert_refused(&window.sample,
		       "preempted: CPU 4 was ours for 0.00 % of the window (98.5 % needed)");
}

/* It had its CPU all of its own short window, and left the line to the other before it. */
static void a_thread_that_came_late_is_refused(void **state)
{
	struct window window;

	(void)state;
	quiet(&window)->threads[1].begin_ns = END_NS - 200;
	window.threads[1].cpu_seconds = 200e-9;
	assert_refused(&window.sample,
		       "not together: all CPUs were at work for 0.00 % of the window "
		       "(98.5 % needed)");
}

static void a_thread_that_left_early_is_refused(void **state)
{
	struct window window;

	(void)state;
	quiet(&window)->threads[0].end_ns = BEGIN_NS + 1500000000U;
	window.threads[0].cpu_seconds = 1.5;
	assert_refused(&window.sample,
		       "not together: all CPUs were at work for 75.00 % of the window "
		       "(98.5 % needed)");
}

static void threads_that_share_a_cpu_need_not_begin_together(void **state)
{
	struct window window;

	(void)state;
	quiet(&window)->assignment.lanes[1].pu = &pus[0];
	window.threads[0].cpu_seconds = 1.0;
	window.threads[0].end_ns = BEGIN_NS + 1000000000U;
	window.threads[1].cpu_seconds = 1.0;
	window.threads[1].begin_ns = BEGIN_NS + 1000000000U;
	assert_believed(&window.sample);
}

static void threads_that_share_a_cpu_may_fill_it_together(void **state)
{
	struct window window;

	(void)state;
	quiet(&window)->assignment.lanes[1].pu = &pus[0];
	window.threads[0].cpu_seconds = 0.60 * SECONDS;
	window.threads[1].cpu_seconds = 0.39 * SECONDS;
	assert_believed(&window.sample);
}

static void threads_that_share_a_cpu_may_not_leave_it_to_others(void **state)
{
	struct window window;

	(void)state;
	quiet(&window)->assignment.lanes[1].pu = &pus[0];
	window.threads[0].cpu_seconds = 0.60 * SECONDS;
	window.threads[1].cpu_seconds = 0.38 * SECONDS;
	assert_refused(&window.sample,
		       "preempted: CPU 4 was ours for 98.00 % of the window (98.5 % needed)");
}

static void a_thread_that_moved_is_refused(void **state)
{
	struct window window;

	(void)state;
	quiet(&window)->threads[1].moved = true;
	window.threads[1].cpu = 7;
	assert_refused(&window.sample, "migration: thread 1 ended on CPU 7, pinned to 6");
}

static void a_core_that_speeds_up_is_refused(void **state)
{
	struct window window;

	(void)state;
	quiet(&window)->threads[0].clock_change = 0.06;
	assert_refused(&window.sample, "frequency change: CPU 4 ended +6.0 % faster than it began");
}

static void a_core_that_slows_down_is_refused(void **state)
{
	struct window window;

	(void)state;
	quiet(&window)->threads[0].clock_change = -0.06;
	assert_refused(&window.sample, "frequency change: CPU 4 ended -6.0 % faster than it began");
}

static void a_core_may_change_its_clock_by_a_twentieth(void **state)
{
	struct window window;

	(void)state;
	quiet(&window)->threads[0].clock_change = 0.05;
	window.threads[1].clock_change = -0.05;
	assert_believed(&window.sample);
}

static void stolen_time_is_refused(void **state)
{
	struct window window;

	(void)state;
	quiet(&window)->stolen = 0.016;
	assert_refused(&window.sample, "steal: the hypervisor took 1.6 % of a CPU");
}

static void a_trace_of_stolen_time_is_believed(void **state)
{
	struct window window;

	(void)state;
	quiet(&window)->stolen = 0.015;
	assert_believed(&window.sample);
}

static void a_machine_that_does_not_tell_of_steal_is_believed(void **state)
{
	struct window window;

	(void)state;
	quiet(&window)->stolen = -1;
	assert_believed(&window.sample);
}

/* A compare-and-swap loop is unfair by nature; how much is what we measure. */
static void imbalance_is_a_result_and_no_fault(void **state)
{
	struct window window;

	(void)state;
	quiet(&window)->threads[0].ops = 1000000;
	window.threads[1].ops = 1;
	assert_believed(&window.sample);
}

static void of_a_threads_faults_the_migration_is_named(void **state)
{
	struct window window;

	(void)state;
	quiet(&window)->stolen = 0.5;
	window.threads[0].cpu = 6;
	window.threads[0].moved = true;
	window.threads[0].cpu_seconds = 0;
	window.threads[0].clock_change = 1;
	assert_refused(&window.sample, "migration: thread 0 ended on CPU 6, pinned to 4");
}

/* Whoever lands on another's CPU takes time from it: what the other lost is the effect. */
static void a_migration_is_named_before_what_it_did_to_others(void **state)
{
	struct window window;

	(void)state;
	quiet(&window)->threads[0].cpu_seconds = 0.5 * SECONDS;
	window.threads[1].cpu = 4;
	window.threads[1].moved = true;
	assert_refused(&window.sample, "migration: thread 1 ended on CPU 4, pinned to 6");
}

static void of_several_threads_the_first_at_fault_is_named(void **state)
{
	struct window window;

	(void)state;
	quiet(&window)->stolen = 0.5;
	window.threads[0].clock_change = 1;
	window.threads[1].cpu_seconds = 0;
	assert_refused(&window.sample,
		       "frequency change: CPU 4 ended +100.0 % faster than it began");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_quiet_window_is_believed),
		cmocka_unit_test(a_cpu_that_was_ours_for_985_in_a_thousand_is_enough),
		cmocka_unit_test(a_cpu_that_was_ours_for_984_in_a_thousand_is_not),
		cmocka_unit_test(sleep_that_the_kernel_asked_for_is_no_disturbance),
		cmocka_unit_test(time_on_another_cpu_makes_up_for_nothing),
		cmocka_unit_test(a_thread_without_a_window_is_refused),
		cmocka_unit_test(a_thread_that_came_late_is_refused),
		cmocka_unit_test(a_thread_that_left_early_is_refused),
		cmocka_unit_test(threads_that_share_a_cpu_need_not_begin_together),
		cmocka_unit_test(threads_that_share_a_cpu_may_fill_it_together),
		cmocka_unit_test(threads_that_share_a_cpu_may_not_leave_it_to_others),
		cmocka_unit_test(a_thread_that_moved_is_refused),
		cmocka_unit_test(a_core_that_speeds_up_is_refused),
		cmocka_unit_test(a_core_that_slows_down_is_refused),
		cmocka_unit_test(a_core_may_change_its_clock_by_a_twentieth),
		cmocka_unit_test(stolen_time_is_refused),
		cmocka_unit_test(a_trace_of_stolen_time_is_believed),
		cmocka_unit_test(a_machine_that_does_not_tell_of_steal_is_believed),
		cmocka_unit_test(imbalance_is_a_result_and_no_fault),
		cmocka_unit_test(of_a_threads_faults_the_migration_is_named),
		cmocka_unit_test(a_migration_is_named_before_what_it_did_to_others),
		cmocka_unit_test(of_several_threads_the_first_at_fault_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
