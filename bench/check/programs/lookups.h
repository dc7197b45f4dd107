/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lookups.h: programs about lookups without a lock, each against the mutation that it races with: the
 * very functions of core/lookup/ in the world of zone.h. A lookup may give up; what it returns must
 * be what it looked for, and stays so while the reference is held.
 */
#ifndef BENCH_CHECK_PROGRAMS_LOOKUPS_H
#define BENCH_CHECK_PROGRAMS_LOOKUPS_H

#include "bench/check/programs/zone.h"

static void end_zone(void)
{
	if (subject_is(&b, live) && folio_ref_count(&folio_b.folio) != b.references)
		explore_fail(LAW_RESTORED, "at the end the count of B is %d, and %d are held",
			     folio_ref_count(&folio_b.folio), b.references);
}

/* ---- GUP-fast and zap ---- */

static pte_t ptes[2];

static void begin_mapped(void)
{
	begin_zone();
	ptes[0] = pte_make(0);
	ptes[1].pte = 0;
	explore_name(&ptes[0].pte, "PTE 0");
	explore_name(&ptes[1].pte, "PTE 1");
}

static void gup_put(int number)
{
	struct lookup_thread thread = lookup_thread();
	struct folio *folio;

	(void)number;
	folio = gup_fast_pte(&thread, MEMMAP_MEMDESC8, PROTECT_RECHECK, &ptes[0], 1, true);
	if (!folio)
		return;
	assert_found(folio, 0);
	lookup_put(&thread, folio, 1, true);
}

/*
 * Somebody else who takes a reference for a moment, and may be the one whose put is the last: then the
 * folio is free while the zapper still stands between its steps.
 */
static void spurious_get_put(int number)
{
	struct lookup_thread thread = lookup_thread();

	(void)number;
	if (ghost_try_get(&folio_b.folio, 1))
		lookup_put(&thread, &folio_b.folio, 1, true);
}

/* A planted fault's zap_pte() is compiled before its put could go by way of the ghost state. */
static bool zap_b(void)
{
	bool last;

#ifdef zap_pte
	explore_doing("zap_pte");
	explore_with_next_change(b_gone, (void *)1);
	last = zap_pte(&ptes[0], &folio_b.folio);
	explore_settle();
	explore_doing(NULL);
	if (last)
		subject_freed(&b, b.lifetime);
#else
	last = zap_pte(&ptes[0], &folio_b.folio);
#endif
	return last;
}

static void zap(int number)
{
	(void)number;
	if (zap_b())
		stand_in_free_folio(NULL, &folio_b.folio);
}

/* The same frame, for another address: the memdesc looks as before. */
static void fault_in_elsewhere(int number)
{
	(void)number;
	stand_in_alloc_folio(0, 1);
	set_pte(&ptes[1], &folio_b.folio, 0);
}

/* ---- page cache and removal ---- */

static struct xa_node node;
static struct xa_node *nodes[1];
static const struct address_space file = {.nodes = nodes, .nr_pages = 2};
static int reading[EXPLORE_MAX_THREADS];
static bool reclaim_is_done;

static void begin_cached(void)
{
	begin_zone();
	nodes[0] = &node;
	node.slots[0] = &folio_b.folio;
	node.slots[1] = NULL;
	memset(reading, 0, sizeof(reading));
	reclaim_is_done = false;
	explore_name(&node.slots[0], "slot 0");
	explore_name(&node.slots[1], "slot 1");
}

static void cache_get_put(int number)
{
	struct lookup_thread thread = lookup_thread();
	struct folio *folio = filemap_get_entry(&thread, PROTECT_RECHECK, &file, 0);

	(void)number;
	if (!folio)
		return;
	assert_found(folio, 0);
	lookup_put(&thread, folio, 1, true);
}

/* Reclaim gives up where somebody has a reference. */
static void remove_and_free(int number)
{
	(void)number;
	if (filemap_remove_folio(&node.slots[0]))
		stand_in_free_folio(NULL, &folio_b.folio);
	reclaim_is_done = true;
}

static bool b_is_returned_or_stays(void *unused)
{
	(void)unused;
	return reclaim_is_done;
}

/* The next to read a page of the file gets the same memory, for another place. */
static void add_elsewhere(int number)
{
	(void)number;
	explore_wait(b_is_returned_or_stays, NULL);
	if (!b_returned)
		return;
	stand_in_alloc_folio(1, 1);
	filemap_add_folio(&node.slots[1], &folio_b.folio);
}

/* ---- the same where lookups do not look again, and a grace period passes before memory is reused ---- */

/* A planted fault has an answer of its own. */
static bool none_reads(void *unused)
{
	(void)unused;
#ifdef grace_period_done
	return grace_period_done(NULL, 0UL);
#endif
	for (int i = 0; i < EXPLORE_MAX_THREADS; i++) {
		if (reading[i])
			return false;
	}
	return true;
}

static void wait_for_readers(void)
{
	explore_wait(none_reads, NULL);
	explore_note("a grace period has passed");
}

static void rcu_get_put(int number)
{
	struct lookup_thread thread = lookup_thread();
	struct folio *folio;

	explore_doing("rcu_read_lock");
	WRITE_ONCE(reading[number], 1);
	explore_doing(NULL);
	folio = filemap_get_entry(&thread, PROTECT_NO_RECHECK, &file, 0);
	if (folio) {
		assert_found(folio, 0);
		lookup_put(&thread, folio, 1, true);
	}
	explore_doing("rcu_read_unlock");
	WRITE_ONCE(reading[number], 0);
	explore_doing(NULL);
}

static void remove_wait_free(int number)
{
	(void)number;
	if (filemap_remove_folio(&node.slots[0])) {
		wait_for_readers();
		stand_in_free_folio(NULL, &folio_b.folio);
	}
	reclaim_is_done = true;
}

/* ---- PFN walk ---- */

/* No slot leads to the page: the memdesc is all that can be looked at again. */
static void walk_get_put(int number)
{
	struct lookup_thread thread = lookup_thread();
	struct pfn_candidate candidate;
	struct folio *folio;

	(void)number;
	if (!pfn_choose(&thread, MEMMAP_MEMDESC8, 0, &candidate))
		return;
	folio = pfn_try_get_folio(&thread, MEMMAP_MEMDESC8, PROTECT_RECHECK, &candidate);
	if (!folio)
		return;
	assert_found(folio, 0);
	lookup_put(&thread, folio, 1, true);
}

static void put_and_free(int number)
{
	(void)number;
	if (ghost_put(&folio_b.folio, 1))
		stand_in_free_folio(NULL, &folio_b.folio);
}

static void form_elsewhere(int number)
{
	(void)number;
	stand_in_alloc_folio(1, 1);
	ghost_unfreeze(&folio_b.folio, 1);
}

#endif
