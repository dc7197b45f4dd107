// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plan_skips_test.c: what cannot be measured. A candidate that this machine or its scheme cannot do
 * is skipped with its reason, beside those that can; a request that makes no sense is refused whole.
 */
#include <unistd.h>

#include "tests/bench/plan/planning.h"

#define LOOKUPS "gup-fast, page-cache, pfn-walk, put-page, large-folio"
#define KERNEL	"pread, kernel-gup, munmap, page-fault"
#define FIXTURE "tests/topology/fixtures/memory_only_and_memoryless.xml"

/* Plan on @machine and find exactly @nr skips, all for this reason. */
static void assert_skips_on(const struct machine *machine, struct plan_request request, int nr,
			    const char *why)
{
	struct plan plan = plan_on(machine, request);

	assert_int_equal(plan.nr_skips, nr);
	for (int i = 0; i < plan.nr_skips; i++)
		assert_string_equal(plan.skips[i].why, why);
	plan_free(&plan);
}

static void assert_skips(struct plan_request request, int nr, const char *why)
{
	struct machine machine = load_machine(SIXTY_FOUR);

	assert_skips_on(&machine, request, nr, why);
	machine_free(&machine);
}

static void more_threads_than_a_placement_has_cpus(void **state)
{
	(void)state;
	assert_skips(REQUEST(.placements = "node:0", .threads = "16,17,64"), 2,
		     "placement node:0 has 16 CPUs");
	assert_skips(REQUEST(.placements = "cpus:5", .threads = "1-3"), 2,
		     "placement cpus:5 has 1 CPU");
}

static void a_placement_is_not_too_small_where_threads_may_share_cpus(void **state)
{
	(void)state;
	assert_skips(REQUEST(.placements = "node:0", .threads = "17", .oversubscribe = true), 0,
		     "");
}

static void freezing_with_a_scheme_that_cannot(void **state)
{
	(void)state;
	assert_skips(REQUEST(.workloads = "freeze", .schemes = "plain,fetch-add", .threads = "2,4"),
		     2, scheme_find("fetch-add")->cannot_freeze);
	assert_skips(REQUEST(.workloads = "freeze", .schemes = "load,plain", .threads = "2"), 1,
		     scheme_find("load")->cannot_freeze);
}

static void a_freezer_without_a_reader(void **state)
{
	(void)state;
	assert_skips(REQUEST(.workloads = "freeze", .threads = "1,2"), 1,
		     "a sharing group has 1 thread: no reader beside 1 freezer");
	assert_skips(REQUEST(.workloads = "freeze", .threads = "2,3", .writers = 2), 1,
		     "a sharing group has 2 threads: no reader beside 2 freezers");
}

/* Three threads in compact order: the first core has two of them, the second one. */
static void one_sharing_group_without_a_reader_spoils_the_point(void **state)
{
	(void)state;
	assert_skips(REQUEST(.workloads = "freeze", .threads = "3,4", .share = "core"), 1,
		     "a sharing group has 1 thread: no reader beside 1 freezer");
}

static void a_batch_that_would_free_a_page_twice(void **state)
{
	(void)state;
	assert_skips(
		REQUEST(.workloads = "get-put,final-put", .threads = "2", .pages = 2, .batch = 3),
		1, "a batch larger than --pages would free a page twice");
}

static void local_memory_on_a_node_that_has_none(void **state)
{
	struct machine machine = load_machine("package:2 [numa(memory=1GB)] core:2 pu:2");

	(void)state;
	machine.nodes[1].memory_bytes = 0;
	assert_skips_on(&machine, REQUEST(.placements = "node:0,node:1", .threads = "2"), 1,
			"node 1 has no memory for `local`");
	assert_skips_on(&machine, REQUEST(.share = "node", .threads = "4,8"), 1,
			"node 1 has no memory for `local`");
	assert_skips_on(&machine, REQUEST(.memory = "node:0", .threads = "8"), 0, "");
	machine_free(&machine);
}

static void local_memory_on_a_node_that_is_not_allowed(void **state)
{
	struct machine machine = load_machine("package:2 [numa(memory=1GB)] core:2 pu:2");

	(void)state;
	machine.nodes[0].allowed = false;
	assert_skips_on(&machine, REQUEST(.placements = "node:0,node:1", .threads = "2"), 1,
			"node 0 has no memory for `local`");
	machine_free(&machine);
}

/* So many of ours that they fill one page of this machine's memory. */
static int one_memory_page(void)
{
	return (int)((size_t)sysconf(_SC_PAGESIZE) / sizeof(struct folio));
}

static void interleaving_one_group_that_fits_in_one_memory_page(void **state)
{
	int fit = one_memory_page();
	char why[160];

	(void)state;
	snprintf(why, sizeof(why),
		 "1 page fits in one memory page: nothing to interleave; --pages %d or more does",
		 fit + 1);
	assert_skips(REQUEST(.memory = "local,interleave", .threads = "1,4"), 2, why);
	snprintf(why, sizeof(why),
		 "%d pages fit in one memory page: nothing to interleave; --pages %d or more does",
		 fit, fit + 1);
	assert_skips(REQUEST(.memory = "local,interleave", .threads = "4", .pages = fit), 1, why);
	assert_skips(REQUEST(.memory = "interleave", .threads = "4", .pages = fit + 1), 0, "");
}

static void interleaving_a_line_that_has_no_pages_to_add(void **state)
{
	(void)state;
	assert_skips(REQUEST(.workloads = "ping-pong", .memory = "local,interleave",
			     .placements = "cpus:0,1"),
		     1, "1 page fits in one memory page: nothing to interleave");
}

/* Each begins one node further than the one before: small as they are, they lie on every node. */
static void several_groups_interleave_however_small(void **state)
{
	(void)state;
	assert_skips(REQUEST(.memory = "interleave", .share = "node", .threads = "64"), 0, "");
	assert_skips(REQUEST(.workloads = "final-put", .memory = "interleave", .threads = "4"), 0,
		     "");
}

static void interleaving_over_one_node(void **state)
{
	struct machine machine = load_machine("package:2 [numa(memory=1GB)] core:2 pu:2");
	struct plan_request request = REQUEST(.memory = "node:1,interleave", .share = "thread",
					      .threads = "4", .pages = one_memory_page() + 1);

	(void)state;
	assert_skips_on(&machine, request, 0, "");
	machine.nodes[0].memory_bytes = 0;
	assert_skips_on(&machine, request, 1, "one node with memory: nothing to interleave");
	machine.nodes[0].memory_bytes = machine.nodes[1].memory_bytes;
	machine.nodes[0].allowed = false;
	assert_skips_on(&machine, request, 1, "one node with memory: nothing to interleave");
	machine_free(&machine);
}

static void a_skip_knows_its_point(void **state)
{
	struct machine machine = load_machine(SIXTY_FOUR);
	struct plan plan = plan_on(&machine, REQUEST(.placements = "node:1", .threads = "2,20"));

	(void)state;
	assert_int_equal(plan.nr_skips, 1);
	assert_int_equal(plan.skips[0].point.threads, 20);
	assert_string_equal(plan.skips[0].point.placement->name, "node:1");
	assert_string_equal(point_scheme_name(&plan.skips[0].point), "plain");
	plan_free(&plan);
	machine_free(&machine);
}

static void a_plan_of_nothing_but_skips_is_refused_with_the_first_reason(void **state)
{
	(void)state;
	assert_refused(SIXTY_FOUR, REQUEST(.placements = "node:0", .threads = "64"),
		       "nothing to measure: placement node:0 has 16 CPUs");
	assert_refused("pu:1", REQUEST(.workloads = "ping-pong"),
		       "nothing to measure: it takes two CPUs");
}

static void more_threads_than_cpus_are_refused(void **state)
{
	(void)state;
	assert_refused("core:2 pu:2", REQUEST(.threads = "2,5"),
		       "--threads: 5 threads, but this process may use 4 CPUs; ask for at most 4, "
		       "or add --oversubscribe");
	assert_refused("pu:1", REQUEST(.threads = "2"),
		       "--threads: 2 threads, but this process may use 1 CPU; ask for at most 1, "
		       "or add --oversubscribe");
}

static void a_knob_that_no_workload_takes_is_refused(void **state)
{
	static const struct {
		struct plan_request request;
		const char *message;
	} rows[] = {
		{{.workloads = "get-put,final-put", .writers = 1},
		 "--writers means nothing to the workloads chosen; those that take it: freeze, " LOOKUPS},
		{{.workloads = "frozen-get", .batch = 2},
		 "--batch means nothing to the workloads chosen; those that take it: get-put, "
		 "freeze, final-put, page-cache"},
		{{.workloads = "final-put", .share = "node"},
		 "--share means nothing to the workloads chosen; those that take it: get-put, "
		 "frozen-get, freeze, " LOOKUPS ", pread, kernel-gup, page-fault"},
		{{.workloads = "final-put", .nr = 2},
		 "--nr means nothing to the workloads chosen; those that take it: get-put, "
		 "frozen-get, freeze, gup-fast"},
		{{.workloads = "ping-pong", .pages = 2},
		 "--pages means nothing to the workloads chosen; those that take it: get-put, "
		 "frozen-get, freeze, final-put, " LOOKUPS ", " KERNEL},
	};

	(void)state;
	for (size_t i = 0; i < NR(rows); i++)
		assert_refused("core:2 pu:2", rows[i].request, rows[i].message);
}

static void names_that_do_not_exist_are_refused(void **state)
{
	(void)state;
	assert_refused("pu:2", REQUEST(.workloads = "get-putt"),
		       "--workload: 'get-putt' does not exist; there are: get-put, frozen-get, "
		       "freeze, final-put, " LOOKUPS ", ping-pong, " KERNEL);
	assert_refused(
		"pu:2", REQUEST(.share = "package"),
		"--share: 'package' does not exist; there are: all, node, llc, core, thread");
	assert_refused("pu:2", REQUEST(.memory = "remote"),
		       "unknown memory 'remote'; there are local, node:N, interleave");
}

/* Nodes of this machine: some without CPUs, one without memory; `all` plans round both. */
static void all_leaves_out_nodes_that_can_serve_nobody(void **state)
{
	struct machine machine = load_machine(FIXTURE);
	struct plan plan =
		plan_on(&machine, REQUEST(.placements = "all", .memory = "all", .threads = "1"));

	(void)state;
	for (int i = 0; i < plan.nr_points; i++) {
		const struct point *point = &plan.points[i];

		if (point->memory.kind == MEMORY_NODE)
			assert_true(machine_node(&machine, point->memory.node)->memory_bytes > 0);
		assert_true(point->placement->nr > 0);
	}
	plan_free(&plan);
	machine_free(&machine);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(more_threads_than_a_placement_has_cpus),
		cmocka_unit_test(a_placement_is_not_too_small_where_threads_may_share_cpus),
		cmocka_unit_test(freezing_with_a_scheme_that_cannot),
		cmocka_unit_test(a_freezer_without_a_reader),
		cmocka_unit_test(one_sharing_group_without_a_reader_spoils_the_point),
		cmocka_unit_test(a_batch_that_would_free_a_page_twice),
		cmocka_unit_test(local_memory_on_a_node_that_has_none),
		cmocka_unit_test(local_memory_on_a_node_that_is_not_allowed),
		cmocka_unit_test(interleaving_one_group_that_fits_in_one_memory_page),
		cmocka_unit_test(interleaving_a_line_that_has_no_pages_to_add),
		cmocka_unit_test(several_groups_interleave_however_small),
		cmocka_unit_test(interleaving_over_one_node),
		cmocka_unit_test(a_skip_knows_its_point),
		cmocka_unit_test(a_plan_of_nothing_but_skips_is_refused_with_the_first_reason),
		cmocka_unit_test(more_threads_than_cpus_are_refused),
		cmocka_unit_test(a_knob_that_no_workload_takes_is_refused),
		cmocka_unit_test(names_that_do_not_exist_are_refused),
		cmocka_unit_test(all_leaves_out_nodes_that_can_serve_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
