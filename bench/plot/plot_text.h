/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * plot_text.h: text from a results file on its way into a picture or a file name. Whoever wrote the
 * file chose it, so nothing here trusts it: what leaves is well-formed UTF-8 without controls.
 */
#ifndef BENCH_PLOT_TEXT_H
#define BENCH_PLOT_TEXT_H

#include <stddef.h>
#include <stdio.h>

#define PLOT_TEXT_SIZE 512

/*
 * Copy @text into @out with '?' for what is not UTF-8, for controls, and for what XML forbids, what
 * reorders or has no place on a line, or what is drawn as a picture (a colour font may fill the page). Cuts between characters where @size is too small.
 */
void text_clean(char *out, size_t size, const char *text);

/* Cleaned and at most @max characters: the middle makes room for an ellipsis, both ends tell more. */
void text_shorten(char *out, size_t size, const char *text, int max);

/* How many characters @text, clean, takes on a line. */
int text_length(const char *text);

/*
 * Append to @out, a file name in the making, what is left of @text in [a-z0-9._-]; "node:0" becomes
 * "node0". Something is always appended.
 */
void text_slug(char *out, size_t size, const char *text);

/* Write @text, cleaned, as an expression of gnuplot's strings: nothing in it is expanded. */
void text_quote(FILE *file, const char *text);

#endif
