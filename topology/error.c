// SPDX-License-Identifier: GPL-2.0-or-later
/* error.c: the message that a library function leaves for the command that called it. */
#include "topology/error.h"

#include <stdarg.h>
#include <stdio.h>

int error_set(struct error *err, int code, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(err->text, sizeof(err->text), format, args);
	va_end(args);
	for (char *c = err->text; *c; c++) {
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = '?';
	}
	return code;
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
