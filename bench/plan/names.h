/* SPDX-License-Identifier: GPL-2.0-or-later */
/* names.h: comma lists of names on the command line, resolved against what exists. */
#ifndef BENCH_NAMES_H
#define BENCH_NAMES_H

#include "topology/int_list.h"

/*
 * Resolve @text, a comma list, against the NULL-terminated @known. @chosen receives the indexes, each
 * once, in the order given; the word "all" is every one of @known unless @known has an "all" of its
 * own. Returns 0, or -EINVAL with @err naming @option, the name that does not exist (or is empty) and
 * those that do; -ENOMEM.
 */
int names_resolve(struct int_list *chosen, const char *option, const char *text,
		  const char *const *known, struct error *err);

/*
 * Split @text at commas into a NULL-terminated array that one free() frees. A piece that begins with
 * a digit belongs to the piece before it, as in "compact,cpus:0,2,4". NULL when out of memory.
 */
char **names_split(const char *text);

#endif
