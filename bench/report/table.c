// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * table.c: tables for people, laid out for a terminal and for a mail. Rows are formatted twice, once
 * to learn the widths and once to print: a table then needs no memory, and nothing is cut but names.
 */
#include "bench/report/table_parts.h"

#include <math.h>
#include <string.h>

#define MAX_COLUMNS  12
#define LINE_SIZE    1024
#define NAME_WIDTH   28 /* a path as a scheme's name is cut to this, or to what a narrow table has */
#define LEAST_NAME   12
#define SCHEME_TITLE "scheme"

static const struct layout terminal = {
	.width = 100,
	.table_width = 120,
	.columns = table_terminal_columns,
	.gap = "  ",
	.rule_gap = "--",
	.matrix_cpus = 16,
};

static const struct layout mail = {
	.width = 72,
	.table_width = 72,
	.columns = table_mail_columns,
	.gap = " | ",
	.rule_gap = "-+-",
	.rule_between = true,
	.matrix_cpus = 8,
	.mail = true,
};

/* A table about to be printed: the columns that its panel wants, and how wide they are. */
struct table {
	const struct layout *layout;
	const struct column *columns[MAX_COLUMNS];
	int widths[MAX_COLUMNS];
	int nr_columns;
	struct row row; /* what all rows share; the rest is set for each */
};

typedef void row_fn(FILE *out, struct table *table);

/* Call @visit for each row, and print a line between thread counts where there is one to print. */
static void for_each_row(struct table *table, FILE *out, row_fn *visit, row_fn *part)
{
	const struct panel *panel = table->row.panel;

	for (int threads = 0; threads < panel->nr_threads; threads++) {
		if (threads && part)
			part(out, table);
		for (int scheme = 0; scheme < panel->nr_schemes; scheme++) {
			table->row.cell = panel_cell(panel, scheme, threads);
			table->row.scheme = scheme;
			table->row.threads = threads;
			if (table->row.cell)
				visit(out, table);
		}
	}
}

static void title_of(char text[TABLE_TEXT], const struct table *table, int column)
{
	if (strcmp(table->columns[column]->title, "%"))
		snprintf(text, TABLE_TEXT, "%s", table->columns[column]->title);
	else
		table_interval_title(text, table->row.panel);
}

static void widen(FILE *out, struct table *table)
{
	(void)out;
	for (int i = 0; i < table->nr_columns; i++) {
		char text[TABLE_TEXT];
		int length;

		table->columns[i]->show(text, &table->row);
		length = (int)strlen(text);
		if (length > table->widths[i])
			table->widths[i] = length;
	}
}

static int total_width(const struct table *table)
{
	int width = (int)strlen(table->layout->gap) * (table->nr_columns - 1);

	for (int i = 0; i < table->nr_columns; i++)
		width += table->widths[i];
	return width;
}

static void measure(struct table *table)
{
	for (int i = 0; i < table->nr_columns; i++) {
		char title[TABLE_TEXT];

		title_of(title, table, i);
		table->widths[i] = (int)strlen(title);
	}
	for_each_row(table, NULL, widen, NULL);
}

/* Where a table is too wide the names give way. */
static void fit(struct table *table)
{
	int excess;

	table->row.name_width = NAME_WIDTH;
	measure(table);
	excess = total_width(table) - table->layout->table_width;
	for (int i = 0; excess > 0 && i < table->nr_columns; i++) {
		if (strcmp(table->columns[i]->title, SCHEME_TITLE))
			continue;
		table->row.name_width = table->widths[i] - excess;
		if (table->row.name_width < LEAST_NAME)
			table->row.name_width = LEAST_NAME;
		measure(table);
	}
}

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

		title_of(title, table, i);
		append(line, i ? table->layout->gap : "", 0, true);
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

		append(line, i ? table->layout->rule_gap : "", 0, true);
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

static void print_row(FILE *out, struct table *table)
{
	char line[LINE_SIZE] = "";

	for (int i = 0; i < table->nr_columns; i++) {
		char text[TABLE_TEXT];

		table->columns[i]->show(text, &table->row);
		append(line, i ? table->layout->gap : "", 0, true);
		append(line, text, table->widths[i], table->columns[i]->left);
	}
	print_line(out, table, line);
}

/* The largest of what a column will show decides its decimals. */
static void choose_decimals(struct row *row)
{
	double ns = 0, mops = 0;

	for (int i = 0; i < row->panel->nr_schemes * row->panel->nr_threads; i++) {
		const struct cell *cell = &row->panel->cells[i];

		if (cell->nr_valid) {
			ns = fmax(ns, cell->ns_per_op.high);
			mops = fmax(mops, cell->ops_per_sec.median / 1e6);
		}
	}
	row->ns_decimals = table_decimals(ns);
	row->mops_decimals = table_decimals(mops);
}

static void print_table(FILE *out, const struct panel *panel, const struct layout *layout,
			const struct column *columns)
{
	struct table table = {.layout = layout, .row.panel = panel};

	for (const struct column *column = columns; column->title; column++) {
		if (!column->wanted || column->wanted(panel))
			table.columns[table.nr_columns++] = column;
	}
	choose_decimals(&table.row);
	fit(&table);
	print_titles(out, &table);
	print_rule(out, &table);
	for_each_row(&table, out, print_row, layout->rule_between ? print_rule : print_blank);
	fputc('\n', out);
}

static void print_panel(FILE *out, const struct panel *panel, const struct layout *layout)
{
	table_heading(out, panel, layout->width);
	fputc('\n', out);
	print_table(out, panel, layout, layout->columns);
	if (table_has_freezers(panel)) {
		fprintf(out, "in the same time, the freezers:\n\n");
		print_table(out, panel, layout, table_freezer_columns);
	}
}

static void print_summary(FILE *out, const struct summary *summary, const struct layout *layout)
{
	const struct result_run *run = NULL;
	int machine = -1;

	if (!summary->nr_panels && !summary->nr_ping_pongs) {
		fprintf(out, "no samples\n");
		return;
	}
	for (int i = 0; i < summary->nr_panels; i++) {
		if (summary->panels[i].run != run)
			table_machine(out, summary->panels[i].run, layout->width);
		run = summary->panels[i].run;
		machine = summary->panels[i].machine;
		print_panel(out, &summary->panels[i], layout);
	}
	for (int i = 0; i < summary->nr_ping_pongs; i++) {
		const struct ping_pong_matrix *matrix = &summary->ping_pongs[i];

		if (matrix->machine != machine)
			table_machine(out, matrix->run, layout->width);
		machine = matrix->machine;
		table_ping_pong(out, matrix, layout);
	}
	table_notes(out, summary, layout);
}

void table_print(FILE *out, const struct summary *summary)
{
	print_summary(out, summary, &terminal);
}

void table_print_mail(FILE *out, const struct summary *summary)
{
	print_summary(out, summary, &mail);
}
