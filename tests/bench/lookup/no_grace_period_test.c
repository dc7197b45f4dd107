// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * no_grace_period_test.c: grace periods that wait for nobody are caught where a lookup relies on
 * them. The library's function is replaced by one that returns at once, as long as a test wants it.
 * A reader that is preempted in its section is what sees it: more threads than CPUs.
 */
#include <dlfcn.h>

#include "tests/bench/lookup/sampling.h"

#define LIMIT_SECONDS 40.0
#define FINE_SECONDS  0.4
#define VERIFY	      "16"

static struct sampling s;
static bool waits_for_nobody;

void urcu_memb_synchronize_rcu(void);
void urcu_memb_synchronize_rcu(void)
{
	static void (*synchronize)(void);

	if (READ_ONCE(waits_for_nobody))
		return;
	if (!synchronize)
		*(void **)&synchronize = dlsym(RTLD_NEXT, "urcu_memb_synchronize_rcu");
	synchronize();
}

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

static struct plan_request request_of(const char *workload, const char *lifetime,
				      const char *recheck)
{
	return REQUEST(.workloads = workload, .schemes = "plain", .memmaps = "memdesc8",
		       .threads = "4", .lifetimes = lifetime, .recheck = recheck, .verify = VERIFY,
		       .grace_period_ns = 100000);
}

static void assert_caught(const char *workload, const char *lifetime, const char *recheck)
{
	struct integrity seen;
	double seconds;

	waits_for_nobody = true;
	seconds = sample_until_caught(&s, request_of(workload, lifetime, recheck), LIMIT_SECONDS,
				      &seen);
	waits_for_nobody = false;
	if (seconds < 0)
		fail_msg("%s, %s: nothing was caught in %.0f s", workload, lifetime, LIMIT_SECONDS);
	print_message("%s, %s: %.2f s: %s\n", workload, lifetime, seconds, s.err.text);
	assert_in_range(seen.kind, INTEGRITY_WRONG_FOLIO, INTEGRITY_REUSED);
}

static void assert_fine(const char *workload, const char *lifetime, const char *recheck)
{
	if (sample_until_caught(&s, request_of(workload, lifetime, recheck), FINE_SECONDS, NULL) >=
	    0)
		fail_msg("%s", s.err.text);
}

static void a_reader_without_a_reference_sees_its_folio_reused(void **state)
{
	(void)state;
	assert_caught("gup-fast", "rcu-memory", NULL);
	assert_caught("page-cache", "rcu-memory", NULL);
	assert_caught("pfn-walk", "rcu-memory", NULL);
	assert_caught("large-folio", "rcu-memory", NULL);
}

static void a_reader_that_does_not_look_again_gets_another_folio(void **state)
{
	(void)state;
	assert_caught("page-cache", "rcu-folio", "off");
	assert_caught("pfn-walk", "rcu-folio", "off");
}

static void with_grace_periods_that_wait_nothing_is_seen(void **state)
{
	(void)state;
	assert_fine("gup-fast", "rcu-memory", NULL);
	assert_fine("page-cache", "rcu-memory", NULL);
	assert_fine("pfn-walk", "rcu-memory", NULL);
	assert_fine("large-folio", "rcu-memory", NULL);
	assert_fine("page-cache", "rcu-folio", "off");
	assert_fine("pfn-walk", "rcu-folio", "off");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_reader_without_a_reference_sees_its_folio_reused),
		cmocka_unit_test(a_reader_that_does_not_look_again_gets_another_folio),
		cmocka_unit_test(with_grace_periods_that_wait_nothing_is_seen),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
