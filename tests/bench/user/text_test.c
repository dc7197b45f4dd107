// SPDX-License-Identifier: GPL-2.0-or-later
/* text_test.c: what stands in the text of a C header. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "bench/user/text.h"

static void a_definition_is_one(void **state)
{
	(void)state;
	assert_true(text_defines("static inline int get(struct page *page)\n{\n}\n", "get"));
	assert_true(text_defines("static bool\nget(int (*f)(int), int a)\n{ }", "get"));
	assert_true(text_defines("#define get(x) (x)\n", "get"));
	assert_true(text_defines("  #  define get other\n", "get"));
}

static void anything_else_is_none(void **state)
{
	(void)state;
	assert_false(text_defines("int get(struct page *page);\n", "get"));
	assert_false(text_defines("	return get(page);\n}\n", "get"));
	assert_false(text_defines("int get_page(int a)\n{\n}\n", "get"));
	assert_false(text_defines("int try_get(int a)\n{\n}\n", "get"));
	assert_false(text_defines("/* get() - takes one */\n", "get"));
	assert_false(text_defines("int get(", "get"));
	assert_false(text_defines("#undef get\n", "get"));
	assert_false(text_defines("", "get"));
}

static void defines_are_copied_with_what_they_go_on_in(void **state)
{
	static const char text[] = "#define OTHER 1\n"
				   "#define A_BIT (1 << \\\n\t31)\n"
				   "int A_x;\n"
				   "#  define\tA_TWO\n"
				   "#defineA_THREE\n"
				   "#define A_LAST 4 \\";
	char *copied;
	size_t size;
	FILE *out = open_memstream(&copied, &size);

	(void)state;
	text_copy_defines(out, text, "A_");
	fclose(out);
	assert_string_equal(copied, "#define A_BIT (1 << \\\n\t31)\n#  define\tA_TWO\n"
				    "#define A_LAST 4 \\\n");
	free(copied);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_definition_is_one),
		cmocka_unit_test(anything_else_is_none),
		cmocka_unit_test(defines_are_copied_with_what_they_go_on_in),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
