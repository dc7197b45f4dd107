// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plan_pairs_test.c: which pairs of CPUs a ping-pong visits: all of them on a small machine, those
 * of 16 CPUs in neighbouring couples on a large one.
 */
#include "tests/bench/plan/planning.h"

#define PING_PONG(...) REQUEST(.workloads = "ping-pong", __VA_ARGS__)

static struct plan pairs_on(struct machine *machine, const char *topology,
			    struct plan_request request)
{
	*machine = load_machine(topology);
	return plan_on(machine, request);
}

static void assert_pairs(const char *topology, struct plan_request request, int nr)
{
	struct machine machine;
	struct plan plan = pairs_on(&machine, topology, request);

	assert_int_equal(plan.nr_points, nr);
	assert_int_equal(plan.nr_skips, 0);
	plan_free(&plan);
	machine_free(&machine);
}

static void up_to_16_cpus_every_pair_is_visited(void **state)
{
	(void)state;
	assert_pairs("pu:2", PING_PONG(), 1);
	assert_pairs("pu:3", PING_PONG(), 3);
	assert_pairs("core:8 pu:2", PING_PONG(), 120);
}

static void beyond_16_cpus_there_are_no_more_pairs(void **state)
{
	(void)state;
	assert_pairs("pu:17", PING_PONG(), 120);
	assert_pairs(SIXTY_FOUR, PING_PONG(), 120);
	assert_pairs("package:2 numa:4 l3:2 core:8 pu:2", PING_PONG(), 120);
}

static void each_pair_is_two_threads_on_two_cpus_without_a_scheme(void **state)
{
	struct machine machine;
	struct plan plan = pairs_on(&machine, "core:4 pu:2", PING_PONG(.schemes = "all"));

	(void)state;
	assert_int_equal(plan.nr_points, 28);
	for (int i = 0; i < plan.nr_points; i++) {
		const struct point *point = &plan.points[i];

		assert_int_equal(point->threads, 2);
		assert_int_equal(point->placement->nr, 2);
		assert_true(point->placement->pus[0]->os < point->placement->pus[1]->os);
		assert_null(point->scheme);
		assert_string_equal(point_scheme_name(point), "none");
	}
	plan_free(&plan);
	machine_free(&machine);
}

/* On 256 PUs, 32 to a node: both siblings of the first core of every node. */
static void on_a_large_machine_neighbouring_couples_are_visited(void **state)
{
	struct machine machine;
	struct plan plan = pairs_on(&machine, "package:2 numa:4 l3:2 core:8 pu:2", PING_PONG());
	int met[256] = {0};

	(void)state;
	for (int i = 0; i < plan.nr_points; i++) {
		met[plan.points[i].placement->pus[0]->os]++;
		met[plan.points[i].placement->pus[1]->os]++;
	}
	for (int os = 0; os < 256; os++)
		assert_int_equal(met[os], os % 32 < 2 ? 15 : 0);
	plan_free(&plan);
	machine_free(&machine);
}

/* Eight couples over 24 PUs would begin at every third; none may begin with a second sibling. */
static void a_couple_is_the_two_siblings_of_a_core(void **state)
{
	struct machine machine;
	struct plan plan = pairs_on(&machine, "core:12 pu:2", PING_PONG());
	int met[24] = {0};

	(void)state;
	for (int i = 0; i < plan.nr_points; i++) {
		met[plan.points[i].placement->pus[0]->os]++;
		met[plan.points[i].placement->pus[1]->os]++;
	}
	for (int os = 0; os < 24; os += 2)
		assert_int_equal(met[os], met[os + 1]);
	plan_free(&plan);
	machine_free(&machine);
}

static void only_cpus_that_the_placement_reaches_are_visited(void **state)
{
	(void)state;
	assert_pairs(SIXTY_FOUR, PING_PONG(.placements = "cpus:1,5,9"), 3);
	assert_pairs(SIXTY_FOUR, PING_PONG(.placements = "node:2"), 120);
	assert_pairs(SIXTY_FOUR, PING_PONG(.threads = "4"), 6);
	assert_pairs(SIXTY_FOUR, PING_PONG(.placements = "cpus:0,1,cpus:1,2", .threads = "2"), 3);
}

static void schemes_and_placements_do_not_multiply_pairs_but_memory_does(void **state)
{
	(void)state;
	assert_pairs("core:2 pu:2", PING_PONG(.schemes = "all", .placements = "all"), 6);
	assert_pairs("core:2 pu:2", PING_PONG(.memory = "local,node:0"), 12);
}

static void one_cpu_is_skipped_beside_what_can_be_measured(void **state)
{
	struct machine machine;
	struct plan plan = pairs_on(&machine, "pu:1", REQUEST(.workloads = "get-put,ping-pong"));

	(void)state;
	assert_int_equal(plan.nr_points, 1);
	assert_int_equal(plan.nr_skips, 1);
	assert_string_equal(plan.skips[0].why, "it takes two CPUs");
	plan_free(&plan);
	machine_free(&machine);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(up_to_16_cpus_every_pair_is_visited),
		cmocka_unit_test(beyond_16_cpus_there_are_no_more_pairs),
		cmocka_unit_test(each_pair_is_two_threads_on_two_cpus_without_a_scheme),
		cmocka_unit_test(on_a_large_machine_neighbouring_couples_are_visited),
		cmocka_unit_test(a_couple_is_the_two_siblings_of_a_core),
		cmocka_unit_test(only_cpus_that_the_placement_reaches_are_visited),
		cmocka_unit_test(schemes_and_placements_do_not_multiply_pairs_but_memory_does),
		cmocka_unit_test(one_cpu_is_skipped_beside_what_can_be_measured),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
