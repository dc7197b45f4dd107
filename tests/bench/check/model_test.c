// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * model_test.c: the models hold what their schemes promise, find what is planted in them, and go
 * through the very states that the code goes through: the words and holders that a small program can
 * reach are the same in the model and under the explorer.
 */
#define PAGEREF_EXPLORE
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "bench/check/explored.h"
#include "bench/check/model.h"

static struct verdict_list list;

static int set_up(void **state)
{
	(void)state;
	alarm(300);
	return 0;
}

static int forget(void **state)
{
	(void)state;
	verdict_list_free(&list);
	return 0;
}

static void judge(const char *scheme, const char *define, unsigned int laws)
{
	const struct scheme_model *model = scheme_model_find(scheme);

	verdict_list_free(&list);
	assert_non_null(model);
	scheme_model_judge(model, 2, define, laws, &list);
	assert_true(list.nr > 0);
	if (list.all[0].ruling == RULING_NOT_RUN) {
		print_message("%s\n", list.all[0].note);
		skip();
	}
}

static const struct verdict *verdict_on(int law)
{
	for (int i = 0; i < list.nr; i++) {
		if (list.all[i].law == law)
			return &list.all[i];
	}
	fail_msg("nothing is said of law %d", law);
	return NULL;
}

static void assert_all_hold(const char *scheme, unsigned int laws, uint64_t at_least)
{
	judge(scheme, NULL, laws);
	for (int law = 1; law < NR_LAWS; law++) {
		if (!(laws & LAW_BIT(law)))
			continue;
		assert_string_equal(ruling_names[verdict_on(law)->ruling],
				    ruling_names[RULING_HOLDS]);
		assert_true(verdict_on(law)->executions > at_least);
	}
}

/* ---- what holds ---- */

#define ALL_BUT_LIFETIME (MODELLED_LAWS & ~LAW_BIT(LAW_SAME_LIFETIME))

static void schemes_without_a_mark_keep_every_law(void **state)
{
	(void)state;
	assert_all_hold("plain", MODELLED_LAWS, 1000);
	assert_all_hold("optimistic", MODELLED_LAWS, 1000);
}

static void schemes_with_a_mark_keep_all_but_the_lifetime(void **state)
{
	(void)state;
	assert_all_hold("lock-bit", ALL_BUT_LIFETIME, 20000);
	assert_all_hold("inverted-high", ALL_BUT_LIFETIME, 20000);
	assert_all_hold("inverted-low", ALL_BUT_LIFETIME, 20000);
	assert_all_hold("rcuref", ALL_BUT_LIFETIME, 20000);
}

static void an_older_lifetime_is_a_warning_with_its_trace(void **state)
{
	const struct verdict *verdict;

	(void)state;
	judge("frozen-bit", NULL, MODELLED_LAWS);
	verdict = verdict_on(LAW_SAME_LIFETIME);
	assert_int_equal(verdict->ruling, RULING_WARNING);
	assert_non_null(verdict->trace);
	assert_non_null(strstr(verdict->trace, "\n    1  "));
	assert_non_null(strstr(verdict->trace, "0x80000000 -> 0x00000001"));
	assert_int_equal(verdict_on(LAW_ONE_LAST_PUT)->ruling, RULING_HOLDS);
}

/* ---- what is planted ---- */

static void assert_found(const char *scheme, const char *fault, int law)
{
	judge(scheme, fault, ALL_BUT_LIFETIME);
	assert_int_equal(verdict_on(law)->ruling, RULING_VIOLATED);
	assert_non_null(verdict_on(law)->trace);
}

static void faults_planted_in_the_model_are_found(void **state)
{
	(void)state;
	assert_found("lock-bit", "-DFAULT_UNDO_BY_SUBTRACTION", LAW_ONE_LAST_PUT);
	assert_found("lock-bit", "-DFAULT_BLIND_RESET", LAW_ADDS_NR);
	assert_found("lock-bit", "-DFAULT_PUT_WITHOUT_CAS", LAW_ONE_LAST_PUT);
	assert_found("lock-bit", "-DFAULT_MARK_BY_OR", LAW_ONE_LAST_PUT);
	assert_found("lock-bit", "-DFAULT_FREE_WRITES_ZERO", LAW_FROZEN_STAYS);
	assert_found("lock-bit", "-DFAULT_UNFREEZE_BY_ADDING", LAW_FREEZE);
}

static void residue_that_nobody_ever_resets_brings_rcuref_to_life(void **state)
{
	(void)state;
	judge("rcuref", "-DUNBOUNDED_RESIDUE", LAW_BIT(LAW_FROZEN_STAYS));
	assert_int_equal(verdict_on(LAW_FROZEN_STAYS)->ruling, RULING_VIOLATED);
}

/* ---- model and code ---- */

#define MAX_STATES 64

/* (word, holders), in no order. */
struct state_set {
	int nr;
	struct {
		uint32_t word;
		int holders;
	} all[MAX_STATES];
};

static bool contains(const struct state_set *set, uint32_t word, int holders)
{
	for (int i = 0; i < set->nr; i++) {
		if (set->all[i].word == word && set->all[i].holders == holders)
			return true;
	}
	return false;
}

static void add(struct state_set *set, uint32_t word, int holders)
{
	if (contains(set, word, holders))
		return;
	assert_true(set->nr < MAX_STATES);
	set->all[set->nr].word = word;
	set->all[set->nr++].holders = holders;
}

static void assert_same(const char *scheme, const struct state_set *model,
			const struct state_set *code)
{
	for (int i = 0; i < code->nr; i++) {
		if (!contains(model, code->all[i].word, code->all[i].holders))
			fail_msg("%s: only the code reaches 0x%08x with %d holders", scheme,
				 code->all[i].word, code->all[i].holders);
	}
	for (int i = 0; i < model->nr; i++) {
		if (!contains(code, model->all[i].word, model->all[i].holders))
			fail_msg("%s: only the model reaches 0x%08x with %d holders", scheme,
				 model->all[i].word, model->all[i].holders);
	}
}

/* Two readers get and put once each, while the owner allocates the page and drops it. */
#define NR_READERS 2

static void states_of_model(const struct scheme_model *model, struct state_set *set)
{
	char bits[32];
	struct spin_model spin = {.file = "core/models/pageref.pml",
				  .defines = {model->define, bits, "-DREADERS=2", "-DROUNDS=1",
					      "-DNO_FREEZER", "-DLOG_STATES", "-DSKIP=4096"}};
	struct spin_result result;
	struct error err;
	char *rest, *line;
	int ret;

	snprintf(bits, sizeof(bits), "-DBITS=%d", model->bits);
	ret = spin_run(&spin, &result, &err);
	if (ret == -ENOENT)
		skip();
	if (ret)
		fail_msg("%s", err.text);
	assert_true(result.complete);
	rest = result.output;
	while ((line = strsep(&rest, "\n"))) {
		unsigned int word;
		int holders;

		if (sscanf(line, "state %u %d", &word, &holders) == 2)
			add(set, scheme_model_word(model, word), holders);
	}
	spin_result_free(&result);
}

static const struct scheme_ops *ops;
static struct folio folio;
static int holders, unfinished;
static struct state_set *reached;

static void begin(void)
{
	memset(&folio, 0, sizeof(folio));
	ops->set_page_count_frozen(&folio.page);
	holders = 0;
	unfinished = NR_READERS + 1;
}

static void dropped(void *nr)
{
	holders -= *(int *)nr;
}

static void allocated(void *arg)
{
	(void)arg;
	holders = 1;
}

static void put(int nr)
{
	explore_with_next_change(dropped, &nr);
	ops->folio_ref_sub_and_test(&folio, nr);
	explore_settle();
	unfinished--;
}

static void reader(int number)
{
	int nr = 1 + number % 2;

	if (!ops->folio_ref_try_add(&folio, nr)) {
		unfinished--;
		return;
	}
	holders += nr;
	put(nr);
}

static void owner(int number)
{
	(void)number;
	explore_with_next_change(allocated, NULL);
	ops->init_page_count(&folio.page);
	explore_settle();
	put(1);
}

/* Asked at every point of every schedule, when a step is whole. */
static bool log_state(void *arg)
{
	(void)arg;
	add(reached, (uint32_t)folio._refcount.counter, holders);
	return !unfinished;
}

static void watcher(int number)
{
	(void)number;
	explore_wait(log_state, NULL);
}

static void states_of_code(const char *scheme, struct state_set *set)
{
	static const struct explore_limits no_limits;
	static const struct explore_program program = {
		.begin = begin,
		.nr_threads = NR_READERS + 2,
		.threads = {{"reader 1", reader},
			    {"reader 2", reader},
			    {"owner", owner},
			    {"watcher", watcher}},
	};
	struct explore_result result;

	ops = explored_find(scheme)->ops;
	reached = set;
	assert_int_equal(explore(&program, &no_limits, &result), 0);
	assert_true(result.complete);
	explore_result_free(&result);
}

static void model_and_code_reach_the_same_states(void **state)
{
	static const char *const schemes[] = {
		"plain",	 "optimistic",	 "lock-bit", "frozen-bit", "lock-bit-acquire",
		"inverted-high", "inverted-low", "rcuref"};

	(void)state;
	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
		struct state_set model = {0}, code = {0};

		if (!explored_find(schemes[i]))
			continue;
		states_of_model(scheme_model_find(schemes[i]), &model);
		states_of_code(schemes[i], &code);
		print_message("%s: %d states\n", schemes[i], code.nr);
		assert_same(schemes[i], &model, &code);
		assert_true(code.nr > 4);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(schemes_without_a_mark_keep_every_law),
		cmocka_unit_test(schemes_with_a_mark_keep_all_but_the_lifetime),
		cmocka_unit_test(an_older_lifetime_is_a_warning_with_its_trace),
		cmocka_unit_test(faults_planted_in_the_model_are_found),
		cmocka_unit_test(residue_that_nobody_ever_resets_brings_rcuref_to_life),
		cmocka_unit_test(model_and_code_reach_the_same_states),
	};

	return cmocka_run_group_tests(tests, set_up, forget);
}
