/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * assignment.h: who does what, where: a point worked out thread by thread.
 */
#ifndef BENCH_ASSIGNMENT_H
#define BENCH_ASSIGNMENT_H

#include "bench/plan/plan.h"

struct lane {
	const struct machine_pu *pu;
	int group, rank; /* the sharing group, and the place in it */
	int role; /* ROLE_WORKER or ROLE_WRITER */
};

struct assignment {
	int nr_threads, nr_groups;
	struct lane *lanes; /* [nr_threads] */
	int *homes; /* [nr_groups] node of the group's first thread */
	int *sizes; /* [nr_groups] threads in it */
};

/* Returns 0 or -ENOMEM. */
int assignment_make(struct assignment *assignment, const struct point *point);
void assignment_free(struct assignment *assignment);

#endif
