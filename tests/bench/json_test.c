// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * json_test.c: whatever a host calls itself, a line stays one line of valid JSON in UTF-8. Bytes are
 * written as yajl writes them, or as '?' where they are no text.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <yajl/yajl_tree.h>

#include "bench/json.h"

/* Take the one value that @json holds; it must be @expected and a newline. */
static void assert_line(yajl_gen json, const char *expected)
{
	size_t length;
	char *line = json_line(json, &length);

	yajl_gen_free(json);
	assert_non_null(line);
	assert_int_equal(length, strlen(line));
	assert_int_equal(length, strlen(expected) + 1);
	assert_memory_equal(line, expected, length - 1);
	assert_int_equal(line[length - 1], '\n');
	free(line);
}

static void assert_text(const char *text, const char *expected)
{
	yajl_gen json = json_new(false);

	assert_non_null(json);
	json_text(json, text);
	assert_line(json, expected);
}

static void assert_number(double value, const char *expected)
{
	yajl_gen json = json_new(false);

	assert_non_null(json);
	json_number(json, value);
	assert_line(json, expected);
}

/* ---- texts ---- */

static void plain_text_is_quoted(void **state)
{
	(void)state;
	assert_text("get-put", "\"get-put\"");
	assert_text("", "\"\"");
}

static void no_text_is_null(void **state)
{
	(void)state;
	assert_text(NULL, "null");
}

static void quotes_and_backslashes_are_escaped(void **state)
{
	(void)state;
	assert_text("a\"b\\c", "\"a\\\"b\\\\c\"");
	assert_text("\",\"valid\":true,\"x\":\"", "\"\\\",\\\"valid\\\":true,\\\"x\\\":\\\"\"");
}

static void control_characters_are_escaped(void **state)
{
	(void)state;
	assert_text("a\nb\tc\rd", "\"a\\nb\\tc\\rd\"");
	assert_text("\x01\x1b", "\"\\u0001\\u001B\"");
}

static void characters_of_every_length_pass(void **state)
{
	(void)state;
	assert_text("\x7f", "\"\x7f\"");
	assert_text("\xc2\x80 \xc3\xa4 \xdf\xbf", "\"\xc2\x80 \xc3\xa4 \xdf\xbf\"");
	assert_text("\xe0\xa0\x80 \xe2\x82\xac \xef\xbf\xbd",
		    "\"\xe0\xa0\x80 \xe2\x82\xac \xef\xbf\xbd\"");
	assert_text("\xed\x9f\xbf \xee\x80\x80", "\"\xed\x9f\xbf \xee\x80\x80\"");
	assert_text("\xf0\x90\x80\x80 \xf4\x8f\xbf\xbf", "\"\xf0\x90\x80\x80 \xf4\x8f\xbf\xbf\"");
}

static void bytes_that_begin_nothing_become_question_marks(void **state)
{
	(void)state;
	assert_text("a\xff"
		    "b\xfe\x80",
		    "\"a?b??\"");
	assert_text("\xf5\x80\x80\x80", "\"????\"");
}

static void overlong_forms_become_question_marks(void **state)
{
	(void)state;
	assert_text("\xc0\x80", "\"??\"");
	assert_text("\xc1\xbf", "\"??\"");
	assert_text("\xe0\x9f\xbf", "\"???\"");
	assert_text("\xf0\x8f\xbf\xbf", "\"????\"");
}

static void surrogates_become_question_marks(void **state)
{
	(void)state;
	assert_text("\xed\xa0\x80", "\"???\"");
	assert_text("\xed\xbf\xbf", "\"???\"");
}

static void what_lies_beyond_unicode_becomes_question_marks(void **state)
{
	(void)state;
	assert_text("\xf4\x90\x80\x80", "\"????\"");
}

static void characters_cut_off_become_question_marks(void **state)
{
	(void)state;
	assert_text("\xc3", "\"?\"");
	assert_text("\xe2\x82", "\"??\"");
	assert_text("\xf0\x90\x80", "\"???\"");
}

static void a_character_cut_off_takes_nothing_with_it(void **state)
{
	(void)state;
	assert_text("\xe2\x82\"", "\"??\\\"\"");
	assert_text("\xf0\x90x", "\"??x\"");
}

/* ---- numbers ---- */

static void numbers_have_nine_digits(void **state)
{
	(void)state;
	assert_number(0.5, "0.5");
	assert_number(1.0 / 3, "0.333333333");
	assert_number(55000000.1, "55000000.1");
	assert_number(-1e300, "-1e+300");
}

static void what_is_no_number_is_null(void **state)
{
	(void)state;
	assert_number(NAN, "null");
	assert_number(INFINITY, "null");
	assert_number(-INFINITY, "null");
}

static void integers_are_exact(void **state)
{
	yajl_gen json = json_new(false);

	(void)state;
	yajl_gen_map_open(json);
	json_put_integer(json, "most", INT64_MAX);
	json_put_integer(json, "least", INT64_MIN);
	yajl_gen_map_close(json);
	assert_line(json, "{\"most\":9223372036854775807,\"least\":-9223372036854775808}");
}

/* ---- maps ---- */

static void every_kind_of_member(void **state)
{
	yajl_gen json = json_new(false);

	(void)state;
	yajl_gen_map_open(json);
	json_put_text(json, "text", "t");
	json_put_text(json, "no text", NULL);
	json_put_number(json, "number", 1.5);
	json_put_bool(json, "yes", true);
	json_put_bool(json, "no", false);
	json_put_null(json, "null");
	json_put_maybe(json, "perhaps", 1);
	json_put_maybe(json, "not told", -1);
	json_open_map(json, "map");
	yajl_gen_map_close(json);
	json_open_array(json, "array");
	yajl_gen_array_close(json);
	yajl_gen_map_close(json);
	assert_line(json, "{\"text\":\"t\",\"no text\":null,\"number\":1.5,\"yes\":true,"
			  "\"no\":false,\"null\":null,\"perhaps\":true,\"not told\":null,"
			  "\"map\":{},\"array\":[]}");
}

static void keys_are_as_hostile_as_texts(void **state)
{
	yajl_gen json = json_new(false);

	(void)state;
	yajl_gen_map_open(json);
	json_put_bool(json, "a\"\n\xff", true);
	yajl_gen_map_close(json);
	assert_line(json, "{\"a\\\"\\n?\":true}");
}

/* Every byte a text can hold, in every neighbourhood of two: yajl's own reader takes the line. */
static void any_two_bytes_make_valid_json(void **state)
{
	(void)state;
	for (int first = 1; first < 256; first++) {
		for (int second = 1; second < 256; second++) {
			const char text[] = {(char)first, (char)second, '\0'};
			yajl_gen json = json_new(false);
			char why[200], *line;
			yajl_val tree;
			size_t length;

			json_text(json, text);
			line = json_line(json, &length);
			tree = yajl_tree_parse(line, why, sizeof(why));
			if (!tree || memchr(line, '\n', length) != line + length - 1)
				fail_msg("bytes %02x %02x: %s", first, second, why);
			yajl_tree_free(tree);
			yajl_gen_free(json);
			free(line);
		}
	}
}

/* ---- lines ---- */

static void nothing_is_no_line(void **state)
{
	yajl_gen json = json_new(false);
	size_t length;

	(void)state;
	assert_null(json_line(json, &length));
	yajl_gen_free(json);
}

static void half_a_value_is_no_line(void **state)
{
	yajl_gen json = json_new(false);
	size_t length;

	(void)state;
	yajl_gen_map_open(json);
	json_put_bool(json, "a", true);
	assert_null(json_line(json, &length));
	yajl_gen_free(json);
}

static void for_people_it_may_be_several_lines_with_one_end(void **state)
{
	yajl_gen json = json_new(true);

	(void)state;
	yajl_gen_map_open(json);
	json_put_bool(json, "a", true);
	yajl_gen_map_close(json);
	assert_line(json, "{\n    \"a\": true\n}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_text_is_quoted),
		cmocka_unit_test(no_text_is_null),
		cmocka_unit_test(quotes_and_backslashes_are_escaped),
		cmocka_unit_test(control_characters_are_escaped),
		cmocka_unit_test(characters_of_every_length_pass),
		cmocka_unit_test(bytes_that_begin_nothing_become_question_marks),
		cmocka_unit_test(overlong_forms_become_question_marks),
		cmocka_unit_test(surrogates_become_question_marks),
		cmocka_unit_test(what_lies_beyond_unicode_becomes_question_marks),
		cmocka_unit_test(characters_cut_off_become_question_marks),
		cmocka_unit_test(a_character_cut_off_takes_nothing_with_it),
		cmocka_unit_test(numbers_have_nine_digits),
		cmocka_unit_test(what_is_no_number_is_null),
		cmocka_unit_test(integers_are_exact),
		cmocka_unit_test(every_kind_of_member),
		cmocka_unit_test(keys_are_as_hostile_as_texts),
		cmocka_unit_test(any_two_bytes_make_valid_json),
		cmocka_unit_test(nothing_is_no_line),
		cmocka_unit_test(half_a_value_is_no_line),
		cmocka_unit_test(for_people_it_may_be_several_lines_with_one_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
