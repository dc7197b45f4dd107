// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * lookups_test.c: every lookup over every memory map, under every lifetime, while mutators work as
 * fast as they can, and with every lookup looked at closely: nothing is reported and nothing lost. A
 * glimpse each, of what the sanitizers look at, too.
 */
#include "tests/bench/lookup/sampling.h"

#define WINDOW_NS  (15 * NS_PER_MS)
#define NR_SCHEMES 3

/* A compare-and-swap loop, a fetch-and-add with residue, and a count that runs the other way. */
static const char *const schemes[NR_SCHEMES] = {"plain", "frozen-bit", "inverted-low"};

/* liburcu reads a futex word plainly before it wakes the writer: two threads may write 0 to it. */
const char *__tsan_default_suppressions(void);
const char *__tsan_default_suppressions(void)
{
	return "race:urcu_common_wake_up_gp\nrace:urcu_qsbr_wake_up_gp\n";
}

static struct sampling s;

static int set_up(void **state)
{
	(void)state;
	alarm(300);
	return sampling_open(&s);
}

static int tear_down(void **state)
{
	(void)state;
	sampling_close(&s);
	return 0;
}

static void assert_fine(struct plan_request request, int scheme)
{
	request.schemes = schemes[scheme % NR_SCHEMES];
	request.verify = "4";
	request.threads = "3";
	request.grace_period_ns = 200000;
	if (!scheme_find(request.schemes))
		return;
	sample_once(&s, request, NS_PER_MS, WINDOW_NS, NULL);
	if (s.ret)
		fail_msg("%s, %s, %s: %s", request.workloads, request.memmaps, request.lifetimes,
			 s.err.text);
}

static void assert_fine_everywhere(struct plan_request request)
{
	for (int m = 0; m < NR_MEMMAPS; m++) {
		for (int l = 0; l < NR_LIFETIMES; l++) {
			request.memmaps = memmap_names[m];
			request.lifetimes = lifetime_names[l];
			assert_fine(request, m + l);
		}
	}
}

static void gup_fast_is_fine(void **state)
{
	(void)state;
	assert_fine_everywhere(REQUEST(.workloads = "gup-fast"));
}

static void gup_fast_of_many_pages_is_fine(void **state)
{
	(void)state;
	assert_fine_everywhere(REQUEST(.workloads = "gup-fast", .nr = 32));
}

static void the_page_cache_is_fine(void **state)
{
	(void)state;
	assert_fine_everywhere(REQUEST(.workloads = "page-cache"));
}

static void a_walk_is_fine(void **state)
{
	(void)state;
	assert_fine_everywhere(REQUEST(.workloads = "pfn-walk"));
}

static void large_folios_are_fine(void **state)
{
	(void)state;
	assert_fine_everywhere(REQUEST(.workloads = "large-folio"));
}

static void put_page_is_fine(void **state)
{
	(void)state;
	for (int m = 0; m < NR_MEMMAPS; m++) {
		for (int scheme = 0; scheme < NR_SCHEMES; scheme++)
			assert_fine(REQUEST(.workloads = "put-page", .memmaps = memmap_names[m],
					    .lifetimes = "typesafe"),
				    scheme);
	}
}

static void pins_are_fine(void **state)
{
	(void)state;
	for (int m = 0; m < NR_MEMMAPS; m++)
		assert_fine(REQUEST(.workloads = "gup-fast", .pin = "on",
				    .memmaps = memmap_names[m], .lifetimes = "typesafe"),
			    m);
}

static void every_flavour_of_rcu_is_fine(void **state)
{
	(void)state;
	for (int r = 0; r < NR_RCU_FLAVOURS; r++) {
		assert_fine(REQUEST(.workloads = "page-cache", .rcu = rcu_flavour_names[r],
				    .lifetimes = "rcu-memory"),
			    r);
		assert_fine(REQUEST(.workloads = "pfn-walk", .rcu = rcu_flavour_names[r],
				    .memmaps = "memdesc8", .lifetimes = "rcu-folio"),
			    r);
	}
}

static void several_mutators_are_fine(void **state)
{
	(void)state;
	for (int m = 0; m < NR_MEMMAPS; m++) {
		assert_fine(
			REQUEST(.workloads = "gup-fast", .writers = 2, .memmaps = memmap_names[m]),
			m);
		assert_fine(REQUEST(.workloads = "large-folio", .writers = 2,
				    .memmaps = memmap_names[m]),
			    m);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gup_fast_is_fine),
		cmocka_unit_test(gup_fast_of_many_pages_is_fine),
		cmocka_unit_test(the_page_cache_is_fine),
		cmocka_unit_test(a_walk_is_fine),
		cmocka_unit_test(large_folios_are_fine),
		cmocka_unit_test(put_page_is_fine),
		cmocka_unit_test(pins_are_fine),
		cmocka_unit_test(every_flavour_of_rcu_is_fine),
		cmocka_unit_test(several_mutators_are_fine),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
