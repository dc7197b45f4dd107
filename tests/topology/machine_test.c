// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The flattened machine: real, synthetic and stored. The fixture memory_only_and_memoryless.xml is
 * two packages of two SMT-2 cores, siblings numbered n and n + 4: package 0 has node 0 and, beside
 * it, the memory-only node 2; package 1 has the memoryless node 1. hwloc lists them 0, 2, 1.
 */
#define _GNU_SOURCE 1 /* CPU_ALLOC */
#include <errno.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "topology/machine.h"

#define NR(array) (sizeof(array) / sizeof((array)[0]))
#define FIXTURE	  "tests/topology/fixtures/memory_only_and_memoryless.xml"

static struct machine load(const char *topology)
{
	struct machine machine;
	struct error err;

	if (machine_load(&machine, topology, &err))
		fail_msg("%s", err.text);
	return machine;
}

static void this_machine_has_the_pus_that_the_kernel_allows(void **state)
{
	struct machine machine = load(NULL);
	cpu_set_t *set = CPU_ALLOC(65536);
	size_t size = CPU_ALLOC_SIZE(65536);

	(void)state;
	assert_int_equal(sched_getaffinity(0, size, set), 0);
	assert_true(machine.is_this_system);
	assert_true(machine.nr_pus >= 1);
	assert_true(machine.nr_nodes >= 1);
	assert_true(*machine.name);
	assert_int_equal(machine_allowed_pus(&machine), CPU_COUNT_S(size, set));
	for (int i = 0; i < machine.nr_pus; i++) {
		const struct machine_pu *pu = &machine.pus[i];

		assert_int_equal(pu->allowed, CPU_ISSET_S(pu->os, size, set) != 0);
		assert_non_null(machine_node(&machine, pu->node));
		assert_ptr_equal(machine_pu(&machine, pu->os), pu);
	}
	CPU_FREE(set);
	machine_free(&machine);
}

static void this_machine_has_memory_that_it_may_use(void **state)
{
	struct machine machine = load(NULL);
	int usable = 0;

	(void)state;
	for (int i = 0; i < machine.nr_nodes; i++)
		usable += machine.nodes[i].allowed && machine.nodes[i].memory_bytes > 0;
	assert_true(usable >= 1);
	machine_free(&machine);
}

static void a_narrower_affinity_mask_allows_less(void **state)
{
	struct machine before = load(NULL), after;
	cpu_set_t saved, one;

	(void)state;
	if (before.nr_pus > CPU_SETSIZE || machine_allowed_pus(&before) < 2) {
		machine_free(&before);
		print_message("needs 2 to 1024 CPUs to use\n");
		skip();
	}
	assert_int_equal(sched_getaffinity(0, sizeof(saved), &saved), 0);
	CPU_ZERO(&one);
	for (int i = 0; i < before.nr_pus && !CPU_COUNT(&one); i++) {
		if (before.pus[i].allowed)
			CPU_SET(before.pus[i].os, &one);
	}
	assert_int_equal(sched_setaffinity(0, sizeof(one), &one), 0);
	after = load(NULL);
	assert_int_equal(sched_setaffinity(0, sizeof(saved), &saved), 0);
	assert_int_equal(after.nr_pus, before.nr_pus);
	assert_int_equal(machine_allowed_pus(&after), 1);
	machine_free(&before);
	machine_free(&after);
}

static void two_packages_with_smt_are_numbered_densely(void **state)
{
	static const struct machine_pu expected[] = {
		{0, 0, 0, 0, 0, 0, true}, {1, 0, 1, 0, 0, 0, true}, {2, 1, 0, 0, 0, 0, true},
		{3, 1, 1, 0, 0, 0, true}, {4, 2, 0, 1, 1, 1, true}, {5, 2, 1, 1, 1, 1, true},
		{6, 3, 0, 1, 1, 1, true}, {7, 3, 1, 1, 1, 1, true},
	};
	struct machine machine = load("package:2 numa:1 l3:1 core:2 pu:2");

	(void)state;
	assert_false(machine.is_this_system);
	assert_string_equal(machine.name, "package:2 numa:1 l3:1 core:2 pu:2");
	assert_int_equal(machine.nr_pus, NR(expected));
	for (size_t i = 0; i < NR(expected); i++) {
		const struct machine_pu *pu = &machine.pus[i];

		assert_int_equal(pu->os, expected[i].os);
		assert_int_equal(pu->core, expected[i].core);
		assert_int_equal(pu->smt, expected[i].smt);
		assert_int_equal(pu->llc, expected[i].llc);
		assert_int_equal(pu->package, expected[i].package);
		assert_int_equal(pu->node, expected[i].node);
		assert_int_equal(pu->allowed, expected[i].allowed);
	}
	assert_int_equal(machine.nr_cores, 4);
	assert_int_equal(machine.nr_llcs, 2);
	assert_int_equal(machine.nr_packages, 2);
	assert_int_equal(machine.nr_nodes, 2);
	machine_free(&machine);
}

static void without_cores_each_pu_is_one(void **state)
{
	struct machine machine = load("package:2 pu:2");

	(void)state;
	assert_int_equal(machine.nr_cores, 4);
	for (int i = 0; i < machine.nr_pus; i++) {
		assert_int_equal(machine.pus[i].core, i);
		assert_int_equal(machine.pus[i].smt, 0);
	}
	machine_free(&machine);
}

static void without_caches_the_package_is_the_llc(void **state)
{
	struct machine machine = load("package:2 core:2 pu:1");

	(void)state;
	assert_int_equal(machine.nr_llcs, 2);
	assert_int_equal(machine.pus[1].llc, 0);
	assert_int_equal(machine.pus[2].llc, 1);
	machine_free(&machine);
}

static void without_anything_there_is_one_package(void **state)
{
	struct machine machine = load("pu:3");

	(void)state;
	assert_int_equal(machine.nr_packages, 1);
	assert_int_equal(machine.nr_llcs, 1);
	assert_int_equal(machine.nr_nodes, 1);
	assert_int_equal(machine.nodes[0].package, 0);
	assert_int_equal(machine.nodes[0].nr_pus, 3);
	machine_free(&machine);
}

static void the_llc_is_the_outermost_cache(void **state)
{
	struct machine machine = load("package:1 l3:2 l2:2 l1d:1 core:1 pu:2");

	(void)state;
	assert_int_equal(machine.nr_pus, 8);
	assert_int_equal(machine.nr_llcs, 2);
	machine_free(&machine);
}

static void instruction_caches_do_not_count(void **state)
{
	struct machine machine = load("package:2 l1i:4 core:1 pu:1");

	(void)state;
	assert_int_equal(machine.nr_llcs, 2);
	machine_free(&machine);
}

static void of_two_nodes_with_the_same_cpus_the_later_is_memory_only(void **state)
{
	struct machine machine =
		load("package:2 [numa(memory=64GB)] [numa(memory=128GB)] core:2 pu:2");
	static const int nr_pus[] = {4, 0, 4, 0}, packages[] = {0, 0, 1, 1};

	(void)state;
	assert_int_equal(machine.nr_nodes, 4);
	for (int i = 0; i < 4; i++) {
		assert_int_equal(machine.nodes[i].nr_pus, nr_pus[i]);
		assert_int_equal(machine.nodes[i].package, packages[i]);
	}
	assert_true(machine.nodes[0].memory_bytes == 64000000000);
	assert_true(machine.nodes[1].memory_bytes == 128000000000);
	machine_free(&machine);
}

static void a_pu_belongs_to_the_tightest_node(void **state)
{
	struct machine machine =
		load("[numa(memory=1TB)] package:2 [numa(memory=64GB)] core:2 pu:2");
	const struct machine_node *far = machine_node(&machine, 2);

	(void)state;
	assert_non_null(far);
	assert_int_equal(far->nr_pus, 0);
	assert_int_equal(far->package, -1);
	assert_int_equal(machine.pus[0].node, 0);
	assert_int_equal(machine.pus[7].node, 1);
	machine_free(&machine);
}

static void a_stored_machine_keeps_os_numbers_apart_from_order(void **state)
{
	static const int os[] = {0, 4, 1, 5, 2, 6, 3, 7};
	struct machine machine = load(FIXTURE);

	(void)state;
	assert_false(machine.is_this_system);
	assert_int_equal(machine.nr_pus, NR(os));
	for (size_t i = 0; i < NR(os); i++) {
		assert_int_equal(machine.pus[i].os, os[i]);
		assert_ptr_equal(machine_pu(&machine, os[i]), &machine.pus[i]);
	}
	machine_free(&machine);
}

static void memory_only_and_memoryless_nodes_are_told_apart(void **state)
{
	struct machine machine = load(FIXTURE);

	(void)state;
	assert_int_equal(machine.nr_nodes, 3);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(machine.nodes[i].os, i);
		assert_true(machine.nodes[i].allowed);
	}
	assert_int_equal(machine.nodes[0].nr_pus, 4);
	assert_true(machine.nodes[0].memory_bytes > 0);
	assert_int_equal(machine.nodes[1].nr_pus, 4);
	assert_true(machine.nodes[1].memory_bytes == 0);
	assert_int_equal(machine.nodes[1].package, 1);
	assert_int_equal(machine.nodes[2].nr_pus, 0);
	assert_true(machine.nodes[2].memory_bytes > 0);
	assert_int_equal(machine.nodes[2].package, 0);
	machine_free(&machine);
}

static void distances_follow_os_order_not_hwlocs(void **state)
{
	static const uint64_t expected[] = {10, 21, 17, 21, 10, 28, 17, 28, 10};
	struct machine machine = load(FIXTURE);

	(void)state;
	assert_non_null(machine.distances);
	for (size_t i = 0; i < NR(expected); i++)
		assert_true(machine.distances[i] == expected[i]);
	machine_free(&machine);
}

static void distances_that_are_not_reported_are_null(void **state)
{
	struct machine machine = load("package:2 numa:1 pu:2");

	(void)state;
	assert_null(machine.distances);
	machine_free(&machine);
}

static void numbers_that_do_not_exist_are_not_found(void **state)
{
	static const char *const wrong[] = {
		"", "3", "-1", "00", " 0", "0 ", "0x0", "x", "99999999999999999999"};
	struct machine machine = load(FIXTURE);

	(void)state;
	assert_null(machine_pu(&machine, 8));
	assert_null(machine_pu(&machine, -1));
	assert_null(machine_node(&machine, 3));
	assert_null(machine_node(&machine, -1));
	assert_ptr_equal(machine_node_named(&machine, "2"), machine_node(&machine, 2));
	for (size_t i = 0; i < NR(wrong); i++)
		assert_null(machine_node_named(&machine, wrong[i]));
	machine_free(&machine);
}

static void bad_descriptions_are_refused_with_one_line(void **state)
{
#define NEITHER(text)     \
	"topology '" text \
	"': neither a file nor a description such as \"package:2 numa:4 l3:2 core:8 pu:2\""
	static const struct {
		const char *text, *message;
		int code;
	} rows[] = {
		{"", NEITHER(""), -EINVAL},
		{"bogus", NEITHER("bogus"), -EINVAL},
		{"core:0 pu:2", NEITHER("core:0 pu:2"), -EINVAL},
		{"pu:2 core:2", NEITHER("pu:2 core:2"), -EINVAL},
		{"package:-1 pu:2", NEITHER("package:-1 pu:2"), -EINVAL},
		{"a\nb", NEITHER("a?b"), -EINVAL},
		{"core:1000 pu:1000",
		 "topology 'core:1000 pu:1000': more than 8192 PUs, the most that Linux supports",
		 -EINVAL},
		{"pu:99999999999999999999",
		 "topology 'pu:99999999999999999999': more than 8192 PUs, the most that Linux "
		 "supports",
		 -EINVAL},
		{"/nonexistent/machine.xml",
		 "topology '/nonexistent/machine.xml': No such file or directory", -ENOENT},
		{"nonexistent.xml", "topology 'nonexistent.xml': No such file or directory",
		 -ENOENT},
		{"/", "topology '/': a directory, not a file", -EISDIR},
		{__FILE__, "topology '" __FILE__ "': not an hwloc XML file", -EINVAL},
	};

	(void)state;
	for (size_t i = 0; i < NR(rows); i++) {
		struct machine machine;
		struct error err = {""};

		assert_int_equal(machine_load(&machine, rows[i].text, &err), rows[i].code);
		assert_string_equal(err.text, rows[i].message);
		assert_null(machine.pus);
	}
}

/* hwloc and libxml2 have messages of their own, and stderr is ours. */
static void a_bad_description_prints_nothing(void **state)
{
	char name[] = "/tmp/machine_test.XXXXXX";
	int printed = mkstemp(name), saved = dup(STDERR_FILENO);
	struct machine machine;
	struct error err;

	(void)state;
	assert_true(printed >= 0 && saved >= 0);
	assert_int_equal(write(printed, "", 0), 0);
	dup2(printed, STDERR_FILENO);
	machine_load(&machine, "bogus:2 pu:x", &err);
	machine_load(&machine, __FILE__, &err);
	dup2(saved, STDERR_FILENO);
	assert_int_equal(lseek(printed, 0, SEEK_END), 0);
	unlink(name);
	close(printed);
	close(saved);
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec + now.tv_nsec * 1e-9;
}

/* hwloc takes 20 ms of it; the bound leaves room for sanitizers and busy machines. */
static void four_thousand_pus_load_at_once(void **state)
{
	double start = seconds();
	struct machine machine = load("package:8 numa:4 l3:4 core:16 pu:2");

	(void)state;
	assert_int_equal(machine.nr_pus, 4096);
	assert_int_equal(machine.nr_nodes, 32);
	assert_int_equal(machine.nr_cores, 2048);
	assert_int_equal(machine.nr_llcs, 128);
	assert_int_equal(machine.pus[4095].node, 31);
	machine_free(&machine);
	assert_true(seconds() - start < 2.0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(this_machine_has_the_pus_that_the_kernel_allows),
		cmocka_unit_test(this_machine_has_memory_that_it_may_use),
		cmocka_unit_test(a_narrower_affinity_mask_allows_less),
		cmocka_unit_test(two_packages_with_smt_are_numbered_densely),
		cmocka_unit_test(without_cores_each_pu_is_one),
		cmocka_unit_test(without_caches_the_package_is_the_llc),
		cmocka_unit_test(without_anything_there_is_one_package),
		cmocka_unit_test(the_llc_is_the_outermost_cache),
		cmocka_unit_test(instruction_caches_do_not_count),
		cmocka_unit_test(of_two_nodes_with_the_same_cpus_the_later_is_memory_only),
		cmocka_unit_test(a_pu_belongs_to_the_tightest_node),
		cmocka_unit_test(a_stored_machine_keeps_os_numbers_apart_from_order),
		cmocka_unit_test(memory_only_and_memoryless_nodes_are_told_apart),
		cmocka_unit_test(distances_follow_os_order_not_hwlocs),
		cmocka_unit_test(distances_that_are_not_reported_are_null),
		cmocka_unit_test(numbers_that_do_not_exist_are_not_found),
		cmocka_unit_test(bad_descriptions_are_refused_with_one_line),
		cmocka_unit_test(a_bad_description_prints_nothing),
		cmocka_unit_test(four_thousand_pus_load_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
