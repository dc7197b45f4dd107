/* SPDX-License-Identifier: GPL-2.0-or-later */
/* source.h: what a word of --scheme gives a compiler to read. */
#ifndef BENCH_USER_SOURCE_H
#define BENCH_USER_SOURCE_H

#include <limits.h>
#include <stdbool.h>

#include "bench/user/compile.h"
#include "bench/user/kernel_tree.h"
#include "bench/user/word.h"

/* For all schemes of a command that are compiled for it. */
struct source_options {
	const char *kernel_extra; /* a header read before a tree's page_ref.h, or NULL */
	bool debug_vm; /* VM_BUG_ON() and its kind are live */
};

/*
 * Whether any word of @lists, NULL-terminated, is read with @options. What has no effect would pass for
 * one that had it: -EINVAL with @err; or -ENOMEM.
 */
int source_options_check(const struct source_options *options, const char *const *lists,
			 struct error *err);

struct scheme_source {
	struct user_source compiled;
	struct kernel_tree tree; /* of a kernel: word */
	char *shown; /* what messages call it; a word that means the same */
	char header[PATH_MAX], base[PATH_MAX], stubs[PATH_MAX + 2], extra[PATH_MAX];
};

/*
 * For a header, a built-in scheme or a kernel tree. Returns 0, -EINVAL with @err where the word or what
 * it names is at fault, or another negative errno with @err. scheme_source_free() in any case, once it
 * is compiled.
 */
int scheme_source_make(struct scheme_source *source, const struct scheme_word *word,
		       const char *option, const struct source_options *options, struct error *err);
void scheme_source_free(struct scheme_source *source);

#endif
