/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The small text files of /proc and /sys, below a root: "" for this machine, or a folder that holds
 * another's, as tests make it. Texts are reduced to printable ASCII, because firmware and boot
 * loaders write them and reports quote them.
 */
#ifndef TOPOLOGY_SYSTEM_FILE_H
#define TOPOLOGY_SYSTEM_FILE_H

/* White space to blanks, anything else that does not print to '?', no blanks at the ends; @text. */
char *system_clean(char *text);

/* A cleaned copy for the caller to free, or NULL for a text that says nothing. */
char *system_copy_clean(const char *text);

/*
 * The first bytes (16 KiB at most: the first CPU's part of /proc/cpuinfo fits) of a file as they are,
 * up to a zero byte, for the caller to free. NULL where it cannot be read, with *@error (unless NULL)
 * the errno; 0 where it was read.
 */
char *system_raw(const char *root, const char *path, int *error);

/* The same, cleaned; NULL also where it says nothing. */
char *system_text(const char *root, const char *path);

/* A file that holds one number; @unknown where it cannot be read or holds anything else. */
int system_int(const char *root, const char *path, int unknown);

/* A switch: 1 for any value above 0, so that the kernel's later modes (2, 3) read as on; -1 unknown. */
int system_switch(const char *root, const char *path);

/* "always [madvise] never" to "madvise", for the caller to free; NULL where nothing is chosen. */
char *system_chosen(const char *root, const char *path);

#endif
