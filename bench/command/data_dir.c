// SPDX-License-Identifier: GPL-2.0-or-later
/* data_dir.c: finding the program's own files. See data_dir.h. */
#include "bench/command/data_dir.h"

#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "version.h"

/* The folder the program lies in, links resolved; "." where the kernel does not tell. */
static const char *program_dir(char *path, size_t size)
{
	ssize_t length = readlink("/proc/self/exe", path, size - 1);

	if (length <= 0)
		return ".";
	path[length] = '\0';
	return dirname(path);
}

int data_dir(const char *name, char *path, size_t size, struct error *err)
{
	const char *chosen = getenv("PAGEREF_DATADIR");
	char program[PATH_MAX], roots[5][PATH_MAX + 32];
	const char *dir = program_dir(program, sizeof(program));

	snprintf(roots[0], sizeof(roots[0]), "%s", chosen ? chosen : "");
	snprintf(roots[1], sizeof(roots[1]), "%s/..", dir);
	snprintf(roots[2], sizeof(roots[2]), "%s/../share/pageref", dir);
	snprintf(roots[3], sizeof(roots[3]), "%s", PAGEREF_DATADIR);
	snprintf(roots[4], sizeof(roots[4]), "%s", PAGEREF_SOURCE_DIR);
	for (int i = chosen && *chosen ? 0 : 1; i < 5; i++) {
		if (snprintf(path, size, "%s/%s", roots[i], name) < (int)size &&
		    !access(path, R_OK))
			return 0;
	}
	return error_set(err, -ENOENT,
			 "%s: not found beside the program nor in %.200s or %.200s; "
			 "set PAGEREF_DATADIR to the folder that holds it",
			 name, PAGEREF_DATADIR, PAGEREF_SOURCE_DIR);
}
