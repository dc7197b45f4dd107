// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The environment, read from a root directory that each test fills with what a kernel would show,
 * or what a hostile one might. Only the last tests look at this machine.
 */
#define _GNU_SOURCE 1 /* asprintf, nftw */
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/topology/root.h"
#include "topology/environment.h"

#define NR(array) (sizeof(array) / sizeof((array)[0]))
#define CPU	  "/sys/devices/system/cpu"

/* ---- texts and numbers ---- */

static void an_empty_root_tells_nothing(void **state)
{
	struct environment environment;

	environment_read_from(&environment, *state);
	assert_null(environment.kernel_command_line);
	assert_null(environment.cpu_model);
	assert_null(environment.microcode);
	assert_null(environment.governor);
	assert_int_equal(environment.turbo, -1);
	assert_null(environment.smt);
	assert_null(environment.thp);
	assert_int_equal(environment.numa_balancing, -1);
	assert_int_equal(environment.perf_event_paranoid, -100);
	assert_string_equal(environment.virtualisation, "unknown");
	assert_null(environment.clock_source);
	environment_free(&environment);
}

static void a_common_server_is_read_whole(void **state)
{
	struct environment environment;

	put(*state, "/proc/cmdline", "BOOT_IMAGE=/vmlinuz root=/dev/sda1 quiet\n");
	put(*state, "/proc/cpuinfo",
	    "processor\t: 0\nvendor_id\t: GenuineIntel\nmodel\t\t: 85\n"
	    "model name\t: Intel(R) Xeon(R) Gold 6130 CPU @ 2.10GHz\n"
	    "microcode\t: 0x2007006\nflags\t\t: fpu vme ht\n\n");
	put(*state, CPU "/cpu0/cpufreq/scaling_governor", "performance\n");
	put(*state, CPU "/cpu1/cpufreq/scaling_governor", "performance\n");
	put(*state, CPU "/intel_pstate/no_turbo", "1\n");
	put(*state, CPU "/smt/control", "on\n");
	put(*state, "/sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n");
	put(*state, "/proc/sys/kernel/numa_balancing", "0\n");
	put(*state, "/proc/sys/kernel/perf_event_paranoid", "-1\n");
	put(*state, "/sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc\n");
	environment_read_from(&environment, *state);
	assert_string_equal(environment.kernel_command_line,
			    "BOOT_IMAGE=/vmlinuz root=/dev/sda1 quiet");
	assert_string_equal(environment.cpu_model, "Intel(R) Xeon(R) Gold 6130 CPU @ 2.10GHz");
	assert_string_equal(environment.microcode, "0x2007006");
	assert_string_equal(environment.governor, "performance");
	assert_int_equal(environment.turbo, 0);
	assert_string_equal(environment.smt, "on");
	assert_string_equal(environment.thp, "madvise");
	assert_int_equal(environment.numa_balancing, 0);
	assert_int_equal(environment.perf_event_paranoid, -1);
	assert_string_equal(environment.virtualisation, "none");
	assert_string_equal(environment.clock_source, "tsc");
	environment_free(&environment);
}

static void governors_that_differ_are_all_named_once(void **state)
{
	static const char *const governors[] = {"powersave", "performance", "powersave", "power",
						"schedutil"};
	struct environment environment;

	for (size_t i = 0; i < NR(governors); i++) {
		char path[64];

		snprintf(path, sizeof(path), CPU "/cpu%zu/cpufreq/scaling_governor", i);
		put(*state, path, governors[i]);
	}
	environment_read_from(&environment, *state);
	assert_string_equal(environment.governor, "mixed: powersave performance power schedutil");
	environment_free(&environment);
}

static void turbo_is_found_under_either_name(void **state)
{
	static const struct {
		const char *path, *text;
		int turbo;
	} rows[] = {
		{CPU "/cpufreq/boost", "1\n", 1},
		{CPU "/cpufreq/boost", "0\n", 0},
		{CPU "/intel_pstate/no_turbo", "0\n", 1},
		{CPU "/intel_pstate/no_turbo", "1\n", 0},
	};

	for (size_t i = 0; i < NR(rows); i++) {
		struct environment environment;

		put(*state, rows[i].path, rows[i].text);
		environment_read_from(&environment, *state);
		assert_int_equal(environment.turbo, rows[i].turbo);
		environment_free(&environment);
	}
}

static void numbers_that_are_none_are_not_told(void **state)
{
	static const char *const wrong[] = {
		"", "\n", "on", "1x", "0x1", "1 2", "1.5", "-", "99999999999999999999"};

	for (size_t i = 0; i < NR(wrong); i++) {
		struct environment environment;

		put(*state, "/proc/sys/kernel/perf_event_paranoid", wrong[i]);
		put(*state, "/proc/sys/kernel/numa_balancing", wrong[i]);
		put(*state, CPU "/cpufreq/boost", wrong[i]);
		environment_read_from(&environment, *state);
		assert_int_equal(environment.perf_event_paranoid, -100);
		assert_int_equal(environment.numa_balancing, -1);
		assert_int_equal(environment.turbo, -1);
		environment_free(&environment);
	}
}

static void numa_balancing_in_a_later_mode_is_on(void **state)
{
	struct environment environment;

	put(*state, "/proc/sys/kernel/numa_balancing", "2\n");
	environment_read_from(&environment, *state);
	assert_int_equal(environment.numa_balancing, 1);
	environment_free(&environment);
}

static void brackets_that_do_not_match_choose_nothing(void **state)
{
	static const char *const wrong[] = {
		"always madvise never", "[always", "always]", "][", "[]", "[ ]"};

	for (size_t i = 0; i < NR(wrong); i++) {
		struct environment environment;

		put(*state, "/sys/kernel/mm/transparent_hugepage/enabled", wrong[i]);
		environment_read_from(&environment, *state);
		assert_null(environment.thp);
		environment_free(&environment);
	}
}

/* ---- hostile files ---- */

static void control_characters_do_not_get_through(void **state)
{
	struct environment environment;

	put(*state, "/proc/cmdline", "\n \ta\x1b[31mb\tc\r\nd\x7f\x01 \xff\xc3\xa9 \n\n");
	put(*state, "/proc/cpuinfo", "model name\t: Evil\x07 \x1b]0;CPU\x9b\n");
	put(*state, CPU "/smt/control", "\x1b\n");
	environment_read_from(&environment, *state);
	assert_string_equal(environment.kernel_command_line, "a?[31mb c  d?? ???");
	assert_string_equal(environment.cpu_model, "Evil? ?]0;CPU?");
	assert_string_equal(environment.smt, "?");
	environment_free(&environment);
}

static void files_of_blanks_say_nothing(void **state)
{
	struct environment environment;

	put(*state, "/proc/cmdline", " \n\t\n ");
	put(*state, "/proc/cpuinfo", "model name\t:  \nmicrocode\t:\n");
	put(*state, CPU "/cpu0/cpufreq/scaling_governor", "\n");
	environment_read_from(&environment, *state);
	assert_null(environment.kernel_command_line);
	assert_null(environment.cpu_model);
	assert_null(environment.microcode);
	assert_null(environment.governor);
	environment_free(&environment);
}

static void a_zero_byte_ends_a_text(void **state)
{
	struct environment environment;

	put_bytes(*state, "/proc/cmdline", "before\0after", sizeof("before\0after"));
	environment_read_from(&environment, *state);
	assert_string_equal(environment.kernel_command_line, "before");
	environment_free(&environment);
}

static void a_huge_file_is_read_in_part(void **state)
{
	const size_t size = 1000000;
	struct environment environment;
	char *text = malloc(size);

	memset(text, 'x', size);
	put_bytes(*state, "/proc/cmdline", text, size);
	put_bytes(*state, "/proc/cpuinfo", text, size);
	environment_read_from(&environment, *state);
	assert_in_range(strlen(environment.kernel_command_line), 4096, 65536);
	assert_null(environment.cpu_model);
	environment_free(&environment);
	free(text);
}

static void a_directory_in_place_of_a_file_is_not_told(void **state)
{
	struct environment environment;

	put(*state, "/proc/cmdline/inside", "x");
	put(*state, "/proc/cpuinfo/inside", "x");
	environment_read_from(&environment, *state);
	assert_null(environment.kernel_command_line);
	assert_null(environment.cpu_model);
	environment_free(&environment);
}

static void a_root_too_long_for_a_path_tells_nothing(void **state)
{
	struct environment environment;
	char root[5000];

	(void)state;
	memset(root, '/', sizeof(root) - 1);
	root[sizeof(root) - 1] = '\0';
	environment_read_from(&environment, root);
	assert_null(environment.kernel_command_line);
	assert_null(environment.governor);
	environment_free(&environment);
}

/* ---- which CPU, which hypervisor ---- */

static void each_architecture_names_its_cpu(void **state)
{
	static const struct {
		const char *cpuinfo, *model;
	} rows[] = {
		{"model\t: 1\nmodel name\t: AMD EPYC\n", "AMD EPYC"},
		{"processor\t: 0\nCPU implementer\t: 0x41\nCPU architecture: 8\nCPU part\t: "
		 "0xd0c\n",
		 "implementer 0x41 part 0xd0c"},
		{"processor\t: 0\nhart\t: 1\nisa\t: rv64imafdc\nuarch\t: sifive,u74-mc\n",
		 "sifive,u74-mc"},
		{"processor\t: 0\nisa\t: rv64imafdc\n", "rv64imafdc"},
		{"processor\t: 0\ncpu\t\t: POWER9, altivec supported\n",
		 "POWER9, altivec supported"},
		{"CPU implementer\t: 0x41\n", NULL},
		{"model name", NULL},
		{"xmodel name\t: no\n", NULL},
		{"model name: a: b\n", "a: b"},
	};

	for (size_t i = 0; i < NR(rows); i++) {
		struct environment environment;

		put(*state, "/proc/cpuinfo", rows[i].cpuinfo);
		environment_read_from(&environment, *state);
		if (rows[i].model)
			assert_string_equal(environment.cpu_model, rows[i].model);
		else
			assert_null(environment.cpu_model);
		environment_free(&environment);
	}
}

static void firmware_names_the_hypervisor(void **state)
{
	static const struct {
		const char *path, *text, *name;
	} rows[] = {
		{"/proc/device-tree/compatible", "linux,dummy-virt", "qemu"},
		{"/sys/class/dmi/id/sys_vendor", "QEMU\n", "qemu"},
		{"/sys/class/dmi/id/sys_vendor", "VMware, Inc.\n", "vmware"},
		{"/sys/class/dmi/id/product_name", "KVM Virtual Machine\n", "kvm"},
		{"/sys/class/dmi/id/product_name", "Virtual Machine\n", "hyper-v"},
		{"/proc/device-tree/hypervisor/compatible", "linux,kvm", "kvm"},
		{"/proc/device-tree/hypervisor/compatible", "xen,xen-4.11", "xen"},
	};

	put(*state, "/proc/cpuinfo", "CPU implementer\t: 0x41\nCPU part\t: 0xd0c\n");
	for (size_t i = 0; i < NR(rows); i++) {
		struct environment environment;

		/* Rows are in ascending order of authority: each overrules those before it. */
		put(*state, rows[i].path, rows[i].text);
		environment_read_from(&environment, *state);
		assert_string_equal(environment.virtualisation, rows[i].name);
		environment_free(&environment);
	}
}

static void the_kernels_command_line_may_say_that_the_machine_is_emulated(void **state)
{
	static const struct {
		const char *words, *name;
	} rows[] = {
		{"quiet pageref.emulated panic=-1\n", "qemu-tcg"},
		{"quiet pageref.emulated=no pageref.emulateds\n", "qemu"},
	};

	put(*state, "/proc/cpuinfo", "CPU implementer\t: 0x41\nCPU part\t: 0xd0c\n");
	put(*state, "/proc/device-tree/compatible", "linux,dummy-virt");
	for (size_t i = 0; i < NR(rows); i++) {
		struct environment environment;

		put(*state, "/proc/cmdline", rows[i].words);
		environment_read_from(&environment, *state);
		assert_string_equal(environment.virtualisation, rows[i].name);
		assert_int_equal(environment_is_emulation(environment.virtualisation), i == 0);
		environment_free(&environment);
	}
	assert_false(environment_is_emulation(NULL));
}

static void without_a_hint_only_x86_says_none(void **state)
{
	static const struct {
		const char *cpuinfo, *name;
	} rows[] = {
		{"flags\t: fpu vme\n", "none"},
		{"flags\t: fpu hypervisor vme\n", "unknown"},
		{"flags\t: fpu hypervisor\n", "unknown"},
		{"flags\t: fpu hypervisor_not\n", "none"},
		{"Features\t: fp asimd\n", "unknown"},
	};

	put(*state, "/sys/class/dmi/id/sys_vendor", "Dell Inc.\n");
	for (size_t i = 0; i < NR(rows); i++) {
		struct environment environment;

		put(*state, "/proc/cpuinfo", rows[i].cpuinfo);
		environment_read_from(&environment, *state);
		assert_string_equal(environment.virtualisation, rows[i].name);
		environment_free(&environment);
	}
}

/* ---- this machine ---- */

static void this_machine_says_who_it_is(void **state)
{
	struct environment environment;
	struct utsname names;

	(void)state;
	environment_read(&environment);
	assert_int_equal(uname(&names), 0);
	assert_string_equal(environment.host, names.nodename);
	assert_string_equal(environment.kernel, names.release);
	assert_string_equal(environment.kernel_version, names.version);
	assert_string_equal(environment.architecture, names.machine);
	assert_non_null(environment.virtualisation);
	environment_free(&environment);
}

static void freeing_twice_is_harmless(void **state)
{
	struct environment environment;

	(void)state;
	environment_read(&environment);
	environment_free(&environment);
	assert_null(environment.host);
	environment_free(&environment);
}

#define test_below_root(test) cmocka_unit_test_setup_teardown(test, make_root, remove_root)

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_below_root(an_empty_root_tells_nothing),
		test_below_root(a_common_server_is_read_whole),
		test_below_root(governors_that_differ_are_all_named_once),
		test_below_root(turbo_is_found_under_either_name),
		test_below_root(numbers_that_are_none_are_not_told),
		test_below_root(numa_balancing_in_a_later_mode_is_on),
		test_below_root(brackets_that_do_not_match_choose_nothing),
		test_below_root(control_characters_do_not_get_through),
		test_below_root(files_of_blanks_say_nothing),
		test_below_root(a_zero_byte_ends_a_text),
		test_below_root(a_huge_file_is_read_in_part),
		test_below_root(a_directory_in_place_of_a_file_is_not_told),
		cmocka_unit_test(a_root_too_long_for_a_path_tells_nothing),
		test_below_root(each_architecture_names_its_cpu),
		test_below_root(firmware_names_the_hypervisor),
		test_below_root(the_kernels_command_line_may_say_that_the_machine_is_emulated),
		test_below_root(without_a_hint_only_x86_says_none),
		cmocka_unit_test(this_machine_says_who_it_is),
		cmocka_unit_test(freeing_twice_is_harmless),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
