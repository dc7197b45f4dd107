/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * outside.h: schemes that are not built in (word.h), made known to scheme_find(), scheme_variant(),
 * scheme_all() and lookup_loops_find() under their names, and what a run must say of them.
 */
#ifndef BENCH_USER_OUTSIDE_H
#define BENCH_USER_OUTSIDE_H

#include "bench/user/cache.h"
#include "bench/user/source.h"
#include "bench/user/word.h"

enum { OUTSIDE_LOOPS = 1, OUTSIDE_LOOKUPS = 2 }; /* which templates are compiled */

struct outside_scheme {
	struct scheme_word word; /* its name, and where it came from */
	char *given; /* the word as it was given */
	char *commit; /* that the revision stands for, or NULL */
	char *tree; /* what a kernel tree says of its version, or NULL */
	char hash[CACHE_KEY_SIZE]; /* of the text that was compiled */
	unsigned int parts; /* OUTSIDE_... */
	bool debug_vm; /* its assertions are live */
	char *kernel_extra; /* the header read before page_ref.h, or NULL */
	bool copy; /* another one of a scheme that is there already */
};

/* How all that follows are compiled; the words must outlive them. Before it, or with NULL, none is set. */
void outside_configure(const struct source_options *options);

/*
 * Read, compile or take from the cache, load and register what the words of @list (of option @option)
 * name that is no built-in scheme. *@names is the list with each such word replaced by its scheme's
 * name, malloc'ed, for plan_request.schemes. A word that was read before is not read again. Returns 0;
 * -EINVAL with @err, and *@said has more lines to tell, malloc'ed, or is NULL; or another negative errno
 * with @err where this machine cannot do it.
 */
int outside_schemes(const char *option, const char *list, unsigned int parts, char **names,
		    char **said, struct error *err);

/*
 * The same for one word, always as a copy of its own, even of a built-in scheme: what is compared with
 * itself must not be the same code at the same place. *@name is what it is called, malloc'ed: its own
 * name where that is free, else with "#2" and so on behind it.
 */
int outside_copy(const char *option, const char *word, unsigned int parts, char **name, char **said,
		 struct error *err);

/* The parts that the workloads of the comma list @workloads need. */
unsigned int outside_parts(const char *workloads);

/* Number @i of those that are registered, in that order; NULL behind the last. */
const struct outside_scheme *outside_nth(int i);

#endif
