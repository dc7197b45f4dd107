/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * scheme_order.h: where a scheme stands among the others, by its name alone. A results file knows
 * only names, and may hold schemes that this program has never had, so nothing here needs the
 * schemes themselves.
 */
#ifndef BENCH_SCHEME_ORDER_H
#define BENCH_SCHEME_ORDER_H

#include <stdbool.h>

/*
 * The design's order: baseline, candidates, names nobody has heard of (all of one rank), reference
 * lines.
 */
int scheme_rank(const char *name);

/* By rank, names of one rank alphabetically; negative, 0 or positive as strcmp. */
int scheme_name_compare(const char *a, const char *b);

/* A floor or a ceiling that keeps no count anybody could rely on. */
bool scheme_is_reference_line(const char *name);

#endif
