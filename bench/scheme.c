// SPDX-License-Identifier: GPL-2.0-or-later
/* scheme.c: the schemes that were linked in, found through the section that each object fills. */
#include "bench/scheme.h"

#include <stdlib.h>
#include <string.h>

#include "bench/scheme_order.h"

#define MAX_SCHEMES 256

extern const struct scheme *const __start_pageref_schemes[];
extern const struct scheme *const __stop_pageref_schemes[];

__thread uint64_t atomic_cas_failures;

static int compare(const void *a, const void *b)
{
	const struct scheme *left = *(const struct scheme *const *)a;
	const struct scheme *right = *(const struct scheme *const *)b;

	return scheme_name_compare(left->name, right->name);
}

const struct scheme *const *scheme_all(void)
{
	static const struct scheme *all[MAX_SCHEMES + 1];
	int nr = 0;

	if (all[0])
		return all;
	for (const struct scheme *const *s = __start_pageref_schemes;
	     s < __stop_pageref_schemes && nr < MAX_SCHEMES; s++) {
		if (!(*s)->counts_retries && order_is_compiled((*s)->orders, false))
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

const struct scheme *scheme_variant(const struct scheme *scheme, bool counts_retries, bool acq_rel)
{
	for (const struct scheme *const *s = __start_pageref_schemes; s < __stop_pageref_schemes;
	     s++) {
		if ((*s)->counts_retries == counts_retries &&
		    order_is_compiled((*s)->orders, acq_rel) && !strcmp((*s)->name, scheme->name))
			return *s;
	}
	return NULL;
}
