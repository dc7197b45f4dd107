// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * schemes_test.c: the laws that every scheme keeps, one thread at a time, through nothing but its
 * operations: a header that is dropped into core/schemes/ must pass as it is. Which words a scheme
 * uses, and what it does at their limits, is asked in scheme_words_test.c.
 */
#include "tests/core/each_scheme.h"

/* References at once: a page, a pair, a huge page, and GUP_PIN_COUNTING_BIAS. */
static const int some_nr[] = {1, 2, 512, 1024};

static struct folio live(const struct scheme *scheme, int count)
{
	struct folio folio = dirty_folio();

	scheme->ops.set_page_count_frozen(&folio.page);
	scheme->ops.folio_ref_unfreeze(&folio, count);
	return folio;
}

static void assert_count(const struct scheme *scheme, const struct folio *folio, int count)
{
	if (scheme->ops.folio_ref_count(folio) != count)
		fail_msg("count %d (word 0x%08x), expected %d", scheme->ops.folio_ref_count(folio),
			 folio_word(folio), count);
}

/* Frozen, and still so after somebody has tried to get it in every way there is. */
static void assert_refuses(const struct scheme *scheme, struct folio *folio)
{
	assert_count(scheme, folio, 0);
	assert_false(scheme->ops.folio_try_get(folio));
	for (size_t i = 0; i < NR(some_nr); i++)
		assert_false(scheme->ops.folio_ref_try_add(folio, some_nr[i]));
	assert_count(scheme, folio, 0);
}

static void law_1_init_gives_count_1(void **state)
{
	const struct scheme *scheme = *state;
	struct folio folio = dirty_folio();

	scheme->ops.init_page_count(&folio.page);
	assert_count(scheme, &folio, 1);
}

static void law_1_init_takes_a_frozen_page_whatever_residue_it_has(void **state)
{
	const struct scheme *scheme = *state;
	struct folio folio = dirty_folio();

	scheme->ops.set_page_count_frozen(&folio.page);
	assert_refuses(scheme, &folio);
	scheme->ops.init_page_count(&folio.page);
	assert_count(scheme, &folio, 1);
}

static void law_2_try_get_adds_exactly_one(void **state)
{
	const struct scheme *scheme = *state;
	struct folio folio = live(scheme, 1);

	for (int count = 2; count < 20; count++) {
		assert_true(scheme->ops.folio_try_get(&folio));
		assert_count(scheme, &folio, count);
	}
}

static void law_2_try_add_adds_exactly_nr(void **state)
{
	const struct scheme *scheme = *state;

	for (size_t i = 0; i < NR(some_nr); i++) {
		struct folio folio = live(scheme, 3);

		assert_true(scheme->ops.folio_ref_try_add(&folio, some_nr[i]));
		assert_count(scheme, &folio, 3 + some_nr[i]);
	}
}

static void law_2_get_adds_exactly_one(void **state)
{
	const struct scheme *scheme = *state;
	struct folio folio = live(scheme, 1);

	scheme->ops.folio_get(&folio);
	assert_count(scheme, &folio, 2);
}

static void law_3_a_frozen_page_refuses_however_often_it_is_asked(void **state)
{
	const struct scheme *scheme = *state;
	struct folio folio = dirty_folio();

	scheme->ops.set_page_count_frozen(&folio.page);
	for (int i = 0; i < 1000; i++)
		assert_refuses(scheme, &folio);
}

static void law_4_a_freed_page_refuses(void **state)
{
	const struct scheme *scheme = *state;
	struct folio folio = live(scheme, 1);

	assert_true(scheme->ops.folio_ref_dec_and_test(&folio));
	assert_refuses(scheme, &folio);
}

static void law_4_tail_pages_refuse_while_their_head_is_live(void **state)
{
	const struct scheme *scheme = *state;
	struct folio folios[4];

	scheme->ops.init_page_count(&folios[0].page);
	for (size_t i = 1; i < NR(folios); i++)
		scheme->ops.set_page_count_frozen(&folios[i].page);
	for (size_t i = 1; i < NR(folios); i++)
		assert_refuses(scheme, &folios[i]);
	assert_count(scheme, &folios[0], 1);
}

static void law_4_a_head_that_becomes_a_tail_refuses(void **state)
{
	const struct scheme *scheme = *state;
	struct folio folio = live(scheme, 2);

	assert_true(scheme->ops.folio_ref_freeze(&folio, 2));
	scheme->ops.set_page_count_frozen(&folio.page);
	assert_refuses(scheme, &folio);
}

static void law_5_only_the_last_put_frees(void **state)
{
	const struct scheme *scheme = *state;

	for (int count = 1; count < 6; count++) {
		struct folio folio = live(scheme, count);

		for (int left = count - 1; left > 0; left--) {
			assert_false(scheme->ops.folio_ref_dec_and_test(&folio));
			assert_count(scheme, &folio, left);
		}
		assert_true(scheme->ops.folio_ref_dec_and_test(&folio));
	}
}

static void law_5_putting_several_at_once_frees_only_with_the_last(void **state)
{
	const struct scheme *scheme = *state;

	for (size_t i = 0; i < NR(some_nr); i++) {
		struct folio folio = live(scheme, 2 * some_nr[i]);

		assert_false(scheme->ops.folio_ref_sub_and_test(&folio, some_nr[i]));
		assert_count(scheme, &folio, some_nr[i]);
		assert_true(scheme->ops.folio_ref_sub_and_test(&folio, some_nr[i]));
		assert_refuses(scheme, &folio);
	}
}

static void law_5_each_lifetime_is_freed_once(void **state)
{
	const struct scheme *scheme = *state;
	struct folio folio = dirty_folio();

	for (int lifetime = 0; lifetime < 100; lifetime++) {
		scheme->ops.init_page_count(&folio.page);
		assert_true(scheme->ops.folio_try_get(&folio));
		assert_false(scheme->ops.folio_ref_dec_and_test(&folio));
		assert_true(scheme->ops.folio_ref_dec_and_test(&folio));
		assert_refuses(scheme, &folio);
	}
}

static void law_6_freeze_succeeds_at_the_count_and_excludes_getters(void **state)
{
	const struct scheme *scheme = *state;

	for (size_t i = 0; i < NR(some_nr); i++) {
		struct folio folio = live(scheme, some_nr[i]);

		assert_true(scheme->ops.folio_ref_freeze(&folio, some_nr[i]));
		assert_refuses(scheme, &folio);
	}
}

static void law_6_freeze_at_another_count_fails_and_changes_nothing(void **state)
{
	const struct scheme *scheme = *state;

	for (size_t i = 0; i < NR(some_nr); i++) {
		int n = some_nr[i];
		struct folio folio = live(scheme, n);

		assert_false(scheme->ops.folio_ref_freeze(&folio, n - 1));
		assert_false(scheme->ops.folio_ref_freeze(&folio, n + 1));
		assert_false(scheme->ops.folio_ref_freeze(&folio, 2 * n));
		assert_count(scheme, &folio, n);
		assert_true(scheme->ops.folio_try_get(&folio));
	}
}

static void law_6_a_frozen_page_cannot_be_frozen_again(void **state)
{
	const struct scheme *scheme = *state;
	struct folio folio = live(scheme, 1);

	assert_true(scheme->ops.folio_ref_freeze(&folio, 1));
	assert_false(scheme->ops.folio_ref_freeze(&folio, 1));
	assert_refuses(scheme, &folio);
	assert_false(scheme->ops.folio_ref_freeze(&folio, 1));
}

static void law_6_unfreeze_gives_exactly_n_whatever_was_tried_meanwhile(void **state)
{
	const struct scheme *scheme = *state;

	for (size_t i = 0; i < NR(some_nr); i++) {
		struct folio folio = live(scheme, 1);

		assert_true(scheme->ops.folio_ref_freeze(&folio, 1));
		assert_refuses(scheme, &folio);
		scheme->ops.folio_ref_unfreeze(&folio, some_nr[i]);
		assert_count(scheme, &folio, some_nr[i]);
		assert_true(scheme->ops.folio_try_get(&folio));
		assert_count(scheme, &folio, some_nr[i] + 1);
	}
}

static void law_7_the_count_of_a_frozen_page_is_0(void **state)
{
	const struct scheme *scheme = *state;
	struct folio set = dirty_folio(), freed = live(scheme, 1), frozen = live(scheme, 9);

	scheme->ops.set_page_count_frozen(&set.page);
	assert_count(scheme, &set, 0);
	assert_true(scheme->ops.folio_ref_dec_and_test(&freed));
	assert_count(scheme, &freed, 0);
	assert_true(scheme->ops.folio_ref_freeze(&frozen, 9));
	assert_count(scheme, &frozen, 0);
}

static void law_8_what_is_put_back_leaves_the_word_as_it_was(void **state)
{
	const struct scheme *scheme = *state;
	struct folio folio = live(scheme, 7);
	unsigned int before = folio_word(&folio);

	for (size_t i = 0; i < NR(some_nr); i++)
		assert_true(scheme->ops.folio_ref_try_add(&folio, some_nr[i]));
	scheme->ops.folio_get(&folio);
	for (size_t i = 0; i < NR(some_nr); i++)
		assert_false(scheme->ops.folio_ref_sub_and_test(&folio, some_nr[i]));
	assert_false(scheme->ops.folio_ref_dec_and_test(&folio));
	assert_int_equal(folio_word(&folio), before);
}

static void law_10_zeroed_memory_is_what_the_scheme_says(void **state)
{
	const struct scheme *scheme = *state;
	struct folio *folio = aligned_alloc(_Alignof(struct folio), sizeof(*folio));

	assert_non_null(folio);
	memset(folio, 0, sizeof(*folio));
	if (!strcmp(scheme->zeroed, "frozen")) {
		assert_refuses(scheme, folio);
	} else {
		assert_string_equal(scheme->zeroed, "live");
		assert_true(scheme->ops.folio_try_get(folio));
		assert_true(scheme->ops.folio_ref_count(folio) > 0);
	}
	free(folio);
}

static void law_11_counts_up_to_the_maximum_work(void **state)
{
	const struct scheme *scheme = *state;
	int max = (int)scheme->max_count;

	for (size_t i = 0; i < NR(some_nr); i++) {
		struct folio folio = live(scheme, max - some_nr[i]);

		assert_true(scheme->ops.folio_ref_try_add(&folio, some_nr[i]));
		assert_count(scheme, &folio, max);
		assert_false(scheme->ops.folio_ref_sub_and_test(&folio, some_nr[i]));
		assert_count(scheme, &folio, max - some_nr[i]);
	}
}

static void law_11_a_page_at_the_maximum_can_be_frozen_and_thawed(void **state)
{
	const struct scheme *scheme = *state;
	int max = (int)scheme->max_count;
	struct folio folio = live(scheme, max);

	assert_false(scheme->ops.folio_ref_freeze(&folio, max - 1));
	assert_true(scheme->ops.folio_ref_freeze(&folio, max));
	assert_refuses(scheme, &folio);
	scheme->ops.folio_ref_unfreeze(&folio, max);
	assert_count(scheme, &folio, max);
}

static void law_11_a_page_at_the_maximum_is_freed_by_its_last_put(void **state)
{
	const struct scheme *scheme = *state;
	int max = (int)scheme->max_count;
	struct folio folio = live(scheme, max);

	assert_false(scheme->ops.folio_ref_sub_and_test(&folio, max - 1));
	assert_count(scheme, &folio, 1);
	assert_true(scheme->ops.folio_ref_dec_and_test(&folio));
	assert_refuses(scheme, &folio);
}

static void nothing_but_the_count_is_touched(void **state)
{
	const struct scheme *scheme = *state;
	struct folio folio = dirty_folio(), untouched = dirty_folio();

	scheme->ops.init_page_count(&folio.page);
	scheme->ops.folio_get(&folio);
	assert_true(scheme->ops.folio_ref_freeze(&folio, 2));
	assert_false(scheme->ops.folio_try_get(&folio));
	scheme->ops.folio_ref_unfreeze(&folio, 1);
	assert_true(scheme->ops.folio_ref_dec_and_test(&folio));
	scheme->ops.set_page_count_frozen(&folio.page);
	untouched._refcount = folio._refcount;
	assert_memory_equal(&folio, &untouched, sizeof(folio));
}

int main(void)
{
	static struct gathered all;
	const struct CMUnitTest laws[] = {
		cmocka_unit_test(law_1_init_gives_count_1),
		cmocka_unit_test(law_1_init_takes_a_frozen_page_whatever_residue_it_has),
		cmocka_unit_test(law_2_try_get_adds_exactly_one),
		cmocka_unit_test(law_2_try_add_adds_exactly_nr),
		cmocka_unit_test(law_2_get_adds_exactly_one),
		cmocka_unit_test(law_3_a_frozen_page_refuses_however_often_it_is_asked),
		cmocka_unit_test(law_4_a_freed_page_refuses),
		cmocka_unit_test(law_4_tail_pages_refuse_while_their_head_is_live),
		cmocka_unit_test(law_4_a_head_that_becomes_a_tail_refuses),
		cmocka_unit_test(law_5_only_the_last_put_frees),
		cmocka_unit_test(law_5_putting_several_at_once_frees_only_with_the_last),
		cmocka_unit_test(law_5_each_lifetime_is_freed_once),
		cmocka_unit_test(law_6_freeze_succeeds_at_the_count_and_excludes_getters),
		cmocka_unit_test(law_6_freeze_at_another_count_fails_and_changes_nothing),
		cmocka_unit_test(law_6_a_frozen_page_cannot_be_frozen_again),
		cmocka_unit_test(law_6_unfreeze_gives_exactly_n_whatever_was_tried_meanwhile),
		cmocka_unit_test(law_7_the_count_of_a_frozen_page_is_0),
		cmocka_unit_test(law_8_what_is_put_back_leaves_the_word_as_it_was),
		cmocka_unit_test(law_10_zeroed_memory_is_what_the_scheme_says),
		cmocka_unit_test(law_11_counts_up_to_the_maximum_work),
		cmocka_unit_test(law_11_a_page_at_the_maximum_can_be_frozen_and_thawed),
		cmocka_unit_test(law_11_a_page_at_the_maximum_is_freed_by_its_last_put),
		cmocka_unit_test(nothing_but_the_count_is_touched),
	};

	gather_for_each_scheme(&all, laws, NR(laws), keeps_the_laws);
	return run_gathered("schemes", &all);
}
