// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Lists of numbers: what is accepted, what each mistake is told, and the way back to text. Nearly
 * all input is hostile, because it comes from a command line.
 */
#include <errno.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "topology/int_list.h"

#define NR(array) (sizeof(array) / sizeof((array)[0]))

/* What a list of threads on an 8-CPU machine may hold. */
static int parse(struct int_list *list, const char *text, struct error *err)
{
	return int_list_parse(list, "--threads", text, 1, 64, 8, err);
}

static void accepted_lists_hold_their_values_in_order(void **state)
{
	static const struct {
		const char *text;
		int nr;
		int values[8];
	} rows[] = {
		{"1", 1, {1}},
		{"4,2,1", 3, {4, 2, 1}},
		{"1,1", 2, {1, 1}},
		{"1-3", 3, {1, 2, 3}},
		{"3-3", 1, {3}},
		{"1-9:4", 3, {1, 5, 9}},
		{"1-8:4", 2, {1, 5}},
		{"1-2:64", 1, {1}},
		{"max", 1, {8}},
		{"6-max", 3, {6, 7, 8}},
		{"1,2,4-max:4,64", 5, {1, 2, 4, 8, 64}},
		{"007", 1, {7}},
	};

	(void)state;
	for (size_t i = 0; i < NR(rows); i++) {
		struct int_list list;
		struct error err = {""};

		if (parse(&list, rows[i].text, &err))
			fail_msg("'%s' was refused: %s", rows[i].text, err.text);
		assert_int_equal(list.nr, rows[i].nr);
		for (int v = 0; v < list.nr; v++)
			assert_int_equal(list.values[v], rows[i].values[v]);
		int_list_free(&list);
	}
}

static void each_mistake_has_one_clear_message(void **state)
{
#define SYNTAX "is not a number; write N, N-M, N-M:STEP or max, without blanks"
	static const struct {
		const char *text, *message;
	} rows[] = {
		{"", "--threads: the list is empty; write numbers, as in 1,2,4"},
		{"1,5-2", "--threads: '5-2' in '1,5-2' runs backwards; write 2-5"},
		{"5-2:2", "--threads: '5-2:2' runs backwards; write 2-5:2"},
		{"9-max", "--threads: '9-max' runs backwards: max is 8 here"},
		{"1,,2", "--threads: '' in '1,,2' is an empty piece; write a number between the "
			 "commas"},
		{",", "--threads: '' in ',' is an empty piece; write a number between the commas"},
		{"1,", "--threads: '' in '1,' is an empty piece; write a number between the "
		       "commas"},
		{"0", "--threads: '0' must lie in 1-64"},
		{"65", "--threads: '65' must lie in 1-64"},
		{"1-65", "--threads: '1-65' must lie in 1-64"},
		{"99999999999999999999", "--threads: '99999999999999999999' must lie in 1-64"},
		{"2147483648", "--threads: '2147483648' must lie in 1-64"},
		{"4294967297", "--threads: '4294967297' must lie in 1-64"},
		{"18446744073709551617", "--threads: '18446744073709551617' must lie in 1-64"},
		{"1-9:0", "--threads: '1-9:0' has a step that is not 1 or more"},
		{"1-9:99999999999999999999",
		 "--threads: '1-9:99999999999999999999' has a step that is not 1 or more"},
		{"1-", "--threads: '1-' " SYNTAX},
		{"-1", "--threads: '-1' " SYNTAX},
		{"-", "--threads: '-' " SYNTAX},
		{"1--2", "--threads: '1--2' " SYNTAX},
		{"1-2-3", "--threads: '1-2-3' " SYNTAX},
		{"1-2:", "--threads: '1-2:' " SYNTAX},
		{"1-2:-1", "--threads: '1-2:-1' " SYNTAX},
		{"1-2:3:4", "--threads: '1-2:3:4' " SYNTAX},
		{"1:2", "--threads: '1:2' " SYNTAX},
		{" 1", "--threads: ' 1' " SYNTAX},
		{"1 ", "--threads: '1 ' " SYNTAX},
		{"1, 2", "--threads: ' 2' in '1, 2' " SYNTAX},
		{"+1", "--threads: '+1' " SYNTAX},
		{"0x1", "--threads: '0x1' " SYNTAX},
		{"1e3", "--threads: '1e3' " SYNTAX},
		{"1.5", "--threads: '1.5' " SYNTAX},
		{"max-8", "--threads: 'max-8' " SYNTAX},
		{"maximum", "--threads: 'maximum' " SYNTAX},
		{"ma", "--threads: 'ma' " SYNTAX},
		{"MAX", "--threads: 'MAX' " SYNTAX},
		{"1;2", "--threads: '1;2' " SYNTAX},
		{"1\n", "--threads: '1?' " SYNTAX},
	};

	(void)state;
	for (size_t i = 0; i < NR(rows); i++) {
		struct int_list list;
		struct error err = {""};

		assert_int_equal(parse(&list, rows[i].text, &err), -EINVAL);
		assert_string_equal(err.text, rows[i].message);
		assert_int_equal(list.nr, 0);
		assert_null(list.values);
	}
}

static void a_max_out_of_bounds_is_named(void **state)
{
	struct int_list list;
	struct error err;

	(void)state;
	assert_int_equal(int_list_parse(&list, "cpus", "max", 0, 3, 4, &err), -EINVAL);
	assert_string_equal(err.text, "cpus: 'max' must lie in 0-3, and max is 4 here");
}

static void a_hostile_piece_cannot_crowd_out_the_message(void **state)
{
	static char text[100000];
	struct int_list list;
	struct error err;

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	assert_int_equal(parse(&list, text, &err), -EINVAL);
	assert_true(strlen(err.text) < 160);
	assert_non_null(strstr(err.text, "xxx...' is not a number; write N"));
}

static void a_list_may_hold_a_million_values_and_no_more(void **state)
{
	struct int_list list;
	struct error err;

	(void)state;
	assert_int_equal(int_list_parse(&list, "n", "1-1048576", 0, INT_MAX, 1, &err), 0);
	assert_int_equal(list.nr, 1048576);
	assert_int_equal(list.values[1048575], 1048576);
	int_list_free(&list);
	assert_int_equal(int_list_parse(&list, "n", "0-1048576", 0, INT_MAX, 1, &err), -E2BIG);
	assert_string_equal(err.text, "n: '0-1048576' makes the list longer than 1048576 values");
	assert_int_equal(list.nr, 0);
	assert_int_equal(int_list_parse(&list, "n", "1-1048576,1", 0, INT_MAX, 1, &err), -E2BIG);
	assert_int_equal(int_list_parse(&list, "n", "0-2147483647", 0, INT_MAX, 1, &err), -E2BIG);
}

static void the_largest_number_does_not_overflow(void **state)
{
	struct int_list list;
	struct error err;

	(void)state;
	assert_int_equal(
		int_list_parse(&list, "n", "2147483646-2147483647:2147483647", 0, INT_MAX, 1, &err),
		0);
	assert_int_equal(list.nr, 1);
	assert_int_equal(list.values[0], INT_MAX - 1);
	int_list_free(&list);
}

static void format_joins_runs_and_keeps_the_order(void **state)
{
	static const char *const rows[][2] = {
		{"1", "1"},	    {"1,2", "1-2"},	{"1-4,8,10-14:2", "1-4,8,10,12,14"},
		{"3,2,1", "3,2,1"}, {"1,1,2", "1,1-2"}, {"5-8,1-4", "5-8,1-4"},
	};

	(void)state;
	for (size_t i = 0; i < NR(rows); i++) {
		struct int_list list;
		struct error err;
		char text[64];

		assert_int_equal(parse(&list, rows[i][0], &err), 0);
		assert_ptr_equal(int_list_format(&list, text, sizeof(text)), text);
		assert_string_equal(text, rows[i][1]);
		int_list_free(&list);
	}
}

static void format_of_nothing_is_empty(void **state)
{
	struct int_list list = {0};
	char text[8] = "before";

	(void)state;
	assert_string_equal(int_list_format(&list, text, sizeof(text)), "");
}

static void format_cuts_between_numbers_and_says_so(void **state)
{
	static const char *const expected[] = {
		[1] = "",    [2] = ".",	     [3] = "..",     [4] = "...",      [5] = "...",
		[6] = "...", [7] = "10,...", [8] = "10,...", [9] = "10,20,30",
	};
	int values[] = {10, 20, 30};
	const struct int_list list = {.values = values, .nr = 3};

	(void)state;
	for (int size = 1; size < (int)NR(expected); size++) {
		char text[16];

		memset(text, '#', sizeof(text));
		int_list_format(&list, text, size);
		assert_string_equal(text, expected[size]);
		assert_int_equal(text[size], '#');
	}
}

static void add_appends_and_free_empties(void **state)
{
	struct int_list list = {0};

	(void)state;
	for (int i = 0; i < 1000; i++)
		assert_int_equal(int_list_add(&list, -i), 0);
	assert_int_equal(list.nr, 1000);
	assert_int_equal(list.values[999], -999);
	int_list_free(&list);
	assert_int_equal(list.nr, 0);
	assert_null(list.values);
	int_list_free(&list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(accepted_lists_hold_their_values_in_order),
		cmocka_unit_test(each_mistake_has_one_clear_message),
		cmocka_unit_test(a_max_out_of_bounds_is_named),
		cmocka_unit_test(a_hostile_piece_cannot_crowd_out_the_message),
		cmocka_unit_test(a_list_may_hold_a_million_values_and_no_more),
		cmocka_unit_test(the_largest_number_does_not_overflow),
		cmocka_unit_test(format_joins_runs_and_keeps_the_order),
		cmocka_unit_test(format_of_nothing_is_empty),
		cmocka_unit_test(format_cuts_between_numbers_and_says_so),
		cmocka_unit_test(add_appends_and_free_empties),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
