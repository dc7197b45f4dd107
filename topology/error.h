/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One clear line about what went wrong. Library code fills it and returns a negative errno;
 * only a command prints it and exits.
 */
#ifndef TOPOLOGY_ERROR_H
#define TOPOLOGY_ERROR_H

#include <stddef.h>

struct error {
	char text[512];
};

/*
 * Store the formatted text (cut if too long; control characters become '?', because the text may
 * quote a file or an argument) and return @code, a negative errno, for the caller to return.
 */
int error_set(struct error *err, int code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Room for a piece of somebody's input in a message, so that hostile input cannot crowd it out. */
#define ERROR_QUOTE_SIZE 48

/* Copy @length bytes of @text, or their start and "..." where they are too many; returns @quote. */
char *error_quote(char quote[ERROR_QUOTE_SIZE], const char *text, size_t length);

/*
 * What a terminal would take for a command becomes '?', but for characters in @kept. Returns @text.
 * Nothing else of UTF-8 is touched.
 */
char *error_defuse(char *text, const char *kept);

#endif
