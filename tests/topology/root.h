/* SPDX-License-Identifier: GPL-2.0-or-later */
/* root.h: a folder that a test fills with what a kernel would show below /proc and /sys. */
#ifndef TESTS_TOPOLOGY_ROOT_H
#define TESTS_TOPOLOGY_ROOT_H

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

static inline int make_root(void **state)
{
	char *root = strdup("/tmp/pageref_root.XXXXXX");

	*state = root;
	return root && mkdtemp(root) ? 0 : -1;
}

static inline int remove_one(const char *path, const struct stat *status, int type, struct FTW *ftw)
{
	(void)status;
	(void)type;
	(void)ftw;
	return remove(path);
}

static inline int remove_root(void **state)
{
	int ret = nftw(*state, remove_one, 16, FTW_DEPTH | FTW_PHYS);

	free(*state);
	return ret;
}

/* Write @size bytes to @path below @root, making the directories on the way. */
static inline void put_bytes(const char *root, const char *path, const char *bytes, size_t size)
{
	char full[1024];
	FILE *file;

	snprintf(full, sizeof(full), "%s%s", root, path);
	for (char *slash = full + strlen(root) + 1; (slash = strchr(slash, '/')); slash++) {
		*slash = '\0';
		mkdir(full, 0755);
		*slash = '/';
	}
	file = fopen(full, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, size, file), size);
	assert_int_equal(fclose(file), 0);
}

static inline void put(const char *root, const char *path, const char *text)
{
	put_bytes(root, path, text, strlen(text));
}

#endif
