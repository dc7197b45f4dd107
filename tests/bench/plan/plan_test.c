// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plan_test.c: the cross product. How many points a request makes, which values each carries, what
 * happens where nothing is said, and that what is said twice is measured once. Skips are in
 * plan_skips_test.c, pairs of CPUs in plan_pairs_test.c.
 */
#include "tests/bench/plan/planning.h"

#define ONE_NODE "core:3 pu:2"
/* More than one memory page holds, of any machine: only so many can be interleaved. */
#define MANY_PAGES 4096

static void assert_points(const char *topology, struct plan_request request, int nr)
{
	struct machine machine = load_machine(topology);
	struct plan plan = plan_on(&machine, request);

	assert_int_equal(plan.nr_points, nr);
	assert_int_equal(plan.nr_skips, 0);
	plan_free(&plan);
	machine_free(&machine);
}

/* The thread counts planned, as text. */
static void assert_threads(const char *topology, struct plan_request request, const char *expected)
{
	struct machine machine = load_machine(topology);
	struct plan plan = plan_on(&machine, request);
	char text[160] = "";
	size_t used = 0;

	for (int i = 0; i < plan.nr_points; i++)
		used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%d", i ? "," : "",
					 plan.points[i].threads);
	assert_string_equal(text, expected);
	plan_free(&plan);
	machine_free(&machine);
}

static void lists_multiply(void **state)
{
	(void)state;
	assert_points(SIXTY_FOUR, REQUEST(.threads = "4"), 1);
	assert_points(SIXTY_FOUR, REQUEST(.threads = "1,2,4"), 3);
	assert_points(SIXTY_FOUR, REQUEST(.threads = "4", .schemes = "plain,lock-bit"), 2);
	assert_points(SIXTY_FOUR, REQUEST(.threads = "4", .placements = "compact,cpus:0,2,4-5"), 2);
	assert_points(SIXTY_FOUR, REQUEST(.threads = "4", .memory = "local,node:2,node:3"), 3);
	assert_points(SIXTY_FOUR, REQUEST(.threads = "4", .share = "all,node,core"), 3);
	assert_points(SIXTY_FOUR, REQUEST(.threads = "4", .workloads = "get-put,frozen-get"), 2);
	assert_points(SIXTY_FOUR,
		      REQUEST(.threads = "1,2,4", .schemes = "plain,lock-bit",
			      .placements = "compact,scatter", .memory = "local,interleave",
			      .share = "all,node", .workloads = "get-put,frozen-get",
			      .pages = MANY_PAGES),
		      3 * 2 * 2 * 2 * 2 * 2);
}

static void all_is_every_member(void **state)
{
	(void)state;
	assert_points(SIXTY_FOUR, REQUEST(.threads = "4", .schemes = "all"), nr_schemes());
	assert_points(SIXTY_FOUR, REQUEST(.threads = "4", .placements = "all"), 3 + 4);
	assert_points(SIXTY_FOUR, REQUEST(.threads = "4", .memory = "all", .pages = MANY_PAGES),
		      2 + 4);
	assert_points(SIXTY_FOUR, REQUEST(.threads = "4", .memory = "node:all"), 4);
}

static void shared_by_all_is_one_of_the_ways_to_share_not_every_one(void **state)
{
	(void)state;
	assert_points(SIXTY_FOUR, REQUEST(.threads = "4", .share = "all"), 1);
	assert_points(SIXTY_FOUR, REQUEST(.threads = "4", .share = "all,node,llc,core,thread"), 5);
}

static void what_is_said_twice_is_measured_once(void **state)
{
	(void)state;
	assert_points(SIXTY_FOUR, REQUEST(.threads = "4,4,1-4,max,64"), 5);
	assert_points(SIXTY_FOUR, REQUEST(.threads = "4", .schemes = "plain,plain"), 1);
	assert_points(SIXTY_FOUR, REQUEST(.threads = "4", .schemes = "plain,all"), nr_schemes());
	assert_points(SIXTY_FOUR, REQUEST(.threads = "4", .placements = "compact,compact"), 1);
	assert_points(SIXTY_FOUR, REQUEST(.threads = "4", .placements = "node:1,all"), 3 + 4);
	assert_points(SIXTY_FOUR, REQUEST(.threads = "4", .memory = "local,local,node:0,node:0"),
		      2);
	assert_points(SIXTY_FOUR,
		      REQUEST(.threads = "4", .memory = "node:0,all", .pages = MANY_PAGES), 2 + 4);
	assert_points(SIXTY_FOUR, REQUEST(.threads = "4", .memory = "node:3,node:all"), 4);
	assert_points(SIXTY_FOUR, REQUEST(.threads = "4", .share = "node,node"), 1);
	assert_points(SIXTY_FOUR, REQUEST(.threads = "4", .workloads = "get-put,get-put"), 1);
}

static void thread_counts_default_to_powers_of_two_and_every_cpu(void **state)
{
	(void)state;
	assert_threads(SIXTY_FOUR, REQUEST(), "1,2,4,8,16,32,64");
	assert_threads(ONE_NODE, REQUEST(), "1,2,4,6");
	assert_threads("pu:1", REQUEST(), "1");
}

static void thread_counts_default_to_the_cpus_of_each_placement(void **state)
{
	(void)state;
	assert_threads(SIXTY_FOUR, REQUEST(.placements = "node:0,cpus:1,3,5"), "1,2,4,8,16,1,2,3");
	assert_threads(SIXTY_FOUR, REQUEST(.placements = "node:0,compact", .threads = "max"),
		       "16,64");
}

static void thread_counts_ascend(void **state)
{
	(void)state;
	assert_threads(SIXTY_FOUR, REQUEST(.threads = "max,3,10-20:5,1"), "1,3,10,15,20,64");
}

static void a_point_carries_what_was_asked(void **state)
{
	struct machine machine = load_machine(SIXTY_FOUR);
	struct plan plan = plan_on(&machine, REQUEST(.workloads = "freeze", .schemes = "lock-bit",
						     .threads = "8", .placements = "scatter",
						     .memory = "node:2", .share = "node",
						     .pages = 5, .batch = 3, .nr = 7));
	const struct point *point = plan.points;

	(void)state;
	assert_int_equal(plan.nr_points, 1);
	assert_string_equal(point->workload->name, "freeze");
	assert_string_equal(point_scheme_name(point), "lock-bit");
	assert_string_equal(point->placement->name, "scatter");
	assert_int_equal(point->memory.kind, MEMORY_NODE);
	assert_int_equal(point->memory.node, 2);
	assert_int_equal(point->share, SHARE_NODE);
	assert_int_equal(point->threads, 8);
	assert_int_equal(point->pages, 5);
	assert_int_equal(point->batch, 3);
	assert_int_equal(point->writers, 1);
	assert_int_equal(point->nr, 7);
	plan_free(&plan);
	machine_free(&machine);
}

static void knobs_not_given_are_one_and_only_a_workload_with_writers_has_any(void **state)
{
	struct machine machine = load_machine(SIXTY_FOUR);
	struct plan plan =
		plan_on(&machine, REQUEST(.workloads = "get-put,freeze", .threads = "2"));

	(void)state;
	assert_int_equal(plan.nr_points, 2);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(plan.points[i].share, SHARE_ALL);
		assert_int_equal(plan.points[i].pages, 1);
		assert_int_equal(plan.points[i].batch, 1);
		assert_int_equal(plan.points[i].nr, 1);
	}
	assert_int_equal(plan.points[0].writers, 0);
	assert_int_equal(plan.points[1].writers, 1);
	plan_free(&plan);
	machine_free(&machine);
}

static void a_knob_that_one_workload_lacks_stays_neutral_there(void **state)
{
	struct machine machine = load_machine(SIXTY_FOUR);
	struct plan plan = plan_on(&machine, REQUEST(.workloads = "get-put,frozen-get,final-put",
						     .threads = "2", .share = "node", .pages = 4,
						     .batch = 4, .nr = 9));

	(void)state;
	assert_int_equal(plan.nr_points, 3);
	assert_int_equal(plan.points[0].batch, 4);
	assert_int_equal(plan.points[1].batch, 1);
	assert_int_equal(plan.points[1].nr, 9);
	assert_int_equal(plan.points[2].batch, 4);
	assert_int_equal(plan.points[2].nr, 1);
	assert_int_equal(plan.points[2].share, SHARE_THREAD);
	plan_free(&plan);
	machine_free(&machine);
}

static void oversubscription_lets_threads_exceed_the_cpus(void **state)
{
	(void)state;
	assert_threads(ONE_NODE, REQUEST(.threads = "6,7,100", .oversubscribe = true), "6,7,100");
}

static void no_two_points_are_equal(void **state)
{
	struct machine machine = load_machine(SIXTY_FOUR);
	struct plan plan = plan_on(&machine, REQUEST(.workloads = "all", .schemes = "all",
						     .placements = "compact,scatter",
						     .share = "all,core", .threads = "1,2,64"));

	(void)state;
	for (int i = 0; i < plan.nr_points; i++) {
		assert_true(point_equal(&plan.points[i], &plan.points[i]));
		for (int j = i + 1; j < plan.nr_points; j++)
			assert_false(point_equal(&plan.points[i], &plan.points[j]));
	}
	plan_free(&plan);
	machine_free(&machine);
}

static void four_thousand_cpus_can_be_planned(void **state)
{
	struct machine machine = load_machine("package:8 numa:4 l3:4 core:16 pu:2");
	struct plan plan = plan_on(
		&machine, REQUEST(.workloads = "get-put,frozen-get,freeze,final-put,ping-pong",
				  .schemes = "all", .placements = "all"));
	/* Powers of two up to 4096 for compact, cores and scatter, up to 128 for 32 nodes. */
	int candidates = (3 * 13 + 32 * 8) * nr_schemes();

	(void)state;
	assert_int_equal(machine.nr_pus, 4096);
	assert_int_equal(plan.nr_points + plan.nr_skips, 4 * candidates + 120);
	plan_free(&plan);
	machine_free(&machine);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_multiply),
		cmocka_unit_test(all_is_every_member),
		cmocka_unit_test(shared_by_all_is_one_of_the_ways_to_share_not_every_one),
		cmocka_unit_test(what_is_said_twice_is_measured_once),
		cmocka_unit_test(thread_counts_default_to_powers_of_two_and_every_cpu),
		cmocka_unit_test(thread_counts_default_to_the_cpus_of_each_placement),
		cmocka_unit_test(thread_counts_ascend),
		cmocka_unit_test(a_point_carries_what_was_asked),
		cmocka_unit_test(knobs_not_given_are_one_and_only_a_workload_with_writers_has_any),
		cmocka_unit_test(a_knob_that_one_workload_lacks_stays_neutral_there),
		cmocka_unit_test(oversubscription_lets_threads_exceed_the_cpus),
		cmocka_unit_test(no_two_points_are_equal),
		cmocka_unit_test(four_thousand_cpus_can_be_planned),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
