/* SPDX-License-Identifier: GPL-2.0-or-later */
/* preprocessed.h: what a preprocessor left of a header and a template, taken to its hashes. */
#ifndef BENCH_USER_PREPROCESSED_H
#define BENCH_USER_PREPROCESSED_H

#include <stddef.h>

#include "bench/user/cache.h"

/*
 * Of @text, @length bytes of output with line markers, compiled for @template: @key, of all the text and
 * of the @nr words of @more, whatever the files are called; and @own, of what came before the template
 * but for the system's headers: the user's part. @own may be NULL.
 */
void preprocessed_hash(const char *text, size_t length, const char *template,
		       const char *const *more, int nr, char key[CACHE_KEY_SIZE],
		       char own[CACHE_KEY_SIZE]);

#endif
