// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * scheme_order.c: tables read better when the baseline leads and the reference lines close, and when
 * every table, list and picture agrees on it.
 */
#include "bench/scheme_order.h"

#include <string.h>

static const char *const first[] = {
	"plain",	"lock-bit",   "frozen-bit", "inverted-high",
	"inverted-low", "optimistic", "rcuref",	    "lock-bit-acquire",
};
static const char *const reference_lines[] = {"fetch-add", "load", "null"};

#define ARRAY_SIZE(a) ((int)(sizeof(a) / sizeof((a)[0])))

/* The place of @name among @nr @names, or -1. */
static int place(const char *name, const char *const *names, int nr)
{
	for (int i = 0; i < nr; i++) {
		if (!strcmp(name, names[i]))
			return i;
	}
	return -1;
}

int scheme_rank(const char *name)
{
	int among_first = place(name, first, ARRAY_SIZE(first));
	int among_lines = place(name, reference_lines, ARRAY_SIZE(reference_lines));

	if (among_first >= 0)
		return among_first;
	return ARRAY_SIZE(first) + (among_lines >= 0 ? 1 + among_lines : 0);
}

int scheme_name_compare(const char *a, const char *b)
{
	int difference = scheme_rank(a) - scheme_rank(b);

	return difference ? difference : strcmp(a, b);
}

bool scheme_is_reference_line(const char *name)
{
	return place(name, reference_lines, ARRAY_SIZE(reference_lines)) >= 0;
}
