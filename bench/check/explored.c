// SPDX-License-Identifier: GPL-2.0-or-later
/* explored.c: what was compiled for exploration, found through the sections that the objects fill. */
#include "bench/check/explored.h"

#include <stdlib.h>
#include <string.h>

#include "bench/scheme_order.h"

#define MAX_EXPLORED 256

/* Weak: a program may have been built without any of them. */
extern const struct explored_scheme *const __start_pageref_explored[] __attribute__((weak));
extern const struct explored_scheme *const __stop_pageref_explored[] __attribute__((weak));
extern const struct explored_scheme *const __start_pageref_faults[] __attribute__((weak));
extern const struct explored_scheme *const __stop_pageref_faults[] __attribute__((weak));

static int compare(const void *a, const void *b)
{
	const struct explored_scheme *left = *(const struct explored_scheme *const *)a;
	const struct explored_scheme *right = *(const struct explored_scheme *const *)b;

	return scheme_name_compare(left->name, right->name);
}

static void gather(const struct explored_scheme **all, const struct explored_scheme *const *start,
		   const struct explored_scheme *const *stop)
{
	size_t nr = 0;

	while (start + nr < stop && nr < MAX_EXPLORED) {
		all[nr] = start[nr];
		nr++;
	}
	if (nr)
		qsort(all, nr, sizeof(all[0]), compare);
}

const struct explored_scheme *const *explored_all(void)
{
	static const struct explored_scheme *all[MAX_EXPLORED + 1];

	if (!all[0])
		gather(all, __start_pageref_explored, __stop_pageref_explored);
	return all;
}

const struct explored_scheme *const *explored_faults(void)
{
	static const struct explored_scheme *all[MAX_EXPLORED + 1];

	if (!all[0])
		gather(all, __start_pageref_faults, __stop_pageref_faults);
	return all;
}

const struct explored_scheme *explored_find(const char *name)
{
	for (const struct explored_scheme *const *s = explored_all(); *s; s++) {
		if (!strcmp((*s)->name, name))
			return *s;
	}
	return NULL;
}
