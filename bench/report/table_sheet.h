/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * table_sheet.h: a table while it is laid out and printed. table_fit.c finds out how wide its columns
 * are and how many sheets they need, table_sheet.c prints those.
 */
#ifndef BENCH_TABLE_SHEET_H
#define BENCH_TABLE_SHEET_H

#include "bench/report/table_parts.h"

#define TABLE_MAX_COLUMNS 32

/* A table about to be printed: the columns that its panel wants, and how wide they are. */
struct table {
	const struct layout *layout;
	bool (*wanted)(const struct row *row);
	const struct column *columns[TABLE_MAX_COLUMNS]; /* labels first */
	int widths[TABLE_MAX_COLUMNS];
	int nr_columns;
	unsigned int hidden; /* 1 << dimension: in the headings of groups */
	bool announced; /* the group at hand has its heading */
	int first, end; /* the figures of the sheet at hand */
	struct row row; /* what all rows share; the rest is set for each */
};

typedef void row_fn(FILE *out, struct table *table);

/* What is done with the rows of a group. */
struct visitor {
	row_fn *begin, *part, *row, *end; /* each but row may be NULL; part is between blocks */
};

/* Whether column @i stands in the sheet at hand. */
bool table_stands(const struct table *table, int i);

/* The text of column @i in the row at hand, and its title. */
void table_show(char text[TABLE_TEXT], struct table *table, int i);
void table_title(char text[TABLE_TEXT], const struct table *table, int i);

/* Whether row @index of the panel is the first of its group; and a visit to all of that group. */
bool table_leads_group(const struct table *table, int index);
void table_visit_group(struct table *table, int leader, FILE *out, const struct visitor *visitor);

/* Measure the columns; shorten names and hide labels as need be. */
void table_fit(struct table *table);

/* Where the labels end, and where the sheet ends that begins with figure @first. */
int table_first_figure(const struct table *table);
int table_end_of_sheet(struct table *table, int first);

#endif
