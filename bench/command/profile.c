// SPDX-License-Identifier: GPL-2.0-or-later
/* profile.c: reading a sweep profile. See profile.h. */
#include "bench/command/profile.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/command/data_dir.h"

#define MAX_PROFILE 65536

static void list_profiles(const char *folder, char *text, size_t size)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	size_t used = 0;

	*text = '\0';
	while (dir && (entry = readdir(dir)) && used < size) {
		if (entry->d_name[0] != '.')
			used += (size_t)snprintf(text + used, size - used, "%s%s", used ? ", " : "",
						 entry->d_name);
	}
	if (dir)
		closedir(dir);
}

static FILE *open_profile(const char *name, struct error *err)
{
	char folder[PATH_MAX], path[PATH_MAX + NAME_MAX + 2], known[200];
	FILE *file;

	if (strchr(name, '/')) {
		file = fopen(name, "re");
		if (!file)
			error_set(err, -errno, "--profile: %s: %s", name, strerror(errno));
		return file;
	}
	if (data_dir("scripts/profiles", folder, sizeof(folder), err))
		return NULL;
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = *name && *name != '.' ? fopen(path, "re") : NULL;
	if (!file) {
		list_profiles(folder, known, sizeof(known));
		error_set(err, -ENOENT, "--profile: '%.60s' does not exist; there are: %s", name,
			  known);
	}
	return file;
}

/* Cut @text into words in place, comments left out; returns how many. */
static int cut_words(char *text, char **words)
{
	int nr = 0;

	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
		char *rest = line, *word;

		line[strcspn(line, "#")] = '\0';
		while ((word = strsep(&rest, " \t\r"))) {
			if (*word)
				words[nr++] = word;
		}
	}
	words[nr] = NULL;
	return nr;
}

char **profile_read(const char *name, const char *command, int *argc, struct error *err)
{
	FILE *file = open_profile(name, err);
	size_t length, most;
	char **argv, *text;

	if (!file)
		return NULL;
	/* No more words than characters, so the vector is sized before it is filled. */
	most = MAX_PROFILE / 2 + 2;
	argv = malloc(most * sizeof(*argv) + MAX_PROFILE);
	text = (char *)(argv + most);
	length = argv ? fread(text, 1, MAX_PROFILE - 1, file) : 0;
	if (!argv || ferror(file) || !feof(file)) {
		error_set(err, -EIO, "--profile: %s cannot be read, or is longer than %d bytes",
			  name, MAX_PROFILE - 1);
		free(argv);
		argv = NULL;
	} else {
		text[length] = '\0';
		argv[0] = (char *)command;
		*argc = 1 + cut_words(text, argv + 1);
	}
	fclose(file);
	return argv;
}
