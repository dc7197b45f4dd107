// SPDX-License-Identifier: GPL-2.0-or-later
/* round_test.c: which rounds a process has. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "bench/run/round.h"

static void rounds_are_spread_evenly_and_in_order(void **state)
{
	const struct run run = {.repeats = 7, .processes = 3};

	(void)state;
	assert_int_equal(round_first(&run, 0), 0);
	assert_int_equal(round_first(&run, 1), 2);
	assert_int_equal(round_first(&run, 2), 4);
	assert_int_equal(round_first(&run, 3), 7);
}

static void as_many_rounds_as_may_be_asked_for_have_their_numbers(void **state)
{
	const struct run run = {.repeats = 1000000, .processes = 1000000};

	(void)state;
	assert_int_equal(round_first(&run, 999999), 999999);
	assert_int_equal(round_first(&run, 1000000), 1000000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rounds_are_spread_evenly_and_in_order),
		cmocka_unit_test(as_many_rounds_as_may_be_asked_for_have_their_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
