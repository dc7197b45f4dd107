/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * each_scheme.h: one list of tests, run for each scheme that keeps the laws and once more for its
 * counting twin, so that a header dropped into core/schemes/ is tested without being named. A test
 * finds its scheme in *state.
 */
#ifndef TESTS_CORE_EACH_SCHEME_H
#define TESTS_CORE_EACH_SCHEME_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "bench/scheme.h"

#define NR(array) (sizeof(array) / sizeof((array)[0]))

/* The tests that a program has gathered: one group, because TAP has one plan. */
struct gathered {
	struct CMUnitTest tests[2048];
	size_t nr;
};

static inline bool keeps_the_laws(const struct scheme *scheme)
{
	return !scheme->unsafe;
}

/* A folio whose every byte is garbage, as memory that was something else before. */
static inline struct folio dirty_folio(void)
{
	struct folio folio;

	memset(&folio, 0xa5, sizeof(folio));
	return folio;
}

static inline unsigned int folio_word(const struct folio *folio)
{
	return (unsigned int)atomic_read(&folio->_refcount);
}

static inline void set_folio_word(struct folio *folio, unsigned int word)
{
	atomic_set(&folio->_refcount, (int)word);
}

static inline void gather(struct gathered *all, const struct CMUnitTest *test,
			  const struct scheme *scheme)
{
	struct CMUnitTest *named = &all->tests[all->nr++];
	char *name;

	if (all->nr > NR(all->tests) ||
	    asprintf(&name, "%s%s: %s", scheme->name, scheme->counts_retries ? " (counting)" : "",
		     test->name) < 0)
		abort();
	*named = *test;
	named->name = name;
	named->initial_state = (void *)(uintptr_t)scheme;
}

/* Gather @tests for each scheme to which they apply, and for its twin. */
static inline void gather_for_each_scheme(struct gathered *all, const struct CMUnitTest *tests,
					  size_t nr, bool (*applies)(const struct scheme *scheme))
{
	for (const struct scheme *const *s = scheme_all(); *s; s++) {
		for (size_t i = 0; i < nr && applies(*s); i++) {
			gather(all, &tests[i], *s);
			gather(all, &tests[i], scheme_variant(*s, true, false));
		}
	}
}

/* Run what was gathered; returns how many failed. */
static inline int run_gathered(const char *group, struct gathered *all)
{
	int failed = _cmocka_run_group_tests(group, all->tests, all->nr, NULL, NULL);

	for (size_t i = 0; i < all->nr; i++)
		free((void *)(uintptr_t)all->tests[i].name);
	return failed;
}

#endif
