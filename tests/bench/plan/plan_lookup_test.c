// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plan_lookup_test.c: the plan of the lookup workloads. What their lists multiply to, in which order,
 * and what a point is given. What cannot be looked up is in plan_lookup_skips_test.c.
 */
#include "tests/bench/plan/planning.h"

#define EIGHT "core:4 pu:2"

static void assert_points(struct plan_request request, int nr)
{
	struct machine machine = load_machine(EIGHT);
	struct plan plan = plan_on(&machine, request);

	assert_int_equal(plan.nr_points, nr);
	assert_int_equal(plan.nr_skips, 0);
	plan_free(&plan);
	machine_free(&machine);
}

/* The first point of a plan. */
static struct point point_of(struct plan_request request)
{
	struct machine machine = load_machine(EIGHT);
	struct plan plan = plan_on(&machine, request);
	struct point point = plan.points[0];

	plan_free(&plan);
	machine_free(&machine);
	return point;
}

/* ---- the cross product ---- */

static void each_list_multiplies(void **state)
{
	(void)state;
	assert_points(LOOKUP(), 1);
	assert_points(LOOKUP(.memmaps = "embedded,memdesc32"), 2);
	assert_points(LOOKUP(.lifetimes = "typesafe,rcu-folio"), 2);
	assert_points(LOOKUP(.rcu = "bp,qsbr"), 2);
	assert_points(LOOKUP(.patterns = "uniform,zipf:0.9,hot:4"), 3);
	assert_points(LOOKUP(.churn = "0,1k,max"), 3);
	assert_points(LOOKUP(.recheck = "on,off", .unsafe = true), 2);
	assert_points(LOOKUP(.verify = "0,1,1024"), 3);
	assert_points(LOOKUP(.pin = "off,on"), 2);
	assert_points(LOOKUP(.orders = "full,acq-rel"), 2);
}

static void all_lists_multiply_with_each_other(void **state)
{
	(void)state;
	assert_points(LOOKUP(.schemes = "plain,lock-bit", .memmaps = "all",
			     .lifetimes = "typesafe,rcu-folio", .rcu = "all",
			     .patterns = "uniform,sequential", .churn = "0,10", .recheck = "all",
			     .verify = "0,16", .pin = "all", .orders = "all", .unsafe = true),
		      2 * 3 * 2 * 3 * 2 * 2 * 2 * 2 * 2 * 2);
}

static void a_list_multiplies_only_what_has_its_knob(void **state)
{
	(void)state;
	assert_points(LOOKUP(.workloads = "get-put,page-cache", .memmaps = "all"), 1 + 3);
	assert_points(LOOKUP(.workloads = "page-cache,gup-fast", .pin = "off,on"), 1 + 2);
	assert_points(LOOKUP(.workloads = "put-page,page-cache", .recheck = "on,off",
			     .lifetimes = "typesafe", .unsafe = true),
		      1 + 2);
}

static void the_memory_order_is_of_everything_that_has_a_scheme(void **state)
{
	(void)state;
	assert_points(REQUEST(.workloads = "get-put,final-put", .threads = "2", .orders = "all"),
		      4);
	assert_points(REQUEST(.workloads = "get-put,ping-pong", .threads = "2", .orders = "all",
			      .placements = "cpus:0,1"),
		      2 + 1);
}

static void what_is_said_twice_is_measured_once(void **state)
{
	(void)state;
	assert_points(LOOKUP(.memmaps = "embedded,all"), 3);
	assert_points(LOOKUP(.patterns = "zipf:0.99,zipf:0.990"), 1);
	assert_points(LOOKUP(.churn = "10k,10000,max,max"), 2);
	assert_points(LOOKUP(.verify = "16,016"), 1);
}

static void no_two_points_are_equal(void **state)
{
	struct machine machine = load_machine(EIGHT);
	struct plan plan = plan_on(
		&machine,
		LOOKUP(.workloads = "gup-fast,page-cache", .memmaps = "all", .lifetimes = "all",
		       .rcu = "all", .patterns = "uniform,hot:1,hot:2", .churn = "0,1,max",
		       .recheck = "on", .verify = "0,1", .pin = "all", .orders = "all"));

	(void)state;
	for (int i = 0; i < plan.nr_points; i++) {
		for (int j = i + 1; j < plan.nr_points; j++)
			assert_false(point_equal(&plan.points[i], &plan.points[j]));
	}
	plan_free(&plan);
	machine_free(&machine);
}

/* Who shares a line of the dry run, and of a table, differs in nothing else. */
static void schemes_change_fastest_then_threads_then_knobs(void **state)
{
	struct machine machine = load_machine(EIGHT);
	struct plan plan =
		plan_on(&machine, REQUEST(.workloads = "gup-fast", .threads = "2,4",
					  .schemes = "plain,lock-bit",
					  .memmaps = "embedded,memdesc8", .churn = "0,max"));

	(void)state;
	assert_int_equal(plan.nr_points, 16);
	for (int i = 0; i < plan.nr_points; i++) {
		const struct point *point = &plan.points[i];

		assert_string_equal(point_scheme_name(point), i & 1 ? "lock-bit" : "plain");
		assert_int_equal(point->threads, i & 2 ? 4 : 2);
		assert_int_equal(point->lookup.churn > 0, !!(i & 4));
		assert_int_equal(point->lookup.memmap, i & 8 ? MEMMAP_MEMDESC8 : MEMMAP_EMBEDDED);
	}
	plan_free(&plan);
	machine_free(&machine);
}

/* ---- what a point is given ---- */

static void where_nothing_is_said_both_worlds_are_planned_and_nothing_changes(void **state)
{
	struct point point = point_of(REQUEST(.workloads = "gup-fast", .threads = "1"));

	(void)state;
	assert_points(REQUEST(.workloads = "gup-fast", .threads = "1"), 2);
	assert_int_equal(point.lookup.memmap, MEMMAP_EMBEDDED);
	assert_int_equal(point.lookup.lifetime, LIFETIME_TYPESAFE);
	assert_int_equal(point.lookup.rcu, RCU_MEMB);
	assert_int_equal(point.lookup.pattern.kind, PATTERN_UNIFORM);
	assert_true(point.lookup.churn == 0);
	assert_false(point.lookup.no_recheck);
	assert_false(point.lookup.pin);
	assert_int_equal(point.lookup.verify, 1024);
	assert_int_equal(point.lookup.memory_limit, 512 << 20);
	assert_int_equal(point.lookup.grace_period_ns, 10000000);
	assert_false(point.acq_rel);
	assert_int_equal(point.writers, 0);
}

static void a_point_carries_what_was_asked(void **state)
{
	struct point point =
		point_of(LOOKUP(.memmaps = "memdesc32", .lifetimes = "rcu-folio", .rcu = "qsbr",
				.patterns = "zipf:0.99", .churn = "1.5k", .recheck = "off",
				.pin = "on", .verify = "7", .orders = "acq-rel", .pages = 64,
				.nr = 8, .memory_limit = 1 << 20, .grace_period_ns = 200000));

	(void)state;
	assert_int_equal(point.lookup.memmap, MEMMAP_MEMDESC32);
	assert_int_equal(point.lookup.lifetime, LIFETIME_RCU_FOLIO);
	assert_int_equal(point.lookup.rcu, RCU_QSBR);
	assert_int_equal(point.lookup.pattern.kind, PATTERN_ZIPF);
	assert_true(point.lookup.pattern.theta == 0.99);
	assert_true(point.lookup.churn == 1500);
	assert_true(point.lookup.no_recheck);
	assert_true(point.lookup.pin);
	assert_int_equal(point.lookup.verify, 7);
	assert_int_equal(point.lookup.memory_limit, 1 << 20);
	assert_int_equal(point.lookup.grace_period_ns, 200000);
	assert_true(point.acq_rel);
	assert_int_equal(point.pages, 64);
	assert_int_equal(point.nr, 8);
	assert_int_equal(point.writers, 1);
}

static void pages_and_batch_default_to_what_suits_the_workload(void **state)
{
	static const struct {
		const char *workload;
		int pages, batch;
	} rows[] = {
		{"gup-fast", 512, 1}, {"page-cache", 512, 15},	{"pfn-walk", 4096, 1},
		{"put-page", 512, 1}, {"large-folio", 5120, 1}, {"get-put", 1, 1},
	};

	(void)state;
	for (size_t i = 0; i < NR(rows); i++) {
		struct point point =
			point_of(REQUEST(.workloads = rows[i].workload, .threads = "2"));

		assert_int_equal(point.pages, rows[i].pages);
		assert_int_equal(point.batch, rows[i].batch);
	}
}

static void what_looks_nothing_up_has_nothing_to_look_into(void **state)
{
	static const struct lookup_knobs none;
	struct point point = point_of(LOOKUP(.workloads = "get-put,gup-fast", .churn = "max",
					     .memory_limit = 1 << 30, .pin = "on"));

	(void)state;
	assert_string_equal(point.workload->name, "get-put");
	assert_true(lookup_knobs_equal(&point.lookup, &none));
}

static void nobody_writes_where_nothing_changes(void **state)
{
	struct machine machine = load_machine(EIGHT);
	struct plan plan = plan_on(&machine, LOOKUP(.workloads = "page-cache", .churn = "0,max",
						    .threads = "4", .writers = 3));

	(void)state;
	assert_int_equal(plan.nr_points, 2);
	assert_int_equal(plan.points[0].writers, 0);
	assert_int_equal(plan.points[1].writers, 3);
	plan_free(&plan);
	machine_free(&machine);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_list_multiplies),
		cmocka_unit_test(all_lists_multiply_with_each_other),
		cmocka_unit_test(a_list_multiplies_only_what_has_its_knob),
		cmocka_unit_test(the_memory_order_is_of_everything_that_has_a_scheme),
		cmocka_unit_test(what_is_said_twice_is_measured_once),
		cmocka_unit_test(no_two_points_are_equal),
		cmocka_unit_test(schemes_change_fastest_then_threads_then_knobs),
		cmocka_unit_test(where_nothing_is_said_both_worlds_are_planned_and_nothing_changes),
		cmocka_unit_test(a_point_carries_what_was_asked),
		cmocka_unit_test(pages_and_batch_default_to_what_suits_the_workload),
		cmocka_unit_test(what_looks_nothing_up_has_nothing_to_look_into),
		cmocka_unit_test(nobody_writes_where_nothing_changes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
