// SPDX-License-Identifier: GPL-2.0-or-later
/* error.c: the message that a library function leaves for the command that called it. */
#include "topology/error.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

int error_set(struct error *err, int code, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(err->text, sizeof(err->text), format, args);
	va_end(args);
	error_defuse(err->text, "");
	return code;
}

/* How many bytes follow @lead in UTF-8. */
static int nr_following(unsigned char lead)
{
	return lead < 0xc2 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf5 ? 3 : 0;
}

char *error_defuse(char *text, const char *kept)
{
	int following = 0;

	for (unsigned char *c = (unsigned char *)text; *c; c++) {
		bool second = (*c & 0xc0) == 0x80;
		bool is_control = *c < ' ' || *c == 0x7f;

		/* Half a character, and U+0080 to U+009F, whose first byte is 0xc2. */
		if (second && *c < 0xa0 && (!following || c[-1] == 0xc2))
			is_control = true;
		following = second ? following - (following > 0) : nr_following(*c);
		if (is_control && !strchr(kept, *c))
			*c = '?';
	}
	return text;
}

char *error_quote(char quote[ERROR_QUOTE_SIZE], const char *text, size_t length)
{
	const size_t room = ERROR_QUOTE_SIZE - 1;

	if (length <= room)
		snprintf(quote, ERROR_QUOTE_SIZE, "%.*s", (int)length, text);
	else
		snprintf(quote, ERROR_QUOTE_SIZE, "%.*s...", (int)(room - 3), text);
	return quote;
}
