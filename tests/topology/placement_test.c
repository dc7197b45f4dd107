// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Placements: the order in which threads take PUs, on machines from one node to 256 PUs, with
 * CPU-less nodes, missing siblings and hostile names.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "topology/placement.h"

#define NR(array) (sizeof(array) / sizeof((array)[0]))

#define ONE_NODE  "core:2 pu:2"
#define TWO_NODES "package:2 numa:1 core:2 pu:2"
#define EIGHT	  "package:4 [numa(memory=64GB)] [numa(memory=128GB)] core:2 pu:2"
#define BIG	  "package:2 numa:4 l3:2 core:8 pu:2"
#define FIXTURE	  "tests/topology/fixtures/memory_only_and_memoryless.xml"

static struct machine load(const char *topology)
{
	struct machine machine;
	struct error err;

	if (machine_load(&machine, topology, &err))
		fail_msg("%s", err.text);
	return machine;
}

static void forbid(struct machine *machine, int os)
{
	for (int i = 0; i < machine->nr_pus; i++)
		machine->pus[i].allowed &= machine->pus[i].os != os;
}

/* The order as text, so that a difference can be read. */
static void assert_order(const struct machine *machine, const char *name, const char *expected)
{
	struct int_list list = {0};
	struct placement placement;
	struct error err;
	char text[1024];

	if (placement_make(&placement, machine, name, &err))
		fail_msg("%s", err.text);
	assert_string_equal(placement.name, name);
	for (int i = 0; i < placement.nr; i++)
		assert_int_equal(int_list_add(&list, placement.pus[i]->os), 0);
	assert_string_equal(int_list_format(&list, text, sizeof(text)), expected);
	int_list_free(&list);
	placement_free(&placement);
}

static void assert_refused(const struct machine *machine, const char *name, const char *message)
{
	struct placement placement;
	struct error err = {""};

	assert_int_equal(placement_make(&placement, machine, name, &err), -EINVAL);
	assert_string_equal(err.text, message);
	assert_null(placement.name);
	assert_null(placement.pus);
}

static void known_machines_have_known_orders(void **state)
{
	static const struct {
		const char *topology, *name, *order;
	} rows[] = {
		{ONE_NODE, "compact", "0-3"},
		{ONE_NODE, "cores", "0,2,1,3"},
		{ONE_NODE, "scatter", "0,2,1,3"},
		{ONE_NODE, "node:0", "0,2,1,3"},
		{ONE_NODE, "cpus:3,0-1", "3,0-1"},
		{ONE_NODE, "cpus:max", "3"},
		{TWO_NODES, "compact", "0-7"},
		{TWO_NODES, "cores", "0,2,4,6,1,3,5,7"},
		{TWO_NODES, "scatter", "0,4,2,6,1,5,3,7"},
		{TWO_NODES, "node:1", "4,6,5,7"},
		{TWO_NODES, "cpus:7-7,0-6:3", "7,0,3,6"},
		{EIGHT, "compact", "0-15"},
		{EIGHT, "scatter", "0,4,8,12,2,6,10,14,1,5,9,13,3,7,11,15"},
		{EIGHT, "node:4", "8,10,9,11"},
		{FIXTURE, "compact", "0,4,1,5,2,6,3,7"},
		{FIXTURE, "cores", "0-7"},
		{FIXTURE, "scatter", "0,2,1,3-4,6,5,7"},
		{FIXTURE, "node:1", "2-3,6-7"},
		{"pu:3", "cores", "0-2"},
	};

	(void)state;
	for (size_t i = 0; i < NR(rows); i++) {
		struct machine machine = load(rows[i].topology);

		assert_order(&machine, rows[i].name, rows[i].order);
		machine_free(&machine);
	}
}

static void on_256_pus_compact_fills_a_node_before_the_next(void **state)
{
	struct machine machine = load(BIG);
	struct placement placement;
	struct error err;

	(void)state;
	assert_int_equal(placement_make(&placement, &machine, "compact", &err), 0);
	assert_int_equal(placement.nr, 256);
	for (int i = 0; i < 256; i++) {
		assert_int_equal(placement.pus[i]->node, i / 32);
		assert_int_equal(placement.pus[i]->llc, i / 16);
		assert_int_equal(placement.pus[i]->core, i / 2);
	}
	placement_free(&placement);
	machine_free(&machine);
}

static void on_256_pus_scatter_visits_every_node_in_turn(void **state)
{
	struct machine machine = load(BIG);
	struct placement placement;
	struct error err;

	(void)state;
	assert_int_equal(placement_make(&placement, &machine, "scatter", &err), 0);
	assert_int_equal(placement.nr, 256);
	for (int i = 0; i < 256; i++) {
		assert_int_equal(placement.pus[i]->node, i % 8);
		assert_int_equal(placement.pus[i]->smt, i / 128);
	}
	placement_free(&placement);
	machine_free(&machine);
}

static void every_placement_takes_each_pu_once(void **state)
{
	static const char *const names[] = {"compact", "cores", "scatter", "cpus:0-255"};
	struct machine machine = load(BIG);

	(void)state;
	for (size_t i = 0; i < NR(names); i++) {
		bool seen[256] = {false};
		struct placement placement;
		struct error err;

		assert_int_equal(placement_make(&placement, &machine, names[i], &err), 0);
		assert_int_equal(placement.nr, 256);
		for (int p = 0; p < placement.nr; p++) {
			assert_false(seen[placement.pus[p]->os]);
			seen[placement.pus[p]->os] = true;
		}
		placement_free(&placement);
	}
	machine_free(&machine);
}

static void pus_that_are_not_allowed_are_left_out(void **state)
{
	struct machine machine = load(TWO_NODES);

	(void)state;
	forbid(&machine, 2);
	forbid(&machine, 3);
	assert_order(&machine, "compact", "0-1,4-7");
	machine_free(&machine);
}

static void second_siblings_count_as_first_where_the_first_are_forbidden(void **state)
{
	struct machine machine = load(TWO_NODES);

	(void)state;
	forbid(&machine, 0);
	assert_order(&machine, "cores", "1-2,4,6,3,5,7");
	machine_free(&machine);
}

static void scatter_uses_every_core_before_any_second_sibling(void **state)
{
	struct machine machine = load(TWO_NODES);

	(void)state;
	/* Node 0 keeps one core: its sibling must wait until node 1 has no idle core. */
	forbid(&machine, 2);
	forbid(&machine, 3);
	assert_order(&machine, "scatter", "0,4,6,1,5,7");
	machine_free(&machine);
}

static void names_that_mean_nothing_list_what_exists(void **state)
{
	static const char *const wrong[] = {"",	    "nonsense", "Compact", "compact ", "compact,",
					    "node", "cpus",	"nodes:1", "compact:"};
	struct machine machine = load(TWO_NODES);

	(void)state;
	for (size_t i = 0; i < NR(wrong); i++) {
		char message[256];

		snprintf(message, sizeof(message),
			 "unknown placement '%s'; there are compact, cores, scatter, node:N, "
			 "cpus:LIST",
			 wrong[i]);
		assert_refused(&machine, wrong[i], message);
	}
	machine_free(&machine);
}

static void a_hostile_name_is_quoted_in_part(void **state)
{
	struct machine machine = load(ONE_NODE);
	struct placement placement;
	static char name[10000];
	struct error err;

	(void)state;
	memset(name, 'n', sizeof(name) - 1);
	assert_int_equal(placement_make(&placement, &machine, name, &err), -EINVAL);
	assert_non_null(strstr(err.text, "nnn...'; there are compact"));
	memcpy(name, "node:", 5);
	assert_int_equal(placement_make(&placement, &machine, name, &err), -EINVAL);
	assert_non_null(strstr(err.text, "nnn...: there is no such node; nodes with CPUs"));
	machine_free(&machine);
}

static void a_node_that_cannot_be_used_lists_those_that_can(void **state)
{
	static const struct {
		const char *name, *message;
	} rows[] = {
		{"node:9", "placement node:9: there is no such node; nodes with CPUs to use: "
			   "0,2,4"},
		{"node:", "placement node:: there is no such node; nodes with CPUs to use: 0,2,4"},
		{"node:-1", "placement node:-1: there is no such node; nodes with CPUs to use: "
			    "0,2,4"},
		{"node:0,2", "placement node:0,2: there is no such node; nodes with CPUs to use: "
			     "0,2,4"},
		{"node:99999999999999999999", "placement node:99999999999999999999: there is no "
					      "such node; nodes with CPUs to use: 0,2,4"},
		{"node:1", "placement node:1: that node has no CPUs; nodes with CPUs to use: "
			   "0,2,4"},
		{"node:6", "placement node:6: this process may use none of that node's CPUs; "
			   "nodes with CPUs to use: 0,2,4"},
	};
	struct machine machine = load(EIGHT);

	(void)state;
	for (int os = 12; os < 16; os++)
		forbid(&machine, os);
	for (size_t i = 0; i < NR(rows); i++)
		assert_refused(&machine, rows[i].name, rows[i].message);
	machine_free(&machine);
}

static void a_cpu_that_cannot_be_used_lists_those_that_can(void **state)
{
	static const struct {
		const char *name, *message;
	} rows[] = {
		{"cpus:8", "placement cpus: PU 8 does not exist; PUs to use: 0-2,4-7"},
		{"cpus:0-9", "placement cpus: PU 3 is not allowed to this process; PUs to use: "
			     "0-2,4-7"},
		{"cpus:3", "placement cpus: PU 3 is not allowed to this process; PUs to use: "
			   "0-2,4-7"},
		{"cpus:0,1,0", "placement cpus: PU 0 is listed twice; PUs to use: 0-2,4-7"},
		{"cpus:", "placement cpus: the list is empty; write numbers, as in 1,2,4"},
		{"cpus:5-2", "placement cpus: '5-2' runs backwards; write 2-5"},
		{"cpus:x", "placement cpus: 'x' is not a number; write N, N-M, N-M:STEP or max, "
			   "without blanks"},
	};
	struct machine machine = load(TWO_NODES);

	(void)state;
	forbid(&machine, 3);
	for (size_t i = 0; i < NR(rows); i++)
		assert_refused(&machine, rows[i].name, rows[i].message);
	machine_free(&machine);
}

static void a_process_without_cpus_is_told(void **state)
{
	struct machine machine = load("pu:1");

	(void)state;
	forbid(&machine, 0);
	assert_refused(&machine, "compact", "placement compact: this process may use no CPU");
	machine_free(&machine);
}

static void all_placements_leave_out_nodes_without_cpus(void **state)
{
	static const char *const expected[] = {"compact", "cores",  "scatter",
					       "node:0",  "node:2", "node:6"};
	struct machine machine = load(EIGHT);
	char **names;

	(void)state;
	for (int os = 8; os < 12; os++)
		forbid(&machine, os);
	names = placement_all(&machine);
	for (size_t i = 0; i < NR(expected); i++)
		assert_string_equal(names[i], expected[i]);
	assert_null(names[NR(expected)]);
	free(names);
	machine_free(&machine);
}

static void all_placements_of_this_machine_can_be_made(void **state)
{
	struct machine machine = load(NULL);
	char **names = placement_all(&machine);

	(void)state;
	for (char **name = names; *name; name++) {
		struct placement placement;
		struct error err;

		if (placement_make(&placement, &machine, *name, &err))
			fail_msg("%s", err.text);
		assert_true(placement.nr >= 1);
		placement_free(&placement);
	}
	free(names);
	machine_free(&machine);
}

static void each_kind_has_a_summary(void **state)
{
	int nr = 0;

	(void)state;
	for (const struct placement_kind *kind = placement_kinds; kind->name; kind++, nr++)
		assert_true(strlen(kind->summary) > 10);
	assert_int_equal(nr, 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_machines_have_known_orders),
		cmocka_unit_test(on_256_pus_compact_fills_a_node_before_the_next),
		cmocka_unit_test(on_256_pus_scatter_visits_every_node_in_turn),
		cmocka_unit_test(every_placement_takes_each_pu_once),
		cmocka_unit_test(pus_that_are_not_allowed_are_left_out),
		cmocka_unit_test(second_siblings_count_as_first_where_the_first_are_forbidden),
		cmocka_unit_test(scatter_uses_every_core_before_any_second_sibling),
		cmocka_unit_test(names_that_mean_nothing_list_what_exists),
		cmocka_unit_test(a_hostile_name_is_quoted_in_part),
		cmocka_unit_test(a_node_that_cannot_be_used_lists_those_that_can),
		cmocka_unit_test(a_cpu_that_cannot_be_used_lists_those_that_can),
		cmocka_unit_test(a_process_without_cpus_is_told),
		cmocka_unit_test(all_placements_leave_out_nodes_without_cpus),
		cmocka_unit_test(all_placements_of_this_machine_can_be_made),
		cmocka_unit_test(each_kind_has_a_summary),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
