// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * world.c: how a world lies in its memory, and what it is filled with before anybody looks. Set up
 * through the scheme's functions out of line; nothing here is measured.
 */
#include "bench/lookup/world.h"

#include <string.h>

#include "bench/lookup/loops.h"
#include "bench/plan/plan.h"
#include "core/lookup/page32.h"

/* Gives out pieces of a block of memory; with no block it only adds them up. */
struct layout {
	char *memory;
	size_t used;
};

static void *lay_out(struct layout *layout, size_t bytes, size_t alignment)
{
	size_t at = (layout->used + alignment - 1) & ~(alignment - 1);

	layout->used = at + bytes;
	return layout->memory ? layout->memory + at : NULL;
}

/*
 * As many frames as the memory limit has pages, whether or not they are looked up: what waits needs
 * room. Where readers hold everything nothing waits.
 */
static unsigned long nr_frames(const struct point *point)
{
	unsigned long pages = (unsigned long)point->pages;
	unsigned long limit = point->lookup.memory_limit / ZONE_PAGE_SIZE;

	if (point->workload->lookup->world == WORLD_PAGES)
		return pages + (unsigned long)point->writers * PUT_PAGE_FRAMES;
	return limit > pages ? limit : pages;
}

static unsigned long nr_nodes_of_file(unsigned long pages)
{
	return (pages + XA_CHUNK_SIZE - 1) >> XA_CHUNK_SHIFT;
}

/* The pieces of a world, in order. Returns the first; all of them are NULL without memory. */
static struct world *lay_out_world(struct layout *layout, const struct point *point, int nr_threads,
				   struct world *pieces, char **zone_memory, struct xa_node **nodes)
{
	unsigned long pages = (unsigned long)point->pages;
	struct world *world = lay_out(layout, sizeof(*world), 128);

	/* Rounded up: a few thread counts then share the memory that the arena keeps. */
	pieces->threads = lay_out(
		layout, ((size_t)nr_threads + 63) / 64 * 64 * sizeof(*pieces->threads), 128);
	pieces->ptes = lay_out(layout, pages * sizeof(*pieces->ptes), ZONE_PAGE_SIZE);
	pieces->file.nodes = lay_out(layout, nr_nodes_of_file(pages) * sizeof(*nodes), 128);
	*nodes = lay_out(layout, nr_nodes_of_file(pages) * sizeof(**nodes), 128);
	pieces->given_up = lay_out(layout, pages / CELL_PAGES + 1, 128);
	*zone_memory =
		lay_out(layout, zone_bytes(point->lookup.memmap, nr_frames(point)), ZONE_PAGE_SIZE);
	return world;
}

size_t world_bytes(const struct point *point, int nr_threads)
{
	struct layout layout = {0};
	struct world pieces;
	struct xa_node *nodes;
	char *zone_memory;

	lay_out_world(&layout, point, nr_threads, &pieces, &zone_memory, &nodes);
	return (layout.used + ZONE_PAGE_SIZE - 1) & ~(ZONE_PAGE_SIZE - 1);
}

/* ---- what is there before anybody looks ---- */

struct setup {
	struct world *world;
	const struct scheme *scheme;
	struct zone_thread *thread;
};

static void publish(const struct setup *setup, struct folio *folio, unsigned long index)
{
	folio->mapping = setup->world;
	folio->index = index;
	setup->scheme->ops.init_page_count(&folio->page);
}

static void fill_page_table(const struct setup *setup)
{
	struct world *world = setup->world;

	for (unsigned long i = 0; i < world->nr_pages; i++) {
		struct folio *folio = zone_alloc_folio(setup->thread, MEMDESC_ANON);

		publish(setup, folio, i);
		world->ptes[i] =
			pte_make(map_folio_pfn(&world->zone.map, world->zone.map.kind, folio));
	}
}

static void fill_page_cache(const struct setup *setup)
{
	struct world *world = setup->world;

	for (unsigned long i = 0; i < world->nr_pages; i++) {
		struct folio *folio = zone_alloc_folio(setup->thread, MEMDESC_FILE);

		publish(setup, folio, i);
		*page_cache_slot(&world->file, i) = folio;
	}
}

/* @nr frames from @pfn become folios of @order. */
static void form_folios(const struct setup *setup, unsigned long pfn, unsigned long nr,
			unsigned int order)
{
	for (unsigned long i = 0; i < nr; i += 1UL << order)
		publish(setup, zone_form_folio(setup->thread, pfn + i, order, MEMDESC_ANON),
			pfn + i);
}

static void set_kind(const struct setup *setup, unsigned long pfn, unsigned long nr,
		     enum page_kind kind)
{
	for (unsigned long i = 0; i < nr; i++)
		zone_set_page_kind(&setup->world->zone, pfn + i, kind);
}

static void fill_cells(const struct setup *setup)
{
	struct zone *zone = &setup->world->zone;

	for (unsigned long pfn = 0; pfn < setup->world->nr_pages; pfn += CELL_PAGES) {
		switch ((enum cell_kind)(pfn / CELL_PAGES % NR_CELL_KINDS)) {
		case CELL_FOLIOS:
			form_folios(setup, pfn, CELL_PAGES, 0);
			break;
		case CELL_LARGE_FOLIO:
			form_folios(setup, pfn, CELL_PAGES, CELL_ORDER);
			break;
		case CELL_SLAB:
			set_kind(setup, pfn, CELL_PAGES, PAGE_SLAB);
			break;
		case CELL_TABLES:
			set_kind(setup, pfn, CELL_PAGES, PAGE_TABLE);
			break;
		case CELL_HUGETLB_FREE:
			zone_set_hugetlb_free(zone, zone_form_folio(setup->thread, pfn, CELL_ORDER,
								    MEMDESC_FILE));
			break;
		default:
			break;
		}
	}
}

/* @nr frames from @pfn become plain pages; one compound where @order is not 0. */
static void form_plain(const struct setup *setup, unsigned long pfn, unsigned long nr,
		       unsigned int order)
{
	const struct memory_map *map = &setup->world->zone.map;

	set_kind(setup, pfn, nr, PAGE_PLAIN);
	for (unsigned long i = 0; i < nr; i += 1UL << order) {
		struct page32 *head = map_page32(map, pfn + i);

		setup->scheme->ops.init_page_count(&page32_count(head)->page);
		head->flags = (unsigned long)order << PG_ORDER_SHIFT;
		for (unsigned long tail = 1; tail < 1UL << order; tail++)
			head[tail].compound_head = (unsigned long)head + 1;
	}
}

/* Where struct page has no count of its own, or is the folio, plain pages are folios. */
static void fill_pages(const struct setup *setup)
{
	bool has_plain = setup->world->zone.map.kind == MEMMAP_MEMDESC32;
	unsigned long quarter = PUT_PAGE_GROUP / 4;

	for (unsigned long pfn = 0; pfn < setup->world->nr_pages; pfn += PUT_PAGE_GROUP) {
		form_folios(setup, pfn, quarter, 0);
		form_folios(setup, pfn + quarter, quarter, 2);
		if (has_plain) {
			form_plain(setup, pfn + 2 * quarter, quarter, 0);
			form_plain(setup, pfn + 3 * quarter, quarter, 2);
		} else {
			form_folios(setup, pfn + 2 * quarter, quarter, 0);
			form_folios(setup, pfn + 3 * quarter, quarter, 2);
		}
	}
}

static void fill_blocks(const struct setup *setup)
{
	struct world *world = setup->world;

	for (unsigned long pfn = 0; pfn < world->nr_pages; pfn += BLOCK_PAGES)
		form_folios(setup, pfn, BLOCK_PAGES,
			    (unsigned int)(pfn / BLOCK_PAGES % (MAX_ORDER + 1)));
	for (unsigned long i = 0; i < world->nr_pages; i++)
		world->ptes[i] = pte_make(i);
}

static void fill(const struct setup *setup)
{
	switch (setup->world->kind) {
	case WORLD_PAGE_TABLE:
		fill_page_table(setup);
		break;
	case WORLD_PAGE_CACHE:
		fill_page_cache(setup);
		break;
	case WORLD_CELLS:
		fill_cells(setup);
		break;
	case WORLD_PAGES:
		fill_pages(setup);
		break;
	case WORLD_BLOCKS:
		fill_blocks(setup);
		break;
	}
}

/* What the scheme stores into the word of a page that is frozen. */
static int frozen_word(const struct scheme *scheme)
{
	struct page page = {0};

	scheme->ops.set_page_count_frozen(&page);
	return atomic_read(&page._refcount);
}

struct world *world_build(void *memory, int nr_nodes, const struct point *point,
			  const int *thread_nodes, int nr_threads, const struct scheme *scheme,
			  struct grace_periods *grace, struct integrity *integrity)
{
	struct layout layout = {.memory = memory};
	struct xa_node *nodes;
	char *zone_memory;
	struct world pieces = {
		.kind = point->workload->lookup->world,
		.nr_pages = (unsigned long)point->pages,
		.nr_threads = nr_threads,
		.folio_ref_count = scheme->ops.folio_ref_count,
	};
	struct world *world =
		lay_out_world(&layout, point, nr_threads, &pieces, &zone_memory, &nodes);

	*world = pieces;
	world->file.nr_pages = world->nr_pages;
	memset(world->ptes, 0, world->nr_pages * sizeof(*world->ptes));
	memset(nodes, 0, nr_nodes_of_file(world->nr_pages) * sizeof(*nodes));
	memset(world->given_up, 0, world->nr_pages / CELL_PAGES + 1);
	for (unsigned long i = 0; i < nr_nodes_of_file(world->nr_pages); i++)
		world->file.nodes[i] = &nodes[i];
	zone_init(&world->zone, point->lookup.memmap, point->lookup.lifetime, nr_frames(point),
		  zone_memory, nr_nodes, frozen_word(scheme), integrity);
	world->zone.grace = grace;
	world->zone.owned_frames = world->kind != WORLD_PAGE_TABLE &&
				   world->kind != WORLD_PAGE_CACHE;
	for (int i = 0; i < nr_threads; i++)
		zone_thread_init(&world->threads[i], &world->zone, thread_nodes[i]);
	fill(&(struct setup){world, scheme, &world->threads[0]});
	return world;
}
