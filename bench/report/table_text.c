// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * table_text.c: texts for tables. Names come from files that others wrote: what a terminal would take
 * for a command, and what a mail would not carry, becomes '?'.
 */
#include "bench/report/table_parts.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#define NOTE_SIZE 1024

char *table_safe(char *safe, size_t size, const char *text)
{
	size_t length = 0;

	for (const char *c = text; *c && length + 1 < size; c++) {
		/* One '?' for a character of several bytes: its later bytes are 10xxxxxx. */
		if (((unsigned char)*c & 0xc0) == 0x80)
			continue;
		safe[length++] = *c >= ' ' && *c <= '~' ? *c : '?';
	}
	safe[length] = '\0';
	return safe;
}

void table_number(char text[TABLE_TEXT], double value, int decimals)
{
	if (isnan(value))
		snprintf(text, TABLE_TEXT, "-");
	else if (fabs(value) >= 1e8)
		snprintf(text, TABLE_TEXT, "%.3g", value);
	else
		snprintf(text, TABLE_TEXT, "%.*f", decimals, value);
}

static void scaled(char text[TABLE_TEXT], double value, double step, const char *const *units,
		   int nr_units)
{
	int unit = 0;

	while (unit < nr_units - 1 && value >= step * 0.9995) {
		value /= step;
		unit++;
	}
	if (isnan(value))
		snprintf(text, TABLE_TEXT, "-");
	else if (value == 0)
		snprintf(text, TABLE_TEXT, "0");
	else if (value >= 999.5 && value < step)
		snprintf(text, TABLE_TEXT, "%.0f%s", value, units[unit]);
	else
		snprintf(text, TABLE_TEXT, "%.3g%s", value, units[unit]);
}

void table_magnitude(char text[TABLE_TEXT], double value)
{
	static const char *const units[] = {"", "k", "M", "G", "T"};

	scaled(text, value, 1000, units, 5);
}

void table_bytes(char text[TABLE_TEXT], double bytes)
{
	static const char *const units[] = {" B", " KiB", " MiB", " GiB", " TiB"};

	scaled(text, bytes, 1024, units, 5);
}

/* printf rounds a half to even, and would make 93.7 of what everybody knows as 93.8. */
double table_percent(double share)
{
	return floor(share * 1000 + 0.5 + 1e-6) / 10;
}

int table_decimals(double largest)
{
	return largest < 1000 ? 2 : 1;
}

/* How much of @text goes on a line of @room: whole words, or as much as fits of one too long. */
static int line_length(const char *text, int room)
{
	int length = (int)strlen(text);

	if (length <= room)
		return length;
	for (int i = room; i > 0; i--) {
		if (text[i] == ' ')
			return i;
	}
	return room;
}

void table_paragraph(FILE *out, int width, const char *label, const char *text)
{
	int indent = (int)strlen(label);

	do {
		int length = line_length(text, width - indent);

		fprintf(out, "%-*s%.*s\n", indent, label, length, text);
		label = "";
		text += length;
		text += strspn(text, " ");
	} while (*text);
}

/* Labels stand in a column of their own. */
void table_note(FILE *out, int width, const char *label, const char *format, ...)
{
	char padded[16], text[NOTE_SIZE];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	snprintf(padded, sizeof(padded), "%-12s", label);
	table_paragraph(out, width, padded, text);
}
