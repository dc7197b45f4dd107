// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * zone.c: how a zone lies in memory, and what is true of it while nobody works: at the beginning
 * everything is buddy and frozen, at the end nothing is missing. Folios come and go in zone_folio.c.
 */
#include "core/lifetime/zone.h"

#include <assert.h>

const char *const lifetime_names[NR_LIFETIMES] = {
	[LIFETIME_TYPESAFE] = "typesafe",
	[LIFETIME_RCU_FOLIO] = "rcu-folio",
	[LIFETIME_RCU_MEMORY] = "rcu-memory",
};

/* Map, slab and links each begin on a page, so that stripes over the nodes hold whole entries. */
static size_t whole_pages(size_t bytes)
{
	return (bytes + ZONE_PAGE_SIZE - 1) & ~(ZONE_PAGE_SIZE - 1);
}

static size_t map_bytes(enum memmap kind, unsigned long nr_pages)
{
	return whole_pages(nr_pages * memmap_entry_size(kind));
}

/* As many folios as frames: under rcu-folio those that wait are what an allocation may run out of. */
static size_t slab_bytes(enum memmap kind, unsigned long nr_pages)
{
	return kind == MEMMAP_EMBEDDED ? 0 : whole_pages(nr_pages * ZONE_FOLIO_BYTES);
}

static size_t links_bytes(unsigned long nr_pages)
{
	return whole_pages(pool_bytes((uint32_t)nr_pages));
}

size_t zone_bytes(enum memmap kind, unsigned long nr_pages)
{
	int nr_pools = kind == MEMMAP_EMBEDDED ? 1 : 2;

	return map_bytes(kind, nr_pages) + slab_bytes(kind, nr_pages) +
	       (size_t)nr_pools * links_bytes(nr_pages);
}

static void init_entry(struct zone *zone, unsigned long pfn)
{
	const struct memory_map *map = &zone->map;

	switch (map->kind) {
	case MEMMAP_EMBEDDED:
		*map_page(map, pfn) = (struct page){
			.mapping = ZONE_POISON,
			.page_type = (unsigned int)PGTY_BUDDY << 24,
			._refcount = ATOMIC_INIT(zone->frozen_word),
		};
		break;
	case MEMMAP_MEMDESC8:
		*map_tie(map, map->kind, pfn) = memdesc_make(NULL, MEMDESC_BUDDY).v;
		break;
	default:
		*map_page32(map, pfn) = (struct page32){
			.memdesc = memdesc_make(NULL, MEMDESC_BUDDY),
			._refcount = ATOMIC_INIT(zone->frozen_word),
		};
	}
}

void zone_init(struct zone *zone, enum memmap kind, enum lifetime lifetime, unsigned long nr_pages,
	       void *memory, int nr_nodes, int frozen_word, struct integrity *integrity)
{
	char *slab = (char *)memory + map_bytes(kind, nr_pages);
	char *links = slab + slab_bytes(kind, nr_pages);
	uint32_t nr = (uint32_t)nr_pages, nodes = (uint32_t)nr_nodes;

	*zone = (struct zone){
		.map = {.kind = kind, .entries = memory, .nr_pages = nr_pages},
		.lifetime = lifetime,
		.frozen_word = frozen_word,
		.integrity = integrity,
	};
	pool_init(&zone->frames, links, nr, nodes,
		  (uint32_t)(ZONE_PAGE_SIZE / memmap_entry_size(kind)));
	if (kind != MEMMAP_EMBEDDED) {
		zone->slab = slab;
		pool_init(&zone->folios, links + links_bytes(nr_pages), nr, nodes,
			  ZONE_PAGE_SIZE / ZONE_FOLIO_BYTES);
	}
	for (unsigned long pfn = 0; pfn < nr_pages; pfn++)
		init_entry(zone, pfn);
}

void zone_thread_init(struct zone_thread *thread, struct zone *zone, int node)
{
	*thread = (struct zone_thread){.zone = zone};
	pool_cache_init(&thread->frames, &zone->frames, (uint32_t)node);
	pool_cache_init(&thread->folios, &zone->folios, (uint32_t)node);
}

void zone_set_page_kind(struct zone *zone, unsigned long pfn, enum page_kind kind)
{
	/* Without a descriptor of their own. A plain page has no type, neither here nor there. */
	static const struct {
		unsigned char page_type, memdesc_type;
	} types[NR_PAGE_KINDS] = {
		[PAGE_PLAIN] = {PGTY_NONE, MEMDESC_MISC},
		[PAGE_BUDDY] = {PGTY_BUDDY, MEMDESC_BUDDY},
		[PAGE_SLAB] = {PGTY_SLAB, MEMDESC_SLAB},
		[PAGE_TABLE] = {PGTY_TABLE, MEMDESC_PTDESC},
	};
	const struct memory_map *map = &zone->map;

	assert(types[kind].page_type);
	if (map->kind == MEMMAP_EMBEDDED)
		WRITE_ONCE(map_page(map, pfn)->page_type,
			   kind == PAGE_PLAIN ? ~0U : (unsigned int)types[kind].page_type << 24);
	else
		smp_store_release(map_tie(map, map->kind, pfn),
				  memdesc_make(NULL, types[kind].memdesc_type).v);
}

bool zone_all_accounted(const struct zone *zone, const struct zone_thread *threads, int nr,
			uint32_t frames_in_use, uint32_t folios_in_use)
{
	bool separate = zone->map.kind != MEMMAP_EMBEDDED;
	uint32_t frames = pool_count_shared(&zone->frames);
	uint32_t folios = separate ? pool_count_shared(&zone->folios) : 0;

	for (int i = 0; i < nr; i++) {
		frames += threads[i].frames.nr;
		folios += threads[i].folios.nr;
	}
	return (zone->owned_frames || frames + frames_in_use == zone->frames.nr) &&
	       (!separate || folios + folios_in_use == zone->folios.nr);
}
