// SPDX-License-Identifier: GPL-2.0-or-later
/* error_test.c: what of a message reaches a terminal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "topology/error.h"

static void a_message_has_no_control_characters(void **state)
{
	struct error err;

	(void)state;
	assert_int_equal(error_set(&err, -3, "%s", "a\033[31m\n\tb\177"), -3);
	assert_string_equal(err.text, "a?[31m??b?");
}

/* 0x9b alone, or as U+009B, begins a command as the escape character and a bracket do. */
static void nor_those_of_eight_bits(void **state)
{
	struct error err;

	(void)state;
	error_set(&err, 0, "%s",
		  "a\x9b"
		  "31m \xc2\x9b"
		  "31m \xc3\xa9\x9b");
	assert_string_equal(err.text, "a?31m \xc2?31m \xc3\xa9?");
}

static void letters_stay_as_they_are(void **state)
{
	static const char text[] = "\xc3\x89 \xe2\x80\x99 \xd0\x9f \xf0\x9f\x90\xa7 \xc2\xb5s";
	struct error err;

	(void)state;
	error_set(&err, 0, "%s", text);
	assert_string_equal(err.text, text);
}

static void a_character_that_is_cut_keeps_nothing_from_being_seen(void **state)
{
	struct error err;

	(void)state;
	error_set(&err, 0, "%s", "\xe2\x80\033x \xe2\n");
	assert_string_equal(err.text, "\xe2\x80?x \xe2?");
}

static void what_is_kept_stays(void **state)
{
	char text[] = "a\n\tb\033";

	(void)state;
	assert_string_equal(error_defuse(text, "\n\t"), "a\n\tb?");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_has_no_control_characters),
		cmocka_unit_test(nor_those_of_eight_bits),
		cmocka_unit_test(letters_stay_as_they_are),
		cmocka_unit_test(a_character_that_is_cut_keeps_nothing_from_being_seen),
		cmocka_unit_test(what_is_kept_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
