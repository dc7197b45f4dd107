/* SPDX-License-Identifier: GPL-2.0-or-later */
/* folder.h: the headers of a folder, and copies of files. */
#ifndef BENCH_USER_FOLDER_H
#define BENCH_USER_FOLDER_H

#include "topology/error.h"

/*
 * The paths of the headers in the folder @path, by name, hidden ones left out; *@headers ends in NULL,
 * and is for folder_headers_free(). Returns 0, or a negative errno with @err: -EINVAL where there is
 * none, or one whose name no list could hold.
 */
int folder_headers(const char *path, const char *option, char ***headers, struct error *err);
void folder_headers_free(char **headers);

/* Copy file @from to the new file @to. Returns 0 or a negative errno with @err. */
int folder_copy_file(const char *from, const char *to, struct error *err);

#endif
