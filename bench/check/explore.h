/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * explore.h: every interleaving of a small program, one after the other. A thread is a coroutine; a
 * step is one operation of core/atomic_explore.h and the local code up to the next; each thread is
 * first run up to its first operation. Schedules are enumerated depth first by replaying a list of
 * choices, so two threads of three operations have 20 of them, three have 1680.
 *
 * Nothing is reduced: an assertion may look at plain ("ghost") state that the operations do not know
 * of, and leaving out a schedule that only differs there would be unsound. What is complete is
 * complete up to sequential consistency, and to the number of threads and references in the program.
 *
 * One exploration at a time in a process.
 */
#ifndef BENCH_CHECK_EXPLORE_H
#define BENCH_CHECK_EXPLORE_H

#include <stdbool.h>
#include <stdint.h>

#define EXPLORE_MAX_THREADS 6
#define EXPLORE_MAX_STEPS   512 /* of one execution */

struct explore_thread {
	char name[16]; /* "reader 1": as a trace calls it */
	void (*run)(int number); /* @number: its place among the threads */
};

struct explore_program {
	void (*begin)(void); /* before each execution: everything as it was at the start */
	void (*end)(void); /* after each that came to its end: last assertions. May be NULL */
	int nr_threads;
	struct explore_thread threads[EXPLORE_MAX_THREADS];
};

/* When to give up. 0: never. */
struct explore_limits {
	uint64_t executions;
	double seconds;
};

/* The first failure or warning of an exploration, with the shortest trace that was found for it. */
struct explore_finding {
	int law; /* 0: there is none */
	char what[160];
	char *trace; /* malloc'ed */
	uint64_t execution; /* in which it was found, counted from 1 */
	int steps; /* of the trace */
};

struct explore_result {
	uint64_t executions, steps;
	double seconds;
	bool complete; /* every schedule was executed; false where a failure ended it */
	bool too_long; /* schedules of more than EXPLORE_MAX_STEPS steps were cut off */
	struct explore_finding failure, warning;
};

/* The law that a schedule breaks after which every thread waits for another. */
#define EXPLORE_STUCK 99

/*
 * Explore @program up to its first failure or the @limits. Returns 0, -EINVAL where it has too many
 * threads, or -ENOMEM. explore_result_free() frees what @result then holds.
 */
int explore(const struct explore_program *program, const struct explore_limits *limits,
	    struct explore_result *result);
void explore_result_free(struct explore_result *result);

/* ---- what a program says; anything but explore_name() only in its threads and in end() ---- */

/* The execution broke @law: it ends here. */
void explore_fail(int law, const char *format, ...) __attribute__((noreturn, format(printf, 2, 3)));

/* Something worth a trace that breaks nothing: it goes on. */
void explore_warn(int law, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* What has been concluded in this step. */
void explore_note_text(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* On whose behalf the following operations of this thread are: "folio_try_get". */
void explore_doing(const char *what);

/* What a trace calls the word at @word: "A's count". */
void explore_name(const volatile void *word, const char *name);

/*
 * Wait: not to be scheduled before @condition(@arg), which looks at memory and changes nothing. A
 * step of its own.
 */
void explore_wait(bool (*condition)(void *arg), void *arg);

/*
 * Call @change(@arg) with the next operation of this thread that changes a word, in the same step: so
 * that a holder is gone with the decrement itself, neither before it nor after. explore_settle()
 * calls it if no such operation came.
 */
void explore_with_next_change(void (*change)(void *arg), void *arg);
void explore_settle(void);

/*
 * Between these two, operations are done at once, in the step that is running, and no trace tells
 * of them: to look at the state of things as an assertion does.
 */
void explore_quietly(void);
void explore_aloud(void);

/* Is a program what calls: a thread of it, its beginning or its end? */
bool explore_is_running(void);

/* Of the program that is being explored. */
int explore_nr_threads(void);

extern bool explore_recording; /* this execution will be printed */

#define explore_note(...)                               \
	do {                                            \
		if (explore_recording)                  \
			explore_note_text(__VA_ARGS__); \
	} while (0)

#endif
