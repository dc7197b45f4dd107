/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * object.h: what a shared object of the user's shows of itself. With PAGEREF_USER_HEADER each template
 * puts a pointer to its table behind one of these names, beside the version of the interface that it
 * was compiled for.
 */
#ifndef BENCH_USER_OBJECT_H
#define BENCH_USER_OBJECT_H

#include "bench/scheme.h"

/* To be raised when a struct of the templates or what their loops may rely on changes. */
#define USER_INTERFACE 1

/* Sizes catch a change that nobody raised the number for. */
struct user_version {
	unsigned int interface, scheme_bytes, worker_bytes, folio_bytes;
};

#define USER_VERSION                                                                               \
	{                                                                                          \
		USER_INTERFACE, sizeof(struct scheme), sizeof(struct worker), sizeof(struct folio) \
	}

#define USER_SYMBOL_VERSION  "pageref_user_version"
#define USER_SYMBOL_SCHEME   "pageref_user_scheme"
#define USER_SYMBOL_COUNTING "pageref_user_counting"
#define USER_SYMBOL_LOOKUPS  "pageref_user_lookups"
#define USER_SYMBOL_EXPLORED "pageref_user_explored"

#ifdef PAGEREF_USER_HEADER
extern const struct user_version pageref_user_version;
const struct user_version pageref_user_version = USER_VERSION;

/* A table, to be found by its name. */
#define USER_OBJECT_SHOWS(type, symbol, table)  \
	extern const struct type *const symbol; \
	const struct type *const symbol = &table;
#endif

#endif
