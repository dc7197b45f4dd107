// SPDX-License-Identifier: GPL-2.0-or-later
/* atomic_test.c: core/atomic.h as the timed loops are compiled with it. See atomic_values.h. */
#include "tests/core/atomic_values.h"

/* Not declared by atomic.h here, but linked in: bench/scheme.c has it for the counting twins. */
extern __thread uint64_t atomic_cas_failures;

static void a_failed_compare_and_swap_is_not_counted(void **state)
{
	(void)state;
	atomic_cas_failures = 0;
	for (size_t f = 0; f < NR(try_cmpxchgs); f++) {
		atomic_t v = ATOMIC_INIT(42);
		int old = 1;

		assert_false(try_cmpxchgs[f](&v, &old, 3));
	}
	assert_int_equal(atomic_cas_failures, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ATOMIC_VALUE_TESTS,
		cmocka_unit_test(a_failed_compare_and_swap_is_not_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
