// SPDX-License-Identifier: GPL-2.0-or-later
/* system_file.c: small text files of /proc and /sys. See system_file.h. */
#include "topology/system_file.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_LIMIT 16384
#define PATH_SIZE  1024

char *system_clean(char *text)
{
	size_t length;

	for (char *c = text; *c; c++) {
		if (isspace((unsigned char)*c))
			*c = ' ';
		else if (*c < ' ' || *c > '~')
			*c = '?';
	}
	memmove(text, text + strspn(text, " "), strlen(text + strspn(text, " ")) + 1);
	for (length = strlen(text); length && text[length - 1] == ' '; length--)
		text[length - 1] = '\0';
	return text;
}

char *system_copy_clean(const char *text)
{
	char *copy = strdup(text);

	if (copy && !*system_clean(copy)) {
		free(copy);
		copy = NULL;
	}
	return copy;
}

static char *read_all(FILE *file, int *error)
{
	char *text = malloc(FILE_LIMIT);
	size_t length;

	if (!text) {
		*error = ENOMEM;
		return NULL;
	}
	errno = 0;
	length = fread(text, 1, FILE_LIMIT - 1, file);
	text[length] = '\0';
	if (ferror(file)) {
		*error = errno ? errno : EIO;
		free(text);
		text = NULL;
	}
	return text;
}

char *system_raw(const char *root, const char *path, int *error)
{
	char full[PATH_SIZE], *text = NULL;
	int problem = ENAMETOOLONG;
	FILE *file;

	if (snprintf(full, sizeof(full), "%s%s", root, path) < (int)sizeof(full)) {
		file = fopen(full, "re");
		problem = file ? 0 : errno;
		if (file) {
			text = read_all(file, &problem);
			fclose(file);
		}
	}
	if (error)
		*error = problem;
	return text;
}

char *system_text(const char *root, const char *path)
{
	char *raw = system_raw(root, path, NULL);
	char *text = raw ? system_copy_clean(raw) : NULL;

	free(raw);
	return text;
}

int system_int(const char *root, const char *path, int unknown)
{
	char *text = system_text(root, path), *end;
	long value = unknown;

	if (text) {
		errno = 0;
		value = strtol(text, &end, 10);
		if (end == text || *end || errno || value < INT_MIN || value > INT_MAX)
			value = unknown;
	}
	free(text);
	return (int)value;
}

int system_switch(const char *root, const char *path)
{
	int value = system_int(root, path, -1);

	return value > 0 ? 1 : value;
}

char *system_chosen(const char *root, const char *path)
{
	char *text = system_text(root, path), *chosen = NULL;
	char *open = text ? strchr(text, '[') : NULL, *close = open ? strchr(open, ']') : NULL;

	if (close) {
		*close = '\0';
		chosen = system_copy_clean(open + 1);
	}
	free(text);
	return chosen;
}
