// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * counters_test.c: what a thread's counters say on this machine, and that an event which does not
 * count is never a number. Which events there are is probed first (counters_probe_test.c); where
 * this machine lacks one, its test is skipped.
 */
#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

#include "bench/measure/clock.h"
#include "bench/measure/counters.h"
#include "bench/run/probe.h"

#define NR_PAGES 64

/* PAPI 7.0 forgets some texts whenever it starts; LeakSanitizer asks for what it shall overlook. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libpapi";
}

static struct counters counters; /* all that are available here, and those that are not */

static int set_up(void **state)
{
	struct machine machine;
	struct probe *probe;
	struct error err;
	int code = 0;

	(void)state;
	if (machine_load(&machine, NULL, &err))
		return -1;
	probe = probe_machine(&machine, "default", "none", &code, &err);
	machine_free(&machine);
	if (!probe)
		return -1;
	counters = probe->counters;
	probe_free(probe);
	return counters_init(&counters, &err);
}

static int find(const char *name)
{
	for (int i = 0; i < counters.nr; i++) {
		if (!strcmp(counters.counter[i].name, name))
			return i;
	}
	fail_msg("no event %s", name);
	return -1;
}

static int find_available(const char *name)
{
	int i = find(name);

	if (!counters.counter[i].available)
		skip();
	return i;
}

typedef void work_fn(void);

/* Count what @work does with set @set of @which. */
static void count(const struct counters *which, int set, work_fn *work, long long *values)
{
	struct thread_counters thread;
	struct error err;

	if (counters_open(&thread, which, set, &err))
		fail_msg("%s", err.text);
	if (counters_start(&thread, &err))
		fail_msg("%s", err.text);
	work();
	if (counters_stop(&thread, values, &err))
		fail_msg("%s", err.text);
	counters_close(&thread);
}

static long long count_of(const char *name, work_fn *work)
{
	long long values[COUNTERS_MAX_EVENTS];
	int i = find_available(name);

	count(&counters, 0, work, values);
	return values[i];
}

static void do_nothing(void)
{
}

static void be_busy(void)
{
	uint64_t end = clock_thread_cpu_ns() + 20000000;

	while (clock_thread_cpu_ns() < end)
		;
}

static void touch_fresh_pages(void)
{
	size_t size = (size_t)sysconf(_SC_PAGESIZE);
	char *memory = mmap(NULL, NR_PAGES * size, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		return;
	madvise(memory, NR_PAGES * size, MADV_NOHUGEPAGE);
	for (size_t i = 0; i < NR_PAGES; i++)
		((volatile char *)memory)[i * size] = 1;
	munmap(memory, NR_PAGES * size);
}

static void sleep_thrice(void)
{
	const struct timespec moment = {.tv_nsec = 1000000};

	for (int i = 0; i < 3; i++)
		nanosleep(&moment, NULL);
}

/* ---- what is counted ---- */

static void the_task_clock_is_the_threads_cpu_time(void **state)
{
	long long ns = count_of("task-clock", be_busy);

	(void)state;
	assert_in_range(ns, 10000000, 100000000);
}

static void fresh_pages_fault_once_each(void **state)
{
	long long faults = count_of("page-faults", touch_fresh_pages);

	(void)state;
	assert_in_range(faults, NR_PAGES, 2 * NR_PAGES);
}

static void who_touches_nothing_faults_nowhere(void **state)
{
	(void)state;
	(void)count_of("page-faults", do_nothing); /* what the counting itself touches first */
	assert_int_equal(count_of("page-faults", do_nothing), 0);
}

static void a_sleep_is_a_context_switch(void **state)
{
	(void)state;
	assert_in_range(count_of("context-switches", sleep_thrice), 3, 1000);
}

/* What is counted between a mark and the end right after it, @before having gone before. */
static void count_from_a_mark(void (*before)(void), long long *values)
{
	struct thread_counters thread;
	struct error err;

	assert_int_equal(counters_open(&thread, &counters, 0, &err), 0);
	assert_int_equal(counters_start(&thread, &err), 0);
	before();
	assert_int_equal(counters_mark(&thread, &err), 0);
	assert_int_equal(counters_stop(&thread, values, &err), 0);
	counters_close(&thread);
}

static void work_and_touch(void)
{
	be_busy();
	touch_fresh_pages();
}

static void a_mark_begins_anew(void **state)
{
	int clock = find_available("task-clock"), faults = find_available("page-faults");
	long long values[COUNTERS_MAX_EVENTS];

	(void)state;
	count_from_a_mark(work_and_touch, values);
	assert_in_range(values[clock], 0, 10000000);
	assert_int_equal(values[faults], 0);
}

static void sleep_often(void)
{
	for (int i = 0; i < 10; i++)
		sleep_thrice();
}

static void a_mark_begins_anew_for_getrusage_too(void **state)
{
	int switches = find_available("context-switches");
	long long values[COUNTERS_MAX_EVENTS];

	(void)state;
	count_from_a_mark(sleep_often, values);
	assert_in_range(values[switches], 0, 10);
}

/* ---- what is not ---- */

static void an_event_that_is_not_available_is_never_a_number(void **state)
{
	long long values[COUNTERS_MAX_EVENTS] = {0};

	(void)state;
	count(&counters, 0, be_busy, values);
	for (int i = 0; i < counters.nr; i++) {
		if (!counters.counter[i].available)
			assert_int_equal(values[i], -1);
	}
}

static void no_events_count_nothing(void **state)
{
	const struct counters none = {.nr_sets = 1};
	long long values[COUNTERS_MAX_EVENTS] = {7};

	(void)state;
	count(&none, 0, do_nothing, values);
	assert_int_equal(values[0], 7);
}

/* Two software events, as if they did not fit into one set. */
static struct counters in_two_sets(void)
{
	struct counters split = {.nr = 2, .nr_sets = 2, .papi_version = "?"};

	split.counter[0] = counters.counter[find_available("page-faults")];
	split.counter[1] = counters.counter[find_available("task-clock")];
	split.counter[0].sets = 1 << 1;
	split.counter[1].sets = 1 << 0;
	return split;
}

static void an_event_of_the_other_set_is_not_carried(void **state)
{
	struct counters split = in_two_sets();
	long long values[COUNTERS_MAX_EVENTS];

	(void)state;
	count(&split, 0, be_busy, values);
	assert_int_equal(values[0], -1);
	count(&split, 1, be_busy, values);
	assert_int_equal(values[1], -1);
}

static void each_set_has_its_own_values(void **state)
{
	struct counters split = in_two_sets();
	long long values[COUNTERS_MAX_EVENTS];

	(void)state;
	count(&split, 0, be_busy, values);
	assert_in_range(values[1], 10000000, 100000000);
	count(&split, 1, touch_fresh_pages, values);
	assert_in_range(values[0], NR_PAGES, 2 * NR_PAGES);
}

/* -EIO says that a scheme broke a law; a counter that fails must not be taken for that. */
static void an_event_that_cannot_be_opened_is_no_broken_law(void **state)
{
	struct counters wrong = in_two_sets();
	struct thread_counters thread;
	struct error err;
	int ret;

	(void)state;
	wrong.counter[1].code = 0x4fffffff;
	ret = counters_open(&thread, &wrong, 0, &err);
	assert_true(ret < 0);
	assert_int_not_equal(ret, -EIO);
	if (!strstr(err.text, "TASK-CLOCK"))
		fail_msg("\"%s\"", err.text);
}

/* ---- what is given back ---- */

static int open_files(void)
{
	DIR *dir = opendir("/proc/self/fd");
	int nr = 0;

	assert_non_null(dir);
	while (readdir(dir))
		nr++;
	closedir(dir);
	return nr;
}

static void counting_again_and_again_leaves_no_file_open(void **state)
{
	long long values[COUNTERS_MAX_EVENTS];
	int before;

	(void)state;
	count(&counters, 0, do_nothing, values);
	before = open_files();
	for (int i = 0; i < 100; i++)
		count(&counters, 0, do_nothing, values);
	assert_int_equal(open_files(), before);
}

static void opening_without_counting_leaves_no_file_open(void **state)
{
	struct thread_counters thread;
	struct error err;
	int before = open_files();

	(void)state;
	for (int i = 0; i < 100; i++) {
		assert_int_equal(counters_open(&thread, &counters, 0, &err), 0);
		counters_close(&thread);
	}
	assert_int_equal(open_files(), before);
}

static void *count_in_thread(void *values)
{
	count(&counters, 0, be_busy, values);
	return NULL;
}

static void threads_leave_no_file_open(void **state)
{
	long long values[COUNTERS_MAX_EVENTS];
	int before = open_files();

	(void)state;
	for (int i = 0; i < 5; i++) {
		pthread_t thread;

		assert_int_equal(pthread_create(&thread, NULL, count_in_thread, values), 0);
		pthread_join(thread, NULL);
	}
	assert_int_equal(open_files(), before);
}

static void each_thread_counts_its_own(void **state)
{
	long long here[COUNTERS_MAX_EVENTS], there[COUNTERS_MAX_EVENTS];
	int clock = find_available("task-clock");
	struct thread_counters thread;
	pthread_t other;
	struct error err;

	(void)state;
	assert_int_equal(counters_open(&thread, &counters, 0, &err), 0);
	assert_int_equal(counters_start(&thread, &err), 0);
	assert_int_equal(pthread_create(&other, NULL, count_in_thread, there), 0);
	pthread_join(other, NULL);
	assert_int_equal(counters_stop(&thread, here, &err), 0);
	counters_close(&thread);
	assert_in_range(there[clock], 10000000, 100000000);
	assert_true(here[clock] < there[clock]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_task_clock_is_the_threads_cpu_time),
		cmocka_unit_test(fresh_pages_fault_once_each),
		cmocka_unit_test(who_touches_nothing_faults_nowhere),
		cmocka_unit_test(a_sleep_is_a_context_switch),
		cmocka_unit_test(a_mark_begins_anew),
		cmocka_unit_test(a_mark_begins_anew_for_getrusage_too),
		cmocka_unit_test(an_event_that_is_not_available_is_never_a_number),
		cmocka_unit_test(no_events_count_nothing),
		cmocka_unit_test(an_event_of_the_other_set_is_not_carried),
		cmocka_unit_test(each_set_has_its_own_values),
		cmocka_unit_test(an_event_that_cannot_be_opened_is_no_broken_law),
		cmocka_unit_test(counting_again_and_again_leaves_no_file_open),
		cmocka_unit_test(opening_without_counting_leaves_no_file_open),
		cmocka_unit_test(threads_leave_no_file_open),
		cmocka_unit_test(each_thread_counts_its_own),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}
