// SPDX-License-Identifier: GPL-2.0-or-later
/* rcu_test.c: threads come and go as readers, and hold up nobody unless they read. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/lifetime/rcu.h"

static void *wait_for_readers(void *flavour)
{
	rcu_synchronize(*(enum rcu_flavour *)flavour);
	return NULL;
}

/* From another thread: liburcu does not wait for the one that asks. */
static void assert_holds_up_nobody(enum rcu_flavour flavour)
{
	pthread_t thread;

	assert_int_equal(pthread_create(&thread, NULL, wait_for_readers, &flavour), 0);
	assert_int_equal(pthread_join(thread, NULL), 0);
}

static void the_flavours_have_their_names(void **state)
{
	(void)state;
	assert_string_equal(rcu_flavour_names[RCU_MEMB], "memb");
	assert_string_equal(rcu_flavour_names[RCU_QSBR], "qsbr");
	assert_string_equal(rcu_flavour_names[RCU_BP], "bp");
}

static void a_reader_that_does_not_read_holds_up_nobody(void **state)
{
	(void)state;
	for (enum rcu_flavour flavour = 0; flavour < NR_RCU_FLAVOURS; flavour++) {
		rcu_register_reader(flavour);
		assert_holds_up_nobody(flavour);
		rcu_unregister_reader(flavour);
	}
}

static void a_reader_that_has_read_and_gone_offline_holds_up_nobody(void **state)
{
	(void)state;
	for (enum rcu_flavour flavour = 0; flavour < NR_RCU_FLAVOURS; flavour++) {
		rcu_register_reader(flavour);
		rcu_reader_online(flavour);
		rcu_read_lock(flavour);
		rcu_read_lock(flavour);
		rcu_read_unlock(flavour);
		rcu_read_unlock(flavour);
		rcu_quiescent_state(flavour);
		rcu_reader_offline(flavour);
		assert_holds_up_nobody(flavour);
		rcu_unregister_reader(flavour);
	}
}

static void a_thread_may_come_again(void **state)
{
	(void)state;
	for (enum rcu_flavour flavour = 0; flavour < NR_RCU_FLAVOURS; flavour++) {
		for (int i = 0; i < 3; i++) {
			rcu_register_reader(flavour);
			rcu_unregister_reader(flavour);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_flavours_have_their_names),
		cmocka_unit_test(a_reader_that_does_not_read_holds_up_nobody),
		cmocka_unit_test(a_reader_that_has_read_and_gone_offline_holds_up_nobody),
		cmocka_unit_test(a_thread_may_come_again),
	};

	alarm(20);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
