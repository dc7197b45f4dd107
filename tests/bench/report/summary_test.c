// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * summary_test.c: fixtures/known.jsonl condensed. Its figures are round and few, so that what each
 * test expects can be worked out beside it:
 *
 * get-put, 1 thread, ns per operation of the rounds 0 1 2 (process 0), 3 (process 1), 4 (process 2):
 *	plain     10 10 10 | 40 | 20	process medians 10 40 20, their median 20
 *	lock-bit   5 10 20 | 10 |  4	process medians 10 10  4, their median 10
 *	ratios     2  1 .5 |  4 |  5	process medians  1  4  5, their median  4
 * The median of all plain samples would be 10, and the ratio of the two medians 2: neither is asked.
 *
 * freeze, lock-bit, one reader and one freezer, a round from each process:
 *	seconds		50e-6	100e-6	200e-6
 *	reader got	600	600	400 of 800	83.3 166.7 500 ns, 12 6 2 million a second
 *	freezer got	150	150	100 of 200	3 1.5 0.5 million a second
 *
 * Round 4 of lock-bit in get-put was taken twice; the first, invalid, says 1000 ns.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "bench/scheme_order.h"
#include "bench/report/summary.h"
#include "tests/bench/report/stats_assert.h"

#define FIXTURE "tests/bench/fixtures/known.jsonl"
#define EXACT	1e-6

static struct results results;
static struct summary summary;

static int read_fixture(void **state)
{
	struct error err;

	(void)state;
	if (results_read(&results, FIXTURE, &err))
		fail_msg("%s", err.text);
	return summary_make(&summary, &results);
}

static int free_fixture(void **state)
{
	(void)state;
	summary_free(&summary);
	results_free(&results);
	return 0;
}

/* The cell of @scheme at @threads in the panel of get-put. */
static const struct cell *get_put(const char *scheme, int threads)
{
	const struct panel *panel = &summary.panels[0];

	for (int s = 0; s < panel->nr_rows; s++) {
		for (int t = 0; t < panel->nr_threads; t++) {
			if (!strcmp(panel->rows[s].scheme, scheme) && panel->threads[t] == threads)
				return panel_cell(panel, s, t);
		}
	}
	fail_msg("no row for %s", scheme);
	return NULL;
}

static void assert_estimate(const struct estimate *estimate, int n, double median, double low,
			    double high)
{
	assert_int_equal(estimate->n, n);
	assert_near(estimate->median, median, EXACT);
	assert_near(estimate->low, low, EXACT);
	assert_near(estimate->high, high, EXACT);
}

static void panels_stand_in_the_order_of_the_design(void **state)
{
	(void)state;
	assert_int_equal(summary.nr_panels, 2); /* and none for ping-pong */
	assert_string_equal(summary.panels[0].key.workload, "get-put"); /* second in the file */
	assert_string_equal(summary.panels[1].key.workload, "freeze");
	assert_null(summary.panels[0].key.scheme);
}

static void schemes_stand_in_the_order_of_the_design(void **state)
{
	static const char *const expected[] = {"plain", "lock-bit", "a_b\"c$(x)", "fetch-add"};
	const struct panel *panel = &summary.panels[0];

	(void)state;
	assert_int_equal(panel->nr_rows, 4);
	for (int i = 0; i < 4; i++)
		assert_string_equal(panel->rows[i].scheme, expected[i]);
	assert_int_equal(panel->nr_threads, 2);
	assert_int_equal(panel->threads[0], 1);
	assert_int_equal(panel->threads[1], 2);
}

static void a_process_counts_once_however_many_samples_it_took(void **state)
{
	const struct cell *cell = get_put("plain", 1);

	(void)state;
	assert_int_equal(cell->nr_valid, 5);
	assert_estimate(&cell->ns_per_op, 3, 20, 10, 40);
	assert_near(cell->ns_per_op.coverage, 0.75, EXACT);
	assert_estimate(&cell->ops_per_sec, 3, 1e9 / 20, 1e9 / 40, 1e9 / 10);
}

static void a_speedup_is_of_pairs_of_one_round(void **state)
{
	(void)state;
	assert_estimate(&get_put("lock-bit", 1)->versus[VS_PLAIN], 3, 4, 1, 5);
	assert_estimate(&get_put("plain", 1)->versus[VS_PLAIN], 3, 1, 1, 1);
}

static void an_invalid_sample_is_counted_and_left_out(void **state)
{
	const struct cell *cell = get_put("lock-bit", 1);

	(void)state;
	assert_int_equal(cell->nr_valid, 5);
	assert_int_equal(cell->nr_invalid, 1);
	assert_estimate(&cell->ns_per_op, 3, 10, 4, 10);
}

/* Round 0 of plain is invalid at 2 threads; lock-bit's there would be 8 times as fast. */
static void a_sample_without_a_valid_partner_makes_no_pair(void **state)
{
	const struct cell *cell = get_put("lock-bit", 2);

	(void)state;
	assert_int_equal(cell->nr_valid, 4);
	assert_estimate(&cell->versus[VS_PLAIN], 3, 2, 2, 2);
	assert_estimate(&cell->ns_per_op, 3, 25, 15, 30);
}

static void without_a_baseline_there_is_no_speedup(void **state)
{
	const struct panel *freeze = &summary.panels[1];

	(void)state;
	assert_int_equal(panel_cell(freeze, 0, 0)->versus[VS_PLAIN].n, 0);
	assert_estimate(&panel_cell(freeze, 0, 0)->fail_ratio, 3, 0.25, 0.25, 0.5);
}

static void of_readers_and_freezers_each_has_its_successes(void **state)
{
	const struct cell *cell = panel_cell(&summary.panels[1], 0, 0);

	(void)state;
	assert_true(summary.panels[1].of_readers);
	assert_false(summary.panels[0].of_readers);
	assert_estimate(&cell->ops_per_sec, 3, 6e6, 2e6, 12e6);
	assert_estimate(&cell->ns_per_op, 3, 500.0 / 3, 250.0 / 3, 500);
	assert_estimate(&cell->freezes_per_sec, 3, 1.5e6, 0.5e6, 3e6);
	assert_estimate(&cell->freezer_fail_ratio, 3, 0.25, 0.25, 0.5);
	assert_int_equal(get_put("plain", 2)->freezes_per_sec.n, 0);
}

static void fairness_and_retries_are_estimated_where_there_are_any(void **state)
{
	(void)state;
	assert_estimate(&get_put("plain", 2)->fairness, 3, 0.75, 0.75, 0.75);
	assert_estimate(&get_put("plain", 2)->retries_per_op, 3, 0.5, 0.5, 0.5);
	assert_int_equal(get_put("lock-bit", 2)->retries_per_op.n, 0);
}

static void an_event_is_per_operation_or_says_why_not(void **state)
{
	const struct panel *panel = &summary.panels[0];
	const struct cell *cell = get_put("plain", 1);

	(void)state;
	assert_int_equal(panel->nr_events, 2);
	assert_string_equal(panel->events[0], "cycles");
	assert_string_equal(panel->event_reasons[0], "no PMU in this guest");
	assert_int_equal(cell->events_per_op[0].n, 0);
	assert_string_equal(panel->event_reasons[1], "");
	assert_estimate(&cell->events_per_op[1], 3, 20, 10, 40);
}

static void a_point_without_samples_has_no_cell(void **state)
{
	(void)state;
	assert_null(get_put("fetch-add", 2));
	assert_non_null(get_put("fetch-add", 1));
}

/* The samples of CPUs 0 and 1 have 50, 60 and 100 ns, one from each process; nobody tried 1 and 2. */
static void ping_pong_is_a_symmetric_matrix_of_one_way_times(void **state)
{
	static const double expected[3][3] = {{NAN, 60, 80}, {60, NAN, NAN}, {80, NAN, NAN}};
	const struct ping_pong_matrix *matrix = summary.ping_pongs;

	(void)state;
	assert_int_equal(summary.nr_ping_pongs, 1);
	assert_int_equal(matrix->nr_cpus, 3);
	for (int row = 0; row < 3; row++) {
		assert_int_equal(matrix->cpus[row], row);
		for (int i = 0; i < 3; i++) {
			if (isnan(expected[row][i]))
				assert_true(isnan(matrix->one_way_ns[row * 3 + i]));
			else
				assert_near(matrix->one_way_ns[row * 3 + i], expected[row][i],
					    EXACT);
		}
	}
}

/* How many panels the file makes when it is read twice, the second time as from @host. */
static int panels_of_two(const char *host)
{
	char text[65536], *found;
	struct results both = {0};
	struct summary made;
	struct error err;
	size_t length;
	int panels;
	FILE *file = fopen(FIXTURE, "r");

	assert_non_null(file);
	length = fread(text, 1, sizeof(text) - 1, file);
	fclose(file);
	text[length] = '\0';
	assert_int_equal(results_parse(&both, text, length, FIXTURE, &err), 0);
	found = strstr(text, "\"host\":\"");
	assert_non_null(found);
	memcpy(found + strlen("\"host\":\""), host, strlen(host));
	assert_int_equal(results_parse(&both, text, length, FIXTURE, &err), 0);
	assert_int_equal(summary_make(&made, &both), 0);
	panels = made.nr_panels;
	summary_free(&made);
	results_free(&both);
	return panels;
}

static void runs_of_two_machines_are_not_pooled(void **state)
{
	(void)state;
	assert_int_equal(panels_of_two(""), summary.nr_panels);
	assert_int_equal(panels_of_two("X"), 2 * summary.nr_panels);
}

/* A run of @host, kernel @kernel and revision @revision, and two samples of it that took @ns each. */
static void append_run(struct results *both, const char *host, const char *kernel,
		       const char *revision, int ns)
{
	char text[4096];
	struct error err;
	int used = snprintf(text, sizeof(text),
			    "{\"type\":\"run\",\"schema\":1,\"host\":\"%s\",\"kernel\":\"%s\","
			    "\"revision\":\"%s\"}\n",
			    host, kernel, revision);

	for (int i = 0; i < 2; i++)
		used += snprintf(
			text + used, sizeof(text) - (size_t)used,
			"{\"type\":\"sample\",\"workload\":\"%s\",\"scheme\":\"plain\","
			"\"threads\":2,\"placement\":\"compact\",\"memory\":\"local\","
			"\"share\":\"all\",\"pages\":1,\"batch\":1,\"writers\":0,\"nr\":1,"
			"\"repeat\":0,\"order\":0,\"seconds\":1,\"ops\":10,\"fail_ops\":0,"
			"\"ops_per_sec\":%d,\"ns_per_op\":%d,\"events\":{},\"threads_detail\":"
			"{\"cpu\":[0,1],\"ops\":[5,5]},\"valid\":true}\n",
			i ? "ping-pong" : "get-put", 1000000000 / ns, ns);
	if (results_parse(both, text, (size_t)used, "test", &err))
		fail_msg("%s", err.text);
}

/* 10 ns here and 50 ns there are not 30 ns anywhere. */
static void assert_apart(const char *host, const char *kernel, const char *revision)
{
	struct results both = {0};
	struct summary apart;

	append_run(&both, "here", "6.18", "abc", 10);
	append_run(&both, host, kernel, revision, 50);
	assert_int_equal(summary_make(&apart, &both), 0);
	assert_int_equal(apart.nr_machines, 2);
	assert_int_equal(apart.nr_panels, 2);
	assert_int_equal(apart.nr_ping_pongs, 2);
	for (int i = 0; i < 2; i++) {
		assert_estimate(&apart.panels[i].cells[0].ns_per_op, 1, i ? 50 : 10, i ? 50 : 10,
				i ? 50 : 10);
		assert_ptr_equal(apart.panels[i].run, &both.runs[i]);
		assert_near(apart.ping_pongs[i].one_way_ns[1], i ? 50 : 10, EXACT);
		assert_ptr_equal(apart.ping_pongs[i].run, &both.runs[i]);
	}
	summary_free(&apart);
	results_free(&both);
}

static void no_figure_is_of_two_machines(void **state)
{
	(void)state;
	assert_apart("there", "6.18", "abc");
	assert_apart("here", "6.19", "abc");
	assert_apart("here", "6.18", "def");
}

static void runs_of_one_machine_are_pooled(void **state)
{
	struct results both = {0};
	struct summary pooled;

	(void)state;
	append_run(&both, "here", "6.18", "abc", 10);
	append_run(&both, "here", "6.18", "abc", 50);
	assert_int_equal(summary_make(&pooled, &both), 0);
	assert_int_equal(pooled.nr_panels, 1);
	assert_estimate(&pooled.panels[0].cells[0].ns_per_op, 2, 30, 10, 50);
	assert_int_equal(pooled.nr_ping_pongs, 1);
	assert_near(pooled.ping_pongs[0].one_way_ns[1], 30, EXACT);
	summary_free(&pooled);
	results_free(&both);
}

static void nothing_makes_an_empty_summary(void **state)
{
	struct results none = {0};
	struct summary empty;

	(void)state;
	assert_int_equal(summary_make(&empty, &none), 0);
	assert_int_equal(empty.nr_panels, 0);
	assert_int_equal(empty.nr_ping_pongs, 0);
	summary_free(&empty);
}

static int compare(const void *a, const void *b)
{
	return scheme_name_compare(*(const char *const *)a, *(const char *const *)b);
}

static void baseline_candidates_strangers_reference_lines(void **state)
{
	static const char *const expected[] = {
		"plain",	"lock-bit",   "frozen-bit", "inverted-high",
		"inverted-low", "optimistic", "rcuref",	    "lock-bit-acquire",
		"aardvark",	"zebra",      "fetch-add",  "load",
		"null",
	};
	enum { NR = sizeof(expected) / sizeof(expected[0]) };
	const char *names[NR];

	(void)state;
	for (int i = 0; i < NR; i++)
		names[i] = expected[NR - 1 - i];
	qsort(names, NR, sizeof(names[0]), compare);
	for (int i = 0; i < NR; i++) {
		assert_string_equal(names[i], expected[i]);
		assert_int_equal(scheme_is_reference_line(names[i]), i >= NR - 3);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(runs_of_two_machines_are_not_pooled),
		cmocka_unit_test(panels_stand_in_the_order_of_the_design),
		cmocka_unit_test(schemes_stand_in_the_order_of_the_design),
		cmocka_unit_test(a_process_counts_once_however_many_samples_it_took),
		cmocka_unit_test(a_speedup_is_of_pairs_of_one_round),
		cmocka_unit_test(an_invalid_sample_is_counted_and_left_out),
		cmocka_unit_test(a_sample_without_a_valid_partner_makes_no_pair),
		cmocka_unit_test(without_a_baseline_there_is_no_speedup),
		cmocka_unit_test(of_readers_and_freezers_each_has_its_successes),
		cmocka_unit_test(fairness_and_retries_are_estimated_where_there_are_any),
		cmocka_unit_test(an_event_is_per_operation_or_says_why_not),
		cmocka_unit_test(a_point_without_samples_has_no_cell),
		cmocka_unit_test(ping_pong_is_a_symmetric_matrix_of_one_way_times),
		cmocka_unit_test(no_figure_is_of_two_machines),
		cmocka_unit_test(runs_of_one_machine_are_pooled),
		cmocka_unit_test(nothing_makes_an_empty_summary),
		cmocka_unit_test(baseline_candidates_strangers_reference_lines),
	};

	return cmocka_run_group_tests(tests, read_fixture, free_fixture);
}
