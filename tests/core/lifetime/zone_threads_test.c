// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * zone_threads_test.c: with real threads and grace periods, what a reader finds inside its section
 * stays what it is until the section ends, although mutators replace it as fast as memory comes back;
 * and nothing is lost. A glimpse of what may happen, bounded in time.
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

#include "core/lifetime/zone.h"

#define NR_PAGES    1024
#define NR_MUTATORS 2
#define NR_SLOTS    16 /* each mutator has half of them */
#define NR_LOOKS    50 /* at a folio, inside of one section */
#define DURATION_NS 40000000

static struct zone zone;
static struct zone_thread threads[NR_MUTATORS];
static struct grace_periods grace;
static struct integrity integrity;
static enum rcu_flavour flavour;
static struct folio *slots[NR_SLOTS];
static int stop;

static void *replace(void *context)
{
	struct zone_thread *thread = context;
	long first = (thread - threads) * (NR_SLOTS / NR_MUTATORS);

	for (long i = 0; !READ_ONCE(stop); i = (i + 1) % (NR_SLOTS / NR_MUTATORS)) {
		struct folio **slot = &slots[first + i], *old = *slot;
		struct folio *folio = zone_alloc_folio(thread, MEMDESC_FILE);

		if (!folio) {
			zone_wait(thread, &stop, UINT64_MAX);
			continue;
		}
		WRITE_ONCE(folio->mapping, (void *)slot);
		smp_store_release(slot, folio);
		if (old)
			zone_free_folio(thread, old);
	}
	return NULL;
}

/* Returns whether the folio was the slot's, and in one life, all the while. */
static bool look(struct folio *const *slot)
{
	const struct folio *folio = smp_load_acquire(slot);
	unsigned long generation = folio ? READ_ONCE(folio->private_data) : 1;
	bool fine = generation & 1;

	for (int i = 0; folio && i < NR_LOOKS; i++)
		fine &= READ_ONCE(folio->private_data) == generation &&
			READ_ONCE(folio->mapping) == (const void *)slot;
	return fine;
}

static void *read_all(void *is_fine)
{
	rcu_register_reader(flavour);
	rcu_reader_online(flavour);
	for (int i = 0; !READ_ONCE(stop); i = (i + 1) % NR_SLOTS) {
		rcu_read_lock(flavour);
		*(bool *)is_fine &= look(&slots[i]);
		rcu_read_unlock(flavour);
		rcu_quiescent_state(flavour);
	}
	rcu_reader_offline(flavour);
	rcu_unregister_reader(flavour);
	return NULL;
}

static void begin(enum memmap memmap, enum lifetime lifetime)
{
	void *memory = aligned_alloc(ZONE_PAGE_SIZE, zone_bytes(memmap, NR_PAGES));

	assert_non_null(memory);
	stop = 0;
	integrity = (struct integrity){.stop = &stop};
	zone_init(&zone, memmap, lifetime, NR_PAGES, memory, 2, 0, &integrity);
	assert_int_equal(grace_periods_start(&grace, flavour, 1000000), 0);
	zone.grace = &grace;
	for (int i = 0; i < NR_MUTATORS; i++)
		zone_thread_init(&threads[i], &zone, i);
	for (int i = 0; i < NR_SLOTS; i++)
		slots[i] = NULL;
}

/* Returns whether the reader found nothing wrong. */
static bool run(void)
{
	static const struct timespec duration = {.tv_nsec = DURATION_NS};
	pthread_t reader, mutators[NR_MUTATORS];
	bool is_fine = true;

	assert_int_equal(pthread_create(&reader, NULL, read_all, &is_fine), 0);
	for (int i = 0; i < NR_MUTATORS; i++)
		assert_int_equal(pthread_create(&mutators[i], NULL, replace, &threads[i]), 0);
	nanosleep(&duration, NULL);
	WRITE_ONCE(stop, 1);
	assert_int_equal(pthread_join(reader, NULL), 0);
	for (int i = 0; i < NR_MUTATORS; i++)
		assert_int_equal(pthread_join(mutators[i], NULL), 0);
	grace_periods_stop(&grace);
	return is_fine;
}

static uint32_t nr_published(void)
{
	uint32_t nr = 0;

	for (int i = 0; i < NR_SLOTS; i++)
		nr += slots[i] != NULL;
	return nr;
}

static void churn(enum memmap memmap, enum lifetime lifetime)
{
	uint64_t freed = 0;

	begin(memmap, lifetime);
	assert_true(run());
	assert_int_equal(integrity.kind, INTEGRITY_FINE);
	for (int i = 0; i < NR_MUTATORS; i++) {
		zone_drain(&threads[i]);
		freed += threads[i].freed;
	}
	assert_true(freed > 0);
	assert_true(
		zone_all_accounted(&zone, threads, NR_MUTATORS, nr_published(), nr_published()));
	free(zone.map.entries);
}

static void a_folio_stays_as_it_was_found_until_the_section_ends(void **state)
{
	flavour = *(const enum rcu_flavour *)*state;
	for (enum memmap memmap = 0; memmap < NR_MEMMAPS; memmap++) {
		churn(memmap, LIFETIME_RCU_FOLIO);
		churn(memmap, LIFETIME_RCU_MEMORY);
	}
}

#define WITH(flavour_name, number)                                                             \
	{                                                                                      \
		.name = flavour_name ": a_folio_stays_as_it_was_found_until_the_section_ends", \
		.test_func = a_folio_stays_as_it_was_found_until_the_section_ends,             \
		.initial_state = &(enum rcu_flavour){number},                                  \
	}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH("memb", RCU_MEMB),
		WITH("qsbr", RCU_QSBR),
		WITH("bp", RCU_BP),
	};

	alarm(20);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
