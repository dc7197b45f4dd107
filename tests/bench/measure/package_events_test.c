// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * package_events_test.c: what counters of packages add up to. Whether a machine has any is for
 * tests/cli/package_events.t: here they are made up.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "bench/measure/package_events.h"

enum { ENERGY, READS };

struct fixture {
	struct package_events events;
	struct package_reading before, after;
	struct package_counts counts;
};

static struct fixture f;

/* Two packages; energy of both, memory reads, through two channels, of the second. */
static int set_up(void **state)
{
	(void)state;
	memset(&f, 0, sizeof(f));
	f.events = (struct package_events){
		.nr = 2,
		.nr_packages = 2,
		.nr_counters = 4,
		.event = {[ENERGY] = {.available = true, .had = {true, true}},
			  [READS] = {.available = true, .had = {false, true}}},
		.counter = {{.event = ENERGY, .package = 0, .scale = 1e-6, .range = 1000},
			    {.event = ENERGY, .package = 1, .scale = 1e-6, .range = 1000},
			    {.event = READS, .package = 1, .scale = 64},
			    {.event = READS, .package = 1, .scale = 64}},
	};
	f.before = (struct package_reading){
		.ns = 5000000000,
		.value = {100, 900, 1000, 2000},
		.had = {true, true, true, true},
	};
	f.after = (struct package_reading){
		.ns = 5250000000,
		.value = {350, 50, 1010, 2005},
		.had = {true, true, true, true},
	};
	return 0;
}

static void add_up(void)
{
	package_counts_add_up(&f.counts, &f.events, &f.before, &f.after);
}

static void assert_value(int package, int event, double expected)
{
	double value = f.counts.value[package][event];

	if (fabs(value - expected) > 1e-12)
		fail_msg("%.12g, expected %.12g", value, expected);
}

static void the_time_is_that_between_the_readings(void **state)
{
	(void)state;
	add_up();
	assert_true(f.counts.seconds == 0.25);
}

static void a_counter_counts_in_its_unit(void **state)
{
	(void)state;
	add_up();
	assert_value(0, ENERGY, 250e-6);
}

static void a_counter_that_began_anew_has_lost_nothing(void **state)
{
	(void)state;
	add_up();
	assert_value(1, ENERGY, 150e-6);
}

static void the_channels_of_a_package_are_added_up(void **state)
{
	(void)state;
	add_up();
	assert_value(1, READS, 64 * (10 + 5));
}

static void a_package_without_the_event_has_no_value(void **state)
{
	(void)state;
	add_up();
	assert_true(isnan(f.counts.value[0][READS]));
}

static void a_channel_that_cannot_be_read_spoils_the_sum(void **state)
{
	(void)state;
	f.after.had[3] = false;
	add_up();
	assert_true(isnan(f.counts.value[1][READS]));
	assert_value(0, ENERGY, 250e-6);
}

static void what_could_not_be_read_at_first_has_counted_nothing_known(void **state)
{
	(void)state;
	f.before.had[0] = false;
	add_up();
	assert_true(isnan(f.counts.value[0][ENERGY]));
}

static void a_counter_of_no_range_that_goes_back_is_not_believed(void **state)
{
	(void)state;
	f.after.value[2] = 999;
	add_up();
	assert_true(isnan(f.counts.value[1][READS]));
}

/* ---- nothing to count ---- */

static void where_nothing_is_available_nothing_is_opened(void **state)
{
	static const struct package_events none = {.nr = 1, .nr_packages = 1};
	struct package_counters *counters = NULL;
	struct error err;

	(void)state;
	assert_int_equal(package_counters_open(&counters, &none, &err), 0);
	assert_null(counters);
	package_counters_close(counters);
}

static void assert_refused(const char *list, const char *said)
{
	static struct package_events events;
	struct machine machine;
	struct error err;

	assert_int_equal(machine_load(&machine, "core:2 pu:1", &err), 0);
	assert_true(package_events_probe(&events, list, false, &machine, &err) < 0);
	if (!strstr(err.text, said))
		fail_msg("\"%s\" does not say \"%s\"", err.text, said);
	machine_free(&machine);
}

static void names_that_cannot_be_events_are_refused(void **state)
{
	(void)state;
	assert_refused("nonesuch",
		       "'nonesuch' does not exist; there are: auto, none, energy-package");
	assert_refused("", "'' does not exist");
	assert_refused("auto,", "'' does not exist");
	assert_refused("none,auto", "'none' does not exist");
	assert_refused("rapl::RAPL_ENERGY_PKG:cpu=0", "leave out ':cpu='");
	assert_refused(
		"a::0,a::1,a::2,a::3,a::4,a::5,a::6,a::7,a::8,a::9,a::10,a::11,a::12,a::13,a::14,"
		"a::15,a::16",
		"more than 16");
}

static void what_is_not_there_has_a_reason_and_is_asked_for_once(void **state)
{
	static struct package_events events;
	struct machine machine;
	struct error err;

	(void)state;
	assert_int_equal(machine_load(&machine, "core:2 pu:1", &err), 0);
	assert_int_equal(package_events_probe(&events, "memory-reads,a::b,memory-reads", false,
					      &machine, &err),
			 0);
	assert_int_equal(events.nr, 2);
	assert_int_equal(events.nr_counters, 0);
	for (int i = 0; i < events.nr; i++) {
		assert_false(events.event[i].available);
		assert_string_equal(events.event[i].native, "");
		assert_non_null(strstr(events.event[i].reason, "PAPI does not start here"));
	}
	machine_free(&machine);
}

#define TEST(name) cmocka_unit_test_setup(name, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_time_is_that_between_the_readings),
		TEST(a_counter_counts_in_its_unit),
		TEST(a_counter_that_began_anew_has_lost_nothing),
		TEST(the_channels_of_a_package_are_added_up),
		TEST(a_package_without_the_event_has_no_value),
		TEST(a_channel_that_cannot_be_read_spoils_the_sum),
		TEST(what_could_not_be_read_at_first_has_counted_nothing_known),
		TEST(a_counter_of_no_range_that_goes_back_is_not_believed),
		TEST(where_nothing_is_available_nothing_is_opened),
		TEST(names_that_cannot_be_events_are_refused),
		TEST(what_is_not_there_has_a_reason_and_is_asked_for_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
