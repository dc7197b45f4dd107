/* SPDX-License-Identifier: GPL-2.0-or-later */
/* command_line.h: a command line that is put together word by word. */
#ifndef BENCH_USER_COMMAND_LINE_H
#define BENCH_USER_COMMAND_LINE_H

#include "topology/error.h"

#define MAX_COMMAND_WORDS 128

struct command_line {
	const char *argv[MAX_COMMAND_WORDS + 1]; /* NULL behind the last */
	int nr;
	char *texts[4]; /* words of a text that was split are kept in it */
	int nr_texts;
	int wrong; /* a negative errno: a word is missing */
};

/* Add @word, which must outlive the command line. */
void command_line_add(struct command_line *line, const char *word);
void command_line_add_all(struct command_line *line, const char *const *words, int nr);

/* Add the words of @text, cut at blanks, as make and $CC have it. */
void command_line_split(struct command_line *line, const char *text);

/* Returns 0, or a negative errno with @err where a word did not fit. */
int command_line_check(const struct command_line *line, struct error *err);
void command_line_free(struct command_line *line);

#endif
