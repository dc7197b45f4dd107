// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Pins on this machine. Threads are pinned, never the main one: its mask is the process's, which
 * pin_avoid() starts from. Tests run in order; each that narrows the main thread's mask shows that
 * the next is not narrowed by it.
 */
#define _GNU_SOURCE 1 /* CPU_ALLOC */
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "topology/pin.h"

#define NR(array) (sizeof(array) / sizeof((array)[0]))

static struct int_list allowed(void)
{
	struct int_list cpus = {0};

	assert_int_equal(pin_allowed(&cpus), 0);
	assert_true(cpus.nr >= 1);
	return cpus;
}

/* The calling thread's mask now, straight from the kernel. */
static struct int_list affinity_now(void)
{
	const int limit = 65536;
	const size_t size = CPU_ALLOC_SIZE(limit);
	cpu_set_t *set = CPU_ALLOC(limit);
	struct int_list cpus = {0};

	assert_int_equal(sched_getaffinity(0, size, set), 0);
	for (int cpu = 0; cpu < limit; cpu++) {
		if (CPU_ISSET_S(cpu, size, set))
			assert_int_equal(int_list_add(&cpus, cpu), 0);
	}
	CPU_FREE(set);
	return cpus;
}

static void assert_same(const struct int_list *a, const struct int_list *b)
{
	assert_int_equal(a->nr, b->nr);
	assert_memory_equal(a->values, b->values, a->nr * sizeof(*a->values));
}

static void the_allowed_pus_are_the_main_threads_mask(void **state)
{
	struct int_list cpus = allowed(), now = affinity_now();

	(void)state;
	assert_same(&cpus, &now);
	int_list_free(&cpus);
	int_list_free(&now);
}

/* ---- pin_self ---- */

struct request {
	int cpu, ret, at, node;
	struct error err;
};

static void *pin_a_thread(void *argument)
{
	struct request *request = argument;

	request->ret = pin_self(request->cpu, &request->err);
	request->at = pin_where(&request->node);
	return NULL;
}

static struct request pin_in_a_thread(int cpu)
{
	struct request request = {.cpu = cpu};
	pthread_t thread;

	assert_int_equal(pthread_create(&thread, NULL, pin_a_thread, &request), 0);
	assert_int_equal(pthread_join(thread, NULL), 0);
	return request;
}

static void a_thread_runs_where_it_was_pinned(void **state)
{
	struct int_list cpus = allowed();

	(void)state;
	for (int i = 0; i < cpus.nr; i++) {
		struct request request = pin_in_a_thread(cpus.values[i]);

		assert_int_equal(request.ret, 0);
		assert_int_equal(request.at, cpus.values[i]);
		assert_true(request.node >= 0);
	}
	int_list_free(&cpus);
}

static void a_thread_that_is_pinned_leaves_the_process_free(void **state)
{
	struct int_list before = allowed(), after;

	(void)state;
	pin_in_a_thread(before.values[0]);
	after = allowed();
	assert_same(&before, &after);
	int_list_free(&before);
	int_list_free(&after);
}

static void a_pu_that_is_not_there_is_refused(void **state)
{
	static const int wrong[] = {-1, INT_MIN, 1000000, 1048576, INT_MAX};

	(void)state;
	for (size_t i = 0; i < NR(wrong); i++) {
		struct request request = pin_in_a_thread(wrong[i]);
		char message[96];

		snprintf(message, sizeof(message),
			 "cannot pin to PU %d: it is gone or not allowed here", wrong[i]);
		assert_int_equal(request.ret, -EINVAL);
		assert_string_equal(request.err.text, message);
	}
}

static void where_needs_no_node(void **state)
{
	(void)state;
	assert_true(pin_where(NULL) >= 0);
}

/* ---- pin_avoid ---- */

static struct int_list two_or_more(void)
{
	struct int_list cpus = allowed();

	if (cpus.nr < 2) {
		int_list_free(&cpus);
		print_message("needs 2 CPUs to use\n");
		skip();
	}
	return cpus;
}

static void avoiding_one_pu_leaves_all_the_others(void **state)
{
	struct int_list cpus = two_or_more(), now;

	(void)state;
	assert_true(pin_avoid(&cpus.values[0], 1));
	now = affinity_now();
	assert_int_equal(now.nr, cpus.nr - 1);
	assert_memory_equal(now.values, cpus.values + 1, now.nr * sizeof(int));
	int_list_free(&cpus);
	int_list_free(&now);
}

static void avoiding_does_not_add_up(void **state)
{
	struct int_list cpus = two_or_more(), now;

	(void)state;
	for (int i = 0; i < cpus.nr; i++) {
		assert_true(pin_avoid(&cpus.values[i], 1));
		now = affinity_now();
		assert_int_equal(now.nr, cpus.nr - 1);
		int_list_free(&now);
	}
	int_list_free(&cpus);
}

static void what_the_process_may_use_is_remembered(void **state)
{
	struct int_list before = two_or_more(), after;

	(void)state;
	assert_true(pin_avoid(&before.values[0], 1));
	after = allowed();
	assert_same(&before, &after);
	int_list_free(&before);
	int_list_free(&after);
}

static void with_all_pus_busy_one_must_be_shared(void **state)
{
	struct int_list cpus = allowed(), now;

	(void)state;
	assert_false(pin_avoid(cpus.values, cpus.nr));
	now = affinity_now();
	assert_same(&cpus, &now);
	int_list_free(&cpus);
	int_list_free(&now);
}

static void nothing_to_avoid_frees_the_thread(void **state)
{
	struct int_list cpus = allowed(), now;

	(void)state;
	pin_avoid(&cpus.values[0], 1);
	assert_true(pin_avoid(NULL, 0));
	now = affinity_now();
	assert_same(&cpus, &now);
	int_list_free(&cpus);
	int_list_free(&now);
}

static void pus_that_do_not_exist_are_avoided_for_free(void **state)
{
	static const int wrong[] = {-1, INT_MIN, INT_MAX};

	(void)state;
	assert_true(pin_avoid(wrong, NR(wrong)));
}

/* A fresh child process measures some of the rounds. */
static void a_forked_child_starts_from_the_original_mask(void **state)
{
	struct int_list cpus = two_or_more();
	int status = -1;
	pid_t child;

	(void)state;
	assert_true(pin_avoid(&cpus.values[0], 1));
	child = fork();
	if (!child) {
		struct int_list seen = {0};
		bool same = !pin_allowed(&seen) && seen.nr == cpus.nr;

		_exit(same ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	int_list_free(&cpus);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_allowed_pus_are_the_main_threads_mask),
		cmocka_unit_test(a_thread_runs_where_it_was_pinned),
		cmocka_unit_test(a_thread_that_is_pinned_leaves_the_process_free),
		cmocka_unit_test(a_pu_that_is_not_there_is_refused),
		cmocka_unit_test(where_needs_no_node),
		cmocka_unit_test(avoiding_one_pu_leaves_all_the_others),
		cmocka_unit_test(avoiding_does_not_add_up),
		cmocka_unit_test(what_the_process_may_use_is_remembered),
		cmocka_unit_test(with_all_pus_busy_one_must_be_shared),
		cmocka_unit_test(nothing_to_avoid_frees_the_thread),
		cmocka_unit_test(pus_that_do_not_exist_are_avoided_for_free),
		cmocka_unit_test(a_forked_child_starts_from_the_original_mask),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
