// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * counters_probe_test.c: which events this machine is said to have. What that is depends on the
 * machine; that nothing is said without proof or reason does not. Each probe runs in a child.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "bench/measure/events.h"
#include "bench/run/probe.h"

/* PAPI 7.0 forgets some texts whenever it starts; LeakSanitizer asks for what it shall overlook. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libpapi";
}

static struct machine machine;
static struct probe *usual; /* the default events */

static struct probe *probe(const char *list)
{
	struct error err;
	int code = 0;
	struct probe *probed = probe_machine(&machine, list, "none", &code, &err);

	if (!probed)
		fail_msg("%s", err.text);
	return probed;
}

static int set_up(void **state)
{
	struct error err;

	(void)state;
	if (machine_load(&machine, NULL, &err))
		return -1;
	usual = probe("default");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	probe_free(usual);
	machine_free(&machine);
	return 0;
}

static const struct counter *find(const char *name)
{
	for (int i = 0; i < usual->counters.nr; i++) {
		if (!strcmp(usual->counters.counter[i].name, name))
			return &usual->counters.counter[i];
	}
	fail_msg("no event %s", name);
	return NULL;
}

static void assert_refused(const char *list, const char *message)
{
	struct error err = {""};
	int code = 0;

	assert_null(probe_machine(&machine, list, "none", &code, &err));
	assert_int_equal(code, -EINVAL);
	if (!strstr(err.text, message))
		fail_msg("\"%s\" does not say \"%s\"", err.text, message);
}

/* ---- lists ---- */

static void none_is_no_event_in_one_set(void **state)
{
	struct probe *probed = probe("none");

	(void)state;
	assert_int_equal(probed->counters.nr, 0);
	assert_int_equal(probed->counters.nr_sets, 1);
	probe_free(probed);
}

static void default_is_every_event_of_the_table_in_its_order(void **state)
{
	int nr = 0;

	(void)state;
	for (; events[nr].name; nr++)
		assert_string_equal(usual->counters.counter[nr].name, events[nr].name);
	assert_int_equal(usual->counters.nr, nr);
}

static void an_event_named_twice_is_one(void **state)
{
	struct probe *probed = probe("page-faults,page-faults");

	(void)state;
	assert_int_equal(probed->counters.nr, 1);
	probe_free(probed);
}

static void an_unknown_event_is_refused_with_those_there_are(void **state)
{
	(void)state;
	assert_refused("page-faults,bogus", "'bogus' does not exist; there are: cycles, ");
	assert_refused("bogus",
		       ", page-faults, context-switches, migrations, and PAPI's own names");
}

static void an_empty_name_is_refused(void **state)
{
	(void)state;
	assert_refused("page-faults,", "'' does not exist");
	assert_refused("", "'' does not exist");
}

static void a_name_too_long_is_refused(void **state)
{
	char name[300];

	(void)state;
	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	assert_refused(name, "xxx' does not exist");
}

/* ---- proof ---- */

static void what_is_available_names_what_papi_counts(void **state)
{
	(void)state;
	for (int i = 0; i < usual->counters.nr; i++) {
		const struct counter *counter = &usual->counters.counter[i];

		if (counter->available && (!counter->native[0] || counter->reason[0]))
			fail_msg("%s: native \"%s\", reason \"%s\"", counter->name, counter->native,
				 counter->reason);
	}
}

static void what_is_not_available_says_why(void **state)
{
	(void)state;
	for (int i = 0; i < usual->counters.nr; i++) {
		const struct counter *counter = &usual->counters.counter[i];

		if (!counter->available && (counter->native[0] || !counter->reason[0]))
			fail_msg("%s: native \"%s\", reason \"%s\"", counter->name, counter->native,
				 counter->reason);
	}
}

static void what_is_available_is_in_a_set_and_nothing_else_is(void **state)
{
	(void)state;
	for (int i = 0; i < usual->counters.nr; i++) {
		const struct counter *counter = &usual->counters.counter[i];
		uint32_t sets = counter->sets & (uint32_t)((1ULL << usual->counters.nr_sets) - 1);

		if (counter->available != (sets != 0))
			fail_msg("%s: available %d, sets %08x", counter->name, counter->available,
				 counter->sets);
	}
}

/* Whether PAPI knows all events of @list: on a CPU that libpfm4 does not know it has none of perf's. */
static bool exists(const char *list)
{
	struct error err;
	int code = 0;
	struct probe *probed = probe_machine(&machine, list, "none", &code, &err);

	if (probed)
		probe_free(probed);
	return probed;
}

/* By these names they are taken for hardware events, so their set must prove itself. */
static void events_that_count_together_share_a_set(void **state)
{
	static const char list[] = "perf::PERF_COUNT_SW_PAGE_FAULTS,perf::PERF_COUNT_SW_TASK_CLOCK";
	struct probe *probed;
	struct counters *counters;

	(void)state;
	if (!exists(list)) {
		print_message("PAPI has no events of perf's here: %s\n", find("cycles")->reason);
		skip();
	}
	probed = probe(list);
	counters = &probed->counters;
	if (counters->counter[0].available && counters->counter[1].available) {
		assert_int_equal(counters->nr_sets, 1);
		assert_int_equal(counters->counter[0].sets, 1);
		assert_int_equal(counters->counter[1].sets, 1);
	}
	probe_free(probed);
}

static void on_one_node_nothing_is_remote(void **state)
{
	static const char *const remote[] = {"remote-hitm", "remote-node"};

	(void)state;
	if (machine.nr_nodes > 1)
		skip();
	for (size_t i = 0; i < sizeof(remote) / sizeof(remote[0]); i++)
		assert_false(find(remote[i])->available);
}

/* In the user's domain perf counts none and says 0; so it is the kernel's or not perf's. */
static void context_switches_include_the_kernel_or_come_from_getrusage(void **state)
{
	const struct counter *counter = find("context-switches");

	(void)state;
	if (!usual->counters.papi_version[0])
		skip();
	assert_true(counter->available);
	if (!strstr(counter->native, ":k=1") && !counter->from_rusage)
		fail_msg("%s", counter->native);
}

static void migrations_include_the_kernel_or_are_not_there(void **state)
{
	const struct counter *counter = find("migrations");

	(void)state;
	if (counter->available && !strstr(counter->native, ":k=1"))
		fail_msg("%s", counter->native);
}

static void an_empty_loop_was_measured(void **state)
{
	(void)state;
	assert_true(usual->loop_overhead_ns > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(none_is_no_event_in_one_set),
		cmocka_unit_test(default_is_every_event_of_the_table_in_its_order),
		cmocka_unit_test(an_event_named_twice_is_one),
		cmocka_unit_test(an_unknown_event_is_refused_with_those_there_are),
		cmocka_unit_test(an_empty_name_is_refused),
		cmocka_unit_test(a_name_too_long_is_refused),
		cmocka_unit_test(what_is_available_names_what_papi_counts),
		cmocka_unit_test(what_is_not_available_says_why),
		cmocka_unit_test(what_is_available_is_in_a_set_and_nothing_else_is),
		cmocka_unit_test(events_that_count_together_share_a_set),
		cmocka_unit_test(on_one_node_nothing_is_remote),
		cmocka_unit_test(context_switches_include_the_kernel_or_come_from_getrusage),
		cmocka_unit_test(migrations_include_the_kernel_or_are_not_there),
		cmocka_unit_test(an_empty_loop_was_measured),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
