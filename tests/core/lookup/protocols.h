/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * protocols.h: what each lookup does step by step, with one thread: something changes exactly between
 * a get and the second look, and exactly one cause is counted. Included by a program for each scheme
 * that it is tried with, after HOOKED_SCHEME.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/bench/fixtures/hooked_scheme.h"

#include "core/lookup/large_folio.h"
#include "core/lookup/page_cache.h"
#include "core/lookup/pfn_walk.h"
#include "core/lookup/put_page.h"

#define NR_PAGES 64
#define ORDER	 2

static struct zone zone;
static struct zone_thread zone_thread;
static struct lookup_thread thread;
static struct integrity integrity;
static struct grace_periods grace;
static int stop;
static enum memmap kind;
static pte_t pte;
static pte_t ptes[NR_PAGES];
static struct xa_node node;
static struct xa_node *nodes[] = {&node};
static const struct address_space file = {.nodes = nodes, .nr_pages = XA_CHUNK_SIZE};
static struct folio *first, *second;

/* ---- a zone with two folios ---- */

static int frozen_word(void)
{
	struct page page = {0};

	set_page_count_frozen(&page);
	return atomic_read(&page._refcount);
}

static struct folio *live_folio(unsigned long pfn)
{
	struct folio *folio = zone_form_folio(&zone_thread, pfn, 0, MEMDESC_ANON);

	assert_non_null(folio);
	folio_ref_unfreeze(folio, 1);
	return folio;
}

static int start(void **state)
{
	void *memory;

	kind = *(const enum memmap *)*state;
	memory = aligned_alloc(ZONE_PAGE_SIZE, zone_bytes(kind, NR_PAGES));
	assert_non_null(memory);
	stop = 0;
	after_get = before_put = NULL;
	memset(&grace, 0, sizeof(grace));
	memset(ptes, 0, sizeof(ptes));
	memset(&node, 0, sizeof(node));
	integrity = (struct integrity){.stop = &stop};
	zone_init(&zone, kind, LIFETIME_TYPESAFE, NR_PAGES, memory, 1, frozen_word(), &integrity);
	zone.owned_frames = true;
	zone.grace = &grace;
	zone_thread_init(&zone_thread, &zone, 0);
	thread = (struct lookup_thread){.map = zone.map, .zone = &zone_thread};
	first = live_folio(8);
	second = live_folio(9);
	pte = pte_make(8);
	node.slots[3] = first;
	return 0;
}

static int end(void **state)
{
	(void)state;
	free(zone.map.entries);
	return 0;
}

static void assert_counted(enum lookup_cause cause, uint64_t nr)
{
	for (int c = 0; c < NR_LOOKUP_CAUSES; c++)
		assert_int_equal(thread.counts.retries[c], c == (int)cause ? nr : 0);
}

#define NOTHING NR_LOOKUP_CAUSES

static void assert_fine(void)
{
	assert_int_equal(integrity.kind, INTEGRITY_FINE);
}

static struct folio *gup(enum protection protect, int refs)
{
	return gup_fast_pte(&thread, kind, protect, &pte, refs, refs == 1);
}

static struct folio *find(enum protection protect)
{
	return filemap_get_entry(&thread, protect, &file, 3);
}

static void tie_page(unsigned long pfn, const struct folio *folio)
{
	*map_tie(&zone.map, kind, pfn) = kind == MEMMAP_EMBEDDED
						 ? (unsigned long)folio + 1
						 : memdesc_make(folio, MEMDESC_ANON).v;
}

/* ---- what happens between a get and the second look ---- */

static void clear_pte(void)
{
	pte.pte = 0;
}

static void lead_pte_elsewhere(void)
{
	pte = pte_make(9);
}

static void tie_to_the_second(void)
{
	tie_page(8, second);
}

static void clear_slot(void)
{
	node.slots[3] = NULL;
}

static void put_second_into_slot(void)
{
	node.slots[3] = second;
}

/* ---- GUP-fast ---- */

static void gup_takes_one_reference(void **state)
{
	(void)state;
	assert_ptr_equal(gup(PROTECT_RECHECK, 1), first);
	assert_int_equal(folio_ref_count(first), 2);
	assert_counted(NOTHING, 0);
}

static void a_pin_takes_1024_references_and_puts_them(void **state)
{
	(void)state;
	assert_ptr_equal(gup(PROTECT_RECHECK, GUP_PIN_COUNTING_BIAS), first);
	assert_int_equal(folio_ref_count(first), 1 + 1024);
	lookup_put(&thread, first, GUP_PIN_COUNTING_BIAS, false);
	assert_int_equal(folio_ref_count(first), 1);
	assert_int_equal(thread.counts.freed, 0);
}

static void an_empty_pte_is_for_the_slow_path(void **state)
{
	(void)state;
	pte.pte = 0;
	assert_null(gup(PROTECT_RECHECK, 1));
	assert_counted(NOTHING, 0);
}

static void a_page_without_a_folio_is_for_the_slow_path(void **state)
{
	(void)state;
	pte = pte_make(20); /* buddy */
	assert_null(gup(PROTECT_RECHECK, 1));
	assert_counted(kind == MEMMAP_EMBEDDED ? CAUSE_FROZEN : CAUSE_WRONG_TYPE, 1);
}

static void a_frozen_folio_is_for_the_slow_path(void **state)
{
	(void)state;
	assert_true(folio_ref_freeze(first, 1));
	assert_null(gup(PROTECT_RECHECK, 1));
	assert_counted(CAUSE_FROZEN, 1);
}

static void a_pte_that_changed_is_for_the_slow_path(void **state)
{
	static void (*const changes[])(void) = {clear_pte, lead_pte_elsewhere};

	(void)state;
	for (int i = 0; i < 2; i++) {
		pte = pte_make(8);
		after_get = changes[i];
		assert_null(gup(PROTECT_RECHECK, 1));
		assert_int_equal(folio_ref_count(first), 1);
		assert_int_equal(folio_ref_count(second), 1);
		assert_counted(CAUSE_PTE_CHANGED, (uint64_t)i + 1);
	}
	assert_fine();
}

static void a_pin_that_is_refused_late_leaves_nothing(void **state)
{
	(void)state;
	after_get = clear_pte;
	assert_null(gup(PROTECT_RECHECK, GUP_PIN_COUNTING_BIAS));
	assert_int_equal(folio_ref_count(first), 1);
}

static void a_memdesc_that_changed_is_read_again(void **state)
{
	(void)state;
	after_get = tie_to_the_second;
	assert_ptr_equal(gup(PROTECT_RECHECK, 1), second);
	assert_int_equal(folio_ref_count(first), 1);
	assert_int_equal(folio_ref_count(second), 2);
	assert_counted(CAUSE_MEMDESC_CHANGED, 1);
}

static void a_pte_recheck_looks_at_the_pte_only(void **state)
{
	(void)state;
	after_get = tie_to_the_second;
	assert_ptr_equal(gup(PROTECT_PTE_RECHECK, 1), first);
	assert_counted(NOTHING, 0);
	after_get = clear_pte;
	tie_page(8, first);
	if (kind == MEMMAP_EMBEDDED)
		*map_tie(&zone.map, kind, 8) = 0;
	assert_null(gup(PROTECT_PTE_RECHECK, 1));
	assert_counted(CAUSE_PTE_CHANGED, 1);
}

static void without_a_recheck_neither_is_looked_at(void **state)
{
	(void)state;
	after_get = tie_to_the_second;
	assert_ptr_equal(gup(PROTECT_NO_RECHECK, 1), first);
	*map_tie(&zone.map, kind, 8) =
		kind == MEMMAP_EMBEDDED ? 0 : memdesc_make(first, MEMDESC_ANON).v;
	after_get = clear_pte;
	assert_ptr_equal(gup(PROTECT_NO_RECHECK, 1), first);
	assert_counted(NOTHING, 0);
}

static void in_a_section_no_reference_is_taken(void **state)
{
	(void)state;
	assert_ptr_equal(gup(PROTECT_RCU, 1), first);
	assert_ptr_equal(find(PROTECT_RCU), first);
	assert_int_equal(folio_ref_count(first), 1);
}

static unsigned long pte_at_put;

static void look_at_pte(void)
{
	pte_at_put = pte.pte;
}

static void a_zap_clears_the_pte_before_it_drops(void **state)
{
	(void)state;
	folio_get(first);
	pte_at_put = ~0UL;
	before_put = look_at_pte;
	assert_false(zap_pte(&pte, first));
	assert_int_equal(pte_at_put, 0);
	assert_true(zap_pte(&pte, first));
	assert_int_equal(folio_ref_count(first), 0);
}

static void a_fault_publishes_the_count_and_the_pte(void **state)
{
	struct folio *folio = zone_form_folio(&zone_thread, 30, 0, MEMDESC_ANON);

	(void)state;
	set_pte(&pte, folio, 30);
	assert_ptr_equal(gup(PROTECT_RECHECK, 1), folio);
}

/* The last reference is the reader's: so is the freeing. */
static void whoever_drops_the_last_reference_frees(void **state)
{
	(void)state;
	assert_ptr_equal(gup(PROTECT_RECHECK, 1), first);
	assert_false(zap_pte(&pte, first));
	lookup_put(&thread, first, 1, true);
	assert_int_equal(thread.counts.freed, 1);
	assert_int_equal(zone_thread.freed, 1);
}

static void make_a_tail(void)
{
	tie_page(8, second);
}

static void a_tail_that_gave_out_a_reference_is_reported(void **state)
{
	(void)state;
	after_get = make_a_tail;
	gup(PROTECT_RECHECK, 1);
	assert_int_equal(integrity.kind,
			 kind == MEMMAP_EMBEDDED ? INTEGRITY_TAIL_REFERENCE : INTEGRITY_FINE);
	if (kind == MEMMAP_EMBEDDED) {
		assert_ptr_equal(integrity.folio, first);
		assert_int_equal(integrity.pfn, 8);
	}
}

/* ---- page cache ---- */

static void the_page_cache_takes_one_reference(void **state)
{
	(void)state;
	assert_ptr_equal(find(PROTECT_RECHECK), first);
	assert_int_equal(folio_ref_count(first), 2);
	assert_counted(NOTHING, 0);
}

static void a_hole_is_none(void **state)
{
	(void)state;
	node.slots[3] = NULL;
	assert_null(find(PROTECT_RECHECK));
	assert_counted(NOTHING, 0);
}

static void a_slot_that_changed_is_read_again(void **state)
{
	(void)state;
	after_get = put_second_into_slot;
	assert_ptr_equal(find(PROTECT_RECHECK), second);
	assert_int_equal(folio_ref_count(first), 1);
	after_get = clear_slot;
	assert_null(find(PROTECT_RECHECK));
	assert_int_equal(folio_ref_count(second), 2);
	assert_counted(CAUSE_SLOT_CHANGED, 2);
}

static void without_a_recheck_the_slot_is_not_looked_at(void **state)
{
	(void)state;
	after_get = clear_slot;
	assert_ptr_equal(find(PROTECT_NO_RECHECK), first);
	assert_counted(NOTHING, 0);
}

static void a_removal_freezes_and_unpublishes(void **state)
{
	(void)state;
	assert_ptr_equal(filemap_remove_folio(&node.slots[3]), first);
	assert_null(node.slots[3]);
	assert_int_equal(folio_ref_count(first), 0);
	assert_false(folio_try_get(first));
}

static void a_removal_of_what_is_held_changes_nothing(void **state)
{
	(void)state;
	folio_get(first);
	assert_null(filemap_remove_folio(&node.slots[3]));
	assert_ptr_equal(node.slots[3], first);
	assert_int_equal(folio_ref_count(first), 2);
}

static void what_is_added_is_found(void **state)
{
	struct folio *folio = zone_form_folio(&zone_thread, 30, 0, MEMDESC_FILE);

	(void)state;
	filemap_add_folio(&node.slots[3], folio);
	assert_ptr_equal(find(PROTECT_RECHECK), folio);
	assert_int_equal(folio_ref_count(folio), 2);
}
