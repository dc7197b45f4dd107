// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * recheck_off_test.c: a lookup of type-stable memory that does not look again is caught, wherever it
 * may go wrong; and where it may not, it is not. Only threads that run at once collide: one CPU is
 * not enough.
 */
#include "tests/bench/lookup/sampling.h"

#define LIMIT_SECONDS 40.0 /* caught within one, as a rule; with sanitizers, on a busy machine, a few */
#define FINE_SECONDS  0.4

static struct sampling s;

static int set_up(void **state)
{
	(void)state;
	alarm(400);
	return sampling_open(&s);
}

static int tear_down(void **state)
{
	(void)state;
	sampling_close(&s);
	return 0;
}

/* Few addresses, so that readers and the mutator meet at one more often. */
static int pages_of(const char *workload)
{
	return strcmp(workload, "gup-fast") && strcmp(workload, "page-cache") ? 0 : 16;
}

static void assert_caught(const char *workload, const char *memmap, const char *verify)
{
	struct integrity seen;
	double seconds;

	if (machine_allowed_pus(&s.machine) < 2)
		skip();
	seconds = sample_until_caught(&s,
				      REQUEST(.workloads = workload, .schemes = "plain",
					      .memmaps = memmap, .verify = verify,
					      .pages = pages_of(workload), .recheck = "off"),
				      LIMIT_SECONDS, &seen);
	if (seconds < 0)
		fail_msg("%s, %s, verify %s: nothing was caught in %.0f s", workload, memmap,
			 verify, LIMIT_SECONDS);
	print_message("%s, %s, verify %s: %.2f s: %s\n", workload, memmap, verify, seconds,
		      s.err.text);
	assert_int_equal(seen.kind, INTEGRITY_WRONG_FOLIO);
}

static void gup_fast_without_a_recheck_is_caught(void **state)
{
	(void)state;
	assert_caught("gup-fast", "embedded", "1024");
	assert_caught("gup-fast", "memdesc8", "1024");
	assert_caught("gup-fast", "memdesc32", "1024");
}

static void the_page_cache_without_a_recheck_is_caught(void **state)
{
	(void)state;
	assert_caught("page-cache", "embedded", "1024");
	assert_caught("page-cache", "memdesc8", "1024");
}

static void a_walk_without_a_recheck_is_caught_where_folios_are_apart(void **state)
{
	(void)state;
	assert_caught("pfn-walk", "memdesc8", "1024");
	assert_caught("pfn-walk", "memdesc32", "1024");
}

/* Folios split and form slowly, which leaves little to collide with: look at more of the lookups. */
static void large_folios_without_a_recheck_are_caught(void **state)
{
	(void)state;
	assert_caught("large-folio", "memdesc8", "64");
}

static void the_more_is_verified_the_sooner_it_is_caught(void **state)
{
	(void)state;
	assert_caught("gup-fast", "embedded", "1");
	assert_caught("gup-fast", "memdesc8", "1");
	assert_caught("page-cache", "memdesc8", "1");
	assert_caught("pfn-walk", "memdesc8", "1");
}

static void assert_fine(struct plan_request request)
{
	struct integrity seen;

	if (sample_until_caught(&s, request, FINE_SECONDS, &seen) >= 0)
		fail_msg("%s", s.err.text);
}

/* What overlays its page cannot be another page's: a head that gives out a reference is one. */
static void a_walk_of_an_embedded_map_needs_no_recheck(void **state)
{
	(void)state;
	assert_fine(REQUEST(.workloads = "pfn-walk", .schemes = "plain", .recheck = "off",
			    .verify = "1"));
}

static void with_rcu_freed_folios_no_recheck_is_needed(void **state)
{
	static const char *const all[] = {"gup-fast", "page-cache", "pfn-walk", "large-folio"};

	(void)state;
	for (int i = 0; i < 4; i++)
		assert_fine(REQUEST(.workloads = all[i], .schemes = "plain", .memmaps = "memdesc8",
				    .lifetimes = "rcu-folio", .grace_period_ns = NS_PER_MS,
				    .recheck = "off", .verify = "8"));
}

static void a_report_ends_the_window(void **state)
{
	uint64_t begin_ns = clock_now_ns();
	struct integrity seen;

	(void)state;
	if (machine_allowed_pus(&s.machine) < 2)
		skip();
	sample_once(&s,
		    REQUEST(.workloads = "page-cache", .schemes = "plain", .recheck = "off",
			    .verify = "1"),
		    0, 60 * 1000 * NS_PER_MS, &seen);
	assert_int_equal(s.ret, -EIO);
	assert_int_equal(seen.kind, INTEGRITY_WRONG_FOLIO);
	assert_true(clock_now_ns() - begin_ns < 30 * 1000 * NS_PER_MS);
}

static void a_report_of_the_warm_up_spares_the_window(void **state)
{
	uint64_t begin_ns = clock_now_ns();
	struct integrity seen;

	(void)state;
	if (machine_allowed_pus(&s.machine) < 2)
		skip();
	sample_once(&s,
		    REQUEST(.workloads = "page-cache", .schemes = "plain", .recheck = "off",
			    .verify = "1"),
		    500 * NS_PER_MS, 60 * 1000 * NS_PER_MS, &seen);
	assert_int_equal(s.ret, -EIO);
	assert_true(clock_now_ns() - begin_ns < 30 * 1000 * NS_PER_MS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gup_fast_without_a_recheck_is_caught),
		cmocka_unit_test(the_page_cache_without_a_recheck_is_caught),
		cmocka_unit_test(a_walk_without_a_recheck_is_caught_where_folios_are_apart),
		cmocka_unit_test(large_folios_without_a_recheck_are_caught),
		cmocka_unit_test(the_more_is_verified_the_sooner_it_is_caught),
		cmocka_unit_test(a_walk_of_an_embedded_map_needs_no_recheck),
		cmocka_unit_test(with_rcu_freed_folios_no_recheck_is_needed),
		cmocka_unit_test(a_report_ends_the_window),
		cmocka_unit_test(a_report_of_the_warm_up_spares_the_window),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
