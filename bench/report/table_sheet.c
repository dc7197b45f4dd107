// SPDX-License-Identifier: GPL-2.0-or-later
/* table_sheet.c: a table that was laid out, printed: one sheet for the figures that fit side by side. */
#include "bench/report/table_sheet.h"

#include <math.h>
#include <string.h>

#define LINE_SIZE 1024

static void append(char line[LINE_SIZE], const char *text, int width, bool left)
{
	size_t used = strlen(line);

	snprintf(line + used, LINE_SIZE - used, "%*s", left ? -width : width, text);
}

/* No blanks at the end, and never wider than promised. */
static void print_line(FILE *out, const struct table *table, char line[LINE_SIZE])
{
	int length = (int)strlen(line);

	if (length > table->layout->table_width)
		length = table->layout->table_width;
	while (length && line[length - 1] == ' ')
		length--;
	fprintf(out, "%.*s\n", length, line);
}

static void print_titles(FILE *out, const struct table *table)
{
	char line[LINE_SIZE] = "";

	for (int i = 0; i < table->nr_columns; i++) {
		char title[TABLE_TEXT];

		if (!table_stands(table, i))
			continue;
		table_title(title, table, i);
		append(line, *line ? table->layout->gap : "", 0, true);
		append(line, title, table->widths[i], table->columns[i]->left);
	}
	print_line(out, table, line);
}

static void print_rule(FILE *out, struct table *table)
{
	char line[LINE_SIZE] = "";
	char dashes[TABLE_TEXT];

	memset(dashes, '-', sizeof(dashes));
	for (int i = 0; i < table->nr_columns; i++) {
		size_t used;

		if (!table_stands(table, i))
			continue;
		append(line, *line ? table->layout->rule_gap : "", 0, true);
		used = strlen(line);
		snprintf(line + used, LINE_SIZE - used, "%.*s", table->widths[i], dashes);
	}
	print_line(out, table, line);
}

static void print_blank(FILE *out, struct table *table)
{
	(void)table;
	fputc('\n', out);
}

/* What the rows of a group share, where labels are headings. */
static void print_group(FILE *out, struct table *table)
{
	char text[LINE_SIZE] = "";

	for (int d = 0; d < NR_DIMENSIONS; d++) {
		char value[DIMENSION_TEXT], safe[DIMENSION_TEXT];
		size_t used = strlen(text);

		if (!(table->hidden & 1u << d))
			continue;
		dimension_value(value, (enum dimension)d,
				&table->row.panel->rows[table->row.index]);
		snprintf(text + used, sizeof(text) - used, "%s%s %s", used ? ", " : "",
			 dimension_names[d], table_safe(safe, sizeof(safe), value));
	}
	strncat(text, ":", sizeof(text) - strlen(text) - 1);
	table_paragraph(out, table->layout->width, "", text);
	fputc('\n', out);
}

static void print_head(FILE *out, struct table *table)
{
	if (table->hidden && !table->announced)
		print_group(out, table);
	table->announced = true;
	print_titles(out, table);
	print_rule(out, table);
}

static void print_row(FILE *out, struct table *table)
{
	char line[LINE_SIZE] = "";

	for (int i = 0; i < table->nr_columns; i++) {
		char text[TABLE_TEXT];

		if (!table_stands(table, i))
			continue;
		table_show(text, table, i);
		append(line, *line ? table->layout->gap : "", 0, true);
		append(line, text, table->widths[i], table->columns[i]->left);
	}
	print_line(out, table, line);
}

/* The largest of what a column will show decides its decimals. */
static void choose_decimals(struct row *row)
{
	double ns = 0, mops = 0;

	for (int i = 0; i < row->panel->nr_rows * row->panel->nr_threads; i++) {
		const struct cell *cell = &row->panel->cells[i];

		if (cell->nr_valid) {
			ns = fmax(ns, cell->ns_per_op.high);
			mops = fmax(mops, cell->ops_per_sec.median / 1e6);
		}
	}
	row->ns_decimals = table_decimals(ns);
	row->mops_decimals = table_decimals(mops);
}

void table_sheets(FILE *out, const struct panel *panel, const struct layout *layout,
		  const struct column *columns, bool (*wanted)(const struct row *row))
{
	struct table table = {.layout = layout, .wanted = wanted, .row.panel = panel};
	const struct visitor visitor = {
		.begin = print_head,
		.part = layout->dense && panel->nr_rows == 1 ? NULL
			: layout->rule_between		     ? print_rule
							     : print_blank,
		.row = print_row,
		.end = print_blank,
	};

	for (const struct column *column = columns; column->title; column++) {
		if (!column->wanted || column->wanted(panel, column->what))
			table.columns[table.nr_columns++] = column;
	}
	choose_decimals(&table.row);
	table_fit(&table);
	for (int leader = 0; leader < panel->nr_rows; leader++) {
		if (!table_leads_group(&table, leader))
			continue;
		table.announced = false;
		for (int first = table_first_figure(&table); first < table.nr_columns;
		     first = table.end) {
			table.end = table_end_of_sheet(&table, first);
			table.first = first;
			table_visit_group(&table, leader, out, &visitor);
		}
	}
}
