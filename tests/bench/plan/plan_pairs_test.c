// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plan_pairs_test.c: which pairs of CPUs a ping-pong visits: all of them on a small machine, on a
 * large one those of 16 CPUs at every distance from one another.
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

/* What the pairs planned on a machine meet: how many at each distance, and every CPU and node. */
struct met {
	int siblings, same_llc, same_node, other_node;
	int cpus[4096], nodes[64];
	int nr_cpus, nr_nodes;
};

static void meet_pair(struct met *met, const struct machine_pu *a, const struct machine_pu *b)
{
	if (a->core == b->core)
		met->siblings++;
	else if (a->node != b->node)
		met->other_node++;
	else if (a->llc == b->llc)
		met->same_llc++;
	else
		met->same_node++;
	met->nr_cpus += !met->cpus[a->os]++ + !met->cpus[b->os]++;
	met->nr_nodes += !met->nodes[a->node]++;
	met->nr_nodes += !met->nodes[b->node]++;
}

static struct met meet(const char *topology, const char *placement)
{
	struct machine machine;
	struct plan plan = pairs_on(&machine, topology, PING_PONG(.placements = placement));
	struct met met = {0};

	for (int i = 0; i < plan.nr_points; i++)
		meet_pair(&met, plan.points[i].placement->pus[0], plan.points[i].placement->pus[1]);
	plan_free(&plan);
	machine_free(&machine);
	assert_int_equal(met.nr_cpus, 16);
	assert_int_equal(met.siblings + met.same_llc + met.same_node + met.other_node, 120);
	return met;
}

static void on_a_large_machine_every_distance_is_met(void **state)
{
	static const struct {
		const char *topology;
		int nr_nodes;
	} rows[] = {
		{"package:2 numa:4 l3:3 core:8 pu:2", 8}, /* 384 PUs */
		{"package:2 numa:4 l3:2 core:8 pu:2", 8}, /* 256 PUs */
		{"package:2 numa:1 l3:8 core:8 pu:2", 2},
		{SIXTY_FOUR, 4},
	};

	(void)state;
	for (size_t i = 0; i < NR(rows); i++) {
		struct met met = meet(rows[i].topology, "compact");

		assert_true(met.siblings > 0);
		assert_true(met.same_llc > 0);
		assert_true(met.same_node > 0);
		assert_true(met.other_node > 0);
		assert_int_equal(met.nr_nodes, rows[i].nr_nodes);
	}
}

/* 384 PUs, 48 to a node, 16 to a cache. */
static void near_pairs_are_of_the_first_node(void **state)
{
	struct met met = meet("package:2 numa:4 l3:3 core:8 pu:2", "compact");

	(void)state;
	assert_true(met.cpus[0] && met.cpus[1] && met.cpus[2] && met.cpus[16]);
	for (int node = 1; node < 8; node++)
		assert_true(met.cpus[node * 48]);
}

static void what_a_machine_does_not_have_is_not_missed(void **state)
{
	struct met met = meet("package:2 numa:2 l3:2 core:8 pu:1", "compact"); /* no SMT */

	(void)state;
	assert_int_equal(met.siblings, 0);
	assert_true(met.same_llc > 0 && met.same_node > 0);
	assert_int_equal(met.nr_nodes, 4);

	met = meet("core:12 pu:2", "compact"); /* one node, one cache */
	assert_true(met.siblings > 0 && met.same_llc > 0);
	assert_int_equal(met.same_node + met.other_node, 0);

	met = meet("pu:17", "compact");
	assert_int_equal(met.same_llc, 120);
}

/* 32 nodes, of which 13 are met: the first, and evenly spaced ones of the other 31. */
static void nodes_are_evenly_spaced_where_there_are_too_many(void **state)
{
	struct met met = meet("package:8 numa:4 l3:4 core:16 pu:2", "compact");
	int gap = 0;

	(void)state;
	assert_true(met.siblings > 0 && met.same_llc > 0 && met.same_node > 0);
	assert_int_equal(met.nr_nodes, 13);
	for (int node = 0; node < 32; node++) {
		gap = met.nodes[node] ? 0 : gap + 1;
		assert_true(gap < 3);
	}
}

/* A node a package: 4 for the near distances and 1 for the other node leave 11, in 6 couples. */
static void places_left_go_to_couples_of_siblings(void **state)
{
	struct met met = meet("package:2 numa:1 l3:8 core:8 pu:2", "compact");

	(void)state;
	assert_int_equal(met.siblings, 6);
}

static void the_choice_is_the_same_each_time(void **state)
{
	struct met a = meet(SIXTY_FOUR, "compact"), b = meet(SIXTY_FOUR, "compact");

	(void)state;
	assert_memory_equal(a.cpus, b.cpus, sizeof(a.cpus));
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
		cmocka_unit_test(on_a_large_machine_every_distance_is_met),
		cmocka_unit_test(near_pairs_are_of_the_first_node),
		cmocka_unit_test(what_a_machine_does_not_have_is_not_missed),
		cmocka_unit_test(nodes_are_evenly_spaced_where_there_are_too_many),
		cmocka_unit_test(places_left_go_to_couples_of_siblings),
		cmocka_unit_test(the_choice_is_the_same_each_time),
		cmocka_unit_test(only_cpus_that_the_placement_reaches_are_visited),
		cmocka_unit_test(schemes_and_placements_do_not_multiply_pairs_but_memory_does),
		cmocka_unit_test(one_cpu_is_skipped_beside_what_can_be_measured),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
