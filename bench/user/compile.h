/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * compile.h: what a user wrote, compiled with the program's own flags into shared objects, one for each
 * template and memory order, at the same time; or taken from the cache.
 */
#ifndef BENCH_USER_COMPILE_H
#define BENCH_USER_COMPILE_H

#include <limits.h>
#include <stdbool.h>

#include "bench/user/cache.h"
#include "topology/error.h"

/* What is made of a header; each is an object of its own. */
enum user_part {
	PART_SCHEME,
	PART_COUNTING,
	PART_LOOKUPS,
	PART_SCHEME_ACQ_REL,
	PART_COUNTING_ACQ_REL,
	PART_LOOKUPS_ACQ_REL,
	PART_EXPLORED,
	NR_USER_PARTS
};
#define PART_BIT(part) (1U << (part))

/* In every order that is another code on this machine. */
extern const unsigned int user_parts_loops, user_parts_lookups;

#define MAX_USER_INCLUDES 8
#define MAX_USER_WORDS	  8

/* What the compiler reads before a template. */
struct user_source {
	const char *shown; /* what messages call it */
	const char *includes[MAX_USER_INCLUDES]; /* paths, in this order; NULL behind the last */
	const char *words[MAX_USER_WORDS]; /* more for the command line; the same */
};

struct user_objects {
	char dir[PATH_MAX]; /* for what the cache does not keep; "" once it is gone */
	char path[NR_USER_PARTS][PATH_MAX]; /* "" for what was not asked for */
	char hash[CACHE_KEY_SIZE]; /* of the user's text, as it is after the preprocessor */
	bool cached; /* nothing had to be compiled */
};

/*
 * Compile the @parts (PART_BIT()s) of @source. Returns 0; -EINVAL with @err where what the user wrote is
 * at fault, and *@said, malloc'ed or NULL, has what else there is to say of it, line by line; or another
 * negative errno with @err: no compiler, no sources. user_objects_free() in any case, once they are
 * loaded.
 */
int user_compile(const struct user_source *source, unsigned int parts, struct user_objects *objects,
		 char **said, struct error *err);
void user_objects_free(struct user_objects *objects);

/*
 * The command that makes a shared object of a header, in one line as a shell takes it, malloc'ed. NULL
 * where there is no memory or our sources are not there.
 */
char *user_compile_command(void);

#endif
