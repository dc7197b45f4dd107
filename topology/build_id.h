/* SPDX-License-Identifier: GPL-2.0-or-later */
/* build_id.h: which build of a kernel runs: two of one release are told apart by it. */
#ifndef TOPOLOGY_BUILD_ID_H
#define TOPOLOGY_BUILD_ID_H

#include <stddef.h>

/*
 * The GNU build id among the ELF @notes, @length bytes, as hexadecimal digits: malloc'ed, or NULL where
 * there is none. The notes may be anybody's.
 */
char *build_id_find(const unsigned char *notes, size_t length);

/* That of the kernel, from @root/sys/kernel/notes; NULL where it does not tell. */
char *build_id_read(const char *root);

#endif
