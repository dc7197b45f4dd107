// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kernel_session_test.c: system calls measured as threads and as processes: every thread gets something
 * done, nothing is left behind, and who fails or dies ends the sample with a word about it.
 */
#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "tests/bench/kernel/kernel_sampling.h"

#define WORKLOADS "pread,kernel-gup,munmap,page-fault"

static void every_thread_and_every_process_works(void **state)
{
	struct plan planned;

	(void)state;
	plan_all(&planned, WORKLOADS);
	assert_int_equal(planned.nr_points, 8);
	for (int i = 0; i < planned.nr_points; i++) {
		const struct point *point = &planned.points[i];
		struct sample sample;

		measure(&sample, point);
		for (int t = 0; t < 2; t++) {
			assert_true(sample.threads[t].ops > 0);
			assert_true(sample.threads[t].end_ns > sample.threads[t].begin_ns);
			assert_true(sample.threads[t].cpu_seconds > 0);
			assert_int_equal(sample.threads[t].cpu, sample.assignment.lanes[t].pu->os);
		}
		assert_int_equal(sample.ops, sample.threads[0].ops + sample.threads[1].ops);
		sample_free(&sample);
	}
	plan_free(&planned);
}

static void only_munmap_knows_its_share(void **state)
{
	struct plan planned;

	(void)state;
	plan_all(&planned, WORKLOADS);
	for (int i = 0; i < planned.nr_points; i++) {
		bool unmaps = !strcmp(planned.points[i].workload->name, "munmap");
		struct sample sample;

		measure(&sample, &planned.points[i]);
		if (unmaps)
			assert_true(sample.munmap_share > 0 && sample.munmap_share < 1);
		else
			assert_true(isnan(sample.munmap_share));
		sample_free(&sample);
	}
	plan_free(&planned);
}

static void page_faults_are_those_of_the_process_that_took_them(void **state)
{
	struct plan planned;

	(void)state;
	plan_all(&planned, "page-fault");
	for (int i = 0; i < planned.nr_points; i++) {
		struct sample sample;

		measure(&sample, &planned.points[i]);
		for (int t = 0; t < 2; t++)
			assert_true(sample.threads[t].page_faults > 0);
		sample_free(&sample);
	}
	plan_free(&planned);
}

/* ---- nothing is left ---- */

static int open_files(void)
{
	DIR *folder = opendir("/proc/self/fd");
	int nr = 0;

	assert_non_null(folder);
	while (readdir(folder))
		nr++;
	closedir(folder);
	return nr;
}

/* Mappings; *@ours counts those of our files. */
static int mappings(int *ours)
{
	FILE *file = fopen("/proc/self/maps", "r");
	char line[512];
	int nr = 0;

	*ours = 0;
	assert_non_null(file);
	while (fgets(line, sizeof(line), file)) {
		nr++;
		*ours += strstr(line, "memfd:pageref") != NULL;
	}
	fclose(file);
	return nr;
}

static void take_all(const struct plan *planned)
{
	for (int i = 0; i < planned->nr_points; i++) {
		struct sample sample;

		measure(&sample, &planned->points[i]);
		sample_free(&sample);
	}
}

static void a_hundred_samples_leave_nothing(void **state)
{
	int files, maps, ours;
	struct plan planned;

	(void)state;
	plan_all(&planned, WORKLOADS);
	take_all(&planned); /* stacks and the like that are kept for the next thread */
	files = open_files();
	maps = mappings(&ours);
	for (int i = 0; i < 13; i++)
		take_all(&planned);
	assert_int_equal(open_files(), files);
	assert_true(mappings(&ours) < maps + 20);
	assert_int_equal(ours, 0);
	plan_free(&planned);
}

static void pins_leave_nothing(void **state)
{
	struct plan planned;
	struct error err;
	int files = open_files();

	(void)state;
	plan_all(&planned, "kernel-gup");
	for (int i = 0; i < planned.nr_points; i++) {
		struct sample sample;
		int ret;

		planned.points[i].lookup.pin = true;
		ret = take(&sample, &planned.points[i], &err);
		sample_free(&sample);
		if (ret) /* io_uring, or pinning, is not for everybody */
			assert_non_null(strstr(err.text, "io_uring"));
		assert_int_equal(open_files(), files);
	}
	plan_free(&planned);
}

/* ---- trouble ---- */

static struct workload broken_workload(const struct kernel_workload *kernel)
{
	struct workload workload = *workload_find("pread");

	workload.kernel = kernel;
	return workload;
}

/* What a sample of @loop in place of pread's ends with, in both ways to run it. */
static void assert_ends(loop_fn *loop, enum run_as as, int expected, const char *said)
{
	struct kernel_workload kernel = kernel_pread;
	struct workload workload;
	struct sample sample;
	struct plan planned;
	struct point point;
	struct error err;

	kernel.loop = loop;
	workload = broken_workload(&kernel);
	plan_all(&planned, "pread");
	point = planned.points[0];
	point.workload = &workload;
	point.as = as;
	assert_int_equal(take(&sample, &point, &err), expected);
	assert_string_equal(err.text, said);
	assert_non_null(strstr(sample.why, said));
	sample_free(&sample);
	plan_free(&planned);
}

static void run_out(struct worker *worker)
{
	kernel_fail(worker->kernel, "pread", -ENOSPC);
	kernel_end(worker, 0);
}

static void fail_by_io(struct worker *worker)
{
	kernel_fail(worker->kernel, "pread", -EIO);
	kernel_end(worker, 0);
}

/* One of the two, the other waits for it. */
static void die(struct worker *worker)
{
	if (worker->rank)
		_exit(9);
	kernel_end(worker, 1);
}

static void a_call_that_fails_ends_the_sample(void **state)
{
	(void)state;
	for (int as = 0; as < NR_RUN_AS; as++) {
		assert_ends(run_out, (enum run_as)as, -ENOSPC, "pread: No space left on device");
		/* -EIO is a law that was broken. */
		assert_ends(fail_by_io, (enum run_as)as, -ENXIO, "pread: Input/output error");
	}
}

static void a_process_that_dies_is_not_waited_for(void **state)
{
	(void)state;
	assert_ends(die, AS_PROCESSES, -ECHILD, "process 2 of the sample died (status 9)");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_thread_and_every_process_works),
		cmocka_unit_test(only_munmap_knows_its_share),
		cmocka_unit_test(page_faults_are_those_of_the_process_that_took_them),
		cmocka_unit_test(a_hundred_samples_leave_nothing),
		cmocka_unit_test(pins_leave_nothing),
		cmocka_unit_test(a_call_that_fails_ends_the_sample),
		cmocka_unit_test(a_process_that_dies_is_not_waited_for),
	};

	return cmocka_run_group_tests(tests, set_up_machine, tear_down_machine);
}
