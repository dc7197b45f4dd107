// SPDX-License-Identifier: GPL-2.0-or-later
/* outside_test.c: what is registered of a scheme from outside, and that a copy is another one. */
#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <setjmp.h>
#include <string.h>

#include <cmocka.h>

#include "bench/lookup/loops.h"
#include "bench/scheme.h"
#include "bench/user/outside.h"
#include "bench/work.h"

static char dir[PATH_MAX];

static int use_own_cache(void **state)
{
	struct error err;

	(void)state;
	return work_folder_make(dir, &err) || setenv("XDG_CACHE_HOME", dir, 1);
}

static int remove_cache(void **state)
{
	(void)state;
	work_folder_remove(dir);
	return 0;
}

static char *copy(const char *word, unsigned int parts)
{
	char *name = NULL, *said = NULL;
	struct error err = {.text = ""};

	if (outside_copy("--base", word, parts, &name, &said, &err))
		fail_msg("%s: %s", word, err.text);
	free(said);
	return name;
}

static char *load(const char *list, unsigned int parts)
{
	char *names = NULL, *said = NULL;
	struct error err = {.text = ""};

	if (outside_schemes("--scheme", list, parts, &names, &said, &err))
		fail_msg("%s: %s", list, err.text);
	free(said);
	return names;
}

static void built_in_names_stay(void **state)
{
	char *names = load("plain,lock-bit", OUTSIDE_LOOPS);

	(void)state;
	assert_string_equal(names, "plain,lock-bit");
	assert_null(outside_nth(0));
	free(names);
}

static void copies_are_numbered(void **state)
{
	char *first = copy("plain", OUTSIDE_LOOPS), *second = copy("plain", OUTSIDE_LOOPS);

	(void)state;
	assert_string_equal(first, "plain#2");
	assert_string_equal(second, "plain#3");
	assert_string_equal(outside_nth(0)->hash, outside_nth(1)->hash);
	free(first);
	free(second);
}

static void a_copy_is_other_code(void **state)
{
	const struct scheme *plain = scheme_find("plain"), *second = scheme_find("plain#2"),
			    *third = scheme_find("plain#3");

	(void)state;
	assert_non_null(second);
	assert_non_null(third);
	for (int i = 0; i < NR_LOOPS; i++) {
		assert_ptr_not_equal(plain->loops[i], second->loops[i]);
		assert_ptr_not_equal(second->loops[i], third->loops[i]);
	}
}

static void a_copy_has_its_own_twin(void **state)
{
	const struct scheme *second = scheme_find("plain#2"), *third = scheme_find("plain#3");

	(void)state;
	assert_non_null(scheme_variant(second, true, false));
	assert_non_null(scheme_variant(second, true, true));
	assert_ptr_not_equal(scheme_variant(second, true, false)->loops[LOOP_GET_PUT],
			     scheme_variant(third, true, false)->loops[LOOP_GET_PUT]);
}

static void a_name_comes_with_it(void **state)
{
	char *names = load("base=plain,lock-bit", OUTSIDE_LOOPS);
	char *again = load("base=plain", OUTSIDE_LOOPS);

	(void)state;
	assert_string_equal(names, "base,lock-bit");
	assert_string_equal(again, "base");
	assert_string_equal(scheme_find("base")->frozen, scheme_find("plain")->frozen);
	free(names);
	free(again);
}

static void one_text_under_two_names_is_other_code(void **state)
{
	char *names = load("one=plain,two=plain", OUTSIDE_LOOPS);

	(void)state;
	assert_string_equal(names, "one,two");
	assert_ptr_not_equal(scheme_find("one")->loops[LOOP_GET_PUT],
			     scheme_find("two")->loops[LOOP_GET_PUT]);
	free(names);
}

static void lookups_are_there_where_asked_for(void **state)
{
	char *name = copy("plain", OUTSIDE_LOOPS | OUTSIDE_LOOKUPS);

	(void)state;
	assert_null(lookup_loops_find("plain#2", false));
	assert_non_null(lookup_loops_find(name, false));
	assert_non_null(lookup_loops_find(name, true));
	assert_int_equal(outside_parts("get-put,freeze"), OUTSIDE_LOOPS);
	assert_int_equal(outside_parts("get-put,pfn-walk"), OUTSIDE_LOOPS | OUTSIDE_LOOKUPS);
	assert_int_equal(outside_parts("all"), OUTSIDE_LOOPS | OUTSIDE_LOOKUPS);
	free(name);
}

static void another_scheme_of_a_name_is_refused(void **state)
{
	char *names = NULL, *said = NULL;
	struct error err;

	(void)state;
	assert_int_equal(
		outside_schemes("--scheme", "base=lock-bit", OUTSIDE_LOOPS, &names, &said, &err),
		-EINVAL);
	assert_string_equal(err.text, "--scheme: base=plain and base=lock-bit would both be called "
				      "'base': name one, as in NAME=lock-bit");
	assert_null(names);
}

int main(void)
{
	/* In this order: what is registered stays. */
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(built_in_names_stay),
		cmocka_unit_test(copies_are_numbered),
		cmocka_unit_test(a_copy_is_other_code),
		cmocka_unit_test(a_copy_has_its_own_twin),
		cmocka_unit_test(a_name_comes_with_it),
		cmocka_unit_test(one_text_under_two_names_is_other_code),
		cmocka_unit_test(lookups_are_there_where_asked_for),
		cmocka_unit_test(another_scheme_of_a_name_is_refused),
	};

	return cmocka_run_group_tests(tests, use_own_cache, remove_cache);
}
