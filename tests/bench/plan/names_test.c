// SPDX-License-Identifier: GPL-2.0-or-later
/* names_test.c: comma lists of names: what they choose, and what hostile ones are told. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "bench/plan/names.h"

static const char *const fruit[] = {"apple", "pear", "plum", NULL};
static const char *const with_all[] = {"some", "all", "none", NULL};

static void assert_chooses(const char *text, const char *const *known, const char *expected)
{
	struct int_list chosen;
	struct error err;
	char found[64] = "";

	if (names_resolve(&chosen, "--fruit", text, known, &err))
		fail_msg("%s", err.text);
	for (int i = 0; i < chosen.nr; i++)
		sprintf(found + strlen(found), "%d", chosen.values[i]);
	assert_string_equal(found, expected);
	int_list_free(&chosen);
}

static void assert_refused(const char *text, const char *message)
{
	struct int_list chosen;
	struct error err = {""};

	assert_int_equal(names_resolve(&chosen, "--fruit", text, fruit, &err), -EINVAL);
	assert_string_equal(err.text, message);
	assert_int_equal(chosen.nr, 0);
	assert_null(chosen.values);
}

static void names_are_chosen_in_the_order_given(void **state)
{
	(void)state;
	assert_chooses("plum", fruit, "2");
	assert_chooses("plum,apple", fruit, "20");
}

static void a_name_given_twice_is_chosen_once(void **state)
{
	(void)state;
	assert_chooses("pear,apple,pear", fruit, "10");
}

static void all_is_every_name(void **state)
{
	(void)state;
	assert_chooses("all", fruit, "012");
	assert_chooses("plum,all", fruit, "201");
	assert_chooses("all,all", fruit, "012");
}

static void all_is_itself_where_a_name_is_all(void **state)
{
	(void)state;
	assert_chooses("all", with_all, "1");
	assert_chooses("none,all", with_all, "21");
}

static void an_unknown_name_is_told_what_there_is(void **state)
{
	(void)state;
	assert_refused("kiwi", "--fruit: 'kiwi' does not exist; there are: apple, pear, plum");
	assert_refused("apple,Pear",
		       "--fruit: 'Pear' does not exist; there are: apple, pear, plum");
	assert_refused("app", "--fruit: 'app' does not exist; there are: apple, pear, plum");
	assert_refused("apples", "--fruit: 'apples' does not exist; there are: apple, pear, plum");
	assert_refused(" apple", "--fruit: ' apple' does not exist; there are: apple, pear, plum");
}

static void an_empty_name_is_told_so(void **state)
{
	static const char *const texts[] = {"", ",", "apple,", ",apple", "apple,,pear"};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_refused(texts[i],
			       "--fruit: an empty name in the list; there are: apple, pear, plum");
}

static void control_characters_do_not_reach_the_message(void **state)
{
	(void)state;
	assert_refused("\033[31mred\n",
		       "--fruit: '?[31mred?' does not exist; there are: apple, pear, plum");
}

static void a_format_is_only_a_name(void **state)
{
	(void)state;
	assert_refused("%s%n", "--fruit: '%s%n' does not exist; there are: apple, pear, plum");
}

static void a_huge_name_leaves_room_for_what_there_is(void **state)
{
	char *huge = malloc(1 << 20);
	struct int_list chosen;
	struct error err = {""};

	(void)state;
	assert_non_null(huge);
	memset(huge, 'x', (1 << 20) - 1);
	huge[(1 << 20) - 1] = '\0';
	assert_int_equal(names_resolve(&chosen, "--fruit", huge, fruit, &err), -EINVAL);
	assert_non_null(strstr(err.text, "there are: apple, pear, plum"));
	free(huge);
}

static void a_list_of_a_million_names_is_read(void **state)
{
	char *text = malloc((5 << 20) + 1);

	(void)state;
	assert_non_null(text);
	for (int i = 0; i < 1 << 20; i++)
		memcpy(text + 5 * i, i & 1 ? "pear," : "plum,", 5);
	text[(5 << 20) - 1] = '\0';
	assert_chooses(text, fruit, "21");
	free(text);
}

static void more_names_than_a_message_holds_are_cut(void **state)
{
	char names[200][24];
	const char *known[201] = {NULL};
	struct int_list chosen;
	struct error err = {""};

	(void)state;
	for (int i = 0; i < 200; i++) {
		snprintf(names[i], sizeof(names[i]), "scheme-%d", i);
		known[i] = names[i];
	}
	assert_int_equal(names_resolve(&chosen, "--scheme", "nope", known, &err), -EINVAL);
	assert_non_null(strstr(err.text, "there are: scheme-0, scheme-1, "));
	assert_true(strlen(err.text) < sizeof(err.text));
}

static void assert_splits(const char *text, const char *expected)
{
	char **names = names_split(text), found[128] = "";

	assert_non_null(names);
	for (int i = 0; names[i]; i++)
		sprintf(found + strlen(found), "[%s]", names[i]);
	assert_string_equal(found, expected);
	free(names);
}

static void a_list_splits_at_commas(void **state)
{
	(void)state;
	assert_splits("compact", "[compact]");
	assert_splits("compact,node:1", "[compact][node:1]");
}

static void a_piece_that_begins_with_a_digit_belongs_to_the_one_before(void **state)
{
	(void)state;
	assert_splits("cpus:0,2,4-6,compact", "[cpus:0,2,4-6][compact]");
	assert_splits("compact,cpus:0,2,cpus:1,3", "[compact][cpus:0,2][cpus:1,3]");
	assert_splits("compact,7", "[compact,7]");
}

static void odd_lists_split_without_losing_anything(void **state)
{
	(void)state;
	assert_splits("", "[]");
	assert_splits(",", "[][]");
	assert_splits("a,,b", "[a][][b]");
	assert_splits("a,,1", "[a][,1]");
	assert_splits("1,2", "[1,2]");
	assert_splits("cpus:0,", "[cpus:0][]");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_chosen_in_the_order_given),
		cmocka_unit_test(a_name_given_twice_is_chosen_once),
		cmocka_unit_test(all_is_every_name),
		cmocka_unit_test(all_is_itself_where_a_name_is_all),
		cmocka_unit_test(an_unknown_name_is_told_what_there_is),
		cmocka_unit_test(an_empty_name_is_told_so),
		cmocka_unit_test(control_characters_do_not_reach_the_message),
		cmocka_unit_test(a_format_is_only_a_name),
		cmocka_unit_test(a_huge_name_leaves_room_for_what_there_is),
		cmocka_unit_test(a_list_of_a_million_names_is_read),
		cmocka_unit_test(more_names_than_a_message_holds_are_cut),
		cmocka_unit_test(a_list_splits_at_commas),
		cmocka_unit_test(a_piece_that_begins_with_a_digit_belongs_to_the_one_before),
		cmocka_unit_test(odd_lists_split_without_losing_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
