// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * explore_test.c: the scheduler itself. It enumerates exactly the interleavings there are, a failing
 * one is replayed as it was, and it says when it has not seen everything.
 */
#define PAGEREF_EXPLORE
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
			 i + 1);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_number_of_executions_is_the_multinomial),
	};
	int failed = cmocka_run_group_tests_name("explore", tests, NULL, NULL);

	printf("# %llu executions in %.3f s\n", (unsigned long long)result.executions,
	       result.seconds);
	explore_result_free(&result);
	return failed;
}
