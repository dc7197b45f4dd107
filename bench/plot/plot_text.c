// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plot_text.c: cleaning, cutting and quoting. gnuplot expands backquotes, @macros and backslashes in
 * double quotes and in bare text, nothing at all in single quotes. Doubling a single quote within
 * them fails where it comes first (gnuplot 5.4 reads an empty string, and then the rest as code), so
 * each becomes a string of its own. A newline would end the command. Escaping for SVG is left to plots/style.gp, because the
 * same text goes to every format.
 */
#include "bench/plot/plot_text.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define SLUG_MAX 48

/* By length: how the first byte looks, its payload, the smallest code that needs so many bytes. */
static const struct {
	uint8_t mask, lead, payload;
	uint32_t least;
} sequences[] = {
	{0x80, 0x00, 0x7f, 0},
	{0xe0, 0xc0, 0x1f, 0x80},
	{0xf0, 0xe0, 0x0f, 0x800},
	{0xf8, 0xf0, 0x07, 0x10000},
};

#define NR_SEQUENCES ((int)(sizeof(sequences) / sizeof(sequences[0])))

/* Bytes of the character at @text, or 0 where there is none; the terminator stops it in time. */
static int decode(const char *text, uint32_t *code)
{
	const uint8_t *bytes = (const uint8_t *)text;

	for (int i = 0; i < NR_SEQUENCES; i++) {
		if ((bytes[0] & sequences[i].mask) != sequences[i].lead)
			continue;
		*code = bytes[0] & sequences[i].payload;
		for (int k = 1; k <= i; k++) {
			if ((bytes[k] & 0xc0) != 0x80)
				return 0;
			*code = *code << 6 | (bytes[k] & 0x3f);
		}
		return *code >= sequences[i].least ? i + 1 : 0;
	}
	return 0;
}

static bool is_printable(uint32_t code)
{
	static const struct {
		uint32_t first, last;
	} refused[] = {
		{0x00, 0x1f}, /* controls */
		{0x7f, 0x9f}, /* more of them */
		{0x300, 0x36f}, /* combining marks: they pile up over the lines above */
		{0x200b, 0x200f}, /* without width, or turning the direction */
		{0x2028, 0x202e}, /* line separators, bidirectional overrides */
		{0x2060, 0x206f}, /* invisible, bidirectional isolates */
		{0xd800, 0xf8ff}, /* surrogates, private use */
		{0xfe00, 0xfe0f}, /* variation selectors */
		{0xfeff, 0xfeff}, /* byte order mark */
		{0xfff0, ~0u}, /* not characters, or of planes whose glyphs may be pictures */
	};

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		if (code >= refused[i].first && code <= refused[i].last)
			return false;
	}
	return true;
}

void text_clean(char *out, size_t size, const char *text)
{
	size_t used = 0;

	while (*text) {
		uint32_t code;
		int length = decode(text, &code);
		bool good = length && is_printable(code);
		size_t needed = good ? (size_t)length : 1;

		if (used + needed >= size)
			break;
		memcpy(out + used, good ? text : "?", needed);
		used += needed;
		text += length ? length : 1;
	}
	out[used] = '\0';
}

int text_length(const char *text)
{
	int length = 0;

	for (; *text; text++)
		length += ((uint8_t)*text & 0xc0) != 0x80;
	return length;
}

/* The byte at which character number @n of @text begins. */
static size_t character_offset(const char *text, int n)
{
	size_t offset = 0;

	while (text[offset] && n) {
		offset++;
		n -= ((uint8_t)text[offset] & 0xc0) != 0x80;
	}
	return offset;
}

void text_shorten(char *out, size_t size, const char *text, int max)
{
	static const char ellipsis[] = "…";
	char clean[PLOT_TEXT_SIZE];
	int length, head = max / 2, tail = max - head - 1;

	text_clean(clean, sizeof(clean), text);
	length = text_length(clean);
	if (length <= max)
		snprintf(out, size, "%s", clean);
	else
		snprintf(out, size, "%.*s%s%s", (int)character_offset(clean, head), clean, ellipsis,
			 clean + character_offset(clean, length - tail));
}

void text_slug(char *out, size_t size, const char *text)
{
	size_t start = strlen(out), used = start;

	for (; *text && used + 1 < size && used - start < SLUG_MAX; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == ':')
			continue;
		if (c >= 0x80 || (!isalnum(c) && c != '.' && c != '_'))
			c = '-';
		if ((c == '-' || c == '.') && (used == start || out[used - 1] == c))
			continue;
		out[used++] = (char)tolower(c);
	}
	while (used > start && out[used - 1] == '-')
		used--;
	out[used] = '\0';
	if (used == start)
		snprintf(out + used, size - used, "unnamed");
}

void text_quote(FILE *file, const char *text)
{
	char clean[PLOT_TEXT_SIZE];

	text_clean(clean, sizeof(clean), text);
	fputc('\'', file);
	for (const char *c = clean; *c; c++) {
		if (*c == '\'')
			fputs("' . \"'\" . '", file);
		else
			fputc(*c, file);
	}
	fputc('\'', file);
}
