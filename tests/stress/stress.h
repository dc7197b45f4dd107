/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stress.h: what the threads of a stress run share. stress_template.c holds what they do and is
 * compiled once a scheme header, so that its operations are inlined and the compiler may reorder
 * around them as it may in a kernel; stress.c starts them and judges.
 */
#ifndef TESTS_STRESS_STRESS_H
#define TESTS_STRESS_STRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/page.h"

#define STRESS_PAGES   2 /* few, so that everybody meets */
#define STRESS_READERS 2
#define STRESS_POISON  0xdeadUL

#define __own_line __attribute__((aligned(64)))

/* What one reader writes to a page that it holds: the same number at two places. */
struct stress_use {
	unsigned long before __own_line;
	unsigned long after __own_line;
};

/*
 * A type-stable page: its memory stays a page for ever, and readers come without asking whether it is
 * free. Plain fields are what holding a reference, or the freer's order, has to protect; the others
 * are atomics, relaxed where a stronger order would do the scheme's work for it.
 */
struct stress_page {
	struct folio folio __own_line;

	unsigned long stamp __own_line; /* plain: changed only while nobody may look */
	unsigned long stamp_again __own_line;
	struct stress_use use[STRESS_READERS]; /* plain */

	int holders __own_line; /* readers between a get that succeeded and their put */
	unsigned long uses __own_line; /* in this lifetime, by all readers */
	bool ready __own_line; /* its stamp may be looked at */
	bool owned; /* its owner has not let go */
	bool alive; /* begun, and not yet freed */
	bool locked; /* between owner and freezer, as a folio lock */
	unsigned long lifetime; /* which one it is in, from 1 on */
	unsigned long freed; /* the last lifetime that ended */
};

struct stress_run {
	struct stress_page pages[STRESS_PAGES];
	uint64_t seed;
	unsigned long rounds; /* lifetimes to go through */
	double seconds; /* ...or so long */
	bool stop __own_line;
	bool failed;
	char why[200]; /* the first failure */
};

struct stress_thread {
	struct stress_run *run;
	int index;
	unsigned long done; /* gets, lifetimes or freezes */
	unsigned long refused;
};

/* Since when a thread has waited: by the wall, and by what it was given of a CPU. */
struct stress_watch {
	double wall, cpu;
};

struct stressed {
	const char *name;
	bool is_fault;
	bool unsafe; /* breaks laws on purpose: a reference line */
	void (*prepare)(struct stress_run *run);
	void *(*reader)(void *thread);
	void *(*owner)(void *thread);
	void *(*freezer)(void *thread);
	void (*check_rest)(struct stress_run *run); /* after all have stopped */
};

/* Each thread's own, seeded from the run's seed and its index. */
extern __thread uint64_t stress_state;

static inline uint32_t stress_random(void)
{
	stress_state ^= stress_state << 13;
	stress_state ^= stress_state >> 7;
	stress_state ^= stress_state << 17;
	return (uint32_t)(stress_state >> 16);
}

static inline bool stress_over(const struct stress_run *run)
{
	return READ_ONCE(run->stop);
}

void stress_begin(const struct stress_thread *thread);
void stress_pause(uint32_t random);
double stress_now(void);
void stress_watch_reset(struct stress_watch *watch);
bool stress_watch_is_over(const struct stress_watch *watch);
void stress_fail(struct stress_run *run, const struct stress_page *page, const char *what);

#endif
