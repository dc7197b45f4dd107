// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * harness_test.c: samples really taken on this machine, in windows too short to measure anything:
 * every workload under every scheme runs, keeps its laws and runs where it was asked to. Nothing
 * here depends on how fast. More threads than CPUs are allowed, so one CPU is enough.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "bench/measure/harness.h"

#define WINDOW_NS 5000000

/* A hang is a failure, not a test run that never ends. */
#define PATIENCE_SECONDS 60

static struct machine machine;
static struct arena *arena;
static const struct counters no_events = {.nr_sets = 1};

static int set_up(void **state)
{
	struct error err;

	(void)state;
	alarm(PATIENCE_SECONDS);
	arena = arena_new();
	return !arena || machine_load(&machine, NULL, &err);
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	machine_free(&machine);
	return 0;
}

static void plan(struct plan *planned, const char *workload, const char *schemes,
		 const char *threads)
{
	const struct plan_request request = {
		.workloads = workload,
		.schemes = schemes,
		.threads = threads,
		.placements = "compact",
		.memory = "local",
		.oversubscribe = true,
	};
	struct error err;

	if (plan_make(planned, &machine, &request, &err))
		fail_msg("%s", err.text);
}

static int take(struct sample *sample, const struct point *point, bool counting, struct error *err)
{
	const struct window window = {
		.warmup_ns = WINDOW_NS / 5,
		.duration_ns = WINDOW_NS,
		.counting = counting,
	};

	return harness_run(sample, point, &window, &no_events, arena, &machine, err);
}

static void measure(struct sample *sample, const struct point *point, bool counting)
{
	struct error err;

	if (take(sample, point, counting, &err))
		fail_msg("%s", err.text);
}

/* What is true of every sample, however it went. */
static void assert_sound(const struct sample *sample)
{
	const char *scheme = point_scheme_name(sample->point);
	uint64_t ops = 0, fail_ops = 0;

	assert_int_equal(sample->assignment.nr_threads, sample->point->threads);
	for (int i = 0; i < sample->point->threads; i++) {
		const struct thread_sample *thread = &sample->threads[i];
		int pinned = sample->assignment.lanes[i].pu->os;

		if (!thread->ops || thread->fail_ops > thread->ops)
			fail_msg("%s: thread %d: %ju operations, %ju failed", scheme, i,
				 (uintmax_t)thread->ops, (uintmax_t)thread->fail_ops);
		if (thread->cpu != pinned || thread->moved)
			fail_msg("%s: thread %d on CPU %d, pinned to %d", scheme, i, thread->cpu,
				 pinned);
		assert_true(thread->end_ns > thread->begin_ns);
		assert_true(thread->cpu_seconds > 0);
		ops += thread->ops;
		fail_ops += thread->fail_ops;
	}
	assert_int_equal(sample->ops, ops);
	assert_int_equal(sample->fail_ops, fail_ops);
	assert_true(sample->seconds > 0);
}

/* Every scheme that can do the workload, timed and counting, at two threads. */
static void run_all(const char *workload, int pages, int batch, int nr)
{
	struct plan planned;

	plan(&planned, workload, "all", "2");
	for (int i = 0; i < planned.nr_points; i++) {
		struct point *point = &planned.points[i];

		point->pages = pages;
		point->batch = batch;
		point->nr = nr;
		for (int counting = 0; counting < 2; counting++) {
			struct sample sample;

			measure(&sample, point, counting);
			assert_sound(&sample);
			sample_free(&sample);
		}
	}
	plan_free(&planned);
}

/* ---- every workload under every scheme ---- */

static void get_put(void **state)
{
	(void)state;
	run_all("get-put", 1, 1, 1);
}

static void get_put_in_batches(void **state)
{
	(void)state;
	run_all("get-put", 4, 3, 1);
}

static void get_put_of_several_references(void **state)
{
	(void)state;
	run_all("get-put", 4, 3, 5);
}

static void frozen_get(void **state)
{
	(void)state;
	run_all("frozen-get", 1, 1, 1);
}

static void frozen_get_of_several_references(void **state)
{
	(void)state;
	run_all("frozen-get", 4, 1, 5);
}

static void freeze(void **state)
{
	(void)state;
	run_all("freeze", 1, 1, 1);
}

static void freeze_several_pages(void **state)
{
	(void)state;
	run_all("freeze", 4, 3, 5);
}

static void final_put(void **state)
{
	(void)state;
	run_all("final-put", 1, 1, 1);
}

static void final_put_in_batches(void **state)
{
	(void)state;
	run_all("final-put", 4, 3, 1);
}

static void ping_pong_takes_turns(void **state)
{
	struct sample sample;
	struct plan planned;
	int64_t difference;

	(void)state;
	if (machine_allowed_pus(&machine) < 2)
		skip();
	plan(&planned, "ping-pong", "all", "2");
	measure(&sample, &planned.points[0], false);
	assert_sound(&sample);
	difference = (int64_t)(sample.threads[0].ops - sample.threads[1].ops);
	assert_true(difference >= -1 && difference <= 1);
	sample_free(&sample);
	plan_free(&planned);
}

/* ---- threads ---- */

static void there_are_as_many_threads_as_asked_for(void **state)
{
	struct plan planned;

	(void)state;
	plan(&planned, "get-put", "plain", "1,2,3");
	assert_int_equal(planned.nr_points, 3);
	for (int i = 0; i < planned.nr_points; i++) {
		struct sample sample;

		measure(&sample, &planned.points[i], false);
		assert_int_equal(sample.assignment.nr_threads, i + 1);
		assert_sound(&sample);
		sample_free(&sample);
	}
	plan_free(&planned);
}

static void a_sample_needs_no_warm_up(void **state)
{
	const struct window window = {.duration_ns = WINDOW_NS};
	struct sample sample;
	struct plan planned;
	struct error err;

	(void)state;
	plan(&planned, "get-put", "plain", "2");
	assert_int_equal(harness_run(&sample, &planned.points[0], &window, &no_events, arena,
				     &machine, &err),
			 0);
	assert_sound(&sample);
	sample_free(&sample);
	plan_free(&planned);
}

/* ---- retries ---- */

static uint64_t count_retries(const char *scheme, int batch, bool counting)
{
	struct sample sample;
	struct plan planned;
	uint64_t retries;

	plan(&planned, "get-put", scheme, batch > 1 ? "1" : "2");
	planned.points[0].batch = batch;
	measure(&sample, &planned.points[0], counting);
	retries = sample.retries;
	sample_free(&sample);
	plan_free(&planned);
	return retries;
}

/* It guesses that the count is 1, and the second reference of a batch finds it wrong each time. */
static void the_twin_counts_a_compare_and_swap_that_fails(void **state)
{
	(void)state;
	assert_true(count_retries("optimistic", 2, true) > 0);
}

static void the_timed_loop_counts_nothing(void **state)
{
	(void)state;
	assert_int_equal(count_retries("optimistic", 2, false), 0);
}

static void a_scheme_that_adds_never_retries_a_get(void **state)
{
	static const char *const adding[] = {
		"lock-bit", "frozen-bit", "inverted-high", "inverted-low", "lock-bit-acquire",
		"rcuref",   "fetch-add",  "load",	   "null",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(adding) / sizeof(adding[0]); i++) {
		uint64_t retries = count_retries(adding[i], 1, true);

		if (retries)
			fail_msg("%s: %ju retries", adding[i], (uintmax_t)retries);
	}
}

/* ---- what is not there ---- */

/* Thread 0 runs where it may, thread 1 on a CPU that is not there. */
static int measure_on_missing_cpu(struct sample *sample, struct error *err)
{
	const struct machine_pu missing = {.os = 8000, .node = machine.pus[0].node};
	const struct machine_pu *pus[2] = {NULL, &missing};
	const struct placement placement = {.name = (char *)"cpus:?", .pus = pus, .nr = 2};
	struct plan planned;
	struct point point;
	int ret;

	plan(&planned, "get-put", "plain", "2");
	point = planned.points[0];
	pus[0] = point.placement->pus[0];
	point.placement = &placement;
	ret = take(sample, &point, false, err);
	plan_free(&planned);
	return ret;
}

static void a_cpu_that_is_not_there_is_an_error(void **state)
{
	struct sample sample;
	struct error err;

	(void)state;
	assert_int_equal(measure_on_missing_cpu(&sample, &err), -EINVAL);
	sample_free(&sample);
}

static void a_cpu_that_is_not_there_is_named(void **state)
{
	struct sample sample;
	struct error err;

	(void)state;
	(void)measure_on_missing_cpu(&sample, &err);
	if (!strstr(err.text, "8000"))
		fail_msg("\"%s\"", err.text);
	sample_free(&sample);
}

/* One thread finds no CPU, so the others do not begin either. */
static void a_thread_that_never_began_ran_nowhere(void **state)
{
	struct sample sample;
	struct error err;

	(void)state;
	(void)measure_on_missing_cpu(&sample, &err);
	for (int i = 0; i < 2; i++) {
		assert_true(sample.threads[i].cpu < 0);
		assert_true(sample.threads[i].node < 0);
	}
	sample_free(&sample);
}

static void a_node_that_is_not_there_is_an_error(void **state)
{
	struct sample sample;
	struct plan planned;
	struct error err;

	(void)state;
	plan(&planned, "get-put", "plain", "2");
	planned.points[0].memory = (struct memory_policy){MEMORY_NODE, 1000};
	assert_true(take(&sample, &planned.points[0], false, &err) < 0);
	sample_free(&sample);
	plan_free(&planned);
}

static void after_an_error_the_next_sample_is_taken(void **state)
{
	struct sample sample;
	struct error err;

	(void)state;
	(void)measure_on_missing_cpu(&sample, &err);
	sample_free(&sample);
	run_all("final-put", 1, 1, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(get_put),
		cmocka_unit_test(get_put_in_batches),
		cmocka_unit_test(get_put_of_several_references),
		cmocka_unit_test(frozen_get),
		cmocka_unit_test(frozen_get_of_several_references),
		cmocka_unit_test(freeze),
		cmocka_unit_test(freeze_several_pages),
		cmocka_unit_test(final_put),
		cmocka_unit_test(final_put_in_batches),
		cmocka_unit_test(ping_pong_takes_turns),
		cmocka_unit_test(there_are_as_many_threads_as_asked_for),
		cmocka_unit_test(a_sample_needs_no_warm_up),
		cmocka_unit_test(the_twin_counts_a_compare_and_swap_that_fails),
		cmocka_unit_test(the_timed_loop_counts_nothing),
		cmocka_unit_test(a_scheme_that_adds_never_retries_a_get),
		cmocka_unit_test(a_cpu_that_is_not_there_is_an_error),
		cmocka_unit_test(a_cpu_that_is_not_there_is_named),
		cmocka_unit_test(a_thread_that_never_began_ran_nowhere),
		cmocka_unit_test(a_node_that_is_not_there_is_an_error),
		cmocka_unit_test(after_an_error_the_next_sample_is_taken),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
