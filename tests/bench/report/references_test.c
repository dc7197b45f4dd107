// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * references_test.c: what contended figures are held against. The machine is fixtures/
 * make_nodes_fixture.sh's: CPUs 2i and 2i+1 are a core, 0 to 3 and 4 to 7 a node; a line takes 10 ns to a
 * sibling, 20 within a node, 100 between nodes, and 50 more where neither node is its home. The schemes
 * take 12, 10 and, as `load`, 1 ns alone.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <math.h>
#include <cmocka.h>

#include "tests/bench/report/invented.h"
#include "tests/bench/report/table_printing.h"

enum { PLAIN, FROZEN_BIT, LOAD };
enum { ONE, TWO, FOUR, EIGHT };

struct made {
	struct results results;
	struct summary summary;
};

static void make(struct made *made, char *text)
{
	summarise(&made->results, &made->summary, text);
}

static void unmake(struct made *made)
{
	summary_free(&made->summary);
	results_free(&made->results);
}

static void assert_near(double value, double expected)
{
	if (!(fabs(value - expected) < 1e-6 * expected))
		fail_msg("%.9g is not %.9g", value, expected);
}

static const struct panel *first_panel(const struct made *made)
{
	assert_int_equal(made->summary.nr_panels, 1);
	assert_non_null(made->summary.panels[0].references);
	return &made->summary.panels[0];
}

static void a_move_takes_the_mean_over_the_pairs_in_use(void **state)
{
	const struct reference *references;
	struct made made;

	(void)state;
	make(&made, invent_nodes("pairs"));
	references = first_panel(&made)->references;
	assert_true(isnan(references[ONE].transfer_ns));
	assert_near(references[TWO].transfer_ns, 10);
	assert_near(references[FOUR].transfer_ns, (2 * 10 + 4 * 20) / 6.0);
	/* With the line on node 0, where the first thread is: the pairs of node 1 take 50 more. */
	assert_near(references[EIGHT].transfer_ns,
		    (2 * 10 + 4 * 20 + 2 * 60 + 4 * 70 + 16 * 100) / 28.0);
	assert_near(references[FOUR].alternation_per_sec, 1e9 * 6 / 100);
	unmake(&made);
}

static void the_ceiling_is_the_fastest_that_needs_the_line(void **state)
{
	const struct panel *panel;
	struct made made;

	(void)state;
	make(&made, invent_nodes("pairs"));
	panel = first_panel(&made);
	assert_string_equal(panel->alone, "frozen-bit");
	for (int t = ONE; t <= EIGHT; t++)
		assert_near(panel->references[t].alone_per_sec, 1e9 / 10.1);
	unmake(&made);
}

static void operations_per_visit_are_rate_times_transfer_time(void **state)
{
	const struct panel *panel;
	struct made made;

	(void)state;
	make(&made, invent_nodes("pairs"));
	panel = first_panel(&made);
	for (int t = TWO; t <= EIGHT; t++) {
		const struct cell *cell = panel_cell(panel, PLAIN, t);

		assert_near(cell->ops_per_visit.median,
			    cell->ops_per_sec.median * panel->references[t].transfer_ns / 1e9);
		assert_int_equal(cell->ops_per_visit.n, cell->ops_per_sec.n);
	}
	assert_int_equal(panel_cell(panel, PLAIN, ONE)->ops_per_visit.n, 0);
	unmake(&made);
}

static void what_only_reads_has_no_visits(void **state)
{
	struct made made;

	(void)state;
	make(&made, invent_nodes("pairs"));
	assert_int_equal(panel_cell(first_panel(&made), LOAD, FOUR)->ops_per_visit.n, 0);
	unmake(&made);
}

/* Of the CPUs 0 1 2 4 6 alone: what is missing is as far apart as pairs that are there. */
static void pairs_that_were_not_measured_are_as_their_class(void **state)
{
	const struct reference *references;
	struct made made;

	(void)state;
	make(&made, invent_nodes("one-home"));
	references = first_panel(&made)->references;
	assert_near(references[TWO].transfer_ns, 10);
	assert_near(references[FOUR].transfer_ns, (2 * 10 + 4 * 20) / 6.0);
	assert_near(references[EIGHT].transfer_ns, (4 * 10 + 8 * 20 + 16 * 100) / 28.0);
	unmake(&made);
}

static void each_memory_has_a_matrix(void **state)
{
	static const char *const memory[] = {"local", "node:0", "node:1", "node:2"};
	static const double of_4_and_5[] = {10, 60, 10, 60};
	struct made made;

	(void)state;
	make(&made, invent_nodes("pairs"));
	assert_int_equal(made.summary.nr_ping_pongs, 4);
	for (int i = 0; i < 4; i++) {
		const struct ping_pong_matrix *matrix = &made.summary.ping_pongs[i];

		assert_string_equal(matrix->memory, memory[i]);
		assert_int_equal(matrix->nr_cpus, 8);
		assert_near(matrix->one_way_ns[4 * 8 + 5], of_4_and_5[i]);
	}
	unmake(&made);
}

/* Two lines, one a node, each of four threads: twice the rate, the same time. */
static void lines_of_several_groups_add_up(void **state)
{
	char *text = invent_nodes("one-home");
	const struct reference *reference;
	struct made made;

	(void)state;
	change(text, "\"share\":\"all\"", "\"share\":\"llc\"");
	make(&made, text);
	reference = &first_panel(&made)->references[EIGHT];
	assert_near(reference->transfer_ns, 100 / 6.0);
	assert_near(reference->alternation_per_sec, 2 * 1e9 * 6 / 100);
	assert_near(reference->alone_per_sec, 2 * 1e9 / 10.1);
	unmake(&made);
}

static void assert_none(const char *what, const char *from, const char *to)
{
	char *text = invent_nodes(what);
	struct made made;

	change(text, from, to);
	make(&made, text);
	for (int i = 0; i < made.summary.nr_panels; i++) {
		const struct panel *panel = &made.summary.panels[i];

		assert_null(panel->references);
		for (int k = 0; k < panel->nr_rows * panel->nr_threads; k++)
			assert_int_equal(panel->cells[k].ops_per_visit.n, 0);
	}
	unmake(&made);
}

static void without_a_matrix_or_a_shared_line_there_are_none(void **state)
{
	(void)state;
	assert_none("nodes", "", "");
	assert_none("pairs", "\"get-put\"", "\"freezer\"");
	assert_none("pairs", "\"pages\":1", "\"pages\":9");
	assert_none("pairs", "\"share\":\"all\"", "\"share\":\"lot\"");
}

/* The same text once more, of another host, and without its ping-pong. */
static void another_machines_matrix_is_not_used(void **state)
{
	char *pairs = invent_nodes("pairs"), *nodes = invent_nodes("nodes");
	char *both = malloc(strlen(pairs) + strlen(nodes) + 1);
	struct made made;

	(void)state;
	assert_non_null(both);
	change(nodes, "fictitious", "elsewhere1");
	strcpy(both, pairs);
	strcat(both, nodes);
	free(pairs);
	free(nodes);
	make(&made, both);
	assert_int_equal(made.summary.nr_panels, 2);
	assert_non_null(made.summary.panels[0].references);
	assert_null(made.summary.panels[1].references);
	unmake(&made);
}

static void every_format_is_as_its_golden_file(void **state)
{
	(void)state;
	assert_golden(table_print, invent_nodes("pairs"), "pairs.table");
	assert_golden(table_print_mail, invent_nodes("pairs"), "pairs.mail");
	assert_golden(table_print_csv, invent_nodes("pairs"), "pairs.csv");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_move_takes_the_mean_over_the_pairs_in_use),
		cmocka_unit_test(the_ceiling_is_the_fastest_that_needs_the_line),
		cmocka_unit_test(operations_per_visit_are_rate_times_transfer_time),
		cmocka_unit_test(what_only_reads_has_no_visits),
		cmocka_unit_test(pairs_that_were_not_measured_are_as_their_class),
		cmocka_unit_test(each_memory_has_a_matrix),
		cmocka_unit_test(lines_of_several_groups_add_up),
		cmocka_unit_test(without_a_matrix_or_a_shared_line_there_are_none),
		cmocka_unit_test(another_machines_matrix_is_not_used),
		cmocka_unit_test(every_format_is_as_its_golden_file),
	};

	return cmocka_run_group_tests_name("references", tests, NULL, NULL);
}
