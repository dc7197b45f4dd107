/* SPDX-License-Identifier: GPL-2.0-or-later */
/* explore_parts.h: what the scheduler (explore.c) and the search (explore_search.c) share. */
#ifndef BENCH_CHECK_EXPLORE_PARTS_H
#define BENCH_CHECK_EXPLORE_PARTS_H

#include <setjmp.h>

#include "bench/check/explore.h"

enum thread_state {
	THREAD_READY, /* stands before an operation */
	THREAD_WAITING, /* for its condition */
	THREAD_YIELDED, /* until another thread changes something */
	THREAD_FINISHED,
};

struct coroutine {
	jmp_buf here;
	enum thread_state state;
	bool lost; /* left in the middle of an execution: to be made anew */
	bool (*condition)(void *arg);
	void *condition_arg;
	uint64_t changes_seen; /* when it yielded */
	void (*change)(void *arg); /* due with its next change */
	void *change_arg;
	const char *doing;
	char *stack;
};

/* Who could have gone on at one point, and who of them did. */
struct choice {
	uint8_t nr, chosen;
	uint8_t preemptions; /* of the choices before it */
	bool preempts; /* all but the first: that one had its way */
	uint8_t threads[EXPLORE_MAX_THREADS];
};

struct explorer {
	const struct explore_program *program;
	struct coroutine threads[EXPLORE_MAX_THREADS];
	jmp_buf home; /* where executions begin and end */
	struct coroutine *running; /* NULL: at home, or nobody is to be switched to */
	bool alone; /* the program begins or ends */
	struct coroutine *last; /* whose step it was */
	bool starting; /* threads go to their first operation, one by one */
	int quiet; /* depth of explore_quietly() */
	int unfinished;
	int depth; /* steps of this execution */
	int nr_choices; /* that are known: replayed, then added to */
	struct choice choices[EXPLORE_MAX_STEPS];
	int preemption_bound; /* negative: none */
	uint64_t changes; /* of words, in this execution */
	bool too_long;
	bool warning_ends; /* a warning ends the execution as a failure does */
	int law; /* that this execution broke */
	int warning_law; /* that it warned of */
	int warning_depth;
	char what[160], warning[160];
};

extern struct explorer explorer;

/* Stacks for the program's threads; 0 or -ENOMEM. */
int explorer_make_stacks(void);
void explorer_free_stacks(void);

/* One execution, along the choices that are known and then along the first of each. */
void explorer_execute(void);

/* On to the next schedule; false where that was the last. */
bool explorer_next_schedule(void);

#endif
