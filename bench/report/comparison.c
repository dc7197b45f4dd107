// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * comparison.c: finding what a row is compared with. A lifetime is compared with type-safe memory as
 * that is used, that is, with its recheck, whatever the lifetime itself needs; and type-safe memory
 * waits for no grace period, so any flavour of RCU will do.
 */
#include "bench/report/comparison.h"

#include <string.h>

#define BIT(dimension) (1u << (dimension))

const struct comparison_kind comparison_kinds[NR_COMPARISONS] = {
	[VS_PLAIN] = {"vs plain", "vs_plain",
		      "ops/s over those of plain in the same round; above 1 is faster",
		      DIMENSION_SCHEME, "plain", 0},
	[VS_EMBEDDED] =
		{"vs embedded", "vs_embedded",
		 "the same against the embedded folio: what the hop through a memdesc costs",
		 DIMENSION_MEMMAP, "embedded", 0},
	[VS_TYPESAFE] = {"vs typesafe", "vs_typesafe",
			 "the same against type-safe memory, which rechecks: what a lifetime costs",
			 DIMENSION_LIFETIME, "typesafe",
			 BIT(DIMENSION_RECHECK) | BIT(DIMENSION_RCU)},
	[VS_RECHECK] = {"vs recheck", "vs_recheck",
			"the same against itself with the recheck: what leaving it out gains",
			DIMENSION_RECHECK, "on", 0},
	[VS_FULL] = {"vs full", "vs_full", "the same against itself with full memory order",
		     DIMENSION_ORDER, "full", 0},
};

/* Of several that fit, one with the same flavour of RCU; else the first, which has the recheck. */
static int find_base(const struct comparison_kind *kind, const struct result_key *rows, int nr,
		     const struct result_key *row, unsigned int but)
{
	for (int i = 0; i < nr; i++) {
		char value[DIMENSION_TEXT];

		dimension_value(value, kind->dimension, &rows[i]);
		if (!strcmp(value, kind->base) &&
		    key_same_row(&rows[i], row, but | BIT(kind->dimension)))
			return i;
	}
	return -1;
}

int comparison_base(enum comparison comparison, const struct result_key *rows, int nr, int i)
{
	const struct comparison_kind *kind = &comparison_kinds[comparison];
	unsigned int but = kind->free;
	char value[DIMENSION_TEXT];
	int base = find_base(kind, rows, nr, &rows[i], but & ~BIT(DIMENSION_RCU));

	if (base < 0)
		base = find_base(kind, rows, nr, &rows[i], but);
	dimension_value(value, kind->dimension, &rows[i]);
	/* What has the base's value has nothing to be compared with but itself. */
	return base == i || strcmp(value, kind->base) ? base : -1;
}
