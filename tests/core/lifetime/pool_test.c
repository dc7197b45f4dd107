// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * pool_test.c: objects of a pool are handed out to one at a time, to nobody twice, and none is lost:
 * alone, over the depots of several nodes, and by threads that take and give as fast as they can.
 */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/lifetime/pool.h"

#define NR_OBJECTS   512
#define NR_NODES     3
#define PER_STRIPE   8
#define NR_THREADS   3
#define MOST_HELD    160 /* three threads want 480 of them, and 64 lie in each one's list */
#define TEST_SECONDS 0.2

static uint32_t links[NR_OBJECTS];
static struct pool pool;

static int start_with_three_nodes(void **state)
{
	(void)state;
	pool_init(&pool, links, NR_OBJECTS, NR_NODES, PER_STRIPE);
	return 0;
}

static struct pool_cache cache_of(uint32_t node)
{
	struct pool_cache cache;

	pool_cache_init(&cache, &pool, node);
	return cache;
}

static uint32_t node_of(uint32_t id)
{
	return id / PER_STRIPE % NR_NODES;
}

/* Take @nr of them, which must be there. */
static void take(struct pool_cache *cache, uint32_t *ids, int nr)
{
	bool fresh;

	for (int i = 0; i < nr; i++) {
		ids[i] = pool_get(cache, &fresh);
		assert_in_range(ids[i], 0, pool.nr - 1);
	}
}

static void put_all(struct pool_cache *cache, const uint32_t *ids, int nr)
{
	for (int i = 0; i < nr; i++)
		pool_put(cache, ids[i]);
}

static void assert_all_different(const uint32_t *ids, int nr)
{
	bool seen[NR_OBJECTS] = {false};

	for (int i = 0; i < nr; i++) {
		assert_false(seen[ids[i]]);
		seen[ids[i]] = true;
	}
}

static void each_object_is_handed_out_once_and_then_none(void **state)
{
	struct pool_cache cache = cache_of(0);
	uint32_t ids[NR_OBJECTS];
	bool fresh;

	(void)state;
	take(&cache, ids, NR_OBJECTS);
	assert_all_different(ids, NR_OBJECTS);
	assert_int_equal(pool_get(&cache, &fresh), POOL_NONE);
}

static void asking_an_empty_pool_does_not_count_past_its_end(void **state)
{
	struct pool_cache cache = cache_of(0);
	uint32_t ids[NR_OBJECTS];
	bool fresh = true;

	(void)state;
	take(&cache, ids, NR_OBJECTS);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(pool_get(&cache, &fresh), POOL_NONE);
	assert_false(fresh);
	assert_int_equal(pool.fresh, NR_OBJECTS);
	assert_int_equal(pool_count_shared(&pool), 0);
}

static void an_object_is_fresh_the_first_time_only(void **state)
{
	struct pool_cache cache = cache_of(0);
	uint32_t ids[NR_OBJECTS];
	bool fresh;

	(void)state;
	for (int i = 0; i < NR_OBJECTS; i++) {
		ids[i] = pool_get(&cache, &fresh);
		assert_true(fresh);
	}
	put_all(&cache, ids, NR_OBJECTS);
	for (int i = 0; i < NR_OBJECTS; i++) {
		assert_int_not_equal(pool_get(&cache, &fresh), POOL_NONE);
		assert_false(fresh);
	}
}

static void the_last_one_put_is_the_first_one_got(void **state)
{
	struct pool_cache cache = cache_of(0);
	uint32_t ids[20];
	bool fresh;

	(void)state;
	take(&cache, ids, 20);
	put_all(&cache, ids, 20);
	for (int i = 19; i >= 0; i--)
		assert_int_equal(pool_get(&cache, &fresh), ids[i]);
}

static void a_spill_leaves_the_thread_what_it_put_last(void **state)
{
	struct pool_cache cache = cache_of(0);
	uint32_t ids[2 * POOL_BATCH + 1];
	bool fresh;

	(void)state;
	take(&cache, ids, 2 * POOL_BATCH + 1);
	put_all(&cache, ids, 2 * POOL_BATCH + 1);
	assert_int_equal(cache.nr, POOL_BATCH + 1);
	for (int i = 2 * POOL_BATCH; i >= POOL_BATCH; i--)
		assert_int_equal(pool_get(&cache, &fresh), ids[i]);
}

static void what_is_spilled_goes_to_the_node_it_lies_on(void **state)
{
	struct pool_cache cache = cache_of(1);
	uint32_t ids[NR_OBJECTS];
	int nr = 0;

	(void)state;
	take(&cache, ids, NR_OBJECTS);
	put_all(&cache, ids, NR_OBJECTS);
	for (uint32_t node = 0; node < NR_NODES; node++) {
		for (uint32_t id = pool.depots[node].head; id != POOL_NONE; id = pool.next[id]) {
			assert_int_equal(node_of(id), node);
			nr++;
		}
	}
	assert_int_equal(nr, NR_OBJECTS - cache.nr);
}

static void a_thread_takes_what_another_spilled(void **state)
{
	struct pool_cache giver = cache_of(0), taker = cache_of(0);
	uint32_t ids[NR_OBJECTS], nr_left;
	bool fresh;

	(void)state;
	take(&giver, ids, NR_OBJECTS);
	put_all(&giver, ids, NR_OBJECTS);
	nr_left = giver.nr;
	take(&taker, ids, (int)(NR_OBJECTS - nr_left));
	assert_all_different(ids, (int)(NR_OBJECTS - nr_left));
	assert_int_equal(pool_get(&taker, &fresh), POOL_NONE);
}

static void a_list_is_filled_from_its_own_node_first_and_then_from_the_next(void **state)
{
	struct pool_cache giver = cache_of(0), taker = cache_of(1);
	uint32_t ids[NR_OBJECTS], per_node[NR_NODES] = {0};
	bool fresh;

	(void)state;
	take(&giver, ids, NR_OBJECTS);
	put_all(&giver, ids, NR_OBJECTS);
	for (uint32_t node = 0; node < NR_NODES; node++)
		for (uint32_t id = pool.depots[node].head; id != POOL_NONE; id = pool.next[id])
			per_node[node]++;
	for (uint32_t i = 0; i < NR_NODES; i++)
		for (uint32_t left = per_node[(1 + i) % NR_NODES]; left; left--)
			assert_int_equal(node_of(pool_get(&taker, &fresh)), (1 + i) % NR_NODES);
}

static void a_refill_keeps_a_batch_and_leaves_the_rest_to_others(void **state)
{
	struct pool_cache giver = cache_of(0), taker = cache_of(0);
	uint32_t ids[NR_OBJECTS], shared;

	(void)state;
	take(&giver, ids, NR_OBJECTS);
	put_all(&giver, ids, NR_OBJECTS);
	shared = pool_count_shared(&pool);
	take(&taker, ids, 1);
	assert_int_equal(taker.nr, POOL_BATCH - 1);
	assert_int_equal(pool_count_shared(&pool), shared - POOL_BATCH);
}

static void it_says_whether_a_thread_would_get_one(void **state)
{
	struct pool_cache cache = cache_of(0), other = cache_of(2);
	uint32_t ids[NR_OBJECTS];

	(void)state;
	assert_true(pool_has_free(&cache));
	take(&cache, ids, NR_OBJECTS);
	assert_false(pool_has_free(&cache));
	pool_put(&cache, ids[0]);
	assert_true(pool_has_free(&cache));
	assert_false(pool_has_free(&other));
	put_all(&cache, ids + 1, 2 * POOL_BATCH);
	assert_true(pool_has_free(&other));
}

static void a_list_outside_keeps_the_order_of_what_was_added(void **state)
{
	struct pool_list list = {0};
	uint32_t id;

	(void)state;
	for (uint32_t i = 0; i < 10; i++)
		pool_list_add(&pool, &list, 7 * i);
	assert_int_equal(list.nr, 10);
	id = list.head;
	for (uint32_t i = 0; i < 10; i++, id = pool.next[id])
		assert_int_equal(id, 7 * i);
	assert_int_equal(id, POOL_NONE);
	assert_int_equal(list.tail, 63);
}

/* ---- threads ---- */

struct hammer {
	pthread_t thread;
	struct pool_cache cache;
	unsigned int seed;
	uint32_t held[MOST_HELD];
	uint32_t nr_held, nr_got;
	bool shared_one; /* somebody else had it at the same time */
};

static bool is_held[NR_OBJECTS];
static bool stop;

static void take_one(struct hammer *hammer)
{
	bool fresh;
	uint32_t id = pool_get(&hammer->cache, &fresh);

	if (id == POOL_NONE)
		return;
	if (__atomic_exchange_n(&is_held[id], true, __ATOMIC_RELAXED))
		hammer->shared_one = true;
	hammer->held[hammer->nr_held++] = id;
	hammer->nr_got++;
}

static void give_one(struct hammer *hammer)
{
	uint32_t id = hammer->held[--hammer->nr_held];

	if (!__atomic_exchange_n(&is_held[id], false, __ATOMIC_RELAXED))
		hammer->shared_one = true;
	pool_put(&hammer->cache, id);
}

/* Now many, now few: so that lists run full and empty. */
static void *take_and_give(void *context)
{
	struct hammer *hammer = context;

	while (!__atomic_load_n(&stop, __ATOMIC_RELAXED)) {
		uint32_t aim = (uint32_t)rand_r(&hammer->seed) % MOST_HELD;

		for (int i = 0; i < MOST_HELD && hammer->nr_held < aim; i++)
			take_one(hammer);
		while (hammer->nr_held > aim)
			give_one(hammer);
	}
	while (hammer->nr_held)
		give_one(hammer);
	return NULL;
}

static void threads_never_hold_the_same_object_and_lose_none(void **state)
{
	static const struct timespec duration = {.tv_nsec = (long)(TEST_SECONDS * 1e9)};
	struct hammer hammers[NR_THREADS] = {0};
	uint32_t nr_free, nr_got = 0;

	(void)state;
	__atomic_store_n(&stop, false, __ATOMIC_RELAXED);
	for (uint32_t i = 0; i < NR_THREADS; i++) {
		hammers[i].cache = cache_of(i);
		hammers[i].seed = i;
		assert_int_equal(
			pthread_create(&hammers[i].thread, NULL, take_and_give, &hammers[i]), 0);
	}
	nanosleep(&duration, NULL);
	__atomic_store_n(&stop, true, __ATOMIC_RELAXED);
	for (int i = 0; i < NR_THREADS; i++)
		assert_int_equal(pthread_join(hammers[i].thread, NULL), 0);

	nr_free = pool_count_shared(&pool);
	for (int i = 0; i < NR_THREADS; i++) {
		assert_false(hammers[i].shared_one);
		nr_got += hammers[i].nr_got;
		nr_free += hammers[i].cache.nr;
	}
	assert_int_equal(nr_free, NR_OBJECTS);
	assert_true(nr_got > NR_OBJECTS);
}

#define POOL_TEST(test) cmocka_unit_test_setup(test, start_with_three_nodes)

int main(void)
{
	const struct CMUnitTest tests[] = {
		POOL_TEST(each_object_is_handed_out_once_and_then_none),
		POOL_TEST(asking_an_empty_pool_does_not_count_past_its_end),
		POOL_TEST(an_object_is_fresh_the_first_time_only),
		POOL_TEST(the_last_one_put_is_the_first_one_got),
		POOL_TEST(a_spill_leaves_the_thread_what_it_put_last),
		POOL_TEST(what_is_spilled_goes_to_the_node_it_lies_on),
		POOL_TEST(a_thread_takes_what_another_spilled),
		POOL_TEST(a_list_is_filled_from_its_own_node_first_and_then_from_the_next),
		POOL_TEST(a_refill_keeps_a_batch_and_leaves_the_rest_to_others),
		POOL_TEST(it_says_whether_a_thread_would_get_one),
		POOL_TEST(a_list_outside_keeps_the_order_of_what_was_added),
		POOL_TEST(threads_never_hold_the_same_object_and_lose_none),
	};

	alarm(20);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
