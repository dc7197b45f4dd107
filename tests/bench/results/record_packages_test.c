// SPDX-License-Identifier: GPL-2.0-or-later
/* record_packages_test.c: what a run and its samples say of packages, written and read back. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/bench/results/record_fixture.h"

enum { ENERGY, READS, HOSTILE };

/* Of the only package of the fixture's machine: 12.5 J in half a second; nothing of the others. */
static void ask_for_packages(struct fixture *f, bool counted)
{
	f->probe.packages = (struct package_events){
		.nr = 3,
		.nr_packages = 1,
		.event = {[ENERGY] = {.name = "energy-package",
				      .unit = "J",
				      .native = "powercap energy_uj",
				      .available = true},
			  [READS] = {.name = "memory-reads", .unit = "B", .reason = "none here"},
			  [HOSTILE] = {.name = RECORD_HOSTILE, .reason = RECORD_HOSTILE}},
	};
	if (!counted)
		return;
	f->sample.packages = calloc(1, sizeof(*f->sample.packages));
	assert_non_null(f->sample.packages);
	f->sample.packages->seconds = 0.5;
	f->sample.packages->value[0][ENERGY] = 12.5;
	f->sample.packages->value[0][READS] = NAN;
	f->sample.packages->value[0][HOSTILE] = NAN;
}

/* Element 0 of the array at @path. */
static yajl_val first_of(const struct line *line, const char *path)
{
	yajl_val array = at(line, path);

	assert_true(YAJL_IS_ARRAY(array) && YAJL_GET_ARRAY(array)->len == 1);
	return YAJL_GET_ARRAY(array)->values[0];
}

static void a_run_says_what_of_packages_is_counted_and_why_not(void **state)
{
	struct fixture *f = *state;

	ask_for_packages(f, true);
	write_and_read(f);
	assert_true(YAJL_IS_TRUE(at(&f->run_line, "package_events/energy-package/available")));
	assert_string_equal(YAJL_GET_STRING(at(&f->run_line, "package_events/energy-package/unit")),
			    "J");
	assert_true(YAJL_IS_NULL(at(&f->run_line, "package_events/energy-package/reason")));
	assert_true(YAJL_IS_FALSE(at(&f->run_line, "package_events/memory-reads/available")));
	assert_true(YAJL_IS_NULL(at(&f->run_line, "package_events/memory-reads/native")));
	assert_int_equal(f->results.runs[0].nr_package_events, 3);
	assert_string_equal(f->results.runs[0].package_event_reason[READS], "none here");
	assert_string_equal(f->results.runs[0].package_events[HOSTILE], RECORD_CLEANED);
}

static void a_sample_says_of_each_package_what_was_counted_and_how_long(void **state)
{
	static const char *energy[] = {"events", "energy-package", NULL};
	static const char *reads[] = {"events", "memory-reads", NULL};
	static const char *nodes[] = {"nodes", NULL};
	struct fixture *f = *state;
	yajl_val package;

	ask_for_packages(f, true);
	write_and_read(f);
	package = first_of(&f->sample_line, "packages");
	assert_true(YAJL_GET_DOUBLE(at(&f->sample_line, "package_seconds")) == 0.5);
	assert_true(YAJL_GET_DOUBLE(yajl_tree_get(package, energy, yajl_t_number)) == 12.5);
	assert_true(YAJL_IS_NULL(yajl_tree_get(package, reads, yajl_t_any)));
	assert_int_equal(YAJL_GET_ARRAY(yajl_tree_get(package, nodes, yajl_t_array))->len, 2);
}

/* 600 operations in 0.25 s are 1200 in the time that was counted. */
static void it_is_read_back_per_operation(void **state)
{
	struct fixture *f = *state;

	ask_for_packages(f, true);
	write_and_read(f);
	assert_true(fabs(result_package_event(&f->results.samples[0], 0, ENERGY) - 12.5 / 1200) <
		    1e-12);
	assert_true(isnan(result_package_event(&f->results.samples[0], 0, READS)));
}

static void what_was_asked_for_and_is_not_there_is_null(void **state)
{
	static const char *energy[] = {"events", "energy-package", NULL};
	struct fixture *f = *state;

	ask_for_packages(f, false);
	write_and_read(f);
	assert_true(YAJL_IS_NULL(at(&f->sample_line, "package_seconds")));
	assert_true(YAJL_IS_NULL(
		yajl_tree_get(first_of(&f->sample_line, "packages"), energy, yajl_t_any)));
	assert_true(isnan(result_package_event(&f->results.samples[0], 0, ENERGY)));
}

static void where_nothing_was_asked_for_nothing_is_said(void **state)
{
	struct fixture *f = *state;

	write_and_read(f);
	assert_null(strstr(f->sample_line.text, "package"));
	assert_int_equal(f->results.samples[0].nr_packages, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_run_says_what_of_packages_is_counted_and_why_not),
		TEST(a_sample_says_of_each_package_what_was_counted_and_how_long),
		TEST(it_is_read_back_per_operation),
		TEST(what_was_asked_for_and_is_not_there_is_null),
		TEST(where_nothing_was_asked_for_nothing_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
