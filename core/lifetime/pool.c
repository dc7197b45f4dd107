// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * pool.c: the slow paths: what moves between a thread's list and the depots of the nodes. A depot is
 * only ever pushed to, in whole chains, or emptied at once with an exchange: nobody takes one object
 * off a list that others see, so there is no ABA and nothing to tag.
 */
#include "core/lifetime/pool.h"

struct chain {
	uint32_t head, tail;
};

size_t pool_bytes(uint32_t nr)
{
	return nr * sizeof(uint32_t);
}

void pool_init(struct pool *pool, void *memory, uint32_t nr, uint32_t nr_nodes, uint32_t per_stripe)
{
	pool->next = memory;
	pool->nr = nr;
	pool->nr_nodes = nr_nodes;
	pool->per_stripe = per_stripe;
	pool->fresh = 0;
	for (int node = 0; node < POOL_MAX_NODES; node++)
		pool->depots[node].head = POOL_NONE;
}

void pool_cache_init(struct pool_cache *cache, struct pool *pool, uint32_t node)
{
	*cache = (struct pool_cache){
		.pool = pool,
		.next = pool->next,
		.head = POOL_NONE,
		.node = node,
	};
}

static uint32_t node_of(const struct pool *pool, uint32_t id)
{
	return pool->nr_nodes == 1 ? 0 : id / pool->per_stripe % pool->nr_nodes;
}

/* Release: whoever empties the depot sees the links. Pairs with depot_take_all(). */
static void depot_push(struct pool *pool, uint32_t node, struct chain chain)
{
	uint32_t *head = &pool->depots[node].head, old = READ_ONCE(*head);

	do
		pool->next[chain.tail] = old;
	while (!__atomic_compare_exchange_n(head, &old, chain.head, true, __ATOMIC_RELEASE,
					    __ATOMIC_RELAXED));
}

static uint32_t depot_take_all(struct pool *pool, uint32_t node)
{
	uint32_t *head = &pool->depots[node].head;

	/* Looked at first: an exchange would take the line from those who push. */
	if (READ_ONCE(*head) == POOL_NONE)
		return POOL_NONE;
	return __atomic_exchange_n(head, POOL_NONE, __ATOMIC_ACQUIRE);
}

static uint32_t last_of(const struct pool *pool, uint32_t id)
{
	while (pool->next[id] != POOL_NONE)
		id = pool->next[id];
	return id;
}

/*
 * Give back the rest of a depot that was emptied, whose end nobody knows: as long as the depot is
 * still empty it need not be found. What others pushed meanwhile is short and goes in front of it.
 */
static void depot_return(struct pool *pool, uint32_t node, uint32_t rest)
{
	uint32_t *head = &pool->depots[node].head, empty = POOL_NONE;

	while (!__atomic_compare_exchange_n(head, &empty, rest, false, __ATOMIC_RELEASE,
					    __ATOMIC_RELAXED)) {
		uint32_t pushed = depot_take_all(pool, node);

		if (pushed != POOL_NONE) {
			pool->next[last_of(pool, pushed)] = rest;
			rest = pushed;
		}
		empty = POOL_NONE;
	}
}

/* Make @list the thread's, up to a batch; the rest goes back. */
static void keep_batch(struct pool_cache *cache, uint32_t node, uint32_t list)
{
	struct pool *pool = cache->pool;
	uint32_t last = list, rest;

	for (cache->nr = 1; cache->nr < POOL_BATCH && pool->next[last] != POOL_NONE; cache->nr++)
		last = pool->next[last];
	rest = pool->next[last];
	pool->next[last] = POOL_NONE;
	cache->head = list;
	if (rest != POOL_NONE)
		depot_return(pool, node, rest);
}

static bool refill_from_depots(struct pool_cache *cache)
{
	struct pool *pool = cache->pool;

	for (uint32_t i = 0; i < pool->nr_nodes; i++) {
		uint32_t node = (cache->node + i) % pool->nr_nodes;
		uint32_t list = depot_take_all(pool, node);

		if (list != POOL_NONE) {
			keep_batch(cache, node, list);
			return true;
		}
	}
	return false;
}

/* The next that nobody has had. Never counts past the end, however often it is asked. */
static uint32_t take_fresh(struct pool *pool)
{
	uint32_t id = READ_ONCE(pool->fresh);

	while (id < pool->nr)
		if (__atomic_compare_exchange_n(&pool->fresh, &id, id + 1, true, __ATOMIC_RELAXED,
						__ATOMIC_RELAXED))
			return id;
	return POOL_NONE;
}

uint32_t pool_refill(struct pool_cache *cache, bool *fresh)
{
	uint32_t id;

	if (refill_from_depots(cache))
		return pool_cache_pop(cache);
	id = take_fresh(cache->pool);
	*fresh = id != POOL_NONE;
	return id;
}

/* Cut off what follows the first @keep: the longest there, and the coldest. */
static uint32_t cut_after(struct pool_cache *cache, uint32_t keep)
{
	struct pool *pool = cache->pool;
	uint32_t last = cache->head, cut;

	for (uint32_t i = 1; i < keep; i++)
		last = pool->next[last];
	cut = pool->next[last];
	pool->next[last] = POOL_NONE;
	cache->nr = keep;
	return cut;
}

void pool_spill(struct pool_cache *cache)
{
	struct pool *pool = cache->pool;
	struct chain chains[POOL_MAX_NODES];
	uint32_t next;

	for (uint32_t node = 0; node < pool->nr_nodes; node++)
		chains[node].head = POOL_NONE;
	for (uint32_t id = cut_after(cache, cache->nr - POOL_BATCH); id != POOL_NONE; id = next) {
		struct chain *chain = &chains[node_of(pool, id)];

		next = pool->next[id];
		if (chain->head == POOL_NONE)
			chain->tail = id;
		pool->next[id] = chain->head;
		chain->head = id;
	}
	for (uint32_t node = 0; node < pool->nr_nodes; node++)
		if (chains[node].head != POOL_NONE)
			depot_push(pool, node, chains[node]);
}

bool pool_has_free(const struct pool_cache *cache)
{
	const struct pool *pool = cache->pool;

	if (cache->nr || READ_ONCE(pool->fresh) < pool->nr)
		return true;
	for (uint32_t node = 0; node < pool->nr_nodes; node++)
		if (READ_ONCE(pool->depots[node].head) != POOL_NONE)
			return true;
	return false;
}

uint32_t pool_count_shared(const struct pool *pool)
{
	uint32_t nr = pool->nr - pool->fresh;

	/* A list that was damaged may run in a circle: then there are too many of them. */
	for (uint32_t node = 0; node < pool->nr_nodes; node++)
		for (uint32_t id = pool->depots[node].head; id != POOL_NONE && nr <= pool->nr;
		     id = pool->next[id])
			nr++;
	return nr;
}
