/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reuse.h: programs about a folio that is freed and becomes something else while somebody who knows
 * its address still tries to get it: another folio, or a slab page, which nobody may get.
 */
#ifndef BENCH_CHECK_PROGRAMS_REUSE_H
#define BENCH_CHECK_PROGRAMS_REUSE_H

#include "bench/check/programs/free.h"

static const char a_slab[] = "a slab";

/* The allocator hands it out again as soon as it is free. */
static void allocate_again_put(int number)
{
	struct held held;

	(void)number;
	wait_until_free(&a);
	held = allocate(&a);
	put(&held);
}

static void become_slab(void *arg)
{
	struct subject *subject = (struct subject *)arg;

	subject->is = a_slab;
}

static void become_free(void *arg)
{
	struct subject *subject = (struct subject *)arg;

	subject->is = freed;
}

/* In between it is a slab, whose type a lookup could see; its count stays as freeing left it. */
static void be_slab_then_allocate_put(int number)
{
	(void)number;
	wait_until_free(&a);
	explore_with_next_change(become_slab, &a);
	WRITE_ONCE(folio_a.page.page_type, (unsigned int)PGTY_SLAB << 24);
	explore_note("A is a slab now");
	explore_with_next_change(become_free, &a);
	WRITE_ONCE(folio_a.page.page_type, (unsigned int)PGTY_BUDDY << 24);
	explore_note("A is free again");
	allocate_again_put(number);
}

static void begin_typed(void)
{
	begin_with_one();
	explore_name(&folio_a.page.page_type, "A's type");
}

/* A head that becomes a tail: its frame is part of a larger folio, and its count stays frozen. */
#ifndef prep_tail_count
#define prep_tail_count(page) set_page_count_frozen(page)
#endif

static const char a_tail[] = "a tail";

static void become_tail(void *arg)
{
	struct subject *subject = (struct subject *)arg;

	subject->is = a_tail;
}

static void be_tail(int number)
{
	(void)number;
	wait_until_free(&a);
	explore_with_next_change(become_tail, &a);
	smp_store_release(&folio_a.page.compound_head, 1UL);
	explore_note("A is a tail now");
	explore_doing("prep_compound_tail");
	prep_tail_count(&folio_a.page);
	explore_doing(NULL);
	explore_with_next_change(become_free, &a);
	smp_store_release(&folio_a.page.compound_head, 0UL);
	explore_note("A is free again");
}

static void begin_headed(void)
{
	begin_with_one();
	explore_name(&folio_a.page.compound_head, "A's compound_head");
}

#endif
