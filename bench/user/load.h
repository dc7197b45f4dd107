/* SPDX-License-Identifier: GPL-2.0-or-later */
/* load.h: what a shared object has to show, once it is part of the program. */
#ifndef BENCH_USER_LOAD_H
#define BENCH_USER_LOAD_H

#include "bench/check/explored.h"
#include "bench/lookup/loops.h"
#include "bench/scheme.h"
#include "bench/user/cache.h"
#include "topology/error.h"

/* NULL is what it does not carry. It stays loaded: the program holds pointers into it. */
struct loaded_object {
	const struct scheme *scheme, *counting;
	const struct lookup_loops *lookups;
	const struct explored_scheme *explored;
};

/*
 * Load @object, which messages call @shown. Returns 0, or -EINVAL with @err: it is none, it was made for
 * another version of the interface, or it calls what there is not.
 */
int object_load(const char *object, const char *shown, struct loaded_object *loaded,
		struct error *err);

/* Is it part of the program already? Two schemes of one text are two objects all the same. */
bool object_is_loaded(const char *object);

/* How an object is made that can be loaded, a line or two for whoever brought another; malloc'ed. */
char *object_advice(void);

/* The hash of the file @object itself. Returns 0 or -EINVAL with @err. */
int object_hash(const char *object, char hash[CACHE_KEY_SIZE], struct error *err);

#endif
