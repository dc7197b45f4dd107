/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * programs.h: what the threads of a weak-memory check do, over whatever scheme was included before.
 * All for law 9: what was written to a page before a reference was put is visible to whoever frees
 * it; and for its mirror image, that a get sees what was published to it.
 *
 *  - walker: a PFN walker takes a reference with no slot to look at again, uses the page and puts;
 *    the owner does too. Whoever is told that it was last reads and rewrites everything.
 *  - gup-fast: the PTE is cleared, the reference dropped; whoever was last frees, and the zapper
 *    allocates the page anew. A reader that takes a reference and finds the PTE unchanged must find
 *    the first life (Gunthorpe, linux-kernel 30 Aug 2022).
 *  - page-cache: freeze, unpublish, free, allocate anew; a reader that finds the slot unchanged must
 *    find the first life.
 *  - unfreeze: what was done to a frozen page is seen by whoever gets it after.
 *
 * Left out: pins, large folios and waiting for a count. Each reader looks once.
 */
#ifndef BENCH_CHECK_WEAK_PROGRAMS_H
#define BENCH_CHECK_WEAK_PROGRAMS_H

#include "bench/check/weak/weak.h"

static void weak_publish(struct weak_world *world)
{
	world->life($) = LIFE_FIRST;
	for (int i = 0; i < world->nr_used; i++)
		world->used[i]($) = 0;
	init_page_count(&world->folio.page);
	WRITE_ONCE(world->slot, SLOT_PAGE);
}

/*
 * The last reference is gone. The free path reads flags, mapping and order before it writes. One that
 * holds nothing but marked stores behind the branch is kept back by the control dependency, which C11
 * does not know: an acquire fence stands for it.
 */
static void weak_free(struct weak_world *world)
{
	bool stores_alone = world->remedy & REMEDY_FREER;

	if (stores_alone)
		smp_acquire__after_ctrl_dep();
	for (int i = 0; i < world->nr_used; i++) {
		if (!stores_alone)
			(void)world->used[i]($).load();
		world->used[i]($) = 0;
	}
	world->life($) = LIFE_FREE;
}

static bool weak_put(struct weak_world *world)
{
	if (!folio_ref_dec_and_test(&world->folio))
		return false;
	weak_free(world);
	return true;
}

static bool weak_try_get(struct weak_world *world)
{
	if (!folio_try_get(&world->folio))
		return false;
	if (world->remedy & REMEDY_GETTER)
		smp_acquire__after_ctrl_dep();
	return true;
}

/* As the page allocator does it: the count is set with a plain, relaxed store. */
static void weak_allocate_anew(struct weak_world *world)
{
	if (world->remedy & REMEDY_ALLOCATOR)
		smp_mb();
	world->life($) = LIFE_SECOND;
	init_page_count(&world->folio.page);
}

static void weak_walker(struct weak_world *world, int self)
{
	if (self && !weak_try_get(world))
		return;
	world->used[self]($) = 1;
	weak_put(world);
}

/* A reader that found the page through the slot, and looks at the slot again. */
static void weak_lookup(struct weak_world *world)
{
	if (READ_ONCE(world->slot) != SLOT_PAGE || !weak_try_get(world))
		return;
	if (READ_ONCE(world->slot) == SLOT_PAGE)
		RL_ASSERT(world->life($).load() == LIFE_FIRST);
	weak_put(world);
}

static void weak_gup_fast(struct weak_world *world, int self)
{
	if (self) {
		weak_lookup(world);
		return;
	}
	WRITE_ONCE(world->slot, SLOT_EMPTY);
	if (!weak_put(world))
		return;
	weak_allocate_anew(world);
	weak_put(world);
}

/*
 * Nothing of the count orders the emptied slot before the next life's count, which is set by a
 * relaxed store: in the kernel it is the lock of the page cache, let go before those of the
 * allocator are taken. smp_mb() stands for them.
 */
static void weak_page_cache(struct weak_world *world, int self)
{
	if (self) {
		weak_lookup(world);
		return;
	}
	if (!folio_ref_freeze(&world->folio, 1))
		return;
	WRITE_ONCE(world->slot, SLOT_EMPTY);
	smp_mb();
	weak_free(world);
	weak_allocate_anew(world);
	weak_put(world);
}

static void weak_unfreeze(struct weak_world *world, int self)
{
	if (self) {
		if (!weak_try_get(world))
			return;
		(void)world->life($).load();
		weak_put(world);
		return;
	}
	if (!folio_ref_freeze(&world->folio, 1))
		return;
	world->life($) = LIFE_SECOND;
	folio_ref_unfreeze(&world->folio, 1);
}

static const struct weak_program weak_programs[] = {
	{"walker", 1, "owner", true, weak_walker},
	{"walker-2", 2, "owner", true, weak_walker},
	{"gup-fast", 1, "zapper", false, weak_gup_fast},
	{"gup-fast-2", 2, "zapper", false, weak_gup_fast},
	{"page-cache", 1, "remover", false, weak_page_cache},
	{"page-cache-2", 2, "remover", false, weak_page_cache},
	{"unfreeze", 1, "freezer", false, weak_unfreeze},
	{"unfreeze-2", 2, "freezer", false, weak_unfreeze},
	{NULL, 0, NULL, false, NULL},
};

#endif
