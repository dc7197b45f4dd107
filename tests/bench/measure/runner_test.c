// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * runner_test.c: what a thread counts is what happened in its window. The test is the other thread of
 * the sample and its controller, and comes late on purpose.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>
#include <papi.h>

#include "bench/measure/clock.h"
#include "bench/measure/runner.h"

#define WAIT_NS	  50000000 /* of CPU time, that the early thread spins for the late one */
#define WINDOW_NS 5000000

/* A hang is a failure, not a test run that never ends. */
#define PATIENCE_SECONDS 60

/*
 * In place of PAPI: one event, the calling thread's CPU time, which any machine can count. Where the
 * real one counts at all, counters_test.c holds it to what is assumed of it here.
 */
static uint64_t started_ns;

int PAPI_register_thread(void)
{
	return PAPI_OK;
}

int PAPI_unregister_thread(void)
{
	return PAPI_OK;
}

int PAPI_create_eventset(int *eventset)
{
	*eventset = 0;
	return PAPI_OK;
}

int PAPI_add_event(int eventset, int code)
{
	(void)eventset;
	(void)code;
	return PAPI_OK;
}

int PAPI_cleanup_eventset(int eventset)
{
	(void)eventset;
	return PAPI_OK;
}

int PAPI_destroy_eventset(int *eventset)
{
	*eventset = PAPI_NULL;
	return PAPI_OK;
}

int PAPI_start(int eventset)
{
	(void)eventset;
	started_ns = clock_thread_cpu_ns();
	return PAPI_OK;
}

int PAPI_read(int eventset, long long *values)
{
	(void)eventset;
	values[0] = (long long)(clock_thread_cpu_ns() - started_ns);
	return PAPI_OK;
}

int PAPI_stop(int eventset, long long *values)
{
	return PAPI_read(eventset, values);
}

static const struct counters cpu_time = {
	.nr = 1,
	.nr_sets = 1,
	.counter = {{.name = "cpu-time", .native = "cpu-time", .available = true, .sets = 1}},
	.papi_version = "?",
};

struct fixture {
	struct machine machine;
	struct plan plan;
	struct sample sample;
	struct placed groups[1];
	struct window window;
	struct session session;
	struct runner runner;
};

/* Two threads of get-put, as harness.c would have them; only the first of them is one. */
static int plan_two(struct fixture *f, struct error *err)
{
	const struct plan_request request = {
		.workloads = "get-put",
		.schemes = "plain",
		.threads = "2",
		.placements = "compact",
		.memory = "local",
		.oversubscribe = true,
	};
	int ret = plan_make(&f->plan, &f->machine, &request, err);

	if (ret)
		return ret;
	f->sample.point = &f->plan.points[0];
	f->sample.threads = calloc(2, sizeof(*f->sample.threads));
	f->groups[0].memory = aligned_alloc(4096, 4096);
	if (!f->sample.threads || !f->groups[0].memory)
		return -1;
	return assignment_make(&f->sample.assignment, f->sample.point);
}

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct error err;

	*state = f;
	alarm(PATIENCE_SECONDS);
	if (!f || machine_load(&f->machine, NULL, &err))
		return -1;
	if (plan_two(f, &err))
		return -1;
	f->session = (struct session){
		.sample = &f->sample,
		.scheme = scheme_variant(f->sample.point->scheme, false, false),
		.window = &f->window,
		.counters = &cpu_time,
		.groups = f->groups,
	};
	workload_prepare(f->sample.point->workload, f->session.scheme, f->groups[0].memory, 1);
	return runner_prepare(&f->runner, &f->session, 0);
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	runner_free(&f->runner);
	free(f->groups[0].memory);
	sample_free(&f->sample);
	plan_free(&f->plan);
	machine_free(&f->machine);
	free(f);
	return 0;
}

static void wait_for_cpu_time(pthread_t thread, uint64_t ns)
{
	const struct timespec moment = {.tv_nsec = 1000000};
	struct timespec first, now;
	clockid_t clock;

	assert_int_equal(pthread_getcpuclockid(thread, &clock), 0);
	clock_gettime(clock, &first);
	do {
		nanosleep(&moment, NULL);
		clock_gettime(clock, &now);
	} while ((uint64_t)(now.tv_sec - first.tv_sec) * 1000000000 + (uint64_t)now.tv_nsec <
		 (uint64_t)first.tv_nsec + ns);
}

/* The controller, and the other thread: the one that is waited for. */
static void lead_and_come_late(struct fixture *f)
{
	const struct timespec window = {.tv_nsec = WINDOW_NS};
	struct rendezvous *meet = &f->session.meet;

	assert_int_equal(pthread_create(&f->runner.thread, NULL, runner_main, &f->runner), 0);
	rendezvous_gather(meet, 1);
	rendezvous_release(meet, STAGE_WARM_UP);
	rendezvous_stop(meet);
	rendezvous_gather(meet, 1);
	rendezvous_release(meet, STAGE_MEASURE);
	wait_for_cpu_time(f->runner.thread, WAIT_NS);
	rendezvous_start(meet, 2);
	nanosleep(&window, NULL);
	rendezvous_stop(meet);
	pthread_join(f->runner.thread, NULL);
	if (f->runner.failed)
		fail_msg("%s", f->runner.err.text);
}

static void waiting_for_a_late_thread_is_not_counted(void **state)
{
	struct fixture *f = *state;
	const struct thread_sample *result = f->runner.result;

	lead_and_come_late(f);
	/* Half the wait as margin: the window's own CPU time is known. */
	if ((double)result->counts[0] > result->cpu_seconds * 1e9 + WAIT_NS / 2)
		fail_msg("%lld ns were counted in a window with %.0f ns of CPU time",
			 result->counts[0], result->cpu_seconds * 1e9);
}

static void what_happens_in_the_window_is_counted(void **state)
{
	struct fixture *f = *state;
	const struct thread_sample *result = f->runner.result;

	lead_and_come_late(f);
	if ((double)result->counts[0] < result->cpu_seconds * 1e9 / 2)
		fail_msg("%lld ns were counted in a window with %.0f ns of CPU time",
			 result->counts[0], result->cpu_seconds * 1e9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(waiting_for_a_late_thread_is_not_counted, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(what_happens_in_the_window_is_counted, set_up,
						tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
