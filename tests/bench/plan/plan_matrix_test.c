// SPDX-License-Identifier: GPL-2.0-or-later
/* plan_matrix_test.c: threads on each node, memory on each, and what cannot be is skipped with a reason. */
#include "tests/bench/plan/planning.h"

#define MATRIX(...) REQUEST(.matrix = true, .schemes = "plain", .threads = "max", __VA_ARGS__)

static void every_pair_of_nodes_is_planned(void **state)
{
	struct machine machine = load_machine("numa:3 core:2 pu:2");
	struct plan plan = plan_on(&machine, MATRIX());

	(void)state;
	assert_int_equal(plan.nr_points, 9);
	assert_int_equal(plan.nr_skips, 0);
	for (int i = 0; i < 9; i++) {
		const struct point *point = &plan.points[i];
		char name[32];

		snprintf(name, sizeof(name), "node:%d", i / 3);
		assert_string_equal(point->placement->name, name);
		assert_int_equal(point->memory.kind, MEMORY_NODE);
		assert_int_equal(point->memory.node, i % 3);
		assert_int_equal(point->threads, 4);
	}
	plan_free(&plan);
	machine_free(&machine);
}

static void one_node_is_one_point(void **state)
{
	struct machine machine = load_machine("core:2 pu:1");
	struct plan plan = plan_on(&machine, MATRIX());

	(void)state;
	assert_int_equal(plan.nr_points, 1);
	plan_free(&plan);
	machine_free(&machine);
}

/* Nodes 0 and 1 have CPUs, 0 and 2 memory. */
static void a_node_without_cpus_or_memory_is_skipped(void **state)
{
	struct machine machine =
		load_machine("tests/topology/fixtures/memory_only_and_memoryless.xml");
	struct plan plan = plan_on(&machine, MATRIX());

	(void)state;
	assert_int_equal(plan.nr_points, 4);
	assert_int_equal(plan.nr_skips, 3);
	assert_string_equal(plan.skips[0].why, "node 1 has no memory that this process may use");
	assert_string_equal(plan.skips[2].why, "node:2 has no CPU that this process may use");
	plan_free(&plan);
	machine_free(&machine);
}

static void pairs_of_cpus_have_a_line_on_each_node(void **state)
{
	struct machine machine =
		load_machine("tests/topology/fixtures/memory_only_and_memoryless.xml");
	struct plan plan = plan_on(&machine, MATRIX(.workloads = "ping-pong"));

	(void)state;
	assert_int_equal(plan.nr_points, 2 * 28);
	assert_int_equal(plan.nr_skips, 1);
	plan_free(&plan);
	machine_free(&machine);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_pair_of_nodes_is_planned),
		cmocka_unit_test(one_node_is_one_point),
		cmocka_unit_test(a_node_without_cpus_or_memory_is_skipped),
		cmocka_unit_test(pairs_of_cpus_have_a_line_on_each_node),
	};

	return cmocka_run_group_tests_name("plan_matrix", tests, NULL, NULL);
}
