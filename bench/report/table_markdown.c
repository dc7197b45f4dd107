// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * table_markdown.c: the same columns as a markdown table, and texts that markdown must not take for its
 * own: names come from files that others wrote.
 */
#include <string.h>

#include "bench/report/table_parts.h"

void table_markdown_text(FILE *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '@') { /* no backslash keeps it from calling somebody's name */
			fputs("&#64;", out);
			continue;
		}
		if (strchr("\\`*_[]<>|&~$", *text))
			fputc('\\', out);
		fputc(*text, out);
	}
}

static bool stands(const struct column *column, const struct panel *panel)
{
	return !column->wanted || column->wanted(panel, column->what);
}

static void print_titles(FILE *out, const struct panel *panel, const struct column *columns)
{
	for (const struct column *column = columns; column->title; column++) {
		if (!stands(column, panel))
			continue;
		fputs("| ", out);
		table_markdown_text(out, column->title);
		fputc(' ', out);
	}
	fputs("|\n", out);
	for (const struct column *column = columns; column->title; column++) {
		if (stands(column, panel))
			fputs(column->left ? "|:--" : "|--:", out);
	}
	fputs("|\n", out);
}

void table_markdown(FILE *out, const struct panel *panel, const struct column *columns,
		    int name_width)
{
	char text[TABLE_TEXT];

	print_titles(out, panel, columns);
	for (int i = 0; i < panel->nr_rows * panel->nr_threads; i++) {
		struct row row = {
			.panel = panel,
			.index = i % panel->nr_rows,
			.threads = i / panel->nr_rows,
			.name_width = name_width,
		};

		row.cell = panel_cell(panel, row.index, row.threads);
		if (!row.cell)
			continue;
		for (const struct column *column = columns; column->title; column++) {
			if (!stands(column, panel))
				continue;
			row.what = column->what;
			column->show(text, &row);
			fputs("| ", out);
			table_markdown_text(out, text);
			fputc(' ', out);
		}
		fputs("|\n", out);
	}
}
