// SPDX-License-Identifier: GPL-2.0-or-later
/* scheme.c: the schemes that were linked in, found through the section that each object fills. */
#include "bench/scheme.h"

#include <stdlib.h>
#include <string.h>

#define MAX_SCHEMES 256

extern const struct scheme *const __start_pageref_schemes[];
extern const struct scheme *const __stop_pageref_schemes[];

__thread uint64_t atomic_cas_failures;

/* The design's order: tables read better when the baseline leads and the reference lines close. */
static const char *const order[] = {
	"plain",      "lock-bit", "frozen-bit",	      "inverted-high", "inverted-low",
	"optimistic", "rcuref",	  "lock-bit-acquire",
};
static const char *const last[] = {"fetch-add", "load", "null"};

#define ARRAY_SIZE(a) ((int)(sizeof(a) / sizeof((a)[0])))

static int rank(const struct scheme *scheme)
{
	for (int i = 0; i < ARRAY_SIZE(order); i++) {
		if (!strcmp(scheme->name, order[i]))
			return i;
	}
	for (int i = 0; i < ARRAY_SIZE(last); i++) {
		if (!strcmp(scheme->name, last[i]))
			return ARRAY_SIZE(order) + 1 + i;
	}
	return ARRAY_SIZE(order);
}

static int compare(const void *a, const void *b)
{
	const struct scheme *left = *(const struct scheme *const *)a;
	const struct scheme *right = *(const struct scheme *const *)b;

	if (rank(left) != rank(right))
		return rank(left) - rank(right);
	return strcmp(left->name, right->name);
}

const struct scheme *const *scheme_all(void)
{
	static const struct scheme *all[MAX_SCHEMES + 1];
	int nr = 0;

	if (all[0])
		return all;
	for (const struct scheme *const *s = __start_pageref_schemes;
	     s < __stop_pageref_schemes && nr < MAX_SCHEMES; s++) {
		if (!(*s)->counts_retries)
			all[nr++] = *s;
	}
	qsort(all, (size_t)nr, sizeof(all[0]), compare);
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

const struct scheme *scheme_counting(const struct scheme *scheme)
{
	for (const struct scheme *const *s = __start_pageref_schemes; s < __stop_pageref_schemes;
	     s++) {
		if ((*s)->counts_retries && !strcmp((*s)->name, scheme->name))
			return *s;
	}
	return NULL;
}
