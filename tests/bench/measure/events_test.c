// SPDX-License-Identifier: GPL-2.0-or-later
/* events_test.c: a remedy fits the reason for which PAPI counts nothing of perf's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "bench/measure/events.h"

static void assert_remedy(const char *reason, const char *remedy)
{
	const char *said = events_disabled_remedy(reason);

	if (!strstr(said, remedy))
		fail_msg("\"%s\": \"%s\" does not say \"%s\"", reason, said, remedy);
}

static void a_kernel_that_forbids_it_is_asked_by_sysctl(void **state)
{
	(void)state;
	assert_remedy("perf_event_paranoid=3", "sysctl kernel.perf_event_paranoid=1");
}

static void a_cpu_that_libpfm4_does_not_know_needs_a_newer_papi(void **state)
{
	(void)state;
	assert_remedy("Error libpfm4 no default PMU found", "use a newer PAPI");
	assert_remedy("Error libpfm4 no PMUs found", "use a newer PAPI");
}

static void for_anything_else_nothing_is_promised(void **state)
{
	(void)state;
	assert_remedy("Error libpfm4 memory allocation", "papi_component_avail");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_kernel_that_forbids_it_is_asked_by_sysctl),
		cmocka_unit_test(a_cpu_that_libpfm4_does_not_know_needs_a_newer_papi),
		cmocka_unit_test(for_anything_else_nothing_is_promised),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
