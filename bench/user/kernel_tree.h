/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kernel_tree.h: the page_ref.h of a kernel tree, of a revision of it or patched, made into a header
 * that has what bench/user/contract.h asks for (core/kernel/).
 */
#ifndef BENCH_USER_KERNEL_TREE_H
#define BENCH_USER_KERNEL_TREE_H

#include <limits.h>

#include "bench/user/word.h"

struct kernel_tree {
	char dir[PATH_MAX]; /* the private copies; "" where there are none */
	char header[PATH_MAX + 16]; /* what the compiler reads */
	char *commit; /* that the revision stands for, or NULL */
	char *version; /* "6.12.1", or NULL where the tree does not say */
};

/*
 * Copy the few files of the tree that @word names, apply its patches to the copies, and
 * write the header. The tree is read and never written. Returns 0; -EINVAL with @err where word or tree
 * is at fault; or another negative errno with @err. kernel_tree_free() in any case.
 */
int kernel_tree_make(struct kernel_tree *tree, const struct scheme_word *word, struct error *err);
void kernel_tree_free(struct kernel_tree *tree);

/*
 * Where @err says that page_ref.h of @shown uses what core/kernel/ has not: say so, and how a user can
 * declare it, and forget what else was @said.
 */
void kernel_tree_explain(const char *shown, char **said, struct error *err);

#endif
