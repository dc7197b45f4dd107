/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * explored.h: a scheme, or a planted fault, compiled for exploration: explore_template.c puts one of
 * these into the section pageref_explored for each header of core/schemes/, and into pageref_faults
 * for each of core/faults/.
 */
#ifndef BENCH_CHECK_EXPLORED_H
#define BENCH_CHECK_EXPLORED_H

#include "bench/check/explore.h"
#include "bench/check/verdict.h"
#include "bench/scheme.h"

enum check_depth { DEPTH_QUICK, DEPTH_FULL, DEPTH_LONG, NR_DEPTHS };

/* Threads that do the same. */
struct explored_role {
	const char *name; /* "reader" */
	void (*run)(int number);
	int nr[NR_DEPTHS]; /* how many at each depth */
};

#define MAX_ROLES 4

struct explored_program {
	const char *name;
	const char *summary; /* who does what */
	unsigned int laws; /* LAW_BIT()s that it judges */
	void (*begin)(void);
	void (*end)(void);
	struct explored_role roles[MAX_ROLES];
	/* Why it says nothing about this scheme, or NULL where it does. May be NULL itself. */
	const char *(*not_applicable)(void);
};

struct planted_fault {
	const char *of; /* the scheme it spoils */
	int law; /* that it breaks */
	const char *found_by; /* the layer that must find it, in words */
};

struct explored_scheme {
	const char *name;
	const char *unsafe; /* why no law applies, or NULL */
	const char *zeroed; /* "frozen" or "live"; anything else: the header does not say */
	unsigned int max_count;
	const struct scheme_ops *ops; /* every operation one step, outside of an exploration none */
	const struct explored_program *programs; /* ends with one that has no name */
	const struct planted_fault *fault; /* NULL: a scheme */
	const char *header; /* of the user's, its path; NULL: built in */
};

/* As scheme_all(): NULL-terminated, in the design's order; faults by name. */
const struct explored_scheme *const *explored_all(void);
const struct explored_scheme *const *explored_faults(void);
const struct explored_scheme *explored_find(const char *name);

#endif
