// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plan_kernel_test.c: how workloads of the running kernel are planned: without schemes, as threads or
 * processes; and only where this kernel lets us.
 */
#include <sys/resource.h>
#include <unistd.h>

#include "tests/bench/plan/planning.h"

#define KERNEL(...) REQUEST(.threads = "2", __VA_ARGS__)

static struct point point_of(struct plan_request request, int nr_points)
{
	struct machine machine = load_machine("core:2 pu:1");
	struct plan plan = plan_on(&machine, request);
	struct point point = plan.points[0];

	assert_int_equal(plan.nr_points, nr_points);
	plan_free(&plan);
	machine_free(&machine);
	return point;
}

static void schemes_do_not_multiply_them(void **state)
{
	struct point point;

	(void)state;
	point = point_of(KERNEL(.workloads = "pread", .schemes = "plain,lock-bit"), 1);
	assert_null(point.scheme);
	assert_string_equal(point_scheme_name(&point), "running-kernel");
	point_of(KERNEL(.workloads = "get-put,pread", .schemes = "plain,lock-bit"), 2 + 1);
}

static void threads_and_processes_multiply_them(void **state)
{
	static const char *const names[] = {"pread", "kernel-gup", "munmap", "page-fault"};

	(void)state;
	for (size_t i = 0; i < NR(names); i++) {
		assert_int_equal(point_of(KERNEL(.workloads = names[i]), 1).as, AS_THREADS);
		assert_int_equal(point_of(KERNEL(.workloads = names[i], .as = "processes"), 1).as,
				 AS_PROCESSES);
		point_of(KERNEL(.workloads = names[i], .as = "all"), 2);
	}
	point_of(KERNEL(.workloads = "get-put,pread", .as = "all"), 1 + 2);
}

static void knobs_have_their_defaults(void **state)
{
	(void)state;
	assert_int_equal(point_of(KERNEL(.workloads = "pread"), 1).size, 64);
	assert_int_equal(point_of(KERNEL(.workloads = "pread"), 1).pages, 1);
	assert_int_equal(point_of(KERNEL(.workloads = "kernel-gup"), 1).pages, 1);
	assert_int_equal(point_of(KERNEL(.workloads = "munmap"), 1).pages, 128);
	assert_int_equal(point_of(KERNEL(.workloads = "page-fault"), 1).pages, 512);
	assert_int_equal(point_of(KERNEL(.workloads = "munmap"), 1).size, 0);
	assert_int_equal(point_of(KERNEL(.workloads = "munmap"), 1).share, SHARE_THREAD);
	assert_false(point_of(KERNEL(.workloads = "kernel-gup"), 1).lookup.pin);
	assert_true(point_of(KERNEL(.workloads = "kernel-gup", .pin = "on"), 1).lookup.pin);
}

static void a_call_reads_what_the_file_has(void **state)
{
	long page = sysconf(_SC_PAGESIZE);
	char message[160];

	(void)state;
	point_of(KERNEL(.workloads = "pread", .size = (uint64_t)page), 1);
	point_of(KERNEL(.workloads = "pread", .size = (uint64_t)page + 1, .pages = 2), 1);
	snprintf(message, sizeof(message),
		 "--size: pread cannot read %ld a call from a file of 1 page of %ld bytes; see "
		 "--pages",
		 page + 1, page);
	assert_refused("pu:2", KERNEL(.workloads = "pread", .size = (uint64_t)page + 1), message);
}

static void options_of_theirs_mean_nothing_to_others(void **state)
{
	(void)state;
	assert_refused("pu:2", KERNEL(.workloads = "get-put", .as = "threads"),
		       "--as means nothing to the workloads chosen; those that take it: pread, "
		       "kernel-gup, munmap, page-fault");
	assert_refused("pu:2", KERNEL(.workloads = "munmap", .size = 64),
		       "--size means nothing to the workloads chosen; those that take it: pread");
	assert_refused("pu:2", KERNEL(.workloads = "pread", .orders = "full"),
		       "--order means nothing to the workloads chosen; those that take it: "
		       "get-put, frozen-get, freeze, final-put, gup-fast, page-cache, pfn-walk, "
		       "put-page, large-folio");
	assert_refused("pu:2", KERNEL(.workloads = "pread", .as = "fibers"),
		       "--as: 'fibers' does not exist; there are: threads, processes");
}

static void a_page_of_theirs_fills_a_page_of_memory(void **state)
{
	struct machine machine = load_machine("numa:2 core:1 pu:1");
	struct plan plan =
		plan_on(&machine, KERNEL(.workloads = "pread,page-fault", .memory = "interleave"));

	(void)state;
	assert_int_equal(plan.nr_points, 1);
	assert_int_equal(plan.nr_skips, 1);
	assert_string_equal(plan.skips[0].why, "1 page fits in one memory page: nothing to "
					       "interleave; --pages 2 or more does");
	plan_free(&plan);
	machine_free(&machine);
}

/* ---- what this kernel allows ---- */

static int plan_here(const struct machine *machine, struct plan *plan, const char *workloads_text,
		     struct error *err)
{
	struct plan_request request =
		with_defaults(REQUEST(.workloads = workloads_text, .threads = "1", .pages = 8));
	struct rlimit before, tight = {.rlim_cur = 4096};
	int ret;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	tight.rlim_max = before.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
	ret = plan_make(plan, machine, &request, err);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	return ret;
}

#define TOO_LARGE "a file in tmpfs: File too large; raise ulimit -f, or give fewer --pages"

static void what_a_limit_forbids_is_skipped_with_what_helps(void **state)
{
	struct machine machine = load_machine(NULL);
	struct plan plan;
	struct error err;

	(void)state;
	assert_int_equal(plan_here(&machine, &plan, "pread,munmap", &err), 0);
	assert_int_equal(plan.nr_points, 1);
	assert_int_equal(plan.nr_skips, 1);
	assert_string_equal(plan.skips[0].why, TOO_LARGE);
	plan_free(&plan);
	machine_free(&machine);
}

static void where_nothing_else_is_planned_this_machine_cannot(void **state)
{
	struct machine machine = load_machine(NULL);
	struct plan plan;
	struct error err;

	(void)state;
	assert_int_equal(plan_here(&machine, &plan, "pread", &err), -EOPNOTSUPP);
	assert_string_equal(err.text, "nothing to measure: " TOO_LARGE);
	machine_free(&machine);
}

static void of_a_machine_that_is_described_nobody_can_tell(void **state)
{
	struct machine machine = load_machine("pu:1");
	struct plan plan;
	struct error err;

	(void)state;
	assert_int_equal(plan_here(&machine, &plan, "pread", &err), 0);
	plan_free(&plan);
	machine_free(&machine);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(schemes_do_not_multiply_them),
		cmocka_unit_test(threads_and_processes_multiply_them),
		cmocka_unit_test(knobs_have_their_defaults),
		cmocka_unit_test(a_call_reads_what_the_file_has),
		cmocka_unit_test(options_of_theirs_mean_nothing_to_others),
		cmocka_unit_test(a_page_of_theirs_fills_a_page_of_memory),
		cmocka_unit_test(what_a_limit_forbids_is_skipped_with_what_helps),
		cmocka_unit_test(where_nothing_else_is_planned_this_machine_cannot),
		cmocka_unit_test(of_a_machine_that_is_described_nobody_can_tell),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
