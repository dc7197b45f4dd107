// SPDX-License-Identifier: GPL-2.0-or-later
/* event_report_test.c: what is said, before a run, about events that are missing or take turns. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "bench/command/event_report.h"

static char said[2000];

/* What event_report(), or where there are @packages the other one, writes on standard error. */
static void hear(const struct counters *counters, int repeats,
		 const struct package_events *packages)
{
	int saved = dup(STDERR_FILENO);
	FILE *file = tmpfile();
	size_t length;

	assert_non_null(file);
	assert_true(saved >= 0);
	fflush(stderr);
	dup2(fileno(file), STDERR_FILENO);
	if (packages)
		event_report_packages(packages);
	else
		event_report(counters, repeats);
	fflush(stderr);
	dup2(saved, STDERR_FILENO);
	close(saved);
	rewind(file);
	length = fread(said, 1, sizeof(said) - 1, file);
	said[length] = '\0';
	fclose(file);
}

static void report(const struct counters *counters, int repeats)
{
	hear(counters, repeats, NULL);
}

static void assert_says(const char *message)
{
	if (!strstr(said, message))
		fail_msg("\"%s\" does not say \"%s\"", said, message);
}

static void one_set_without_gaps_is_nothing_to_say(void **state)
{
	const struct counters counters = {.nr_sets = 1};

	(void)state;
	report(&counters, 10);
	assert_string_equal(said, "");
}

static void sets_that_take_turns_are_told_once(void **state)
{
	const struct counters counters = {.nr_sets = 3};

	(void)state;
	report(&counters, 10);
	assert_says("3 event sets take turns: each is carried by about 3 of 10 rounds\n");
	assert_null(strstr(said, "stay null"));
}

static void too_few_rounds_for_the_sets_are_warned_of(void **state)
{
	const struct counters counters = {.nr_sets = 3};

	(void)state;
	report(&counters, 2);
	assert_says("the events need 3 rounds, there are 2: some stay null (--repeat 3)\n");
	assert_null(strstr(said, "take turns"));
}

static void events_missing_for_one_reason_share_a_line(void **state)
{
	const struct counters counters = {
		.nr = 3,
		.nr_sets = 1,
		.counter = {{.name = "cycles", .reason = "no PMU"},
			    {.name = "remote-node", .reason = "one NUMA node"},
			    {.name = "instructions", .reason = "no PMU"}},
	};

	(void)state;
	report(&counters, 10);
	assert_says("not counted: cycles, instructions (no PMU)\n");
	assert_says("not counted: remote-node (one NUMA node)\n");
}

static void events_of_packages_are_told_alike(void **state)
{
	static const struct package_events packages = {
		.nr = 4,
		.event = {{.name = "energy-package", .available = true},
			  {.name = "energy-cores", .reason = "no zone"},
			  {.name = "memory-reads", .reason = "no uncore"},
			  {.name = "energy-dram", .reason = "no zone"}},
	};

	(void)state;
	hear(NULL, 0, &packages);
	assert_says("not counted: energy-cores, energy-dram (no zone)\n");
	assert_says("not counted: memory-reads (no uncore)\n");
	assert_null(strstr(said, "energy-package"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_set_without_gaps_is_nothing_to_say),
		cmocka_unit_test(sets_that_take_turns_are_told_once),
		cmocka_unit_test(too_few_rounds_for_the_sets_are_warned_of),
		cmocka_unit_test(events_missing_for_one_reason_share_a_line),
		cmocka_unit_test(events_of_packages_are_told_alike),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
