// SPDX-License-Identifier: GPL-2.0-or-later
/* contrast_print.c: a contrast for people, on a terminal and in a mail, in the report's tables. */
#include "bench/compare/contrast_print.h"

#include <errno.h>
#include <stdlib.h>

#include "bench/compare/contrast_columns.h"

static const struct layout terminal = {
	.width = 100,
	.table_width = 120,
	.gap = "  ",
	.rule_gap = "--",
	.dense = true,
};

static const struct layout mail = {
	.width = 72,
	.table_width = 72,
	.gap = " | ",
	.rule_gap = "-+-",
	.rule_between = true,
	.dense = true,
	.mail = true,
};

const char *const contrast_format_names[NR_CONTRAST_FORMATS + 1] = {
	[CONTRAST_TABLE] = "table", [CONTRAST_MAIL] = "mail", [CONTRAST_MARKDOWN] = "markdown",
	[CONTRAST_CSV] = "csv",	    [CONTRAST_JSON] = "json",
};

static int print_tables(FILE *out, const struct contrast *contrast, const struct layout *layout)
{
	struct contrast_columns columns;

	contrast_columns_make(&columns, contrast, layout->mail);
	contrast_head(out, contrast, layout->width);
	for (int i = 0; i < contrast->nr_panels; i++) {
		contrast_heading(out, &contrast->panels[i], layout->width);
		fputc('\n', out);
		table_sheets(out, &contrast->panels[i].panel, layout, columns.columns, NULL);
	}
	contrast_notes(out, contrast, layout->width, layout->mail);
	return 0;
}

int contrast_print(FILE *out, const struct contrast *contrast, enum contrast_format format)
{
	switch (format) {
	case CONTRAST_TABLE:
		return print_tables(out, contrast, &terminal);
	case CONTRAST_MAIL:
		return print_tables(out, contrast, &mail);
	case CONTRAST_MARKDOWN:
		return contrast_print_markdown(out, contrast);
	case CONTRAST_CSV:
		return contrast_print_csv(out, contrast);
	default:
		return contrast_print_json(out, contrast);
	}
}
