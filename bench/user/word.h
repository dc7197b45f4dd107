/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * word.h: one word of --scheme: a scheme that is built in, or where one is to be found.
 *
 *	plain                       built in
 *	./mine.h  dir/mine.h        a header
 *	./dir/                      every header in a folder
 *	./mine.so                   a shared object
 *	kernel:PATH[@REV][+FILE...] page_ref.h of a kernel tree, of a revision of it, with patches
 *	NAME=any of them            under another name
 */
#ifndef BENCH_USER_WORD_H
#define BENCH_USER_WORD_H

#include <stdbool.h>

#include "topology/error.h"

enum word_kind {
	WORD_BUILT_IN, /* or a name that nobody knows */
	WORD_HEADER,
	WORD_FOLDER,
	WORD_OBJECT,
	WORD_KERNEL,
};

#define MAX_PATCHES 32

struct scheme_word {
	enum word_kind kind;
	char *text; /* without NAME= */
	char *name; /* what it is to be called in results */
	bool named; /* by the user: NAME= */
	char *path; /* as commands get it: never one that begins with a dash */
	char *revision; /* of a kernel tree, or NULL */
	char *patches[MAX_PATCHES]; /* paths, in the order given */
	int nr_patches;
};

/* Does @word need to be read, compiled or loaded? Looks at the word only. */
bool word_is_outside(const char *word);

/* Is it a kernel tree, by the word alone? */
bool word_is_kernel(const char *word);

/* Does it name a folder that is there? */
bool word_is_folder(const char *word);

/*
 * Take @word of @option apart; what it names must exist. Where '+' and '@' may belong to a path as well
 * as part it, the longest path that is a folder and the patches that are files win. Returns 0, -EINVAL
 * with @err, or -ENOMEM; word_free() in any case.
 */
int word_parse(struct scheme_word *parsed, const char *option, const char *word, struct error *err);
void word_free(struct scheme_word *word);

#endif
