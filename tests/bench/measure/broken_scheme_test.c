// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * broken_scheme_test.c: a scheme that loses references and hands out frozen pages is caught by
 * name, and its sample is evidence. (Not always by freeze: an unfreeze stores the count anew, and so
 * may hide what was lost.) It is compiled into this program as any other scheme is, and found as
 * they are.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#define SCHEME_HEADER "tests/bench/fixtures/broken_scheme.h"
#define SCHEME_NAME   "broken"
#include "bench/scheme_template.c"

#include "bench/measure/harness.h"

#define WINDOW_NS 5000000

struct fixture {
	struct machine machine;
	struct arena *arena;
	struct plan plan;
	struct sample sample;
	struct error err;
	int ret;
};

/* Take a sample of @workload under the broken scheme. */
static void measure(struct fixture *f, const char *workload, int threads)
{
	static const struct counters no_events = {.nr_sets = 1};
	const struct window window = {.warmup_ns = WINDOW_NS / 5, .duration_ns = WINDOW_NS};
	char count[12];
	const struct plan_request request = {
		.workloads = workload,
		.schemes = "broken",
		.threads = count,
		.placements = "compact",
		.memory = "local",
		.oversubscribe = true,
	};

	snprintf(count, sizeof(count), "%d", threads);
	if (plan_make(&f->plan, &f->machine, &request, &f->err))
		fail_msg("%s", f->err.text);
	f->ret = harness_run(&f->sample, &f->plan.points[0], &window, &no_events, f->arena,
			     &f->machine, &f->err);
}

static void assert_caught(const struct fixture *f, const char *begin, const char *end)
{
	size_t length = strlen(f->err.text);

	assert_int_equal(f->ret, -EIO);
	if (strncmp(f->err.text, begin, strlen(begin)) || length < strlen(end) ||
	    strcmp(f->err.text + length - strlen(end), end))
		fail_msg("\"%s\" is not \"%s...%s\"", f->err.text, begin, end);
}

static int set_up(void **state)
{
	static struct fixture f;

	f = (struct fixture){.arena = arena_new()};
	*state = &f;
	alarm(20);
	return !f.arena || machine_load(&f.machine, NULL, &f.err);
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	sample_free(&f->sample);
	plan_free(&f->plan);
	arena_free(f->arena);
	machine_free(&f->machine);
	return 0;
}

static void a_scheme_in_the_program_is_found(void **state)
{
	(void)state;
	assert_ptr_equal(scheme_find("broken"), &scheme);
}

static void a_lost_reference_is_seen_in_the_count(void **state)
{
	struct fixture *f = *state;

	measure(f, "get-put", 1);
	assert_caught(f, "broken under get-put: page 0 ends with count 2 (word 0x00000002)",
		      ", expected 1");
}

static void a_lost_reference_is_seen_behind_several_threads(void **state)
{
	struct fixture *f = *state;

	measure(f, "get-put", 2);
	assert_caught(f, "broken under get-put: page 0 ends with count ", ", expected 1");
}

static void a_frozen_page_handed_out_is_seen(void **state)
{
	struct fixture *f = *state;

	measure(f, "frozen-get", 1);
	assert_caught(f, "broken under frozen-get: 0 of ", " operations failed, expected all");
}

static void a_page_never_freed_is_seen(void **state)
{
	struct fixture *f = *state;

	measure(f, "final-put", 1);
	assert_caught(f, "broken under final-put: ", " operations failed, expected none");
}

static void the_sample_is_not_valid_and_says_what_was_found(void **state)
{
	struct fixture *f = *state;

	measure(f, "get-put", 1);
	assert_false(f->sample.valid);
	assert_string_equal(f->sample.why, f->err.text);
}

static void the_sample_keeps_what_was_measured(void **state)
{
	struct fixture *f = *state;

	measure(f, "get-put", 1);
	assert_true(f->sample.ops > 0);
	assert_true(f->sample.seconds > 0);
}

#define test(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		test(a_scheme_in_the_program_is_found),
		test(a_lost_reference_is_seen_in_the_count),
		test(a_lost_reference_is_seen_behind_several_threads),
		test(a_frozen_page_handed_out_is_seen),
		test(a_page_never_freed_is_seen),
		test(the_sample_is_not_valid_and_says_what_was_found),
		test(the_sample_keeps_what_was_measured),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
