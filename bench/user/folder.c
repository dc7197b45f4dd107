// SPDX-License-Identifier: GPL-2.0-or-later
/* folder.c: see folder.h. */
#include "bench/user/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int is_header(const struct dirent *entry)
{
	size_t length = strlen(entry->d_name);

	return entry->d_name[0] != '.' && length > 2 && !strcmp(entry->d_name + length - 2, ".h");
}

/* Whatever the locale is. */
static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int add_path(char **header, const char *path, const char *name, const char *option,
		    struct error *err)
{
	size_t length = strlen(path);

	if (strchr(name, ','))
		return error_set(err, -EINVAL,
				 "%s: %.200s: '%.100s' has a comma in its name, at which lists are "
				 "cut: rename it",
				 option, path, name);
	if (asprintf(header, "%s%s%s", path, path[length - 1] == '/' ? "" : "/", name) < 0)
		return error_set(err, -ENOMEM, "out of memory");
	return 0;
}

int folder_headers(const char *path, const char *option, char ***headers, struct error *err)
{
	struct dirent **entries;
	int nr = scandir(path, &entries, is_header, by_name), ret = 0;

	*headers = NULL;
	if (nr < 0)
		return error_set(err, -EINVAL, "%s: %.200s: %s", option, path, strerror(errno));
	*headers = calloc((size_t)nr + 1, sizeof(**headers));
	if (!*headers)
		ret = error_set(err, -ENOMEM, "out of memory");
	else if (!nr)
		ret = error_set(err, -EINVAL, "%s: %.200s: no header (*.h) in this folder", option,
				path);
	for (int i = 0; i < nr; i++) {
		if (!ret)
			ret = add_path(&(*headers)[i], path, entries[i]->d_name, option, err);
		free(entries[i]);
	}
	free(entries);
	if (ret) {
		folder_headers_free(*headers);
		*headers = NULL;
	}
	return ret;
}

void folder_headers_free(char **headers)
{
	for (int i = 0; headers && headers[i]; i++)
		free(headers[i]);
	free(headers);
}

int folder_copy_file(const char *from, const char *to, struct error *err)
{
	int in = open(from, O_RDONLY | O_CLOEXEC);
	int out = in < 0 ? -1 : open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0700);
	char buffer[65536];
	ssize_t got = -1;

	while (out >= 0 && (got = read(in, buffer, sizeof(buffer))) > 0) {
		if (write(out, buffer, (size_t)got) != got) {
			got = -1;
			break;
		}
	}
	if (got)
		error_set(err, -EIO, "copying %.200s: %s", from, strerror(errno));
	if (in >= 0)
		close(in);
	if (out >= 0)
		close(out);
	return got ? -EIO : 0;
}
