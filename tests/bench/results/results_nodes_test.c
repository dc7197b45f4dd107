// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * results_nodes_test.c: what the reader takes of a machine of several nodes: what firmware says of going
 * from one to another, whose pages were handed out, and where threads ran; and what it refuses of that.
 * Each case is one good run line and sample with one thing in them replaced.
 */
#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "bench/results/results.h"
#include "tests/bench/report/stats_assert.h"

/* Node 1 is not there, node 2 has no CPU. */
static const char lines[] =
	"{\"type\":\"run\",\"schema\":1,\"topology\":{\"packages\":1,"
	"\"nodes\":[{\"node\":0},{\"node\":2}],\"cpus\":{\"cpu\":[0,1],\"node\":[0,0],"
	"\"package\":[0,0],\"llc\":[0,0]},\"distances\":[[10,17],[17,10]],"
	"\"latencies_ns\":[[80,250],[null,null]],\"bandwidths_mib\":null},\"events\":{}}\n"
	"{\"type\":\"sample\",\"workload\":\"get-put\",\"scheme\":\"plain\",\"threads\":2,"
	"\"placement\":\"node:0\",\"memory\":\"node:2\",\"share\":\"all\",\"pages\":1,"
	"\"batch\":1,\"writers\":0,\"nr\":1,\"repeat\":0,\"order\":0,\"seconds\":0.5,"
	"\"ops\":1000,\"ops_per_sec\":2000,\"ns_per_op\":1e6,\"fail_ops\":0,\"events\":{},"
	"\"nodes\":{\"0\":{\"threads\":2,\"ops\":1000,\"events\":{}}},"
	"\"numastat\":{\"0\":{\"local_pages\":12,\"other_pages\":0},"
	"\"2\":{\"local_pages\":null,\"other_pages\":34}},"
	"\"threads_detail\":{\"cpu\":[0,1],\"ops\":[500,500]},\"valid\":true}\n";

/* The lines with @from in them replaced by @to. */
static char *with(const char *from, const char *to)
{
	const char *at = strstr(lines, from);
	char *text = malloc(sizeof(lines) + strlen(to));

	assert_non_null(at);
	assert_non_null(text);
	sprintf(text, "%.*s%s%s", (int)(at - lines), lines, to, at + strlen(from));
	return text;
}

static void parse(struct results *results, char *text)
{
	struct error err = {""};

	*results = (struct results){0};
	if (results_parse(results, text, strlen(text), "f", &err))
		fail_msg("%s", err.text);
	free(text);
}

static void what_firmware_says_is_found_by_the_nodes_numbers(void **state)
{
	struct results results;
	const struct result_run *run;

	(void)state;
	parse(&results, strdup(lines));
	run = &results.runs[0];
	assert_int_equal(run->nr_nodes, 2);
	assert_near(result_run_between(run, run->distances, 0, 2), 17, 0);
	assert_near(result_run_between(run, run->latencies_ns, 0, 0), 80, 0);
	assert_near(result_run_between(run, run->latencies_ns, 0, 2), 250, 0);
	assert_true(isnan(result_run_between(run, run->latencies_ns, 2, 0)));
	assert_true(isnan(result_run_between(run, run->distances, 0, 1)));
	assert_true(isnan(result_run_between(run, run->bandwidths_mib, 0, 0)));
	results_free(&results);
}

/* As older files are. */
static void nodes_without_numbers_have_nothing_between_them(void **state)
{
	struct results results;
	const struct result_run *run;

	(void)state;
	parse(&results, with("{\"node\":0},{\"node\":2}", "{},{}"));
	run = &results.runs[0];
	assert_int_equal(run->nr_nodes, 2);
	assert_true(isnan(result_run_between(run, run->distances, 0, 0)));
	results_free(&results);
}

static void pages_come_back_by_node(void **state)
{
	struct results results;
	const struct result_sample *sample;

	(void)state;
	parse(&results, strdup(lines));
	sample = &results.samples[0];
	assert_int_equal(sample->nr_pages, 2);
	assert_int_equal(sample->pages[0].node, 0);
	assert_near(sample->pages[0].local, 12, 0);
	assert_near(sample->pages[0].other, 0, 0);
	assert_int_equal(sample->pages[1].node, 2);
	assert_true(isnan(sample->pages[1].local));
	assert_near(sample->pages[1].other, 34, 0);
	results_free(&results);
}

static void a_machine_of_one_node_has_no_pages_apart(void **state)
{
	struct results results;

	(void)state;
	parse(&results, with("{\"node\":0},{\"node\":2}],\"cpus\":{\"cpu\":[0,1],\"node\":[0,0],"
			     "\"package\":[0,0],\"llc\":[0,0]},\"distances\":[[10,17],[17,10]],"
			     "\"latencies_ns\":[[80,250],[null,null]]",
			     "{\"node\":0}]"));
	assert_int_equal(results.samples[0].nr_pages, 0);
	assert_int_equal(results.samples[0].nr_nodes, 0);
	results_free(&results);
}

static void a_thread_that_never_began_ran_nowhere(void **state)
{
	struct results results;
	char *text = with("[0,1],\"ops\":[500,500]},\"valid\":true",
			  "[0,null],\"ops\":[500,0]},\"valid\":false");

	(void)state;
	parse(&results, text);
	assert_int_equal(results.samples[0].cpus[0], 0);
	assert_int_equal(results.samples[0].cpus[1], -1);
	results_free(&results);
}

static void what_is_amiss_is_refused_by_name(void **state)
{
	static const struct {
		const char *from, *to, *message;
	} cases[] = {
		{"[[10,17],[17,10]]", "[[10,17]]", "\"distances\" has 1 rows, expected 2"},
		{"[[10,17],[17,10]]", "[[10,17],[17]]",
		 "\"distances\" has a row that is not of 2 values"},
		{"[[10,17],[17,10]]", "[10,17]", "\"distances\" has a row that is not of 2 values"},
		{"[[10,17],[17,10]]", "[[10,-17],[17,10]]", "\"distances\" is -17, below 0"},
		{"[[10,17],[17,10]]", "17", "\"distances\" is a number, expected an array"},
		{"[80,250]", "[\"80\",250]", "\"latencies_ns\" is a text, expected a number"},
		{"{\"node\":2}", "{\"node\":\"2\"}", "\"node\" is a text, expected a number"},
		{"\"numastat\":{\"0\"", "\"numastat\":{\"0 \"", "no node's number"},
		{"\"numastat\":{\"0\"", "\"numastat\":{\"1024\"", "no node's number"},
		{"\"local_pages\":12", "\"local_pages\":-12", "\"local_pages\" is -12, below 0"},
		{"\"other_pages\":34", "\"other_pages\":\"34\"", "\"other_pages\" is a text"},
		{"\"cpu\":[0,1],\"ops\"", "\"cpu\":[0,null],\"ops\"",
		 "\"cpu\" of a valid sample holds null"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *text = with(cases[i].from, cases[i].to);
		struct results results = {0};
		struct error err = {""};

		assert_int_equal(results_parse(&results, text, strlen(text), "f", &err), -EINVAL);
		if (!strstr(err.text, cases[i].message))
			fail_msg("\"%s\" does not say \"%s\"", err.text, cases[i].message);
		results_free(&results);
		free(text);
	}
}

/* A matrix of a million nodes would be eight terabytes. */
static void more_nodes_than_a_kernel_has_are_refused(void **state)
{
	char *nodes = calloc(RESULTS_MAX_NODES + 2, 3), *text;
	struct results results = {0};
	struct error err = {""};

	(void)state;
	for (int i = 0; i <= RESULTS_MAX_NODES; i++)
		strcat(nodes + 3 * i, i ? ",{}" : " {}");
	text = with("{\"node\":0},{\"node\":2}", nodes);
	assert_int_equal(results_parse(&results, text, strlen(text), "f", &err), -EINVAL);
	assert_non_null(strstr(err.text, "1025 nodes, more than 1024"));
	results_free(&results);
	free(text);
	free(nodes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_firmware_says_is_found_by_the_nodes_numbers),
		cmocka_unit_test(nodes_without_numbers_have_nothing_between_them),
		cmocka_unit_test(pages_come_back_by_node),
		cmocka_unit_test(a_machine_of_one_node_has_no_pages_apart),
		cmocka_unit_test(a_thread_that_never_began_ran_nowhere),
		cmocka_unit_test(what_is_amiss_is_refused_by_name),
		cmocka_unit_test(more_nodes_than_a_kernel_has_are_refused),
	};

	return cmocka_run_group_tests_name("results of nodes", tests, NULL, NULL);
}
