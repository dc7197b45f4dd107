// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * world_check.c: what must be true of a world when everybody has stopped: every folio that something
 * leads to has exactly the reference of what leads to it, everything else is free, and what is free
 * gives out no references.
 */
#include <errno.h>

#include "bench/lookup/world.h"
#include "bench/plan/plan.h"
#include "core/lookup/page32.h"

struct inspection {
	struct world *world;
	const struct scheme *scheme;
	const char *workload;
	uint32_t frames, folios; /* in use */
	struct error *err;
};

static int expect_count(const struct inspection *look, const struct folio *folio, unsigned long pfn,
			int expected)
{
	int count = look->scheme->ops.folio_ref_count(folio);

	if (count == expected)
		return 0;
	return error_set(look->err, -EIO,
			 "%s under %s: lost reference: the count of page %lu ends as %d (word "
			 "0x%08x), expected %d",
			 look->scheme->name, look->workload, pfn, count,
			 (unsigned int)atomic_read(&folio->_refcount), expected);
}

/* A folio that something leads to; @expected references. */
static int use_folio(struct inspection *look, const struct folio *folio, int expected)
{
	const struct memory_map *map = &look->world->zone.map;

	look->folios++;
	look->frames += 1U << folio_order(folio);
	return expect_count(look, folio, map_folio_pfn(map, map->kind, folio), expected);
}

static int check_page_table(struct inspection *look)
{
	const struct memory_map *map = &look->world->zone.map;
	int ret = 0;

	for (unsigned long i = 0; i < look->world->nr_pages && !ret; i++) {
		pte_t pte = look->world->ptes[i];
		unsigned long pfn = pte_pfn(pte);
		struct folio *folio;

		if (!pte_present(pte))
			continue;
		folio = map_folio(map, map->kind, pfn, map_read_memdesc(map, map->kind, pfn));
		if (!folio || folio->index != i)
			return error_set(look->err, -EIO,
					 "%s under %s: address %lu leads to page %lu, which is "
					 "another's",
					 look->scheme->name, look->workload, i, pfn);
		ret = use_folio(look, folio, 1);
	}
	return ret;
}

static int check_page_cache(struct inspection *look)
{
	int ret = 0;

	for (unsigned long i = 0; i < look->world->nr_pages && !ret; i++) {
		struct folio *folio = *page_cache_slot(&look->world->file, i);

		if (folio && folio->index != i)
			return error_set(look->err, -EIO,
					 "%s under %s: slot %lu holds the folio of slot %lu",
					 look->scheme->name, look->workload, i, folio->index);
		ret = folio ? use_folio(look, folio, 1) : 0;
	}
	return ret;
}

static int check_plain(const struct inspection *look, unsigned long pfn)
{
	struct page32 *page = map_page32(&look->world->zone.map, pfn);

	return expect_count(look, page32_count(page), pfn, 1);
}

/* Nobody may get it: it is free, or a tail. */
static int expect_refusal(const struct inspection *look, const char *what, struct folio *folio,
			  unsigned long number)
{
	if (!look->scheme->ops.folio_ref_count(folio) && !look->scheme->ops.folio_try_get(folio))
		return 0;
	return error_set(look->err, -EIO, "%s under %s: %s %lu gives out references (word 0x%08x)",
			 look->scheme->name, look->workload, what, number,
			 (unsigned int)atomic_read(&folio->_refcount));
}

/* Every frame that is looked up by its number: what it is says what its count must be. */
static int check_frames(struct inspection *look)
{
	const struct memory_map *map = &look->world->zone.map;
	int ret = 0;

	for (unsigned long pfn = 0; pfn < look->world->nr_pages && !ret; pfn++) {
		memdesc_t memdesc = map_read_memdesc(map, map->kind, pfn);
		struct folio *folio = map_folio(map, map->kind, pfn, memdesc);
		enum page_kind kind = map_page_kind(map, map->kind, pfn, memdesc);

		if (look->world->given_up[pfn >> CELL_ORDER] && kind != PAGE_BUDDY)
			return error_set(
				look->err, -EIO,
				"%s under %s: lost reference: page %lu was given up and is "
				"still %s",
				look->scheme->name, look->workload, pfn, page_kind_names[kind]);
		if (kind == PAGE_FOLIO)
			ret = use_folio(look, folio, 1);
		else if (kind == PAGE_HUGETLB_FREE && map_folio_pfn(map, map->kind, folio) == pfn)
			ret = use_folio(look, folio, 0);
		else if (kind == PAGE_PLAIN)
			ret = check_plain(look, pfn);
		else if (kind == PAGE_TAIL && map->kind == MEMMAP_EMBEDDED)
			ret = expect_refusal(look, "tail page", (struct folio *)map_page(map, pfn),
					     pfn);
	}
	return ret;
}

static int check_free_folios(const struct inspection *look)
{
	struct zone *zone = &look->world->zone;
	int ret = 0;

	if (zone->map.kind == MEMMAP_EMBEDDED) {
		for (unsigned long pfn = 0; pfn < zone->map.nr_pages && !ret; pfn++) {
			if (map_page(&zone->map, pfn)->page_type >> 24 == PGTY_BUDDY)
				ret = expect_refusal(look, "free folio",
						     (struct folio *)map_page(&zone->map, pfn),
						     pfn);
		}
		return ret;
	}
	for (uint32_t id = 0; id < zone->folios.fresh && !ret; id++) {
		struct folio *folio = (struct folio *)(zone->slab + id * ZONE_FOLIO_BYTES);

		if (!(folio->private_data & 1))
			ret = expect_refusal(look, "free folio", folio, id);
	}
	return ret;
}

static int check_places(struct inspection *look)
{
	switch (look->world->kind) {
	case WORLD_PAGE_TABLE:
		return check_page_table(look);
	case WORLD_PAGE_CACHE:
		return check_page_cache(look);
	default:
		return check_frames(look);
	}
}

int world_check(struct world *world, const struct point *point, const struct scheme *scheme,
		struct error *err)
{
	struct inspection look = {
		.world = world,
		.scheme = scheme,
		.workload = point->workload->name,
		.err = err,
	};
	int ret;

	for (int i = 0; i < world->nr_threads; i++)
		zone_drain(&world->threads[i]);
	if (scheme->unsafe)
		return 0;
	ret = check_places(&look);
	if (!ret && !zone_all_accounted(&world->zone, world->threads, world->nr_threads,
					look.frames, look.folios))
		ret = error_set(err, -EIO,
				"%s under %s: lost folio: %u folios of %u frames are in use, and "
				"the rest is not all free",
				scheme->name, point->workload->name, look.folios, look.frames);
	return ret ? ret : check_free_folios(&look);
}
