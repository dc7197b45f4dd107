/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cache.h: what was compiled once, kept by its content: ${XDG_CACHE_HOME:-~/.cache}/pageref/KEY.so.
 */
#ifndef BENCH_USER_CACHE_H
#define BENCH_USER_CACHE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#define CACHE_KEY_SIZE 33 /* 128 bits in hexadecimal, and a zero */

/*
 * Look for @key. Returns true with @path where a whole file of ours is kept for it: one that is torn,
 * that somebody else may write or that does not hold what was put there is as good as none.
 */
bool cache_find(const char *key, const char *suffix, char path[PATH_MAX]);

/* What is kept for @key, @size bytes, for free(); NULL where cache_find() would not find it. */
char *cache_read(const char *key, const char *suffix, size_t *size);

/*
 * Keep the file @from for @key. Returns true with the @path of what is kept; false where there is no
 * place to keep it (said once on standard error, when it is for another reason than that there is no
 * home).
 */
bool cache_keep(const char *key, const char *suffix, const char *from, char path[PATH_MAX]);

/* The hash of all of file @path, written as a key is. False where it cannot be read. */
bool cache_hash_file(const char *path, char hash[CACHE_KEY_SIZE]);

#endif
