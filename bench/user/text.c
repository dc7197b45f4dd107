// SPDX-License-Identifier: GPL-2.0-or-later
/* text.c: see text.h. */
#include "bench/user/text.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define MAX_TEXT (64 << 20)

char *text_read(const char *path)
{
	FILE *file = fopen(path, "re");
	struct stat info;
	char *text = NULL;
	size_t size = 0;

	if (!file)
		return NULL;
	if (fstat(fileno(file), &info) || !S_ISREG(info.st_mode) || info.st_size > MAX_TEXT)
		errno = EINVAL;
	else
		text = malloc((size_t)info.st_size + 1);
	if (text) {
		size = fread(text, 1, (size_t)info.st_size, file);
		text[size] = '\0';
	}
	fclose(file);
	for (size_t i = 0; text && i < size; i++) {
		if (!text[i])
			text[i] = ' ';
	}
	return text;
}

int text_write(const char *path, const char *text, struct error *err)
{
	FILE *file = fopen(path, "we");
	bool wrong = !file || fputs(text, file) < 0;

	if ((file && fclose(file)) || wrong)
		return error_set(err, -EIO, "writing %.200s: %s", path, strerror(errno));
	return 0;
}

static bool in_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Behind the parenthesis that closes the one at @open; NULL where none does. */
static const char *behind_parentheses(const char *open)
{
	int depth = 0;

	for (const char *c = open; *c; c++) {
		depth += (*c == '(') - (*c == ')');
		if (!depth)
			return c + 1;
	}
	return NULL;
}

/* Is what stands before @name on its line "#define"? */
static bool is_defined_macro(const char *text, const char *name)
{
	static const char define[] = "define";
	const char *c = name;

	while (c > text && (c[-1] == ' ' || c[-1] == '\t'))
		c--;
	if (c == name || c - text < (int)sizeof(define) ||
	    strncmp(c - strlen(define), define, strlen(define)))
		return false;
	for (c -= strlen(define); c > text && (c[-1] == ' ' || c[-1] == '\t'); c--)
		;
	return c > text && c[-1] == '#';
}

bool text_defines(const char *text, const char *name)
{
	size_t length = strlen(name);

	for (const char *at = text; (at = strstr(at, name)); at += length) {
		const char *behind = at + length;

		if ((at > text && in_word(at[-1])) || in_word(*behind))
			continue;
		if (is_defined_macro(text, at))
			return true;
		behind += strspn(behind, " \t\n");
		behind = *behind == '(' ? behind_parentheses(behind) : NULL;
		if (behind && behind[strspn(behind, " \t\n")] == '{')
			return true;
	}
	return false;
}

/* Is the line at @line "#define PREFIX..."? */
static bool defines_prefix(const char *line, const char *prefix)
{
	line += strspn(line, " \t");
	if (*line++ != '#')
		return false;
	line += strspn(line, " \t");
	if (strncmp(line, "define", 6))
		return false;
	line += 6;
	return line[strspn(line, " \t")] && strspn(line, " \t") &&
	       !strncmp(line + strspn(line, " \t"), prefix, strlen(prefix));
}

void text_copy_defines(FILE *out, const char *text, const char *prefix)
{
	bool goes_on = false;

	while (*text) {
		size_t length = strcspn(text, "\n");

		if (goes_on || defines_prefix(text, prefix)) {
			fprintf(out, "%.*s\n", (int)length, text);
			goes_on = length && text[length - 1] == '\\';
		}
		text += length + (text[length] == '\n');
	}
}
