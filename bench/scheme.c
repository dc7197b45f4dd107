// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * scheme.c: the schemes that were linked in, found through the section that each object fills, and
 * those that were loaded later.
 */
#include "bench/scheme.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bench/scheme_order.h"

#define MAX_SCHEMES 256

extern const struct scheme *const __start_pageref_schemes[];
extern const struct scheme *const __stop_pageref_schemes[];

__thread uint64_t atomic_cas_failures;

/* Those that were loaded since the program began, behind those that were linked in. */
static const struct scheme *registered[MAX_SCHEMES];
static int nr_registered;

/* Number @i of all, in every form; NULL behind the last. */
static const struct scheme *form(int i)
{
	int linked = (int)(__stop_pageref_schemes - __start_pageref_schemes);

	if (i < linked)
		return __start_pageref_schemes[i];
	return i - linked < nr_registered ? registered[i - linked] : NULL;
}

static int compare(const void *a, const void *b)
{
	const struct scheme *left = *(const struct scheme *const *)a;
	const struct scheme *right = *(const struct scheme *const *)b;

	return scheme_name_compare(left->name, right->name);
}

const struct scheme *const *scheme_all(void)
{
	static const struct scheme *all[MAX_SCHEMES + 1];
	static int seen = -1; /* so many registered ones were there to see */
	const struct scheme *s;
	int nr = 0;

	if (seen == nr_registered)
		return all;
	for (int i = 0; (s = form(i)) && nr < MAX_SCHEMES; i++) {
		if (!s->counts_retries && order_is_compiled(s->orders, false))
			all[nr++] = s;
	}
	all[nr] = NULL;
	qsort(all, (size_t)nr, sizeof(all[0]), compare);
	seen = nr_registered;
	return all;
}

const struct scheme *scheme_find(const char *name)
{
	for (const struct scheme *const *s = scheme_all(); *s; s++) {
		if (!strcmp((*s)->name, name))
			return *s;
	}
	return NULL;
}

const struct scheme *scheme_variant(const struct scheme *scheme, bool counts_retries, bool acq_rel)
{
	const struct scheme *s;

	for (int i = 0; (s = form(i)); i++) {
		if (s->counts_retries == counts_retries && order_is_compiled(s->orders, acq_rel) &&
		    !strcmp(s->name, scheme->name))
			return s;
	}
	return NULL;
}

int scheme_register(const struct scheme *scheme)
{
	const struct scheme *s;
	int nr = 0;

	for (; (s = form(nr)); nr++) {
		if (s->counts_retries == scheme->counts_retries && s->orders & scheme->orders &&
		    !strcmp(s->name, scheme->name))
			return -EEXIST;
	}
	if (nr >= MAX_SCHEMES)
		return -ENOSPC;
	registered[nr_registered++] = scheme;
	return 0;
}
