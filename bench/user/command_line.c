// SPDX-License-Identifier: GPL-2.0-or-later
/* command_line.c: the words of a command. See command_line.h. */
#include "bench/user/command_line.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

void command_line_add(struct command_line *line, const char *word)
{
	if (line->nr < MAX_COMMAND_WORDS)
		line->argv[line->nr++] = word;
	else
		line->wrong = -E2BIG;
}

void command_line_add_all(struct command_line *line, const char *const *words, int nr)
{
	for (int i = 0; i < nr; i++)
		command_line_add(line, words[i]);
}

void command_line_split(struct command_line *line, const char *text)
{
	char *copy = strdup(text), *rest = copy, *word;

	if (!copy)
		line->wrong = -ENOMEM;
	else
		line->texts[line->nr_texts++] = copy;
	while ((word = strsep(&rest, " \t"))) {
		if (*word)
			command_line_add(line, word);
	}
}

int command_line_check(const struct command_line *line, struct error *err)
{
	if (line->wrong == -E2BIG)
		return error_set(err, -E2BIG, "$CC and the flags of the build are too many words");
	return line->wrong ? error_set(err, line->wrong, "out of memory") : 0;
}

void command_line_free(struct command_line *line)
{
	for (int i = 0; i < line->nr_texts; i++)
		free(line->texts[i]);
	*line = (struct command_line){.nr = 0};
}
