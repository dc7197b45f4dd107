/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * zone.h: the memory that lookups look into: a memory map, the frames it describes, and, where folios
 * are allocated apart, the slab they come from; and how a folio dies. Three lifetimes (Wilcox,
 * linux-mm, "How should we RCU-free folios?", 29 May and 24 Jun 2025):
 *
 *  - typesafe: at once. Its memory stays a folio, but may be another one the next moment: a lookup
 *    tries to get a reference and then looks again;
 *  - rcu-folio: the folio waits for a grace period, its pages do not. A lookup that got its
 *    reference need not look again from the page to the folio;
 *  - rcu-memory: folio and pages wait. A lookup needs no reference at all.
 *
 * Where the folio overlays its page the two cannot be parted: under rcu-folio the page waits too.
 *
 * What waits must not be found any more, or a grace period proves nothing: a slot and a PTE are
 * cleared by whoever frees, but a walker comes by page frame number. So a page that waits says so in
 * its memdesc, and is neither a folio nor free.
 *
 * None of this knows a scheme: a folio is handed out frozen and must be frozen when it is handed
 * back. Frames have no content here; only what the map says about them exists.
 */
#ifndef CORE_LIFETIME_ZONE_H
#define CORE_LIFETIME_ZONE_H

#include "core/lifetime/grace_period.h"
#include "core/lifetime/integrity.h"
#include "core/lifetime/pool.h"
#include "core/memory_map.h"

enum lifetime { LIFETIME_TYPESAFE, LIFETIME_RCU_FOLIO, LIFETIME_RCU_MEMORY, NR_LIFETIMES };

extern const char *const lifetime_names[NR_LIFETIMES];

#define ZONE_PAGE_SIZE	 4096UL /* of the memory that a frame stands for */
#define ZONE_FOLIO_BYTES 128UL /* a separate folio and its padding to whole cache lines */
#define ZONE_POISON	 ((void *)0xdead000000000400UL) /* mapping of a folio that died */

struct zone {
	struct memory_map map;
	enum lifetime lifetime;
	bool owned_frames; /* frames do not come from the pool: whoever forms folios keeps them */
	int frozen_word; /* what the scheme's set_page_count_frozen() stores */
	struct pool frames; /* numbered by PFN */
	struct pool folios; /* separate ones, numbered by their place in the slab */
	char *slab;
	struct grace_periods *grace; /* set by whoever started them; NULL under typesafe */
	struct integrity *integrity;
};

/* What one thread has of a zone: like a CPU's lists. Nobody else writes to it. */
struct zone_thread {
	struct zone *zone;
	struct pool_cache frames, folios;
	struct pool_list collecting, waiting; /* for a grace period; the second has a number */
	unsigned long cookie;
	uint64_t collecting_bytes, waiting_bytes;
	/* Read by others while it works. */
	uint64_t waiting_folios_now, waiting_bytes_now; /* both lists together */
	uint64_t formed, freed; /* folios */
	uint64_t allocation_failures; /* how often nothing was left */
	uint64_t waited_ns; /* in zone_wait() */
} __attribute__((aligned(128)));

/* Room that zone_init() needs for @nr_pages frames, in bytes: map, slab and links. */
size_t zone_bytes(enum memmap kind, unsigned long nr_pages);

/*
 * Make a zone of @nr_pages free frames in @memory (zone_bytes(), on a page boundary, owned by the
 * caller), which lies on @nr_nodes nodes in turn, memory page by memory page. Every entry of the map
 * is buddy and frozen.
 */
void zone_init(struct zone *zone, enum memmap kind, enum lifetime lifetime, unsigned long nr_pages,
	       void *memory, int nr_nodes, int frozen_word, struct integrity *integrity);

/* @node: index, among the zone's nodes, of the thread's own; 0 where it has none there. */
void zone_thread_init(struct zone_thread *thread, struct zone *zone, int node);

/*
 * A frame and the folio for it: frozen, neither in the page cache nor mapped, its mapping and index
 * the caller's to stamp, its generation odd and new. The count is what the caller writes last, with
 * release: who then gets a reference sees the stamps, and that its page was untied from what it was
 * before. NULL where no memory is left, which is counted; see zone_wait(). Not with owned_frames.
 */
struct folio *zone_alloc_folio(struct zone_thread *thread, enum memdesc_type type);

/*
 * With owned_frames: make one folio of the 2^@order frames from @pfn, which are buddy and the
 * caller's. Descriptor, generation and the map's entries, but not the tails' counts of an embedded
 * map, which are the scheme's business. NULL where no descriptor is left.
 */
struct folio *zone_form_folio(struct zone_thread *thread, unsigned long pfn, unsigned int order,
			      enum memdesc_type type);

/*
 * Give a folio back: its count is frozen, and it is not published any more. What the lifetime says
 * happens now, happens now.
 */
void zone_free_folio(struct zone_thread *thread, struct folio *folio);

/*
 * A folio that was just formed becomes a free hugetlb one: it exists, and nobody may have it. It goes
 * as any other folio, with zone_free_folio().
 */
void zone_set_hugetlb_free(struct zone *zone, struct folio *folio);

/*
 * With owned_frames: make a frame that is no folio's plain, buddy, slab or table. Other kinds have a
 * descriptor and are formed.
 */
void zone_set_page_kind(struct zone *zone, unsigned long pfn, enum page_kind kind);

/* Take back what has waited long enough, and let what was collected begin to wait. Cheap. */
void zone_poll(struct zone_thread *thread);

/*
 * After an allocation that failed: poll until one would succeed, or until *@stop is set or
 * CLOCK_MONOTONIC has passed @until_ns; false then.
 * What lies in the lists of other threads (up to twice POOL_BATCH in each) does not help: a zone has
 * that many more than are in use at a time. Not inside a read-side critical section, nor as a qsbr
 * reader that is online.
 */
bool zone_wait(struct zone_thread *thread, const int *stop, uint64_t until_ns);

/* When nobody reads any more: take back everything that waits, grace period or not. */
void zone_drain(struct zone_thread *thread);

/* Whether every frame and folio that is not in use is free: what is missing was lost. */
bool zone_all_accounted(const struct zone *zone, const struct zone_thread *threads, int nr,
			uint32_t frames_in_use, uint32_t folios_in_use);

#endif
