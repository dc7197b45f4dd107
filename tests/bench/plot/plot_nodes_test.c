// SPDX-License-Identifier: GPL-2.0-or-later
/* plot_nodes_test.c: pictures of machines of several nodes and packages: lines, maps and what they rest on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>

#include "tests/bench/plot/plot_drawing.h"
#include "tests/bench/report/invented.h"

static void contended_pictures_have_their_reference_lines(void **state)
{
	static const char *const kinds[] = {"throughput", "latency", "visits", "ping-pong", NULL};
	struct drawing *drawing = open_text(invent_nodes("pairs"));

	(void)state;
	draw(drawing, kinds);
	assert_well_formed(drawing);
	assert_says(drawing, "throughput-get-put-compact.svg", "one thread alone");
	assert_says(drawing, "throughput-get-put-compact.svg", "strict alternation");
	assert_says(drawing, "throughput-get-put-compact.svg", "alone: frozen-bit");
	assert_says(drawing, "latency-get-put-compact.svg", "strict alternation");
	assert_says(drawing, "visits-get-put-compact.svg", "operations per visit");
	assert_says(drawing, "ping-pong-node1.svg", "the line in memory node:1");
	assert_int_equal(drawing->nr_drawn, 3 + 4);
	close_drawing(drawing);
}

static void each_scheme_has_a_map_of_nodes_by_nodes(void **state)
{
	static const char *const kinds[] = {"nodes", NULL};
	struct drawing *drawing = open_text(invent_nodes("matrix"));

	(void)state;
	draw(drawing, kinds);
	assert_well_formed(drawing);
	assert_int_equal(drawing->nr_drawn, 2);
	assert_says(drawing, "nodes-plain-get-put-matrix.svg", "plain, 4 threads on each node");
	assert_says(drawing, "nodes-plain-get-put-matrix.svg", "memory on node");
	assert_says(drawing, "nodes-plain-get-put-matrix.svg", "84.8");
	assert_says(drawing, "nodes-plain-get-put-matrix.svg", ">28<");
	assert_says(drawing, "nodes-plain-get-put-matrix.svg", ">250 ns<");
	assert_says(drawing, "nodes-plain-get-put-matrix.svg",
		    "firmware says: SLIT distance, HMAT latency<");
	assert_true(was_drawn(drawing, "nodes-frozen-bit-get-put-matrix.svg"));
	close_drawing(drawing);
}

/* 64 pictures of a point each, on a machine of eight nodes. */
static void what_a_map_of_nodes_shows_needs_no_other_picture(void **state)
{
	static const char *const kinds[] = {"latency", NULL};
	struct drawing *drawing = open_text(invent_nodes("matrix"));
	int nr_maps = 2, nr_pairs = 6;

	(void)state;
	draw(drawing, NULL);
	for (int i = 0; i < drawing->nr_drawn; i++)
		assert_null(strstr(drawing->drawn[i], "/latency"));
	assert_true(drawing->nr_drawn >= nr_maps);
	close_drawing(drawing);

	drawing = open_text(invent_nodes("matrix"));
	draw(drawing, kinds);
	assert_int_equal(drawing->nr_drawn, nr_pairs); /* who asks is told */
	close_drawing(drawing);
}

/*
 * Of the third node pages are known, but no thread runs there. The event's name tries to leave its quotes
 * and break the XML.
 */
static void events_of_each_node_have_lines(void **state)
{
	static const char *const kinds[] = {"node-events", NULL};
	struct drawing *drawing = open_text(invent_nodes("nodes"));

	(void)state;
	draw(drawing, kinds);
	assert_well_formed(drawing);
	assert_int_equal(drawing->nr_drawn, 2 * 2); /* of two schemes, two events were counted */
	assert_says(drawing, "node-events-plain-cycles-get-put-compact.svg", "node 1");
	assert_says_not(drawing, "node-events-plain-cycles-get-put-compact.svg", "node 2");
	assert_int_equal(drawing->nr_skipped, 1);
	assert_non_null(strstr(drawing->skipped[0], "1 more are left out"));
	close_drawing(drawing);
}

/* Four events are counted: two of them of all packages and of each, one of one alone, and a hostile one. */
static void events_of_packages_have_lines(void **state)
{
	static const char *const kinds[] = {"package-events", NULL};
	struct drawing *drawing = open_text(invent_nodes("packages"));

	(void)state;
	draw(drawing, kinds);
	assert_well_formed(drawing);
	/* Of all packages energy-dram is not known, so it has a picture by package only. */
	assert_int_equal(drawing->nr_drawn, 3 + 2 * 4);
	assert_says(drawing, "package-events-energy-package-get-put-compact.svg", "frozen-bit");
	assert_says(drawing, "package-events-energy-package-get-put-compact.svg",
		    "joules per million");
	assert_says(drawing, "package-events-plain-energy-package-by-package-get-put-compact.svg",
		    "package 1");
	assert_says_not(drawing, "package-events-plain-energy-dram-by-package-get-put-compact.svg",
			"package 1");
	close_drawing(drawing);
}

/* One node with CPUs, which an image of gnuplot's could not show. */
static void a_map_may_have_one_row(void **state)
{
	static const char *const kinds[] = {"nodes", NULL};
	char *text = invent_nodes("matrix"), *at = text;
	struct drawing *drawing;

	(void)state;
	while ((at = strstr(at, "\"placement\":\"node:1\"")))
		memcpy(at, "\"placement\":\"cpus:9\"", strlen("\"placement\":\"node:1\""));
	drawing = open_text(text);
	draw(drawing, kinds);
	assert_int_equal(drawing->nr_drawn, 2);
	close_drawing(drawing);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(contended_pictures_have_their_reference_lines),
		cmocka_unit_test(each_scheme_has_a_map_of_nodes_by_nodes),
		cmocka_unit_test(what_a_map_of_nodes_shows_needs_no_other_picture),
		cmocka_unit_test(events_of_each_node_have_lines),
		cmocka_unit_test(events_of_packages_have_lines),
		cmocka_unit_test(a_map_may_have_one_row),
	};

	return cmocka_run_group_tests_name("plot", tests, NULL, NULL);
}
