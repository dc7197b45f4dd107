/* SPDX-License-Identifier: GPL-2.0-or-later */
/* said.h: what a compiler said of a header, made into one clear line and the rest. */
#ifndef BENCH_USER_SAID_H
#define BENCH_USER_SAID_H

#include "topology/error.h"

/*
 * @said is all that the compiler printed before it gave up on @header; it becomes what is left to
 * say. Returns -EINVAL with @err: the function that the header lacks, or its first error; -ENOSPC
 * where the disk is full; or -ENOMEM.
 */
int said_interpret(const char *header, char **said, struct error *err);

#endif
