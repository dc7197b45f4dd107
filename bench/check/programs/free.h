/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * free.h: programs about the end of a folio's life: whoever drops the last reference frees it, and
 * nobody else, whether others try to get it meanwhile or drop theirs at the same time.
 */
#ifndef BENCH_CHECK_PROGRAMS_FREE_H
#define BENCH_CHECK_PROGRAMS_FREE_H

#include "bench/check/programs/acts.h"

#define PIN 1024 /* GUP_PIN_COUNTING_BIAS: what one pin takes */

static struct folio folio_a;
static struct subject a;

static void begin_with_one(void)
{
	begin_live(&a, "A", "A's count", &folio_a, 1);
}

static void end_freed(void)
{
	assert_freed(&a);
}

static void get_put(int number)
{
	struct held held;

	(void)number;
	if (try_get(&a, 1, &held))
		put(&held);
}

static void put_one(int number)
{
	struct held held = hold(&a, 1);

	(void)number;
	put(&held);
}

/* One for each of the owners, who all drop theirs. */
static void begin_with_owners(void)
{
	begin_live(&a, "A", "A's count", &folio_a, explore_nr_threads());
}

/* Every other one takes a pin. */
static void get_put_many(int number)
{
	struct held held;

	if (try_get(&a, number % 2 ? PIN : 1, &held))
		put(&held);
}

static void begin_pinned(void)
{
	begin_live(&a, "A", "A's count", &folio_a, PIN);
}

static void put_pin(int number)
{
	struct held held = hold(&a, PIN);

	(void)number;
	put(&held);
}

/* The count stands so that two pins more reach the scheme's maximum exactly. */
static void begin_near_maximum(void)
{
	begin_live(&a, "A", "A's count", &folio_a, SCHEME_MAX_COUNT - 2 * PIN);
}

static void pin_unpin(int number)
{
	struct held held;

	(void)number;
	if (!try_get(&a, PIN, &held))
		explore_fail(LAW_OVERFLOW, "a get of %d is refused below the maximum", PIN);
	put(&held);
}

static void end_near_maximum(void)
{
	assert_live(&a, SCHEME_MAX_COUNT - 2 * PIN);
}

#endif
