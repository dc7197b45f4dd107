// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * references_test.c: where tracepoints and kprobes are looked for, on machines made of a few files, and
 * what is said on this one, whatever it allows.
 */
#include <errno.h>
#include <linux/perf_event.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "bench/kernel/references.h"

#define GET    "page_ref/page_ref_mod_unless"
#define KPROBE "/sys/bus/event_source/devices/kprobe/type"

#ifdef __aarch64__
#define GETPPID "__arm64_sys_getppid"
#else
#define GETPPID "__x64_sys_getppid"
#endif

static char root[] = "/tmp/pageref-references.XXXXXX";

static void run(const char *format, const char *path)
{
	char command[256];

	snprintf(command, sizeof(command), format, root, path);
	assert_int_equal(system(command), 0);
}

static void put(const char *path, const char *text)
{
	char full[256];
	FILE *file;

	run("mkdir -p \"$(dirname %s%s)\"", path);
	snprintf(full, sizeof(full), "%s%s", root, path);
	file = fopen(full, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static int set_up(void **state)
{
	(void)state;
	strcpy(strrchr(root, '.'), ".XXXXXX");
	return !mkdtemp(root);
}

static int tear_down(void **state)
{
	(void)state;
	run("rm -r %s%s", "");
	return 0;
}

static int find_tracepoint(uint64_t *config)
{
	struct reference_event event = {0};
	int ret = reference_find_tracepoint(&event, root, GET);

	*config = event.config;
	if (!ret)
		assert_int_equal(event.type, PERF_TYPE_TRACEPOINT);
	return ret;
}

static void a_tracepoint_is_found_where_tracefs_is(void **state)
{
	uint64_t id;

	(void)state;
	put("/sys/kernel/tracing/events/" GET "/id", "517\n");
	assert_int_equal(find_tracepoint(&id), 0);
	assert_int_equal(id, 517);
}

static void or_where_it_was_of_old(void **state)
{
	uint64_t id;

	(void)state;
	run("mkdir -p %s%s", "/sys/kernel/tracing"); /* a mount point that nobody uses */
	put("/sys/kernel/debug/tracing/events/" GET "/id", "7\n");
	assert_int_equal(find_tracepoint(&id), 0);
	assert_int_equal(id, 7);
}

static void a_kernel_without_it_is_told_from_one_without_tracefs(void **state)
{
	uint64_t id;

	(void)state;
	assert_int_equal(find_tracepoint(&id), -ENODEV);
	run("mkdir -p %s%s", "/sys/kernel/tracing");
	assert_int_equal(find_tracepoint(&id), -ENODEV);
	put("/sys/kernel/tracing/events/kmem/kmalloc/id", "3\n");
	assert_int_equal(find_tracepoint(&id), -ENOENT);
}

static void what_may_not_be_read_is_forbidden(void **state)
{
	uint64_t id;

	(void)state;
	if (!geteuid())
		skip();
	put("/sys/kernel/tracing/events/" GET "/id", "517\n");
	run("chmod 0 %s%s", "/sys/kernel/tracing");
	assert_int_equal(find_tracepoint(&id), -EACCES);
	run("chmod 700 %s%s", "/sys/kernel/tracing");
}

static void a_number_that_is_none_is_nonsense(void **state)
{
	static const char *const texts[] = {"",	     "\n",   "x\n",
					    "12x\n", "-3\n", "99999999999999999999999\n"};
	struct reference_event event;
	uint64_t id;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		put("/sys/kernel/tracing/events/" GET "/id", texts[i]);
		put(KPROBE, texts[i]);
		assert_int_equal(find_tracepoint(&id), -EINVAL);
		assert_int_equal(reference_find_kprobe(&event, root), -EINVAL);
	}
}

static void kprobes_have_a_type_of_their_own(void **state)
{
	struct reference_event event;

	(void)state;
	assert_int_equal(reference_find_kprobe(&event, root), -ENODEV);
	put(KPROBE, "6\n");
	assert_int_equal(reference_find_kprobe(&event, root), 0);
	assert_int_equal(event.type, 6);
	assert_int_equal(event.config, 0);
}

/* Counted, with what was counted; or not, with the reason and what helps. */
static void this_machine_counts_or_says_why_not(void **state)
{
	static const struct kernel_sites nowhere = {"page_ref/none", {"no_such_function"}};
	struct kernel_reference reference;
	struct reference_counter counter;

	(void)state;
	kernel_reference_open(&counter, &reference, &kernel_pread.sites);
	assert_true(counter.nr || (*reference.reason && *reference.remedy));
	kernel_reference_close(&counter, &reference, 1);
	assert_true(reference.counted == !*reference.reason);
	assert_true(reference.counted == (*reference.by != '\0'));

	kernel_reference_open(&counter, &reference, &nowhere);
	assert_int_equal(counter.nr, 0);
	assert_true(*reference.reason && *reference.remedy);
	kernel_reference_close(&counter, &reference, 1);
	assert_false(reference.counted);
}

/* Of the calls of this thread: 20, if it may count at all. */
static void assert_counts_calls(const struct kernel_sites *sites, const char *by)
{
	struct kernel_reference reference;
	struct reference_counter counter;

	kernel_reference_open(&counter, &reference, sites);
	if (!counter.nr)
		return;
	for (int i = 0; i < 20; i++)
		getppid();
	kernel_reference_close(&counter, &reference, 10);
	assert_string_equal(reference.by, by);
	assert_true(reference.per_op >= 2 && reference.per_op < 2.5);
}

static void a_tracepoint_counts_what_passes_it(void **state)
{
	static const struct kernel_sites sites = {"raw_syscalls/sys_enter", {NULL}};

	(void)state;
	assert_counts_calls(&sites, "tracepoint raw_syscalls:sys_enter");
}

static void of_functions_the_one_that_is_called_counts(void **state)
{
	static const struct kernel_sites sites = {
		"page_ref/none", {"no_such_function", "pin_user_pages_fast", GETPPID}};

	(void)state;
	assert_counts_calls(&sites, "calls of " GETPPID " (kprobe)");
}

int main(void)
{
#define test(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		test(a_tracepoint_is_found_where_tracefs_is),
		test(or_where_it_was_of_old),
		test(a_kernel_without_it_is_told_from_one_without_tracefs),
		test(what_may_not_be_read_is_forbidden),
		test(a_number_that_is_none_is_nonsense),
		test(kprobes_have_a_type_of_their_own),
		test(this_machine_counts_or_says_why_not),
		test(a_tracepoint_counts_what_passes_it),
		test(of_functions_the_one_that_is_called_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
