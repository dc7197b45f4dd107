/* SPDX-License-Identifier: GPL-2.0-or-later */
/* text.h: whole files as text, and what stands in the text of a C header. */
#ifndef BENCH_USER_TEXT_H
#define BENCH_USER_TEXT_H

#include <stdbool.h>
#include <stdio.h>

#include "topology/error.h"

/*
 * All of file @path, malloc'ed; bytes of zero become blanks. NULL, with errno, where it cannot be read
 * or is larger than any header or patch.
 */
char *text_read(const char *path);

/* Write @text to the file @path. Returns 0 or a negative errno with @err. */
int text_write(const char *path, const char *text, struct error *err);

/* Does @text define the function @name, or a macro of that name? A declaration is none. */
bool text_defines(const char *text, const char *name);

/* Copy the lines of @text that #define a macro beginning with @prefix, with those they go on in. */
void text_copy_defines(FILE *out, const char *text, const char *prefix);

#endif
