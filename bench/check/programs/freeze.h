/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * freeze.h: programs about freezing: it happens at exactly the count that was asked for, keeps
 * everybody out while it lasts, and leaves exactly the count that it is undone with, whatever gets
 * have failed meanwhile.
 */
#ifndef BENCH_CHECK_PROGRAMS_FREEZE_H
#define BENCH_CHECK_PROGRAMS_FREEZE_H

#include "bench/check/programs/free.h"

/* Migration: freeze what only the owner holds, work on it, let it go, and drop it. */
static void freeze_thaw_put(int number)
{
	struct held held = hold(&a, 1);

	(void)number;
	if (freeze(&held)) {
		assert_counts_0(&a);
		unfreeze(&held);
	}
	put(&held);
}

static void begin_frozen_a(void)
{
	begin_frozen(&a, "A", "A's count", &folio_a);
}

/* Two references, dropped one by one: an undoing that is wrong by one shows either way. */
static void thaw_two_put(int number)
{
	struct held held = hold(&a, 2);
	struct held one = hold(&a, 1);

	(void)number;
	unfreeze(&held);
	put(&one);
	put(&one);
}

/* ---- residue of gets that failed, near the limit ---- */

static int frozen_word;
static int edge_word; /* the last frozen one to which a failed get still adds, or the frozen one */

/*
 * What a failed get makes of a word; and whether that is other than what it added to the frozen one,
 * so that something was reset or, worse, it succeeded.
 */
static bool is_beyond_edge(unsigned int word, unsigned int residue)
{
	struct folio folio = {._refcount = ATOMIC_INIT((int)word)};

	return folio_try_get(&folio) ||
	       (unsigned int)atomic_read(&folio._refcount) != word + residue;
}

/*
 * Where residue is reset differs from scheme to scheme, and nobody need tell: drive the word there,
 * by halves. Where it is never reset the edge is where the word comes round.
 */
static void find_edge(void)
{
	struct folio folio = {.flags = 0};
	unsigned int residue, below = 0, beyond = 1, word;

	set_page_count_frozen(&folio.page);
	frozen_word = atomic_read(&folio._refcount);
	folio_try_get(&folio);
	residue = (unsigned int)atomic_read(&folio._refcount) - (unsigned int)frozen_word;
	edge_word = frozen_word;
	if (!residue)
		return;
	word = (unsigned int)frozen_word;
	while (beyond && !is_beyond_edge(word + beyond * residue, residue))
		beyond *= 2;
	if (!beyond) {
		edge_word = (int)(word - residue);
		return;
	}
	while (beyond - below > 1) {
		unsigned int middle = below + (beyond - below) / 2;

		if (is_beyond_edge(word + middle * residue, residue))
			beyond = middle;
		else
			below = middle;
	}
	edge_word = (int)(word + below * residue);
}

static void begin_at_edge(void)
{
	static bool found;

	if (!found)
		find_edge();
	found = true;
	begin_frozen(&a, "A", "A's count", &folio_a);
	a.is = freed;
	a.freed = 1;
	atomic_set(&folio_a._refcount, edge_word);
}

static void get_twice_put(int number)
{
	get_put(number);
	get_put(number);
}

/* Allocated while gets fail on what it was: their reset must not wipe out its count. */
static void allocate_put(int number)
{
	struct held held = allocate(&a);

	(void)number;
	put(&held);
}

#endif
