/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * weak.h: a program of the weak-memory layer: what its threads share, what they do, and what is said
 * of a finding. A scheme's object (scheme.cc) fills the table; the engine (weak.cc) runs it.
 */
#ifndef BENCH_CHECK_WEAK_WEAK_H
#define BENCH_CHECK_WEAK_WEAK_H

#include "core/page.h"

#define WEAK_MAX_THREADS 3

/* What lies in a payload: which life of the page wrote it. */
enum weak_life { LIFE_FREE, LIFE_FIRST, LIFE_SECOND };

/* Where a lookup finds the page: a PTE or a slot of the page cache. */
enum weak_slot { SLOT_EMPTY, SLOT_PAGE };

/*
 * What else may keep order in the kernel. A finding is judged again with these added: where some of
 * them make it go, it is a warning (the scheme leaves that order to others); else a violation.
 */
enum weak_remedy {
	REMEDY_NONE = 0,
	REMEDY_FREER = 1, /* the free path holds marked stores alone: a control dependency */
	REMEDY_GETTER = 2, /* an acquire behind a get that succeeded */
	REMEDY_ALLOCATOR = 4, /* a lock of the allocator between free and next life */
	REMEDY_ALL = 7
};

struct weak_world {
	struct folio folio;
	rl::var<int> life; /* written by its allocator and its freer only */
	rl::var<int> used[WEAK_MAX_THREADS]; /* by thread, while it holds a reference */
	int nr_used;
	rl::atomic<int> slot;
	int remedy; /* enum weak_remedy, added up */
};

struct weak_program {
	const char *name;
	int readers; /* threads 1 to readers; thread 0 is the owner */
	const char *owner; /* what thread 0 is called */
	bool uses; /* who holds a reference writes to the page: the freer reads that */
	void (*thread)(struct weak_world *world, int self);
};

/* What one header, compiled in one of the two orders, has to say for itself. */
struct weak_scheme {
	const char *name;
	const char *order; /* "full" or "acq-rel" */
	const char *not_applicable; /* NULL, or why no program means anything for it */
	const struct weak_program *programs; /* ends with a NULL name */
	void (*publish)(struct weak_world *world); /* before the threads run */
};

/* Both are linked into each program. */
extern const struct weak_scheme weak_scheme_full, weak_scheme_acq_rel;

/*
 * The history of one execution, as relacy tells it, made short: numbered steps with thread,
 * location, values, order and place. Empty where there is none.
 */
struct weak_names {
	const char *thread[WEAK_MAX_THREADS];
	const void *count, *slot, *life, *used[WEAK_MAX_THREADS];
};
rl::string weak_history(const rl::string &told, const struct weak_names *names);

#endif
