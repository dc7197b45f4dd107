// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * trial_test.c: what is allowed here is tried before it is planned; what a limit forbids is refused
 * with what helps; and who tries it is none the worse.
 */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <cmocka.h>

#include "bench/kernel/kernel_workload.h"
#include "bench/kernel/trial.h"
#include "bench/plan/plan.h"

static struct point point_of(const char *workload, int pages)
{
	return (struct point){
		.workload = workload_find(workload),
		.pages = pages,
		.batch = 1,
		.nr = 1,
		.size = 64,
	};
}

static void what_needs_no_rights_is_allowed(void **state)
{
	static const char *const names[] = {"pread", "kernel-gup", "munmap", "page-fault"};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct point point = point_of(names[i], 3);
		struct error err;

		if (kernel_trial(&point, 5, NULL, &err))
			fail_msg("%s: %s", names[i], err.text);
	}
}

static void references_are_counted_or_it_is_said_why_not(void **state)
{
	struct point point = point_of("pread", 1);
	struct kernel_reference reference;
	struct error err;

	(void)state;
	assert_int_equal(kernel_trial(&point, 100, &reference, &err), 0);
	if (reference.counted)
		assert_true(reference.per_op >= 0.99 && *reference.by);
	else
		assert_true(*reference.reason);
}

static void a_limit_on_files_is_refused_with_its_remedy(void **state)
{
	struct rlimit before, tight = {.rlim_cur = 4096};
	struct point point = point_of("pread", 8);
	struct error err;
	int ret;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	tight.rlim_max = before.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
	ret = kernel_trial(&point, 1, NULL, &err);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	assert_int_equal(ret, -EFBIG);
	assert_string_equal(err.text, "a file in tmpfs: File too large; raise ulimit -f, or give "
				      "fewer --pages");
}

static void break_a_rule(struct worker *worker)
{
	(void)worker;
	signal(SIGSYS, SIG_DFL); /* cmocka has a handler */
	raise(SIGSYS);
}

static void need_too_much(struct worker *worker)
{
	(void)worker;
	raise(SIGKILL);
}

static void assert_killed(loop_fn *loop, const char *said)
{
	struct kernel_workload kernel = kernel_munmap;
	struct workload workload = *workload_find("munmap");
	struct point point = point_of("munmap", 1);
	struct error err;

	kernel.loop = loop;
	workload.kernel = &kernel;
	point.workload = &workload;
	assert_int_equal(kernel_trial(&point, 1, NULL, &err), -EPERM);
	assert_string_equal(err.text, said);
}

static void who_is_killed_for_trying_is_refused(void **state)
{
	(void)state;
	assert_killed(break_a_rule, "trying it was ended by Bad system call; allow its system "
				    "calls in the seccomp profile");
	assert_killed(need_too_much,
		      "trying it was ended by Killed; give fewer --pages, or more memory");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_needs_no_rights_is_allowed),
		cmocka_unit_test(references_are_counted_or_it_is_said_why_not),
		cmocka_unit_test(a_limit_on_files_is_refused_with_its_remedy),
		cmocka_unit_test(who_is_killed_for_trying_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
