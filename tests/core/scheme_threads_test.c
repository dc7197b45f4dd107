// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * scheme_threads_test.c: law 5 with real threads. An owner begins a lifetime with init, drops its
 * reference and waits for the page to be freed, by whomever; getters take and put references all the
 * while. Each lifetime must end in exactly one put that returns true, and never while somebody holds
 * a reference. A glimpse of what may happen, bounded in time; exploration is what proves it.
 */
#include <pthread.h>
#include <sched.h>
#include <time.h>

#include "tests/core/each_scheme.h"

#define NR_GETTERS   2
#define TEST_SECONDS 0.1

struct arena {
	const struct scheme *scheme;
	struct folio folio;
	unsigned long freed __attribute__((aligned(64))); /* puts that returned true */
	unsigned long freed_while_held; /* ...while a getter held a reference */
	int getters_that_got; /* the owner keeps the first lifetime until all have */
	bool stop;
};

static double now_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static unsigned long read_freed(struct arena *arena)
{
	return __atomic_load_n(&arena->freed, __ATOMIC_SEQ_CST);
}

static void put(struct arena *arena)
{
	if (arena->scheme->ops.folio_ref_dec_and_test(&arena->folio))
		__atomic_fetch_add(&arena->freed, 1, __ATOMIC_SEQ_CST);
}

static void *getter(void *context)
{
	struct arena *arena = context;
	bool got_one = false;

	while (!__atomic_load_n(&arena->stop, __ATOMIC_ACQUIRE)) {
		unsigned long freed;

		if (!arena->scheme->ops.folio_try_get(&arena->folio))
			continue;
		__atomic_thread_fence(__ATOMIC_SEQ_CST);
		freed = read_freed(arena);
		if (!got_one)
			__atomic_fetch_add(&arena->getters_that_got, 1, __ATOMIC_SEQ_CST);
		got_one = true;
		if (read_freed(arena) != freed)
			__atomic_fetch_add(&arena->freed_while_held, 1, __ATOMIC_SEQ_CST);
		put(arena);
	}
	return NULL;
}

/* Returns how many lifetimes the page had. */
static unsigned long own(struct arena *arena)
{
	double end = now_seconds() + TEST_SECONDS;
	unsigned long lifetimes = 0;

	do {
		arena->scheme->ops.init_page_count(&arena->folio.page);
		while (__atomic_load_n(&arena->getters_that_got, __ATOMIC_SEQ_CST) < NR_GETTERS)
			sched_yield();
		put(arena);
		lifetimes++;
		while (read_freed(arena) < lifetimes)
			sched_yield();
	} while (now_seconds() < end);
	return lifetimes;
}

static void law_5_with_threads_each_lifetime_is_freed_once(void **state)
{
	struct arena arena = {.scheme = *state};
	pthread_t threads[NR_GETTERS];
	unsigned long lifetimes;

	arena.scheme->ops.set_page_count_frozen(&arena.folio.page);
	for (int i = 0; i < NR_GETTERS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, getter, &arena), 0);
	lifetimes = own(&arena);
	__atomic_store_n(&arena.stop, true, __ATOMIC_RELEASE);
	for (int i = 0; i < NR_GETTERS; i++)
		assert_int_equal(pthread_join(threads[i], NULL), 0);

	assert_int_equal(arena.freed, lifetimes);
	assert_int_equal(arena.freed_while_held, 0);
	assert_int_equal(arena.scheme->ops.folio_ref_count(&arena.folio), 0);
}

int main(void)
{
	static struct gathered all;
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(law_5_with_threads_each_lifetime_is_freed_once),
	};

	gather_for_each_scheme(&all, tests, NR(tests), keeps_the_laws);
	return run_gathered("threads", &all);
}
