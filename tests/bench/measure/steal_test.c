// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * steal_test.c: stolen time is the difference of two readings less one tick. The reading before is
 * made by hand from the one now: so many seconds ago, with so many ticks less.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>
#include <cmocka.h>

#include "bench/measure/steal.h"
#include "tests/bench/report/stats_assert.h"

/* So long that what happens between the two readings is nothing. */
#define SECONDS 1000

static struct machine_pu pus[2] = {{.os = 0}, {.os = 0}};
static struct lane lanes[2] = {{.pu = &pus[0]}, {.pu = &pus[1]}};
static const struct assignment one = {.nr_threads = 1, .lanes = lanes};
static const struct assignment two = {.nr_threads = 2, .lanes = lanes};

/* The reading as it would have been SECONDS ago, had @ticks been stolen from CPU @cpu since. */
static void long_ago(struct steal *steal, int cpu, uint32_t ticks)
{
	steal_read(steal);
	if (!steal->nr)
		skip();
	steal->when_ns -= (uint64_t)SECONDS * 1000000000U;
	steal->ticks[cpu] -= ticks;
}

static double share_of(uint32_t ticks)
{
	return (double)ticks / (double)sysconf(_SC_CLK_TCK) / SECONDS;
}

/* A tick or two may really be stolen meanwhile. */
static double slack(void)
{
	return share_of(3);
}

static void every_cpu_is_read(void **state)
{
	struct steal steal;

	(void)state;
	steal_read(&steal);
	if (!steal.nr)
		skip();
	assert_true(steal.nr >= sysconf(_SC_NPROCESSORS_ONLN));
	assert_true(steal.when_ns > 0);
}

static void nothing_stolen_is_nothing(void **state)
{
	struct steal before;

	(void)state;
	long_ago(&before, 0, 0);
	assert_near(steal_since(&before, &one), 0, slack());
}

static void ticks_are_a_share_of_the_time_less_one(void **state)
{
	struct steal before;

	(void)state;
	long_ago(&before, 0, 1001);
	assert_near(steal_since(&before, &one), share_of(1000), slack());
}

/* In a short window a tick is a large share, and may belong to the time before. */
static void one_tick_is_forgiven(void **state)
{
	struct steal before;
	double share;

	(void)state;
	long_ago(&before, 0, 1);
	share = steal_since(&before, &one);
	/* Unless another one was stolen in this very moment. */
	assert_true(share == 0 || share >= share_of(1) / 2);
	assert_near(share, 0, slack());
}

static void the_worst_cpu_counts(void **state)
{
	struct steal before;

	(void)state;
	if (sysconf(_SC_NPROCESSORS_ONLN) < 2)
		skip();
	pus[1].os = 1;
	long_ago(&before, 1, 501);
	assert_near(steal_since(&before, &two), share_of(500), slack());
	pus[1].os = 0;
}

static void a_cpu_that_is_not_used_does_not_count(void **state)
{
	struct steal before;

	(void)state;
	long_ago(&before, 1, 501);
	assert_near(steal_since(&before, &one), 0, slack());
}

static void the_counter_may_wrap(void **state)
{
	struct steal before, now;

	(void)state;
	steal_read(&now);
	long_ago(&before, 0, now.ticks[0] + 101);
	assert_true(before.ticks[0] > now.ticks[0]);
	assert_near(steal_since(&before, &one), share_of(now.ticks[0] + 100), slack());
}

static void a_machine_that_does_not_tell_is_negative(void **state)
{
	const struct steal nothing = {.when_ns = 1};

	(void)state;
	assert_true(steal_since(&nothing, &one) < 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_cpu_is_read),
		cmocka_unit_test(nothing_stolen_is_nothing),
		cmocka_unit_test(ticks_are_a_share_of_the_time_less_one),
		cmocka_unit_test(one_tick_is_forgiven),
		cmocka_unit_test(the_worst_cpu_counts),
		cmocka_unit_test(a_cpu_that_is_not_used_does_not_count),
		cmocka_unit_test(the_counter_may_wrap),
		cmocka_unit_test(a_machine_that_does_not_tell_is_negative),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
