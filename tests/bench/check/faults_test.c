// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * faults_test.c: the checker against schemes known to be wrong, and against those known to be right.
 * Which fault is caught by which law is part of the claim: a checker that shouts at everything finds
 * every fault too.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "bench/check/check.h"

static const struct explored_scheme *fault(const char *name)
{
	for (const struct explored_scheme *const *s = explored_faults(); *s; s++) {
		if (!strcmp((*s)->name, name))
			return *s;
	}
	fail_msg("no fault is called %s", name);
	return NULL;
}

/* The first violation of @law that @scheme's exploration shows. */
static struct verdict *violation(struct verdict_list *list, const struct explored_scheme *scheme)
{
	check_exploration(scheme, DEPTH_QUICK, list);
	for (int i = 0; i < list->nr; i++) {
		if (list->all[i].ruling == RULING_VIOLATED)
			return &list->all[i];
	}
	return NULL;
}

static void assert_explored(const char *name, int law, const char *note)
{
	struct verdict_list list = {0};
	const struct verdict *found = violation(&list, fault(name));

	assert_non_null(found);
	assert_int_equal(found->law, law);
	assert_string_equal(found->note, note);
	assert_non_null(found->trace);
	assert_non_null(strstr(found->trace, "VIOLATED: "));
	verdict_list_free(&list);
}

static void each_breakage_breaks_its_own_law(void **state)
{
	(void)state;
	assert_explored("mark-by-or", LAW_ONE_LAST_PUT,
			"told: last reference; 1 of A are still held");
	assert_explored("put-without-cas", LAW_ONE_LAST_PUT,
			"told: last reference, of A, which is free");
	assert_explored("freed-page-zeroed", LAW_FREE_REFUSES,
			"a get succeeds on A, which is free");
	assert_explored("freeze-by-or", LAW_FREEZE, "frozen at 1, though 2 references are held");
	assert_explored("recheck-missing", LAW_LOOKUP,
			"looked up at 0, and got B, which is at 1 by now");
	assert_explored("pte-cleared-after-drop", LAW_LOOKUP,
			"looked up at 0, and got B, which is at 1 by now");
	assert_explored("no-grace-period", LAW_LOOKUP,
			"looked up at 0, and got B, which is at 1 by now");
	assert_explored("reset-wipes-live-count", LAW_ONE_LAST_PUT,
			"nobody was told to free A: it is lost");
}

/* As short as it can be, and in words. */
static void a_trace_can_be_read(void **state)
{
	struct verdict_list list = {0};
	const struct verdict *found = violation(&list, fault("mark-by-or"));

	(void)state;
	assert_string_equal(
		found->trace,
		"  at the start A's count is 0x00000001\n"
		"    1  owner     folio_put: atomic_sub_and_test(1)       "
		"A's count 0x00000001 -> 0x00000000\n"
		"    2  reader 1  folio_try_get: atomic_add_return(1)     "
		"A's count 0x00000000 -> 0x00000001  got a reference\n"
		"    3  owner     folio_put: atomic_fetch_or(0x80000000)  "
		"A's count 0x00000001 -> 0x80000001  VIOLATED: told: last reference; 1 of A are "
		"still held\n");
	verdict_list_free(&list);
}

static void no_scheme_violates_a_law(void **state)
{
	(void)state;
	for (const struct explored_scheme *const *s = explored_all(); *s; s++) {
		struct verdict_list list = {0};

		check_conformance(*s, DEPTH_QUICK, &list);
		assert_null(violation(&list, *s));
		verdict_list_free(&list);
	}
}

/* Plain cannot free in another lifetime than its own; whoever marks by compare-and-swap can. */
static void only_plain_frees_in_its_own_lifetime(void **state)
{
	(void)state;
	for (const struct explored_scheme *const *s = explored_all(); *s; s++) {
		bool one_step = !strcmp((*s)->name, "plain") || !strcmp((*s)->name, "optimistic");
		struct verdict_list list = {0};

		if ((*s)->unsafe)
			continue;
		check_exploration(*s, DEPTH_QUICK, &list);
		assert_int_equal(verdict_worst(&list), one_step ? RULING_HOLDS : RULING_WARNING);
		verdict_list_free(&list);
	}
}

static void reference_lines_say_why_no_law_applies(void **state)
{
	struct verdict_list list = {0};

	(void)state;
	check_conformance(explored_find("null"), DEPTH_QUICK, &list);
	check_exploration(explored_find("null"), DEPTH_QUICK, &list);
	assert_true(list.nr > 0);
	for (int i = 0; i < list.nr; i++) {
		assert_int_equal(list.all[i].ruling, RULING_NOT_APPLICABLE);
		assert_true(list.all[i].note[0]);
	}
	verdict_list_free(&list);
}

static void what_one_thread_can_see_conformance_finds(void **state)
{
	static const struct {
		const char *fault;
		int law;
	} expected[] = {
		{"count-shows-bit", LAW_FROZEN_COUNTS_0}, {"residue-never-reset", LAW_FROZEN_STAYS},
		{"put-drops-only-one", LAW_ONE_LAST_PUT}, {"unfreeze-by-adding", LAW_FREEZE},
		{"inverted-is-frozen", LAW_ADDS_NR},	  {"init-keeps-residue", LAW_INIT},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
		struct verdict_list list = {0};
		bool found = false;

		check_conformance(fault(expected[i].fault), DEPTH_QUICK, &list);
		for (int j = 0; j < list.nr; j++)
			found |= list.all[j].law == expected[i].law &&
				 list.all[j].ruling == RULING_VIOLATED;
		assert_true(found);
		verdict_list_free(&list);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_breakage_breaks_its_own_law),
		cmocka_unit_test(a_trace_can_be_read),
		cmocka_unit_test(no_scheme_violates_a_law),
		cmocka_unit_test(only_plain_frees_in_its_own_lifetime),
		cmocka_unit_test(reference_lines_say_why_no_law_applies),
		cmocka_unit_test(what_one_thread_can_see_conformance_finds),
	};

	return cmocka_run_group_tests_name("check faults", tests, NULL, NULL);
}
