// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rendezvous_test.c: threads and their controller meet: nobody runs ahead, all begin together, the
 * flag stops all, and giving up sends everyone home. There may be more threads than CPUs.
 */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>
#include <cmocka.h>

#include "bench/measure/rendezvous.h"

#define NR 4

struct party {
	struct rendezvous meet;
	pthread_t threads[NR];
	int past_first, past_second, before_start; /* how many threads have come so far */
	int too_early; /* began before the others stood there */
	int sent_home;
};

static void come(int *count)
{
	__atomic_fetch_add(count, 1, __ATOMIC_SEQ_CST);
}

static int seen(int *count)
{
	return __atomic_load_n(count, __ATOMIC_SEQ_CST);
}

/* Two stages, then a common start and a loop, as the harness has it. */
static void *take_part(void *argument)
{
	struct party *party = argument;

	if (!rendezvous_wait(&party->meet, 1)) {
		come(&party->sent_home);
		return NULL;
	}
	come(&party->past_first);
	if (!rendezvous_wait(&party->meet, 2)) {
		come(&party->sent_home);
		return NULL;
	}
	come(&party->past_second);
	come(&party->before_start);
	rendezvous_start(&party->meet, NR);
	if (seen(&party->before_start) != NR)
		come(&party->too_early);
	while (!__atomic_load_n(&party->meet.stop, __ATOMIC_RELAXED))
		sched_yield();
	return NULL;
}

static int invite(void **state)
{
	static struct party party;

	party = (struct party){0};
	*state = &party;
	alarm(20);
	for (int i = 0; i < NR; i++) {
		if (pthread_create(&party.threads[i], NULL, take_part, &party))
			return -1;
	}
	return 0;
}

static void join(struct party *party)
{
	for (int i = 0; i < NR; i++)
		pthread_join(party->threads[i], NULL);
}

static void nobody_goes_on_before_the_stage_is_released(void **state)
{
	struct party *party = *state;

	rendezvous_gather(&party->meet, NR);
	usleep(2000);
	assert_int_equal(seen(&party->past_first), 0);
	rendezvous_release(&party->meet, -1);
	join(party);
}

static void a_stage_releases_all_and_no_further(void **state)
{
	struct party *party = *state;

	rendezvous_gather(&party->meet, NR);
	rendezvous_release(&party->meet, 1);
	rendezvous_gather(&party->meet, NR);
	usleep(2000);
	assert_int_equal(seen(&party->past_first), NR);
	assert_int_equal(seen(&party->past_second), 0);
	rendezvous_release(&party->meet, -1);
	join(party);
}

static void all_begin_together_and_end_at_the_flag(void **state)
{
	struct party *party = *state;

	rendezvous_gather(&party->meet, NR);
	rendezvous_release(&party->meet, 1);
	rendezvous_stop(&party->meet); /* of the warm-up: the release takes it back */
	rendezvous_gather(&party->meet, NR);
	rendezvous_release(&party->meet, 2);
	assert_int_equal(party->meet.stop, 0);
	rendezvous_stop(&party->meet);
	join(party);
	assert_int_equal(party->past_second, NR);
	assert_int_equal(party->too_early, 0);
}

static void giving_up_at_once_sends_all_home(void **state)
{
	struct party *party = *state;

	rendezvous_release(&party->meet, -1);
	join(party);
	assert_int_equal(party->sent_home, NR);
}

static void giving_up_later_sends_all_home(void **state)
{
	struct party *party = *state;

	rendezvous_gather(&party->meet, NR);
	rendezvous_release(&party->meet, 1);
	rendezvous_gather(&party->meet, NR);
	rendezvous_release(&party->meet, -1);
	join(party);
	assert_int_equal(party->sent_home, NR);
}

static void who_is_gone_is_not_waited_for(void **state)
{
	struct party *party = *state;

	rendezvous_gather(&party->meet, NR);
	rendezvous_release(&party->meet, 1);
	rendezvous_call_off(&party->meet);
	join(party);
	assert_int_equal(party->sent_home, NR);
	rendezvous_gather(&party->meet, NR + 1); /* nor by the controller */
	assert_int_equal(rendezvous_begun(&party->meet), 0);
}

static void a_stage_released_after_all_was_called_off_is_none(void **state)
{
	struct party *party = *state;

	rendezvous_gather(&party->meet, NR);
	rendezvous_call_off(&party->meet);
	rendezvous_release(&party->meet, 1);
	join(party);
	assert_int_equal(party->past_first, 0);
	assert_int_equal(party->meet.stop, 1);
}

static void words_that_are_polled_share_no_line(void **state)
{
	(void)state;
	assert_int_equal(offsetof(struct rendezvous, stage) % 128, 0);
	assert_true(offsetof(struct rendezvous, stage) >= 128);
	assert_true(offsetof(struct rendezvous, arrived) >=
		    offsetof(struct rendezvous, stage) + 128);
	assert_true(offsetof(struct rendezvous, started) >=
		    offsetof(struct rendezvous, arrived) + 128);
	assert_int_equal(sizeof(struct rendezvous) % 128, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(nobody_goes_on_before_the_stage_is_released, invite),
		cmocka_unit_test_setup(a_stage_releases_all_and_no_further, invite),
		cmocka_unit_test_setup(all_begin_together_and_end_at_the_flag, invite),
		cmocka_unit_test_setup(giving_up_at_once_sends_all_home, invite),
		cmocka_unit_test_setup(giving_up_later_sends_all_home, invite),
		cmocka_unit_test_setup(who_is_gone_is_not_waited_for, invite),
		cmocka_unit_test_setup(a_stage_released_after_all_was_called_off_is_none, invite),
		cmocka_unit_test(words_that_are_polled_share_no_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
