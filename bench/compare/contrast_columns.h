/* SPDX-License-Identifier: GPL-2.0-or-later */
/* contrast_columns.h: what stands in the columns of a contrast's tables, on a terminal, in a mail, in
 * markdown: the report's columns (table_parts.h), whose titles are the sides'. */
#ifndef BENCH_CONTRAST_COLUMNS_H
#define BENCH_CONTRAST_COLUMNS_H

#include "bench/compare/contrast.h"
#include "bench/report/table_parts.h"

#define CONTRAST_COLUMNS 16
#define CONTRAST_TITLE	 32

/* Columns, and room for the titles that they point to. */
struct contrast_columns {
	struct column columns[CONTRAST_COLUMNS]; /* ends with a NULL title */
	int nr;
	char base[CONTRAST_TITLE], test[CONTRAST_TITLE];
};

/*
 * Columns for tables of @contrast; in a @narrow one labels are cut to what is left of 72 columns, and
 * verdicts are short.
 */
void contrast_columns_make(struct contrast_columns *columns, const struct contrast *contrast,
			   bool narrow);

/* "faster", "no difference > 1.8%", "too few: 5 of 9": of any point, as the wide table has it. */
void contrast_verdict(char text[TABLE_TEXT], const struct contrast *contrast,
		      const struct contrast_point *point);

/* "+1.8%"; "-" for a NAN. */
void contrast_percent(char text[TABLE_TEXT], double ratio, int decimals);

/* "1.8%", rounded up. */
void contrast_bound(char text[TABLE_TEXT], double percent);

/* @text made safe and cut to @room, its end kept, which is where names of files differ. */
void contrast_label(char *label, size_t size, const char *text, int room);

#endif
