// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * scheme_words_test.c: the words of each scheme, at the edges where its arithmetic could slip: how
 * far residue grows and when it is reset, the transient word between a putter's decrement and its
 * mark, and what happens beyond the largest count. A word is written straight into _refcount,
 * because no loop reaches 2^30. The laws that need no table are in schemes_test.c.
 */
#include <limits.h>

#include "tests/core/each_scheme.h"

#define BIT 0x80000000U

/* One try_add of nr where it is positive, one sub_and_test of -nr where it is negative. */
struct step {
	unsigned int before;
	int nr;
	bool result;
	unsigned int after;
	int count; /* afterwards */
};

struct words {
	const char *schemes[3];
	const struct step *frozen; /* tries to get a frozen page, with residue up to its limit */
	const struct step *limits; /* live words about the largest count, and saturated ones */
	bool has_transient;
	unsigned int transient;
};

/* A step that ends a list. */
#define END             \
	{               \
		.nr = 0 \
	}

/*
 * Below 0xC0000000 a failed get leaves its residue; the one that arrives there resets it. Getters
 * that fail at the same time may push the word further before the first of them resets it.
 */
static const struct step lock_bit_frozen[] = {
	{BIT, 1, false, BIT + 1, 0},
	{BIT + 1, 1, false, BIT + 2, 0},
	{BIT, 1024, false, BIT + 1024, 0},
	{0xBFFFFFFE, 1, false, 0xBFFFFFFF, 0},
	{0xBFFFFFFF, 1, false, BIT, 0},
	{0xC0000000, 1, false, BIT, 0},
	{0xFFFFFFFE, 1, false, BIT, 0},
	{0xBFFFFBFF, 1024, false, 0xBFFFFFFF, 0},
	{0xBFFFFC00, 1024, false, BIT, 0},
	{0xFFFFFBFF, 1024, false, BIT, 0},
	END,
};

/* One reference too many reads as frozen: the get fails, and what it added stays. */
static const struct step lock_bit_limits[] = {
	{0x7FFFFFFE, 1, true, 0x7FFFFFFF, INT_MAX},
	{0x7FFFFFFF, 1, false, BIT, 0},
	{0x7FFFFFFF, 1024, false, BIT + 1023, 0},
	{0x7FFFFFFF, -1, false, 0x7FFFFFFE, INT_MAX - 1},
	{1, -1, true, BIT, 0},
	END,
};

/* Residue grows towards the live bit and is reset half way there. */
static const struct step inverted_high_frozen[] = {
	{0, 1, false, 1, 0},
	{1, 1, false, 2, 0},
	{0, 1024, false, 1024, 0},
	{0x3FFFFFFE, 1, false, 0x3FFFFFFF, 0},
	{0x3FFFFFFF, 1, false, 0, 0},
	{0x40000000, 1, false, 0, 0},
	{0x7FFFFFFE, 1, false, 0, 0},
	{0x3FFFFBFF, 1024, false, 0x3FFFFFFF, 0},
	{0x3FFFFC00, 1024, false, 0, 0},
	{0x7FFFFBFF, 1024, false, 0, 0},
	END,
};

/* One reference too many carries out of the word, and the live bit with it. */
static const struct step inverted_high_limits[] = {
	{0xFFFFFFFE, 1, true, 0xFFFFFFFF, INT_MAX},
	{0xFFFFFFFF, 1, false, 0, 0},
	{0xFFFFFFFF, 1024, false, 1023, 0},
	{0xFFFFFFFF, -1, false, 0xFFFFFFFE, INT_MAX - 1},
	{BIT + 1, -1, true, 0, 0},
	END,
};

/* Residue is even, passes the sign without harm and wraps to 0. */
static const struct step inverted_low_frozen[] = {
	{0, 1, false, 2, 0},
	{2, 1, false, 4, 0},
	{0, 1024, false, 2048, 0},
	{0x7FFFFFFE, 1, false, BIT, 0},
	{0xFFFFFFFC, 1, false, 0xFFFFFFFE, 0},
	{0xFFFFFFFE, 1, false, 0, 0},
	{0xFFFFFFFE, 1024, false, 2046, 0},
	{0xFFFFF800, 1024, false, 0, 0},
	END,
};

/* One reference too many wraps to the transient word: the get succeeds and the count is lost. */
static const struct step inverted_low_limits[] = {
	{0xFFFFFFFD, 1, true, 0xFFFFFFFF, INT_MAX},
	{0xFFFFFFFF, 1, true, 1, 0},
	{0xFFFFFFFF, 1024, true, 2047, 1023},
	{0xFFFFFFFF, -1, false, 0xFFFFFFFD, INT_MAX - 1},
	{3, -1, true, 0, 0},
	END,
};

/* Each failed get pulls the word back to the middle of the dead zone. */
static const struct step rcuref_frozen[] = {
	{0xC0000000, 1, false, 0xE0000000, 0},	  {0xDFFFFFFF, 1, false, 0xE0000000, 0},
	{0xE0000000, 1, false, 0xE0000000, 0},	  {0xE0000000, 1024, false, 0xE0000000, 0},
	{0xFFFFFFFD, 1, false, 0xE0000000, 0},	  {0xFFFFFFFE, 1, false, 0xE0000000, 0},
	{0xFFFFFBFF, 1024, false, 0xE0000000, 0}, END,
};

/*
 * One reference too many still counts, though as an int it reads negative; two saturate, and then
 * neither gets nor puts move the word: the page leaks. Only the last saturated word lets a get fall
 * into the dead zone, 2^29 simultaneous ones past the middle.
 */
static const struct step rcuref_limits[] = {
	{0x7FFFFFFD, 1, true, 0x7FFFFFFE, INT_MAX},
	{0x7FFFFFFE, 1, true, 0x7FFFFFFF, INT_MIN},
	{0x7FFFFFFF, 1, true, 0xA0000000, INT_MIN + 0x20000001},
	{0x7FFFFFFE, 1024, true, 0xA0000000, INT_MIN + 0x20000001},
	{0xA0000000, 1, true, 0xA0000000, INT_MIN + 0x20000001},
	{0xA0000000, -1, false, 0xA0000000, INT_MIN + 0x20000001},
	{0x80000001, -1, false, 0xA0000000, INT_MIN + 0x20000001},
	{0x80000000, -1, false, 0x7FFFFFFF, INT_MIN},
	{0xBFFFFFFE, 1, true, 0xA0000000, INT_MIN + 0x20000001},
	{0xBFFFFFFF, 1, false, 0xE0000000, 0},
	{0xC0000000, -1, false, 0xA0000000, INT_MIN + 0x20000001},
	{0x7FFFFFFE, -1, false, 0x7FFFFFFD, INT_MAX - 1},
	{0, -1, true, 0xE0000000, 0},
	END,
};

/* Nothing is written where nothing is got. */
static const struct step plain_frozen[] = {
	{0, 1, false, 0, 0},
	{0, 1024, false, 0, 0},
	END,
};

/* Beyond the largest count it goes on, negative, and is free when it comes round to 0. */
static const struct step plain_limits[] = {
	{0x7FFFFFFE, 1, true, 0x7FFFFFFF, INT_MAX},
	{0x7FFFFFFF, 1, true, BIT, INT_MIN},
	{0x7FFFFFFF, 1024, true, BIT + 1023, INT_MIN + 1023},
	{0xFFFFFFFF, 1, true, 0, 0},
	{0x7FFFFFFF, -1, false, 0x7FFFFFFE, INT_MAX - 1},
	{1, -1, true, 0, 0},
	END,
};

static const struct words all_words[] = {
	{{"plain", "optimistic"}, plain_frozen, plain_limits, false, 0},
	{{"lock-bit", "lock-bit-acquire", "frozen-bit"}, lock_bit_frozen, lock_bit_limits, true, 0},
	{{"inverted-high"}, inverted_high_frozen, inverted_high_limits, true, BIT},
	{{"inverted-low"}, inverted_low_frozen, inverted_low_limits, true, 1},
	{{"rcuref"}, rcuref_frozen, rcuref_limits, true, 0xFFFFFFFF},
};

static const struct words *words_of(const struct scheme *scheme)
{
	for (size_t i = 0; i < NR(all_words); i++) {
		for (size_t j = 0; j < NR(all_words[i].schemes); j++) {
			const char *name = all_words[i].schemes[j];

			if (name && !strcmp(name, scheme->name))
				return &all_words[i];
		}
	}
	return NULL;
}

static bool has_words(const struct scheme *scheme)
{
	return words_of(scheme);
}

static bool has_transient_word(const struct scheme *scheme)
{
	return has_words(scheme) && words_of(scheme)->has_transient;
}

static void assert_step(const struct scheme *scheme, const struct step *step)
{
	struct folio folio = dirty_folio();
	bool result;

	set_folio_word(&folio, step->before);
	result = step->nr > 0 ? scheme->ops.folio_ref_try_add(&folio, step->nr)
			      : scheme->ops.folio_ref_sub_and_test(&folio, -step->nr);
	if (result != step->result || folio_word(&folio) != step->after)
		fail_msg("0x%08x, %+d: %d and 0x%08x, expected %d and 0x%08x", step->before,
			 step->nr, result, folio_word(&folio), step->result, step->after);
	assert_int_equal(scheme->ops.folio_ref_count(&folio), step->count);
}

static void law_3_a_failed_get_leaves_the_word_frozen_at_every_limit(void **state)
{
	for (const struct step *step = words_of(*state)->frozen; step->nr; step++)
		assert_step(*state, step);
}

static void law_7_every_frozen_word_counts_0(void **state)
{
	const struct scheme *scheme = *state;

	for (const struct step *step = words_of(scheme)->frozen; step->nr; step++) {
		struct folio folio = dirty_folio();

		set_folio_word(&folio, step->before);
		assert_int_equal(scheme->ops.folio_ref_count(&folio), 0);
	}
}

static void law_6_unfreeze_clears_any_residue(void **state)
{
	const struct scheme *scheme = *state;

	for (const struct step *step = words_of(scheme)->frozen; step->nr; step++) {
		struct folio folio = dirty_folio();

		set_folio_word(&folio, step->before);
		scheme->ops.folio_ref_unfreeze(&folio, 3);
		assert_int_equal(scheme->ops.folio_ref_count(&folio), 3);
	}
}

static void law_1_init_clears_any_residue(void **state)
{
	const struct scheme *scheme = *state;

	for (const struct step *step = words_of(scheme)->frozen; step->nr; step++) {
		struct folio folio = dirty_folio();

		set_folio_word(&folio, step->before);
		scheme->ops.init_page_count(&folio.page);
		assert_int_equal(scheme->ops.folio_ref_count(&folio), 1);
	}
}

static void law_11_beyond_the_maximum_it_fails_as_documented(void **state)
{
	for (const struct step *step = words_of(*state)->limits; step->nr; step++)
		assert_step(*state, step);
}

/* The mark of a put is a compare-and-swap from the transient word, which is what freeze(0) is. */
static bool mark(const struct scheme *scheme, struct folio *folio)
{
	return scheme->ops.folio_ref_freeze(folio, 0);
}

static void law_5_the_putter_loses_to_whoever_got_the_transient_word(void **state)
{
	const struct scheme *scheme = *state;
	struct folio folio = dirty_folio();

	set_folio_word(&folio, words_of(scheme)->transient);
	assert_true(scheme->ops.folio_try_get(&folio));
	assert_int_equal(scheme->ops.folio_ref_count(&folio), 1);
	assert_false(mark(scheme, &folio));
	assert_true(scheme->ops.folio_ref_dec_and_test(&folio));
	assert_false(mark(scheme, &folio));
}

static void law_5_after_the_putter_won_the_page_is_frozen(void **state)
{
	const struct scheme *scheme = *state;
	struct folio folio = dirty_folio();

	set_folio_word(&folio, words_of(scheme)->transient);
	assert_true(mark(scheme, &folio));
	assert_false(scheme->ops.folio_try_get(&folio));
	assert_int_equal(scheme->ops.folio_ref_count(&folio), 0);
}

static void the_transient_word_counts_0(void **state)
{
	const struct scheme *scheme = *state;
	struct folio folio = dirty_folio();

	set_folio_word(&folio, words_of(scheme)->transient);
	assert_int_equal(scheme->ops.folio_ref_count(&folio), 0);
}

int main(void)
{
	static struct gathered all;
	const struct CMUnitTest words[] = {
		cmocka_unit_test(law_1_init_clears_any_residue),
		cmocka_unit_test(law_3_a_failed_get_leaves_the_word_frozen_at_every_limit),
		cmocka_unit_test(law_6_unfreeze_clears_any_residue),
		cmocka_unit_test(law_7_every_frozen_word_counts_0),
		cmocka_unit_test(law_11_beyond_the_maximum_it_fails_as_documented),
	};
	const struct CMUnitTest transient[] = {
		cmocka_unit_test(law_5_the_putter_loses_to_whoever_got_the_transient_word),
		cmocka_unit_test(law_5_after_the_putter_won_the_page_is_frozen),
		cmocka_unit_test(the_transient_word_counts_0),
	};

	gather_for_each_scheme(&all, words, NR(words), has_words);
	gather_for_each_scheme(&all, transient, NR(transient), has_transient_word);
	return run_gathered("words", &all);
}
