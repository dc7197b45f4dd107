// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * packages_test.c: what was counted of packages, in every format, from the two packages of
 * fixtures/make_nodes_fixture.sh: per operation over the sample's own share of the time between readings.
 */
#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "bench/compare/metric.h"
#include "tests/bench/report/invented.h"
#include "tests/bench/report/table_printing.h"

static struct results read_them(char *text)
{
	struct results results = {0};
	struct error err;

	if (results_parse(&results, text, strlen(text), "fixture", &err))
		fail_msg("%s", err.text);
	free(text);
	return results;
}

static int event(const struct results *results, const char *name)
{
	int found = result_package_event_find(&results->runs[0], name);

	assert_true(found >= 0);
	return found;
}

static void assert_near(double got, double expected)
{
	if (!(fabs(got - expected) <= fabs(expected) * 1e-9))
		fail_msg("%.12g, expected %.12g", got, expected);
}

/* ---- reading ---- */

/* 3 and 4 uJ an operation of 1000, over twice the time in which those were done. */
static void what_was_counted_longer_is_counted_for_more_operations(void **state)
{
	struct results results = read_them(invent_nodes("packages"));
	const struct result_sample *sample = &results.samples[0];
	int energy = event(&results, "energy-package");

	(void)state;
	assert_near(result_package_event(sample, 0, energy), 1.5e-6);
	assert_near(result_package_event(sample, 1, energy), 2e-6);
	assert_near(result_package_event(sample, -1, energy), 3.5e-6);
	results_free(&results);
}

static void a_sum_that_lacks_a_part_is_none(void **state)
{
	struct results results = read_them(invent_nodes("packages"));
	const struct result_sample *sample = &results.samples[0];
	int dram = event(&results, "energy-dram");

	(void)state;
	assert_near(result_package_event(sample, 0, dram), 0.25e-6);
	assert_true(isnan(result_package_event(sample, 1, dram)));
	assert_true(isnan(result_package_event(sample, -1, dram)));
	results_free(&results);
}

static void a_package_that_is_not_told_of_has_nothing(void **state)
{
	struct results results = read_them(invent_nodes("packages"));

	(void)state;
	assert_true(isnan(result_package_event(&results.samples[0], 2, 0)));
	results_free(&results);
}

static void assert_refused(const char *from, const char *to, const char *said)
{
	struct results results = {0};
	char *text = invent_nodes("packages"), *found = text;
	struct error err;

	assert_int_equal(strlen(from), strlen(to));
	while ((found = strstr(found, from)))
		memcpy(found, to, strlen(to));
	assert_int_equal(results_parse(&results, text, strlen(text), "fixture", &err), -EINVAL);
	if (!strstr(err.text, said))
		fail_msg("\"%s\" does not say \"%s\"", err.text, said);
	results_free(&results);
	free(text);
}

static void what_makes_no_sense_is_refused(void **state)
{
	(void)state;
	assert_refused("\"package_seconds\"", "\"package_secondz\"",
		       "\"package_seconds\" is missing");
	assert_refused("\"package\":1", "\"package\":x", "line 2");
	assert_refused("\"packages\":[{\"package\":0,", "\"packages\":[{\"packagf\":0,",
		       "\"package\" is missing");
	assert_refused("\"energy-package\":0.00", "\"energy-package\":-0.0", "below 0");
}

/* ---- formats ---- */

static void every_format_is_as_its_golden_file(void **state)
{
	(void)state;
	assert_golden(table_print, invent_nodes("packages"), "packages.table");
	assert_golden(table_print_mail, invent_nodes("packages"), "packages.mail");
	assert_golden(table_print_csv, invent_nodes("packages"), "packages.csv");
}

static void without_packages_nothing_is_said_of_them(void **state)
{
	char *known = slurp(FIXTURES "known.jsonl");

	(void)state;
	assert_prints(table_print, strdup(known), "of packages", false);
	assert_prints(table_print_csv, known, "_package", false);
}

/* ---- metrics ---- */

static struct metric find_metric(const struct results *results, const char *name)
{
	struct metric metric;
	struct error err;

	if (metric_find(&metric, name, &results, 1, &err))
		fail_msg("%s", err.text);
	return metric;
}

static void energy_is_a_metric_and_less_of_it_is_better(void **state)
{
	struct results results = read_them(invent_nodes("packages"));
	struct metric metric = find_metric(&results, "energy-package");

	(void)state;
	assert_near(metric_value(&metric, &results, &results.samples[0]) * metric.scale, 3.5);
	assert_string_equal(metric.unit, "J/Mop");
	assert_true(metric_is_worse(&metric, true));
	assert_false(metric_is_worse(&metric, false));
	results_free(&results);
}

static void of_other_events_nobody_knows_which_is_better(void **state)
{
	struct results results = read_them(invent_nodes("packages"));
	struct metric metric = find_metric(&results, "memory-reads");

	(void)state;
	assert_near(metric_value(&metric, &results, &results.samples[0]) * metric.scale, 192);
	assert_false(metric_is_worse(&metric, true));
	assert_false(metric_is_worse(&metric, false));
	results_free(&results);
}

static void a_metric_that_does_not_exist_is_told_those_that_do(void **state)
{
	struct results results = read_them(invent_nodes("packages"));
	const struct results *all = &results;
	struct metric metric;
	struct error err;

	(void)state;
	assert_int_equal(metric_find(&metric, "energy", &all, 1, &err), -EINVAL);
	assert_non_null(strstr(err.text, "energy-package"));
	results_free(&results);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_counted_longer_is_counted_for_more_operations),
		cmocka_unit_test(a_sum_that_lacks_a_part_is_none),
		cmocka_unit_test(a_package_that_is_not_told_of_has_nothing),
		cmocka_unit_test(what_makes_no_sense_is_refused),
		cmocka_unit_test(every_format_is_as_its_golden_file),
		cmocka_unit_test(without_packages_nothing_is_said_of_them),
		cmocka_unit_test(energy_is_a_metric_and_less_of_it_is_better),
		cmocka_unit_test(of_other_events_nobody_knows_which_is_better),
		cmocka_unit_test(a_metric_that_does_not_exist_is_told_those_that_do),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
