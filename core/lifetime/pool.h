/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pool.h: a set of numbered objects, free or not: the free lists under both the folio slab and the
 * frames of the memory map. Lists are linked through an array beside the objects and never through
 * the objects, because type-stable memory stays what it is while it is free (as SLUB moves the free
 * pointer out of a SLAB_TYPESAFE_BY_RCU object).
 *
 * A thread takes from and gives to a list of its own, last in first out, without any atomic
 * operation; what is too much goes in one piece to the depot of a node, and a list that is empty is
 * filled from there: the thread's own node first. Objects that nobody has used yet are cut off the
 * end of the range (and are frozen then, not before: memory is not touched in advance).
 */
#ifndef CORE_LIFETIME_POOL_H
#define CORE_LIFETIME_POOL_H

#include <stddef.h>
#include <stdint.h>

#include "core/atomic.h"

#define POOL_NONE      UINT32_MAX
#define POOL_MAX_NODES 64
#define POOL_BATCH     32 /* moved between a thread and a depot at a time */

struct pool_depot {
	uint32_t head; /* of lists given back, one after the other */
} __attribute__((aligned(128)));

struct pool {
	uint32_t *next; /* [nr] */
	uint32_t nr;
	uint32_t nr_nodes; /* of memory under the objects, at least 1 */
	uint32_t per_stripe; /* consecutive objects on one node; stripes take the nodes in turn */
	uint32_t fresh __attribute__((aligned(128))); /* the first that nobody has had */
	struct pool_depot depots[POOL_MAX_NODES];
};

/* One thread's list. */
struct pool_cache {
	struct pool *pool;
	uint32_t *next; /* the pool's */
	uint32_t head;
	uint32_t node; /* index of its own depot, or of the one to begin with */
	uint32_t nr;
};

/* A list outside the pool: of what waits. */
struct pool_list {
	uint32_t head, tail, nr;
};

/* How much room @nr objects need for their links, in bytes. */
size_t pool_bytes(uint32_t nr);

/* @memory: pool_bytes(), owned by the caller. Everything is free. */
void pool_init(struct pool *pool, void *memory, uint32_t nr, uint32_t nr_nodes,
	       uint32_t per_stripe);
void pool_cache_init(struct pool_cache *cache, struct pool *pool, uint32_t node);

/* Fill an empty list and take one; POOL_NONE where nothing is left. @fresh: nobody had it before. */
uint32_t pool_refill(struct pool_cache *cache, bool *fresh);
void pool_spill(struct pool_cache *cache);

/*
 * Whether this thread would get one now. Others may have many: what lies in their lists, or is on its
 * way between a list and a depot, is not seen.
 */
bool pool_has_free(const struct pool_cache *cache);

/* Objects that are free and in no thread's list: in the depots, or never used. Not while anybody
 * works. */
uint32_t pool_count_shared(const struct pool *pool);

static __always_inline bool pool_cache_is_empty(const struct pool_cache *cache)
{
	return cache->head == POOL_NONE;
}

static __always_inline bool pool_cache_is_full(const struct pool_cache *cache)
{
	return cache->nr > 2 * POOL_BATCH;
}

/* From a list that is not empty, and to one that is then spilled if it is full. */
static __always_inline uint32_t pool_cache_pop(struct pool_cache *cache)
{
	uint32_t id = cache->head;

	cache->head = cache->next[id];
	cache->nr--;
	return id;
}

static __always_inline void pool_cache_push(struct pool_cache *cache, uint32_t id)
{
	cache->next[id] = cache->head;
	cache->head = id;
	cache->nr++;
}

static __always_inline uint32_t pool_get(struct pool_cache *cache, bool *fresh)
{
	*fresh = false;
	if (unlikely(pool_cache_is_empty(cache)))
		return pool_refill(cache, fresh);
	return pool_cache_pop(cache);
}

static __always_inline void pool_put(struct pool_cache *cache, uint32_t id)
{
	pool_cache_push(cache, id);
	if (unlikely(pool_cache_is_full(cache)))
		pool_spill(cache);
}

static __always_inline void pool_list_add(struct pool *pool, struct pool_list *list, uint32_t id)
{
	pool->next[id] = POOL_NONE;
	if (list->nr++)
		pool->next[list->tail] = id;
	else
		list->head = id;
	list->tail = id;
}

#endif
