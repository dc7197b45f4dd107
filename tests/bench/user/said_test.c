// SPDX-License-Identifier: GPL-2.0-or-later
/* said_test.c: what is made of the messages of gcc and of clang about a header that is no scheme. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "bench/user/said.h"

#define CONTRACT "/usr/share/pageref/bench/user/contract.h:32:1: "

static struct error err;
static char *rest;

/* Interpret what a compiler @said about ./mine.h; leaves err and rest. */
static void interpret(const char *said)
{
	free(rest);
	rest = strdup(said);
	assert_int_equal(said_interpret("./mine.h", &rest, &err), -EINVAL);
	assert_non_null(rest);
}

static int forget(void **state)
{
	(void)state;
	free(rest);
	rest = NULL;
	return 0;
}

static void the_first_error_leads(void **state)
{
	(void)state;
	interpret("./mine.h:3:1: warning: odd\n"
		  "./mine.h:7:1: error: unknown type name 'viod'\n"
		  "    7 | viod f(void);\n"
		  "./mine.h:9:2: error: another\n");
	assert_string_equal(err.text, "./mine.h does not compile: "
				      "./mine.h:7:1: error: unknown type name 'viod'");
	assert_string_equal(rest, "  ./mine.h:3:1: warning: odd\n"
				  "      7 | viod f(void);\n"
				  "  ./mine.h:9:2: error: another\n");
}

static void what_follows_in_our_files_is_left_out(void **state)
{
	(void)state;
	interpret("./mine.h:7:1: error: unknown type name 'viod'\n"
		  "In file included from /src/bench/check/explore_template.c:8:\n" CONTRACT
		  "error: 'folio_get' undeclared here (not in a function)\n");
	assert_string_equal(rest, "");
}

static void an_error_that_is_in_our_files_alone_is_passed_on(void **state)
{
	(void)state;
	interpret("/src/bench/check/explore_template.c:99:5: error: 'SCHEME_ODD' undeclared\n"
		  "   99 | SCHEME_ODD\n");
	assert_non_null(strstr(err.text, "explore_template.c:99:5: error: 'SCHEME_ODD'"));
	assert_string_equal(rest, "     99 | SCHEME_ODD\n");
}

static void the_path_is_as_it_was_given(void **state)
{
	(void)state;
	interpret("././mine.h:7:1: error: one\n././mine.h:8:1: error: two\n");
	assert_string_equal(err.text, "./mine.h does not compile: ./mine.h:7:1: error: one");
	assert_string_equal(rest, "  ./mine.h:8:1: error: two\n");
}

static void a_missing_function_is_named_not_the_guess(void **state)
{
	(void)state;
	interpret(CONTRACT "error: 'folio_get' undeclared here (not in a function); did you mean "
			   "'folio_try_get'?\n" CONTRACT
			   "error: 'folio_ref_freeze' undeclared here (not in a function)\n");
	assert_string_equal(err.text, "./mine.h lacks folio_get; it must be: static inline void "
				      "folio_get(struct folio *folio)");
	assert_string_equal(rest, "  it lacks folio_ref_freeze; it must be: static inline bool "
				  "folio_ref_freeze(struct folio *folio, int count)\n");
}

static void clang_says_it_in_other_words(void **state)
{
	(void)state;
	interpret(CONTRACT "error: use of undeclared identifier 'folio_get'\n" CONTRACT
			   "error: static assertion failed: folio_get has another type\n");
	assert_non_null(strstr(err.text, "lacks folio_get;"));
	assert_string_equal(rest, "");
	interpret(CONTRACT "error: static assertion failed due to requirement "
			   "'__builtin_types_compatible_p(int (*)(struct folio *), bool (*)(struct "
			   "folio *))': folio_try_get has another type\n");
	assert_non_null(strstr(err.text, "gives folio_try_get another type;"));
}

/* That is no fault of the header. */
static void a_full_disk_is_told_apart(void **state)
{
	(void)state;
	rest = strdup("/tmp/x.c:31: fatal error: when writing output to /tmp/0.i: "
		      "No space left on device\n");
	assert_int_equal(said_interpret("./mine.h", &rest, &err), -ENOSPC);
	assert_string_equal(err.text, "./mine.h cannot be compiled: /tmp/x.c:31: fatal error: when "
				      "writing output to /tmp/0.i: No space left on device");
}

static void a_compiler_that_says_nothing_is_no_riddle(void **state)
{
	(void)state;
	interpret("");
	assert_string_equal(err.text, "./mine.h does not compile: the compiler does not say why");
	assert_string_equal(rest, "");
}

static void lines_of_a_hostile_header_are_only_text(void **state)
{
	(void)state;
	interpret("./mine.h:7:1: error: #error \033]0;x\007\n"
		  "    7 |\t#error \033]0;x\007\n");
	assert_string_equal(err.text, "./mine.h does not compile: "
				      "./mine.h:7:1: error: #error ?]0;x?");
	assert_string_equal(rest, "      7 |\t#error ?]0;x?\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(the_first_error_leads, forget),
		cmocka_unit_test_teardown(what_follows_in_our_files_is_left_out, forget),
		cmocka_unit_test_teardown(an_error_that_is_in_our_files_alone_is_passed_on, forget),
		cmocka_unit_test_teardown(the_path_is_as_it_was_given, forget),
		cmocka_unit_test_teardown(a_missing_function_is_named_not_the_guess, forget),
		cmocka_unit_test_teardown(clang_says_it_in_other_words, forget),
		cmocka_unit_test_teardown(a_full_disk_is_told_apart, forget),
		cmocka_unit_test_teardown(lines_of_a_hostile_header_are_only_text, forget),
		cmocka_unit_test_teardown(a_compiler_that_says_nothing_is_no_riddle, forget),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
