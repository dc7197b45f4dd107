// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kept_test.c: what ping-pong found is kept for results of the same machine that have none, and for no
 * others. The machine is fixtures/make_nodes_fixture.sh's; the cache a folder of the test's.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "bench/kept/kept.h"
#include "tests/bench/report/invented.h"

struct made {
	struct results results;
	struct summary summary;
	struct kept kept;
};

static char cache[64];

static int set_up(void **state)
{
	(void)state;
	strcpy(cache, "/tmp/kept-test-XXXXXX");
	return mkdtemp(cache) && !setenv("XDG_CACHE_HOME", cache, 1) ? 0 : -1;
}

static int tear_down(void **state)
{
	char command[128];

	(void)state;
	snprintf(command, sizeof(command), "rm -r %s", cache);
	return system(command);
}

static void make(struct made *made, char *text)
{
	*made = (struct made){0};
	summarise(&made->results, &made->summary, text);
}

static void unmake(struct made *made)
{
	summary_free(&made->summary);
	results_free(&made->results);
	kept_free(&made->kept);
}

/* Keep what "pairs" has, and give it to @text: to its first panel, which is returned. */
static const struct panel *use(struct made *made, char *text)
{
	make(made, text);
	assert_null(made->summary.panels[0].references);
	assert_int_equal(kept_use(&made->kept, &made->summary), 0);
	return &made->summary.panels[0];
}

static void keep(void)
{
	struct made made;

	make(&made, invent_nodes("pairs"));
	kept_save(&made.summary);
	unmake(&made);
}

static void what_is_kept_is_as_good_as_measured(void **state)
{
	struct made measured, without;
	const struct panel *panel;

	(void)state;
	keep();
	make(&measured, invent_nodes("pairs"));
	panel = use(&without, invent_nodes("nodes"));
	assert_non_null(panel->references);
	assert_true(panel->transfers_kept);
	assert_string_equal(panel->transfers->run->start_time, "2026-11-21T10:40:00Z");
	for (int t = 1; t < panel->nr_threads; t++) {
		const struct reference *kept = &panel->references[t];
		const struct reference *own = &measured.summary.panels[0].references[t];

		assert_true(fabs(kept->transfer_ns - own->transfer_ns) < 1e-6);
		assert_true(fabs(kept->alone_per_sec - own->alone_per_sec) < 1);
	}
	assert_false(measured.summary.panels[0].transfers_kept);
	unmake(&without);
	unmake(&measured);
}

static void nothing_kept_is_no_error(void **state)
{
	struct made made;

	(void)state;
	assert_null(use(&made, invent_nodes("nodes"))->references);
	unmake(&made);
}

/* The host, the kernel, the CPU or the program: one letter is enough. */
static void another_machine_gets_nothing(void **state)
{
	static const char *const words[] = {"fictitious", "6.18.44", "Invented CPU", "abc123"};

	(void)state;
	keep();
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		char *text = invent_nodes("nodes"), *word = strstr(text, words[i]);
		struct made made;

		assert_non_null(word);
		*word = '9';
		assert_null(use(&made, text)->references);
		unmake(&made);
	}
}

static void what_was_changed_is_not_used(void **state)
{
	char command[256];
	struct made made;

	(void)state;
	keep();
	snprintf(command, sizeof(command), "sed -i 's/cpus:0,1/cpus:0,2/' %s/pageref/*.ping-pong",
		 cache);
	assert_int_equal(system(command), 0);
	assert_null(use(&made, invent_nodes("nodes"))->references);
	unmake(&made);
}

#define test(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		test(what_is_kept_is_as_good_as_measured),
		test(nothing_kept_is_no_error),
		test(another_machine_gets_nothing),
		test(what_was_changed_is_not_used),
	};

	return cmocka_run_group_tests_name("kept", tests, NULL, NULL);
}
