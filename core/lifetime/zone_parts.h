/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zone_parts.h: what the files of a zone share among themselves. */
#ifndef CORE_LIFETIME_ZONE_PARTS_H
#define CORE_LIFETIME_ZONE_PARTS_H

#include "core/lifetime/zone.h"

/* Until a grace period has passed. */
void zone_let_wait(struct zone_thread *thread, struct folio *folio);

/* It has: the folio dies, and with it its pages where they waited too. */
void zone_take_back_folio(struct zone_thread *thread, struct folio *folio);

static __always_inline bool is_embedded(const struct zone *zone)
{
	return zone->map.kind == MEMMAP_EMBEDDED;
}

static __always_inline struct folio *slab_folio(const struct zone *zone, uint32_t id)
{
	return (struct folio *)(zone->slab + id * ZONE_FOLIO_BYTES);
}

static __always_inline uint32_t slab_id(const struct zone *zone, const struct folio *folio)
{
	return (uint32_t)((size_t)((const char *)folio - zone->slab) / ZONE_FOLIO_BYTES);
}

/* ---- the slab: a folio's life without its pages ---- */

static __always_inline void begin_life(struct folio *folio, unsigned int order)
{
	WRITE_ONCE(folio->private_data, folio->private_data + 1);
	WRITE_ONCE(folio->flags, (order ? PG_HEAD : 0) | (unsigned long)order << PG_ORDER_SHIFT);
}

static __always_inline void end_life(struct folio *folio)
{
	WRITE_ONCE(folio->mapping, ZONE_POISON);
	WRITE_ONCE(folio->private_data, folio->private_data + 1);
	/* Freeing it again is a mistake until it is handed out again. */
	WRITE_ONCE(folio->flags, PG_FREED);
}

/* From a list that is not empty, and to one that may be too long then. */
static __always_inline struct folio *slab_hand_out(struct zone_thread *thread, unsigned int order)
{
	struct folio *folio = slab_folio(thread->zone, pool_cache_pop(&thread->folios));

	begin_life(folio, order);
	return folio;
}

static __always_inline void slab_take_back(struct zone_thread *thread, struct folio *folio)
{
	end_life(folio);
	pool_cache_push(&thread->folios, slab_id(thread->zone, folio));
}

static __always_inline unsigned long pfn_of(const struct zone *zone, const struct folio *folio)
{
	return map_folio_pfn(&zone->map, zone->map.kind, folio);
}

#endif
