// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * grace_period_test.c: grace periods are numbered, waited for and counted, with each flavour of
 * liburcu. Nothing here depends on how fast they are; what should end and does not is ended by
 * alarm().
 */
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/lifetime/grace_period.h"

#define NS_PER_MS 1000000ULL
#define NR_ASKERS 3

static struct grace_periods gp;

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static void sleep_ms(long ms)
{
	const struct timespec duration = {.tv_nsec = ms * (long)NS_PER_MS};

	nanosleep(&duration, NULL);
}

static void start(enum rcu_flavour flavour, uint64_t interval_ms)
{
	assert_int_equal(grace_periods_start(&gp, flavour, interval_ms * NS_PER_MS), 0);
}

static void wait_for(unsigned long cookie)
{
	while (!grace_period_done(&gp, cookie))
		sleep_ms(1);
}

static void wait_until_under_way(void)
{
	while (!(READ_ONCE(gp.seq) & 1))
		sleep_ms(1);
}

/* ---- a reader that stays in its section until it is told to leave ---- */

struct reader {
	pthread_t thread;
	enum rcu_flavour flavour;
	bool entered, may_leave;
};

static void *read_until_told(void *context)
{
	struct reader *reader = context;

	rcu_register_reader(reader->flavour);
	rcu_reader_online(reader->flavour);
	rcu_read_lock(reader->flavour);
	smp_store_release(&reader->entered, true);
	while (!smp_load_acquire(&reader->may_leave))
		sleep_ms(1);
	rcu_read_unlock(reader->flavour);
	rcu_reader_offline(reader->flavour);
	rcu_unregister_reader(reader->flavour);
	return NULL;
}

static void enter(struct reader *reader, enum rcu_flavour flavour)
{
	*reader = (struct reader){.flavour = flavour};
	assert_int_equal(pthread_create(&reader->thread, NULL, read_until_told, reader), 0);
	while (!smp_load_acquire(&reader->entered))
		sleep_ms(1);
}

static void leave(struct reader *reader)
{
	smp_store_release(&reader->may_leave, true);
	assert_int_equal(pthread_join(reader->thread, NULL), 0);
}

/* ---- with each flavour ---- */

static void each_flavour(void (*test)(enum rcu_flavour flavour))
{
	for (enum rcu_flavour flavour = 0; flavour < NR_RCU_FLAVOURS; flavour++)
		test(flavour);
}

static void hold_up(enum rcu_flavour flavour)
{
	struct reader reader;
	unsigned long cookie;

	enter(&reader, flavour);
	start(flavour, 1);
	cookie = grace_period_snap(&gp);
	wait_until_under_way();
	sleep_ms(10);
	assert_false(grace_period_done(&gp, cookie));
	leave(&reader);
	wait_for(cookie);
	grace_periods_stop(&gp);
	assert_int_equal(gp.nr, 1);
	assert_true(gp.longest_ns >= 10 * NS_PER_MS);
	assert_int_equal(gp.total_ns, gp.longest_ns);
}

static void a_reader_in_its_section_holds_it_up_and_is_counted(void **state)
{
	(void)state;
	each_flavour(hold_up);
}

static void snap_under_way(enum rcu_flavour flavour)
{
	struct reader reader;
	unsigned long first, second;

	enter(&reader, flavour);
	start(flavour, 1);
	first = grace_period_snap(&gp);
	wait_until_under_way();
	second = grace_period_snap(&gp);
	assert_int_equal(second, first + 2);
	leave(&reader);
	wait_for(first);
	wait_for(second);
	grace_periods_stop(&gp);
	assert_int_equal(gp.nr, 2);
	assert_int_equal(gp.seq, second);
}

static void one_asked_for_under_way_is_the_next_one(void **state)
{
	(void)state;
	each_flavour(snap_under_way);
}

/* ---- numbers and times ---- */

static void one_asked_for_while_idle_is_the_first_to_come(void **state)
{
	unsigned long cookie;

	(void)state;
	start(RCU_MEMB, 1);
	cookie = grace_period_snap(&gp);
	assert_int_equal(cookie, 2);
	wait_for(cookie);
	grace_periods_stop(&gp);
	assert_int_equal(gp.nr, 1);
}

static void a_smaller_wish_does_not_hide_a_larger_one(void **state)
{
	(void)state;
	memset(&gp, 0, sizeof(gp));
	gp.wanted = 8; /* of one that read a later number than we do */
	assert_int_equal(grace_period_snap(&gp), 2);
	assert_int_equal(gp.wanted, 8);
}

static void the_numbers_may_wrap(void **state)
{
	unsigned long cookie;

	(void)state;
	memset(&gp, 0, sizeof(gp));
	gp.seq = gp.wanted = ~0UL - 1;
	cookie = grace_period_snap(&gp);
	assert_int_equal(cookie, 0);
	assert_int_equal(gp.wanted, 0);
	assert_false(grace_period_done(&gp, cookie));
	gp.seq = 0;
	assert_true(grace_period_done(&gp, cookie));
}

static void nothing_happens_without_a_wish(void **state)
{
	(void)state;
	start(RCU_MEMB, 1);
	sleep_ms(20);
	grace_periods_stop(&gp);
	assert_int_equal(gp.nr, 0);
	assert_int_equal(gp.seq, 0);
}

static void from_one_beginning_to_the_next_passes_an_interval(void **state)
{
	uint64_t begin_ns = now_ns();

	(void)state;
	start(RCU_MEMB, 5);
	for (int i = 0; i < 5; i++)
		wait_for(grace_period_snap(&gp));
	assert_true(now_ns() - begin_ns >= 4 * 5 * NS_PER_MS);
	grace_periods_stop(&gp);
	assert_int_equal(gp.nr, 5);
}

static void it_stops_without_waiting_for_the_interval(void **state)
{
	uint64_t begin_ns = now_ns();

	(void)state;
	start(RCU_MEMB, 60 * 1000);
	sleep_ms(5); /* so that it sleeps already, as a rule */
	grace_period_snap(&gp);
	grace_periods_stop(&gp);
	assert_true(now_ns() - begin_ns < 10 * 1000 * NS_PER_MS);
}

static void its_thread_has_a_name_and_takes_no_signals(void **state)
{
	char name[16];

	(void)state;
	start(RCU_MEMB, 1);
	assert_int_equal(pthread_getname_np(gp.thread, name, sizeof(name)), 0);
	assert_string_equal(name, "pageref-gp");
	assert_int_equal(pthread_kill(gp.thread, SIGUSR1), 0); /* would end the test */
	wait_for(grace_period_snap(&gp));
	grace_periods_stop(&gp);
}

/* ---- many who ask ---- */

static bool stop;

static void *ask_again_and_again(void *nr)
{
	while (!READ_ONCE(stop)) {
		wait_for(grace_period_snap(&gp));
		(*(int *)nr)++;
	}
	return NULL;
}

static void whoever_asks_is_answered(void **state)
{
	pthread_t askers[NR_ASKERS];
	int answered[NR_ASKERS] = {0};

	(void)state;
	start(RCU_MEMB, 1);
	WRITE_ONCE(stop, false);
	for (int i = 0; i < NR_ASKERS; i++)
		assert_int_equal(
			pthread_create(&askers[i], NULL, ask_again_and_again, &answered[i]), 0);
	sleep_ms(100);
	WRITE_ONCE(stop, true);
	for (int i = 0; i < NR_ASKERS; i++)
		assert_int_equal(pthread_join(askers[i], NULL), 0);
	grace_periods_stop(&gp);
	for (int i = 0; i < NR_ASKERS; i++)
		assert_in_range(answered[i], 0, gp.nr);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_reader_in_its_section_holds_it_up_and_is_counted),
		cmocka_unit_test(one_asked_for_under_way_is_the_next_one),
		cmocka_unit_test(one_asked_for_while_idle_is_the_first_to_come),
		cmocka_unit_test(a_smaller_wish_does_not_hide_a_larger_one),
		cmocka_unit_test(the_numbers_may_wrap),
		cmocka_unit_test(nothing_happens_without_a_wish),
		cmocka_unit_test(from_one_beginning_to_the_next_passes_an_interval),
		cmocka_unit_test(it_stops_without_waiting_for_the_interval),
		cmocka_unit_test(its_thread_has_a_name_and_takes_no_signals),
		cmocka_unit_test(whoever_asks_is_answered),
	};

	alarm(20);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
