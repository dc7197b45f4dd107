/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * zone.h: the world that the lookups of core/lookup/ are explored in: a memory map of two frames, one
 * folio that is allocated apart, two PTEs, a file of two pages. Include after a scheme and instead of
 * core/lookup/: it includes that, with each get, put, freeze and unfreeze going by way of the ghost
 * state beside the folio.
 *
 * core/lifetime/ is not what is explored here: a zone's lists, generations and stamps would make some
 * thirty steps of what a lookup sees as three. So zone_free_folio() is a stand-in that does what a
 * lookup can see, under the same name: the frame is tied to nothing any more, and then the folio may
 * be handed out again, for another place.
 */
#ifndef BENCH_CHECK_PROGRAMS_ZONE_H
#define BENCH_CHECK_PROGRAMS_ZONE_H

#include "bench/check/programs/free.h"
#include "core/lifetime/zone.h"

static struct separate_folio folio_b __attribute__((aligned(16)));
static struct subject b;
static struct page8 frames[2];
static bool b_returned; /* to the allocator */

/* ---- the scheme, with what really is ---- */

static void b_gone(void *nr)
{
	b.references -= (int)(uintptr_t)nr;
}

static bool ghost_try_get(struct folio *folio, int nr)
{
	struct held held;

	(void)folio;
	return try_get(&b, nr, &held);
}

static bool ghost_put(struct folio *folio, int nr)
{
	bool last;

	explore_doing("folio_put");
	explore_with_next_change(b_gone, (void *)(uintptr_t)nr);
	last = nr == 1 ? folio_ref_dec_and_test(folio) : folio_ref_sub_and_test(folio, nr);
	explore_settle();
	if (last)
		subject_freed(&b, b.lifetime);
	explore_doing(NULL);
	return last;
}

static bool ghost_freeze(struct folio *folio, int nr)
{
	struct held held = hold(&b, nr);

	(void)folio;
	return freeze(&held);
}

static void ghost_unfreeze(struct folio *folio, int nr)
{
	struct held held = hold(&b, nr);

	(void)folio;
	unfreeze(&held);
}

/* ---- the allocator ---- */

static void name_frame(unsigned long pfn)
{
	explore_name(&frames[pfn].memdesc.v, pfn ? "memdesc 1" : "memdesc 0");
}

/* What a lookup sees of zone_free_folio(). */
static void stand_in_free_folio(struct zone_thread *thread, struct folio *folio)
{
	unsigned long pfn = READ_ONCE(((struct separate_folio *)folio)->pfn);

	(void)thread;
	b.is = freed;
	smp_store_release(&frames[pfn].memdesc.v, memdesc_make(NULL, MEMDESC_BUDDY).v);
	b_returned = true;
	explore_note("B is given back");
}

static bool b_is_returned(void *unused)
{
	(void)unused;
	return b_returned;
}

static void stand_in_report(struct integrity *integrity, enum integrity_kind kind,
			    const char *where, const struct folio *folio, unsigned long pfn,
			    unsigned long index, unsigned long generation)
{
	(void)integrity, (void)folio, (void)pfn, (void)index, (void)generation;
	explore_fail(LAW_LOOKUP, "%s: %s", where, integrity_kind_names[kind]);
}

/* zone_alloc_folio(): @b begins another life, frozen, for frame @pfn and @place. */
static void stand_in_alloc_folio(unsigned long pfn, unsigned long place)
{
	explore_wait(b_is_returned, NULL);
	explore_note("finds B free, takes it for place %lu", place);
	b_returned = false;
	b.lifetime++;
	b.freed = 0;
	b.is = frozen;
	b.place = place;
	WRITE_ONCE(folio_b.pfn, pfn);
	smp_store_release(&frames[pfn].memdesc.v, memdesc_make(&folio_b, MEMDESC_ANON).v);
}

/* B is live, with one reference, on frame 0, and will be looked up at place 0. */
static void begin_zone(void)
{
	begin_live(&b, "B", "B's count", &folio_b.folio, 1);
	folio_b.pfn = 0;
	b_returned = false;
	frames[0].memdesc = memdesc_make(&folio_b, MEMDESC_ANON);
	frames[1].memdesc = memdesc_make(NULL, MEMDESC_BUDDY);
	name_frame(0);
	name_frame(1);
	explore_name(&folio_b.pfn, "B's pfn");
	explore_name(&folio_b.folio.flags, "B's flags");
}

/* What was looked up at @place must be there: in the step of the last look it was. */
static void assert_found(const struct folio *folio, unsigned long place)
{
	if (folio != &folio_b.folio)
		explore_fail(LAW_LOOKUP, "what was looked up is no folio");
	if (b.place != place)
		explore_fail(LAW_LOOKUP, "looked up at %lu, and got B, which is at %lu by now",
			     place, b.place);
	explore_note("the lookup returns B");
}

#define zone_free_folio		    stand_in_free_folio
#define integrity_report	    stand_in_report
#define folio_try_get(folio)	    ghost_try_get(folio, 1)
#define folio_ref_try_add(folio, n) ghost_try_get(folio, n)
#define folio_ref_dec_and_test(f)   ghost_put(f, 1)
#define folio_ref_sub_and_test	    ghost_put
#define folio_ref_freeze	    ghost_freeze
#define folio_ref_unfreeze	    ghost_unfreeze

/* A frozen folio is asked again only when it would answer otherwise. */
struct refusal {
	struct folio **slot, *folio;
};

static bool would_answer_otherwise(void *arg)
{
	const struct refusal *refusal = (const struct refusal *)arg;
	struct folio copy = *refusal->folio;

	return *refusal->slot != refusal->folio || (folio_try_get)(&copy);
}

#define filemap_refused(place, refused)                                 \
	do {                                                            \
		struct refusal refusal = {(place), (refused)};          \
		explore_wait(would_answer_otherwise, &refusal);         \
		explore_note("tries again, since it is live, or gone"); \
	} while (0)

#include "core/lookup/gup_fast.h"
#include "core/lookup/page_cache.h"
#include "core/lookup/pfn_walk.h"

static struct lookup_thread lookup_thread(void)
{
	return (struct lookup_thread){
		.map = {.kind = MEMMAP_MEMDESC8, .entries = (char *)frames, .nr_pages = 2}};
}

#endif
