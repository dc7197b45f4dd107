// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * explore_test.c: the scheduler itself. It enumerates exactly the interleavings there are, a failing
 * one is replayed as it was, and it says when it has not seen everything.
 */
#define PAGEREF_EXPLORE
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "bench/check/explore.h"
#include "core/atomic.h"

static const struct explore_limits no_limits;
static struct explore_result result;
static atomic_t word;
static int nr_ops;

static void begin(void)
{
	atomic_set(&word, 0);
	explore_name(&word, "the word");
}

static void add(int number)
{
	(void)number;
	for (int i = 0; i < nr_ops; i++)
		atomic_inc(&word);
}

static struct explore_program program_of(int nr_threads, void (*run)(int number))
{
	struct explore_program program = {.begin = begin, .nr_threads = nr_threads};

	for (int i = 0; i < nr_threads; i++) {
		snprintf(program.threads[i].name, sizeof(program.threads[i].name), "thread %d",
			 (i + 1) % 10);
		program.threads[i].run = run;
	}
	return program;
}

static void explore_to_end(const struct explore_program *program)
{
	explore_result_free(&result);
	assert_int_equal(explore(program, &no_limits, &result), 0);
}

/* (n * m)! / (m!)^n */
static void assert_interleavings(int nr_threads, int ops, uint64_t expected)
{
	struct explore_program program = program_of(nr_threads, add);

	nr_ops = ops;
	explore_to_end(&program);
	assert_int_equal(result.executions, expected);
	assert_int_equal(result.steps, expected * (uint64_t)(nr_threads * ops));
	assert_true(result.complete);
	assert_int_equal(result.failure.law, 0);
}

static void the_number_of_executions_is_the_multinomial(void **state)
{
	(void)state;
	assert_interleavings(1, 5, 1);
	assert_interleavings(2, 1, 2);
	assert_interleavings(2, 3, 20);
	assert_interleavings(3, 3, 1680);
	assert_interleavings(3, 4, 34650);
	assert_interleavings(4, 2, 2520);

	assert_interleavings(4, 3, 369600);
}

/* ---- waiting ---- */

static bool is_three(void *arg)
{
	return ((atomic_t *)arg)->counter == 3;
}

static void wait_for_three(int number)
{
	if (number) {
		explore_wait(is_three, &word);
		if (atomic_read(&word) != 3)
			explore_fail(1, "went on too early");
	} else {
		for (int i = 0; i < 3; i++)
			atomic_inc(&word);
	}
}

/* It is no thread's turn before its condition is true: one schedule, and no endless one. */
static void a_wait_is_over_when_its_condition_is_true(void **state)
{
	struct explore_program program = program_of(2, wait_for_three);

	(void)state;
	explore_to_end(&program);
	assert_int_equal(result.executions, 1);
	assert_true(result.complete);
	assert_int_equal(result.failure.law, 0);
}

static void spin(int number)
{
	if (!number)
		atomic_set(&word, 3);
	while (number && atomic_read(&word) != 3)
		cpu_relax();
}

/* Either it reads 3 at once, or it yields until somebody has written. */
static void a_loop_that_relaxes_ends(void **state)
{
	struct explore_program program = program_of(2, spin);

	(void)state;
	explore_to_end(&program);
	assert_true(result.complete);
	assert_int_equal(result.executions, 2);
}

static bool never(void *arg)
{
	(void)arg;
	return false;
}

static void wait_for_ever(int number)
{
	(void)number;
	atomic_inc(&word);
	explore_wait(never, NULL);
}

static void threads_that_all_wait_are_found(void **state)
{
	struct explore_program program = program_of(2, wait_for_ever);

	(void)state;
	explore_to_end(&program);
	assert_int_equal(result.failure.law, EXPLORE_STUCK);
	assert_false(result.complete);
}

static void for_ever(int number)
{
	(void)number;
	for (;;)
		atomic_inc(&word);
}

static void a_schedule_without_end_is_cut_off_and_said_to_be(void **state)
{
	struct explore_program program = program_of(1, for_ever);

	(void)state;
	explore_to_end(&program);
	assert_true(result.too_long);
	assert_false(result.complete);
}

/* ---- bounds ---- */

static void a_bound_ends_it_and_is_told(void **state)
{
	struct explore_program program = program_of(3, add);
	struct explore_limits limits = {.executions = 1679};

	(void)state;
	nr_ops = 3;
	explore_result_free(&result);
	assert_int_equal(explore(&program, &limits, &result), 0);
	assert_int_equal(result.executions, 1679);
	assert_false(result.complete);
	limits.executions = 1680;
	assert_int_equal(explore(&program, &limits, &result), 0);
	assert_true(result.complete);
}

/* ---- findings ---- */

/* Lost unless one comes wholly after the other: what everybody knows about counters. */
static void read_then_write(int number)
{
	int read = atomic_read(&word);

	(void)number;
	explore_doing("increment");
	atomic_set(&word, read + 1);
	explore_doing(NULL);
	explore_note("wrote what was read, plus 1");
}

static void nothing_is_lost(void)
{
	if (atomic_read(&word) != 2)
		explore_fail(7, "the word is %d", atomic_read(&word));
}

/* Two of the three first steps of either thread: 6 schedules, 4 of them lose. */
static void a_failure_is_told_step_by_step(void **state)
{
	struct explore_program program = program_of(2, read_then_write);

	(void)state;
	program.end = nothing_is_lost;
	explore_to_end(&program);
	assert_int_equal(result.failure.law, 7);
	assert_string_equal(result.failure.what, "the word is 1");
	assert_int_equal(result.failure.steps, 4);
	assert_string_equal(
		result.failure.trace,
		"  at the start the word is 0x00000000\n"
		"    1  thread 1  atomic_read                 the word is 0x00000000\n"
		"    2  thread 2  atomic_read                 the word is 0x00000000\n"
		"    3  thread 2  increment: atomic_set(0x1)  the word 0x00000000 -> 0x00000001  "
		"wrote what was read, plus 1\n"
		"    4  thread 1  increment: atomic_set(0x1)  the word 0x00000001 -> 0x00000001  "
		"wrote what was read, plus 1; VIOLATED: the word is 1\n");
}

static void warn_at_two(int number)
{
	atomic_inc(&word);
	explore_quietly();
	if (number && atomic_read(&word) == 2)
		explore_warn(12, "two");
	explore_aloud();
}

/* All schedules are still seen. */
static void a_warning_does_not_end_it(void **state)
{
	struct explore_program program = program_of(2, warn_at_two);

	(void)state;
	explore_to_end(&program);
	assert_true(result.complete);
	assert_int_equal(result.executions, 2);
	assert_int_equal(result.failure.law, 0);
	assert_int_equal(result.warning.law, 12);
	assert_non_null(strstr(result.warning.trace, "WARNING: two"));
}

/* ---- ghost state ---- */

static int holders;

static void drop_holder(void *arg)
{
	(void)arg;
	holders--;
}

static void put_back(int number)
{
	(void)number;
	explore_with_next_change(drop_holder, NULL);
	atomic_read(&word);
	atomic_dec_and_test(&word);
	explore_settle();
}

static void look(int number)
{
	(void)number;
	if (atomic_read(&word) != holders)
		explore_fail(8, "the word is %d and %d hold it", word.counter, holders);
}

static void put_back_or_look(int number)
{
	(number ? look : put_back)(number);
}

static void begin_held(void)
{
	atomic_set(&word, 1);
	holders = 1;
}

/* Neither before the decrement nor after it, whatever is read before. */
static void ghost_state_changes_with_the_operation(void **state)
{
	struct explore_program program = program_of(2, put_back_or_look);

	(void)state;
	program.begin = begin_held;
	explore_to_end(&program);
	assert_int_equal(result.failure.law, 0);
	assert_int_equal(result.executions, 3);
}

static void too_many_threads_are_refused(void **state)
{
	struct explore_program program = {.nr_threads = EXPLORE_MAX_THREADS + 1};

	(void)state;
	assert_int_equal(explore(&program, &no_limits, &result), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_number_of_executions_is_the_multinomial),
		cmocka_unit_test(a_wait_is_over_when_its_condition_is_true),
		cmocka_unit_test(a_loop_that_relaxes_ends),
		cmocka_unit_test(threads_that_all_wait_are_found),
		cmocka_unit_test(a_schedule_without_end_is_cut_off_and_said_to_be),
		cmocka_unit_test(a_bound_ends_it_and_is_told),
		cmocka_unit_test(a_failure_is_told_step_by_step),
		cmocka_unit_test(a_warning_does_not_end_it),
		cmocka_unit_test(ghost_state_changes_with_the_operation),
		cmocka_unit_test(too_many_threads_are_refused),
	};
	int failed = cmocka_run_group_tests_name("explore", tests, NULL, NULL);

	explore_result_free(&result);
	return failed;
}
