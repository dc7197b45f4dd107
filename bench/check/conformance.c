// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * conformance.c: the first layer: what can be found out by one thread, through nothing but a scheme's
 * operations. Words are driven to their limits directly: a loop of 2^30 gets would take seconds.
 *
 * Law 9 needs a weak memory model, law 12 another thread, law 13 a lookup.
 */
#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "bench/check/check.h"
#include "bench/user/assertion.h"

/* References at once: a page, a pair, a huge page, GUP_PIN_COUNTING_BIAS. */
static const int some_nr[] = {1, 2, 512, 1024};
#define NR(array) (sizeof(array) / sizeof((array)[0]))

/* What is being tried, and what was wrong with it. */
struct trial {
	const struct explored_scheme *scheme;
	const struct scheme_ops *ops;
	struct folio folio;
	uint64_t cases;
	char wrong[160]; /* empty: nothing */
};

static void __attribute__((format(printf, 3, 4)))
expect(struct trial *trial, bool true_of_it, const char *format, ...)
{
	va_list arguments;

	trial->cases++;
	if (true_of_it || trial->wrong[0])
		return;
	va_start(arguments, format);
	vsnprintf(trial->wrong, sizeof(trial->wrong), format, arguments);
	va_end(arguments);
}

static unsigned int word_of(const struct trial *trial)
{
	return (unsigned int)trial->folio._refcount.counter;
}

static void set_word(struct trial *trial, unsigned int word)
{
	trial->folio._refcount.counter = (int)word;
}

static int count(const struct trial *trial)
{
	return trial->ops->folio_ref_count(&trial->folio);
}

/* Memory that was something else before. */
static void make_dirty(struct trial *trial)
{
	memset(&trial->folio, 0xa5, sizeof(trial->folio));
}

static void make_frozen(struct trial *trial)
{
	make_dirty(trial);
	trial->ops->set_page_count_frozen(&trial->folio.page);
}

static void make_live(struct trial *trial, int references)
{
	make_frozen(trial);
	trial->ops->folio_ref_unfreeze(&trial->folio, references);
}

static void expect_count(struct trial *trial, int expected, const char *after)
{
	expect(trial, count(trial) == expected, "%s the count is %d, not %d (word 0x%08x)", after,
	       count(trial), expected, word_of(trial));
}

static void expect_refused(struct trial *trial, const char *what)
{
	expect(trial, !trial->ops->folio_try_get(&trial->folio),
	       "folio_try_get succeeds on %s (word 0x%08x afterwards)", what, word_of(trial));
	for (size_t i = 0; i < NR(some_nr); i++)
		expect(trial, !trial->ops->folio_ref_try_add(&trial->folio, some_nr[i]),
		       "folio_ref_try_add(%d) succeeds on %s (word 0x%08x afterwards)", some_nr[i],
		       what, word_of(trial));
}

/* ---- the laws ---- */

static void init(struct trial *trial)
{
	make_dirty(trial);
	trial->ops->init_page_count(&trial->folio.page);
	expect_count(trial, 1, "after init_page_count");
	make_frozen(trial);
	expect_refused(trial, "a frozen page");
	trial->ops->init_page_count(&trial->folio.page);
	expect_count(trial, 1, "after init_page_count of a frozen page that refused gets");
}

static void adds_nr(struct trial *trial)
{
	for (size_t i = 0; i < NR(some_nr); i++) {
		make_live(trial, 3);
		expect(trial, trial->ops->folio_ref_try_add(&trial->folio, some_nr[i]),
		       "folio_ref_try_add(%d) is refused on a live page", some_nr[i]);
		expect_count(trial, 3 + some_nr[i], "after folio_ref_try_add");
	}
	make_live(trial, 1);
	expect(trial, trial->ops->folio_try_get(&trial->folio),
	       "folio_try_get is refused on a live page");
	expect_count(trial, 2, "after folio_try_get");
	trial->ops->folio_get(&trial->folio);
	expect_count(trial, 3, "after folio_get");
}

/* What one failed get adds to a frozen word. */
static unsigned int residue_of(struct trial *trial, int nr)
{
	unsigned int before;

	make_frozen(trial);
	before = word_of(trial);
	trial->ops->folio_ref_try_add(&trial->folio, nr);
	return word_of(trial) - before;
}

/*
 * Residue may grow and must be stopped in time, wherever that is: so from every power of two of
 * failed gets, and just before it, some more of them must fail, as far as they really lead.
 */
static void frozen_stays(struct trial *trial)
{
	make_frozen(trial);
	for (int i = 0; i < 1000; i++)
		expect_refused(trial, "a frozen page that has refused before");
	expect_count(trial, 0, "after failed gets");
	for (size_t i = 0; i < NR(some_nr); i++) {
		unsigned int residue = residue_of(trial, some_nr[i]), frozen;

		make_frozen(trial);
		frozen = word_of(trial);
		for (uint64_t tries = 1; residue && tries * residue <= UINT_MAX; tries *= 2) {
			unsigned int before = frozen + (unsigned int)(tries - 1) * residue;

			set_word(trial, before);
			for (int j = 0; j < 4; j++)
				expect(trial,
				       !trial->ops->folio_ref_try_add(&trial->folio, some_nr[i]),
				       "after %llu failed gets of %d (word 0x%08x) one succeeds on a "
				       "frozen page",
				       (unsigned long long)(tries - 1 + (unsigned int)j),
				       some_nr[i], before);
			expect_count(trial, 0, "after failed gets at the limit");
			/* It was reset: words beyond are not to be had by failed gets. */
			if (word_of(trial) - frozen < (unsigned int)(tries - 1) * residue)
				break;
		}
	}
}

static void free_refuses(struct trial *trial)
{
	make_live(trial, 1);
	expect(trial, trial->ops->folio_ref_dec_and_test(&trial->folio),
	       "the only put is not told that it was the last");
	expect_refused(trial, "a freed page");
	make_live(trial, 2);
	expect(trial, trial->ops->folio_ref_freeze(&trial->folio, 2),
	       "a page with 2 references cannot be frozen at 2");
	trial->ops->set_page_count_frozen(&trial->folio.page);
	expect_refused(trial, "a tail page");
}

static void one_last_put(struct trial *trial)
{
	for (int references = 1; references < 6; references++) {
		make_live(trial, references);
		for (int left = references - 1; left; left--) {
			expect(trial, !trial->ops->folio_ref_dec_and_test(&trial->folio),
			       "told: last reference, and %d are left", left);
			expect_count(trial, left, "after a put");
		}
		expect(trial, trial->ops->folio_ref_dec_and_test(&trial->folio),
		       "the last of %d puts is not told that it was", references);
	}
	for (size_t i = 0; i < NR(some_nr); i++) {
		make_live(trial, 2 * some_nr[i]);
		expect(trial, !trial->ops->folio_ref_sub_and_test(&trial->folio, some_nr[i]),
		       "told: last reference, and %d are left", some_nr[i]);
		expect(trial, trial->ops->folio_ref_sub_and_test(&trial->folio, some_nr[i]),
		       "the last put, of %d, is not told that it was", some_nr[i]);
	}
}

static void freezes(struct trial *trial)
{
	for (int references = 1; references < 5; references++) {
		make_live(trial, references);
		for (int n = 0; n < 6; n++) {
			if (n == references)
				continue;
			expect(trial, !trial->ops->folio_ref_freeze(&trial->folio, n),
			       "frozen at %d with %d references", n, references);
			expect_count(trial, references, "after a freeze that failed");
		}
		expect(trial, trial->ops->folio_ref_freeze(&trial->folio, references),
		       "cannot be frozen at %d with as many references", references);
		expect_refused(trial, "a page that was frozen");
		trial->ops->folio_ref_unfreeze(&trial->folio, 7);
		expect_count(trial, 7, "after folio_ref_unfreeze(7)");
	}
}

static void frozen_counts_0(struct trial *trial)
{
	make_frozen(trial);
	expect_count(trial, 0, "of a frozen page");
	expect_refused(trial, "a frozen page");
	expect_count(trial, 0, "of a frozen page that refused gets");
	make_live(trial, 4);
	trial->ops->folio_ref_freeze(&trial->folio, 4);
	expect_count(trial, 0, "of a page that was frozen at 4");
	make_live(trial, 1);
	trial->ops->folio_ref_dec_and_test(&trial->folio);
	expect_count(trial, 0, "of a freed page");
}

static void restored(struct trial *trial)
{
	for (size_t i = 0; i < NR(some_nr); i++) {
		unsigned int before;

		make_live(trial, 5);
		before = word_of(trial);
		trial->ops->folio_ref_try_add(&trial->folio, some_nr[i]);
		trial->ops->folio_ref_sub_and_test(&trial->folio, some_nr[i]);
		expect(trial, word_of(trial) == before,
		       "after a get and a put of %d the word is 0x%08x, not 0x%08x", some_nr[i],
		       word_of(trial), before);
	}
}

static void zeroed(struct trial *trial)
{
	bool stated_frozen = !strcmp(trial->scheme->zeroed, "frozen");

	memset(&trial->folio, 0, sizeof(trial->folio));
	expect(trial, trial->ops->folio_try_get(&trial->folio) != stated_frozen,
	       "zeroed memory is not %s, as the scheme states", trial->scheme->zeroed);
}

static void maximum(struct trial *trial)
{
	int most = (int)trial->scheme->max_count;

	make_live(trial, most - 1);
	expect_count(trial, most - 1, "one below the maximum");
	expect(trial, trial->ops->folio_try_get(&trial->folio),
	       "a get below the maximum count is refused");
	expect_count(trial, most, "at the maximum");
	expect(trial, !trial->ops->folio_ref_dec_and_test(&trial->folio),
	       "told: last reference, at the maximum count");
	expect_count(trial, most - 1, "after a put at the maximum");
	make_live(trial, most);
	expect(trial, trial->ops->folio_ref_freeze(&trial->folio, most),
	       "a page at the maximum count cannot be frozen");
	make_live(trial, most);
	expect(trial, trial->ops->folio_ref_sub_and_test(&trial->folio, most),
	       "the last put, of all references there can be, is not told that it was");
}

/* ---- the layer ---- */

static const struct {
	enum law law;
	void (*try)(struct trial *trial);
} trials[] = {
	{LAW_INIT, init},
	{LAW_ADDS_NR, adds_nr},
	{LAW_FROZEN_STAYS, frozen_stays},
	{LAW_FREE_REFUSES, free_refuses},
	{LAW_ONE_LAST_PUT, one_last_put},
	{LAW_FREEZE, freezes},
	{LAW_FROZEN_COUNTS_0, frozen_counts_0},
	{LAW_RESTORED, restored},
	{LAW_ZEROED, zeroed},
	{LAW_OVERFLOW, maximum},
};

/* Why @law cannot be asked of @scheme, or NULL. */
static const char *not_applicable(const struct explored_scheme *scheme, enum law law)
{
	if (scheme->unsafe)
		return scheme->unsafe;
	if (law == LAW_ZEROED && strcmp(scheme->zeroed, "frozen") && strcmp(scheme->zeroed, "live"))
		return "the header does not say what zeroed memory is: SCHEME_ZEROED, "
		       "\"frozen\" or \"live\"";
	return NULL;
}

/* An assertion of the scheme's own that does not hold is as wrong as an answer. */
static void attempt(void (*try)(struct trial *trial), struct trial *trial)
{
	struct assertion_catcher catcher;

	assertion_catch(&catcher);
	if (!setjmp(catcher.back))
		try(trial);
	else
		snprintf(trial->wrong, sizeof(trial->wrong), "%.159s", catcher.what);
	assertion_catch(NULL);
}

void check_conformance(const struct explored_scheme *scheme, enum check_depth depth,
		       struct verdict_list *list)
{
	(void)depth;
	for (size_t i = 0; i < NR(trials); i++) {
		const char *reason = not_applicable(scheme, trials[i].law);
		struct verdict verdict = {
			.law = trials[i].law,
			.layer = LAYER_CONFORMANCE,
			.ruling = RULING_NOT_APPLICABLE,
			.program = "one thread",
		};
		struct trial trial = {.scheme = scheme, .ops = scheme->ops};

		if (!reason) {
			attempt(trials[i].try, &trial);
			verdict.ruling = trial.wrong[0] ? RULING_VIOLATED : RULING_HOLDS;
			verdict.executions = trial.cases;
		}
		snprintf(verdict.note, sizeof(verdict.note), "%s",
			 reason		  ? reason
			 : trial.wrong[0] ? trial.wrong
					  : "one thread");
		verdict_add(list, &verdict);
	}
}
