// SPDX-License-Identifier: GPL-2.0-or-later
/* contrast_markdown.c: a contrast as markdown: each note a line of a list, each panel a table. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bench/compare/contrast_columns.h"
#include "bench/compare/contrast_print.h"

#define NO_BREAK   4000 /* columns: each note stays on one line */
#define NAME_WIDTH 60

typedef void lines_fn(FILE *out, const struct contrast *contrast, int width);

static void print_notes(FILE *out, const struct contrast *contrast, int width)
{
	contrast_notes(out, contrast, width, false);
}

/* Each line that @print prints as an item, its label in bold. */
static int put_items(FILE *out, const struct contrast *contrast, lines_fn *print)
{
	char *text = NULL, *rest;
	size_t length;
	FILE *lines = open_memstream(&text, &length);

	if (!lines)
		return -ENOMEM;
	print(lines, contrast, NO_BREAK);
	if (fclose(lines)) {
		free(text);
		return -ENOMEM;
	}
	rest = text;
	for (char *line; (line = strsep(&rest, "\n"));) {
		char *end = strstr(line, "  ");

		if (!*line)
			continue;
		end = end ? end : strchr(line, ' ');
		fputs("- ", out);
		if (end) {
			*end = '\0';
			fputs("**", out);
			table_markdown_text(out, line);
			fputs("** ", out);
			line = end + 1 + strspn(end + 1, " ");
		}
		table_markdown_text(out, line);
		fputc('\n', out);
	}
	free(text);
	return 0;
}

static int put_heading(FILE *out, const struct contrast_panel *panel)
{
	char *text = NULL;
	size_t length;
	FILE *line = open_memstream(&text, &length);
	int ret = -ENOMEM;

	if (!line)
		return ret;
	contrast_heading(line, panel, NO_BREAK);
	if (!fclose(line)) {
		text[strcspn(text, "\n")] = '\0';
		fputs("\n### ", out);
		table_markdown_text(out, text);
		fputs("\n\n", out);
		ret = 0;
	}
	free(text);
	return ret;
}

int contrast_print_markdown(FILE *out, const struct contrast *contrast)
{
	struct contrast_columns columns;
	int ret = put_items(out, contrast, contrast_head);

	contrast_columns_make(&columns, contrast, false);
	for (int i = 0; !ret && i < contrast->nr_panels; i++) {
		const struct contrast_panel *panel = &contrast->panels[i];

		ret = put_heading(out, panel);
		table_markdown(out, &panel->panel, columns.columns, NAME_WIDTH);
	}
	fputc('\n', out);
	return ret ? ret : put_items(out, contrast, print_notes);
}
