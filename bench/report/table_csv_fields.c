// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * table_csv_fields.c: a field of a CSV. Spreadsheets run a text that begins like a formula; since names
 * come from files that others wrote, such a text is given the apostrophe that makes it text.
 */
#include "bench/report/table_parts.h"

#include <math.h>
#include <string.h>

void table_csv_text(FILE *out, const char *text)
{
	char safe[4096];
	bool quote;

	table_safe(safe, sizeof(safe), text);
	quote = strpbrk(safe, ",\"") != NULL;
	if (quote)
		fputc('"', out);
	if (*safe && strchr("=+-@", *safe))
		fputc('\'', out);
	for (const char *c = safe; *c; c++) {
		if (*c == '"')
			fputc('"', out);
		fputc(*c, out);
	}
	if (quote)
		fputc('"', out);
}

void table_csv_number(FILE *out, double value)
{
	if (isfinite(value))
		fprintf(out, "%.10g", value);
}

void table_csv_add_text(FILE *out, const char *text)
{
	fputc(',', out);
	table_csv_text(out, text);
}

void table_csv_add_number(FILE *out, double value)
{
	fputc(',', out);
	table_csv_number(out, value);
}
