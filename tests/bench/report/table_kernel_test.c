// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * table_kernel_test.c: the tables of a running kernel. fixtures/kernel.jsonl has two runs of two
 * kernels of one release.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/bench/report/table_printing.h"

static void assert_kernel(print_fn *format, const char *golden)
{
	assert_golden(format, slurp(FIXTURES "kernel.jsonl"), golden);
}

static void the_terminal_is_as_the_golden_file(void **state)
{
	(void)state;
	assert_kernel(table_print, "kernel.table");
}

static void the_mail_is_as_the_golden_file(void **state)
{
	(void)state;
	assert_kernel(table_print_mail, "kernel.mail");
}

static void the_csv_is_as_the_golden_file(void **state)
{
	(void)state;
	assert_kernel(table_print_csv, "kernel.csv");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_terminal_is_as_the_golden_file),
		cmocka_unit_test(the_mail_is_as_the_golden_file),
		cmocka_unit_test(the_csv_is_as_the_golden_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
