// SPDX-License-Identifier: GPL-2.0-or-later
/* nodes_test.c: panels of single nodes as a matrix: fixtures/make_nodes_fixture.sh's, and less than that. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <math.h>
#include <cmocka.h>

#include "tests/bench/report/invented.h"
#include "tests/bench/report/table_printing.h"

static void panels_of_nodes_make_a_matrix(void **state)
{
	char *text = invent_nodes("matrix");
	struct results results = {0};
	const struct node_matrix *matrix;
	struct summary summary;
	struct error err;

	(void)state;
	assert_int_equal(results_parse(&results, text, strlen(text), "fixture", &err), 0);
	assert_int_equal(summary_make(&summary, &results), 0);
	assert_int_equal(summary.nr_panels, 6);
	assert_int_equal(summary.nr_node_matrices, 1);
	matrix = &summary.node_matrices[0];
	assert_int_equal(matrix->nr_cpu_nodes, 2);
	assert_int_equal(matrix->nr_memory_nodes, 3);
	for (int row = 0; row < 2; row++) {
		for (int i = 0; i < 3; i++) {
			const struct cell *cell =
				node_matrix_cell(matrix, row, i, &matrix->example->rows[0], 4);

			assert_non_null(cell);
			assert_true(fabs(cell->ns_per_op.median - 84.84 * (i == row ? 1
									   : i == 2 ? 3.1
										    : 1.8)) < 1e-3);
		}
	}
	assert_null(node_matrix_cell(matrix, 0, 0, &matrix->example->rows[0], 3));
	summary_free(&summary);
	results_free(&results);
	free(text);
}

static void every_format_is_as_its_golden_file(void **state)
{
	(void)state;
	assert_golden(table_print, invent_nodes("nodes"), "nodes.table");
	assert_golden(table_print_mail, invent_nodes("nodes"), "nodes.mail");
	assert_golden(table_print_csv, invent_nodes("nodes"), "nodes.csv");
	assert_golden(table_print, invent_nodes("matrix"), "matrix.table");
	assert_golden(table_print_mail, invent_nodes("matrix"), "matrix.mail");
}

/* "nodes", whose threads all stay on the first. */
static char *invent_on_one_node(void)
{
	char *text = invent_nodes("nodes");

	change(text, "\"1\":{\"threads\":4", "\"0\":{\"threads\":4");
	return text;
}

static void pages_are_told_where_threads_keep_to_one_node(void **state)
{
	(void)state;
	assert_prints(table_print, invent_on_one_node(), "pages handed out", true);
	assert_prints(table_print, invent_on_one_node(), "by node; events", false);
}

static void what_is_null_is_a_gap(void **state)
{
	char *text = invent_nodes("nodes");

	(void)state;
	change(text, "\"2\":{\"local_pages\":0,", "\"2\":{\"local_pages\":7,");
	assert_prints(table_print, text, "      1     2                   7                   -",
		      true);
}

static void without_pages_there_is_no_table_of_them(void **state)
{
	char *text = invent_nodes("nodes");

	(void)state;
	change(text, "\"numastat\"", "\"nothing!\"");
	assert_prints(table_print, strdup(text), "pages handed out", false);
	assert_prints(table_print_csv, text, "node_local_pages", false);
}

static void firmware_that_says_nothing_is_not_quoted(void **state)
{
	char *text = invent_nodes("matrix");

	(void)state;
	change(text, "\"distances\"", "\"untold  :\"");
	change(text, "\"latencies_ns\"", "\"untold too  \"");
	assert_prints(table_print, text, "as firmware says", false);
}

static void yardsticks_are_marked_in_a_matrix(void **state)
{
	char *text = invent_nodes("matrix");

	(void)state;
	change(text, "\"frozen-bit\"", "\"fetch-add\" ");
	assert_prints(table_print, strdup(text), "  fetch-add*  ", true);
	assert_prints(table_print, text, "unsafe: no reference count", true);
}

/* @text with every @from replaced by @to; frees @text. */
static char *replaced(char *text, const char *from, const char *to)
{
	char *out = NULL;
	size_t length;
	FILE *stream = open_memstream(&out, &length);
	const char *at, *rest = text;

	assert_non_null(stream);
	for (; (at = strstr(rest, from)); rest = at + strlen(from))
		fprintf(stream, "%.*s%s", (int)(at - rest), rest, to);
	fputs(rest, stream);
	fclose(stream);
	free(text);
	return out;
}

/* Two rows of one scheme would look alike. */
static void rows_of_a_matrix_are_told_by_all_they_differ_in(void **state)
{
	char *text = invent_nodes("matrix");

	(void)state;
	text = replaced(text, "\"plain\",", "\"plain\",\"memory_order\":\"full\",");
	text = replaced(text, "\"frozen-bit\",", "\"plain\",\"memory_order\":\"acq-rel\",");
	assert_prints(table_print, strdup(text), "      4  plain full  ", true);
	assert_prints(table_print, text, "      4  plain acq-rel  ", true);
}

static void assert_refused(char *text, const char *said)
{
	struct results results = {0};
	struct error err;

	assert_true(results_parse(&results, text, strlen(text), "fixture", &err) < 0);
	assert_non_null(strstr(err.text, said));
	results_free(&results);
	free(text);
}

static void a_key_that_is_no_node_is_refused(void **state)
{
	static const char *const keys[] = {"\"x\":{\"threads\"", "\"-\":{\"threads\"",
					   "\" \":{\"threads\""};

	(void)state;
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		char *text = invent_nodes("nodes");

		change(text, "\"1\":{\"threads\"", keys[i]);
		assert_refused(text, "no node's number");
	}
}

/* What is no node, or the only one, stands in a table as it always did. */
static void a_lone_panel_is_no_matrix(void **state)
{
	static const char *const names[] = {"node:x", "node: ", "node:+", "nodes0"};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char *text = invent_nodes("matrix"), to[64];

		for (int node = 0; node < 2; node++) {
			char from[64];

			snprintf(from, sizeof(from), "\"placement\":\"node:%d\"", node);
			snprintf(to, sizeof(to), "\"placement\":\"%s\"", names[i]);
			change(text, from, to);
		}
		assert_prints(table_print, text, "threads on a node by memory", false);
	}
}

static void a_hostile_scheme_is_harmless(void **state)
{
	char *text = invent_nodes("matrix");

	(void)state;
	change(text, "frozen-bit", "\\u001b[2Jx");
	assert_prints(table_print, strdup(text), "\033", false);
	assert_prints(table_print, text, "?[2Jx", true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(panels_of_nodes_make_a_matrix),
		cmocka_unit_test(every_format_is_as_its_golden_file),
		cmocka_unit_test(pages_are_told_where_threads_keep_to_one_node),
		cmocka_unit_test(what_is_null_is_a_gap),
		cmocka_unit_test(without_pages_there_is_no_table_of_them),
		cmocka_unit_test(firmware_that_says_nothing_is_not_quoted),
		cmocka_unit_test(yardsticks_are_marked_in_a_matrix),
		cmocka_unit_test(rows_of_a_matrix_are_told_by_all_they_differ_in),
		cmocka_unit_test(a_key_that_is_no_node_is_refused),
		cmocka_unit_test(a_lone_panel_is_no_matrix),
		cmocka_unit_test(a_hostile_scheme_is_harmless),
	};

	return cmocka_run_group_tests_name("nodes", tests, NULL, NULL);
}
