// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * table_fit.c: how wide a table is. Where it is too wide, long names give way; if that is not enough
 * its figures go into several sheets, each with the labels of the rows; and if even these leave no
 * room, the labels that say least become headings of groups of rows. Rows are formatted twice, once
 * to learn the widths and once to print: a table then needs no memory, and nothing is cut but names.
 */
#include "bench/report/table_sheet.h"

#include <string.h>

#define NOTHING_FITS 1024 /* columns; more than any figure has */
#define NAME_WIDTH   28 /* a path as a scheme's name is cut to this, or to what a narrow table has */
#define LEAST_NAME   12
#define OUR_NAMES    16 /* are no longer */

/* In this order, labels become headings. */
static const enum dimension grouped[] = {DIMENSION_CHURN,   DIMENSION_RCU,	DIMENSION_ORDER,
					 DIMENSION_RECHECK, DIMENSION_LIFETIME, DIMENSION_MEMMAP};

static bool is_label(const struct column *column)
{
	return column->kind == COLUMN_LABEL;
}

bool table_stands(const struct table *table, int i)
{
	const struct column *column = table->columns[i];

	if (!is_label(column))
		return i >= table->first && i < table->end;
	return column->show != table_show_dimension || !(table->hidden & 1u << column->what);
}

void table_show(char text[TABLE_TEXT], struct table *table, int i)
{
	table->row.what = table->columns[i]->what;
	table->columns[i]->show(text, &table->row);
}

void table_title(char text[TABLE_TEXT], const struct table *table, int column)
{
	if (strcmp(table->columns[column]->title, "%"))
		snprintf(text, TABLE_TEXT, "%s", table->columns[column]->title);
	else
		table_interval_title(text, table->row.panel);
}

/* ---- rows ---- */

/* Where the figure that begins at column @i ends. */
static int end_of_figure(const struct table *table, int i)
{
	do
		i++;
	while (i < table->nr_columns && table->columns[i]->kind == COLUMN_MORE);
	return i;
}

/* A sheet after the first has only rows that it has something to say of: its last word tells. */
static bool says_something(struct table *table)
{
	for (int i = table->first, end; i < table->end; i = end) {
		char text[TABLE_TEXT];

		end = end_of_figure(table, i);
		table_show(text, table, end - 1);
		if (strcmp(text, "-") && strcmp(text, "0") && strcmp(text, "baseline"))
			return true;
	}
	return false;
}

int table_first_figure(const struct table *table)
{
	int i = 0;

	while (i < table->nr_columns && is_label(table->columns[i]))
		i++;
	return i;
}

/* Go to a row; whether there is something to print of it. */
static bool go_to(struct table *table, int index, int threads)
{
	table->row.cell = panel_cell(table->row.panel, index, threads);
	table->row.index = index;
	table->row.threads = threads;
	if (!table->row.cell || (table->wanted && !table->wanted(&table->row)))
		return false;
	return table->first == table_first_figure(table) || says_something(table);
}

static bool same_group(const struct table *table, int a, int b)
{
	const struct result_key *rows = table->row.panel->rows;

	return key_same_row(&rows[a], &rows[b], ~table->hidden);
}

bool table_leads_group(const struct table *table, int index)
{
	for (int i = 0; i < index; i++) {
		if (same_group(table, i, index))
			return false;
	}
	return true;
}

/* Where each scheme has many rows, it has a block of its own. */
static bool begins_block(const struct panel *panel, int before, int index)
{
	unsigned int others = panel->varies & ~(1u << DIMENSION_SCHEME);

	return others & (others - 1) &&
	       !dimension_same(DIMENSION_SCHEME, &panel->rows[before], &panel->rows[index]);
}

void table_visit_group(struct table *table, int leader, FILE *out, const struct visitor *visitor)
{
	const struct panel *panel = table->row.panel;
	int last_threads = -1, last = 0;

	for (int threads = 0; threads < panel->nr_threads; threads++) {
		for (int i = leader; i < panel->nr_rows; i++) {
			if (!same_group(table, leader, i) || !go_to(table, i, threads))
				continue;
			if (last_threads < 0 && visitor->begin)
				visitor->begin(out, table);
			else if (last_threads >= 0 && visitor->part &&
				 (last_threads != threads || begins_block(panel, last, i)))
				visitor->part(out, table);
			last_threads = threads;
			last = i;
			visitor->row(out, table);
		}
	}
	if (last_threads >= 0 && visitor->end)
		visitor->end(out, table);
}

/* ---- widths ---- */

static void widen(FILE *out, struct table *table)
{
	(void)out;
	for (int i = 0; i < table->nr_columns; i++) {
		char text[TABLE_TEXT];
		int length;

		table_show(text, table, i);
		length = (int)strlen(text);
		if (length > table->widths[i])
			table->widths[i] = length;
	}
}

static void measure(struct table *table)
{
	static const struct visitor visitor = {.row = widen};

	table->first = table_first_figure(table);
	table->end = table->nr_columns;
	for (int i = 0; i < table->nr_columns; i++) {
		char title[TABLE_TEXT];

		table_title(title, table, i);
		table->widths[i] = (int)strlen(title);
	}
	for (int i = 0; i < table->row.panel->nr_rows; i++) {
		if (table_leads_group(table, i))
			table_visit_group(table, i, NULL, &visitor);
	}
}

/* How wide a sheet with the figures from @first to before @end is. */
static int width_of(struct table *table, int first, int end)
{
	int gap = (int)strlen(table->layout->gap), width = -gap;

	table->first = first;
	table->end = end;
	for (int i = 0; i < table->nr_columns; i++)
		width += table_stands(table, i) ? table->widths[i] + gap : 0;
	return width;
}

/* By how much the widest figure beside its labels is too wide for a sheet. */
static int excess_of_widest(struct table *table)
{
	int excess = -NOTHING_FITS;

	for (int i = table_first_figure(table), end; i < table->nr_columns; i = end) {
		int more;

		end = end_of_figure(table, i);
		more = width_of(table, i, end) - table->layout->table_width;
		excess = more > excess ? more : excess;
	}
	return excess;
}

static bool shorten_names(struct table *table, int excess, int least)
{
	for (int i = 0; i < table_first_figure(table); i++) {
		if (table->columns[i]->show != table_show_dimension ||
		    table->columns[i]->what != DIMENSION_SCHEME)
			continue;
		if (table->widths[i] - excess < least)
			return false;
		table->row.name_width = table->widths[i] - excess;
		measure(table);
		return true;
	}
	return false;
}

void table_fit(struct table *table)
{
	bool lookup = key_is_lookup(&table->row.panel->key);
	int excess;

	table->row.name_width = NAME_WIDTH;
	measure(table);
	excess = width_of(table, table->first, table->end) - table->layout->table_width;
	if (excess <= 0 || shorten_names(table, excess, lookup ? OUR_NAMES : LEAST_NAME))
		return;
	for (size_t i = 0; i < sizeof(grouped) / sizeof(grouped[0]); i++) {
		if (excess_of_widest(table) > 0 && table->row.panel->varies & 1u << grouped[i])
			table->hidden |= 1u << grouped[i];
	}
	excess = excess_of_widest(table);
	if (excess > 0 && !shorten_names(table, excess, LEAST_NAME)) {
		table->row.name_width = LEAST_NAME;
		measure(table);
	}
}

/* As many figures as fit, one at least. */
int table_end_of_sheet(struct table *table, int first)
{
	int end = end_of_figure(table, first);

	while (end < table->nr_columns &&
	       width_of(table, first, end_of_figure(table, end)) <= table->layout->table_width)
		end = end_of_figure(table, end);
	return end;
}
