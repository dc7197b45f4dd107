/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * rendezvous.h: where the threads of a sample and their controller meet. Each word that is polled
 * lies on lines of its own, so that the flag that stops the loops is read by them and by nothing
 * else until it is written once.
 */
#ifndef BENCH_RENDEZVOUS_H
#define BENCH_RENDEZVOUS_H

#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "bench/measure/clock.h"
#include "core/atomic.h"

#define OWN_LINES __attribute__((aligned(128)))

struct rendezvous {
	int stop OWN_LINES; /* set: loops end */
	int stage OWN_LINES; /* the controller's: how far the threads may go; -1: give up */
	int arrived OWN_LINES; /* the threads': how many wait for the next stage */
	int started OWN_LINES; /* the threads': how many stand before the window */
	uint64_t begin_ns OWN_LINES; /* the last of them to come: when; 0 before */
	int gone OWN_LINES; /* set: one of them will never come, and nobody waits any more */
	char end OWN_LINES;
};

/* Polls this often without giving up the CPU: far longer than any meeting of running threads. */
#define RENDEZVOUS_SPINS 20000

static inline void rendezvous_poll(int *spins)
{
	if (++*spins < RENDEZVOUS_SPINS)
		cpu_relax();
	else
		sched_yield(); /* more threads than CPUs, or one that was preempted */
}

static inline bool rendezvous_is_off(const struct rendezvous *meet)
{
	return __atomic_load_n(&meet->gone, __ATOMIC_RELAXED);
}

/* Whoever knows that a thread has died: everybody goes home. */
static inline void rendezvous_call_off(struct rendezvous *meet)
{
	__atomic_store_n(&meet->gone, 1, __ATOMIC_RELAXED);
	__atomic_store_n(&meet->stop, 1, __ATOMIC_RELAXED);
}

/* A thread: say that it has come, or that its window has ended. */
static inline void rendezvous_arrive(struct rendezvous *meet)
{
	__atomic_fetch_add(&meet->arrived, 1, __ATOMIC_ACQ_REL);
}

/* A thread: say that it has come, and wait to be let on to @stage. False: the sample is given up. */
static inline bool rendezvous_wait(struct rendezvous *meet, int stage)
{
	int spins = 0, now;

	rendezvous_arrive(meet);
	while ((now = __atomic_load_n(&meet->stage, __ATOMIC_ACQUIRE)) >= 0 && now < stage &&
	       !rendezvous_is_off(meet))
		rendezvous_poll(&spins);
	return now >= stage;
}

/*
 * A thread: begin together with the other @nr - 1, without the controller in between. The last to
 * come starts the controller's clock.
 */
static inline void rendezvous_start(struct rendezvous *meet, int nr)
{
	int spins = 0;

	if (__atomic_add_fetch(&meet->started, 1, __ATOMIC_ACQ_REL) == nr)
		__atomic_store_n(&meet->begin_ns, clock_now_ns(), __ATOMIC_RELEASE);
	while (__atomic_load_n(&meet->started, __ATOMIC_ACQUIRE) < nr && !rendezvous_is_off(meet))
		rendezvous_poll(&spins);
}

/* The controller: sleep until @nr threads have arrived, then forget them. */
static inline void rendezvous_gather(struct rendezvous *meet, int nr)
{
	const struct timespec moment = {.tv_nsec = 50000};

	while (__atomic_load_n(&meet->arrived, __ATOMIC_ACQUIRE) < nr && !rendezvous_is_off(meet))
		nanosleep(&moment, NULL);
	__atomic_store_n(&meet->arrived, 0, __ATOMIC_RELAXED);
}

/* The controller: sleep until the window has begun; returns when that was. */
static inline uint64_t rendezvous_begun(struct rendezvous *meet)
{
	const struct timespec moment = {.tv_nsec = 50000};
	uint64_t begin_ns;

	while (!(begin_ns = __atomic_load_n(&meet->begin_ns, __ATOMIC_ACQUIRE)) &&
	       !rendezvous_is_off(meet))
		nanosleep(&moment, NULL);
	return begin_ns;
}

/* The controller: let the threads on. */
static inline void rendezvous_release(struct rendezvous *meet, int stage)
{
	__atomic_store_n(&meet->stop, rendezvous_is_off(meet), __ATOMIC_RELAXED);
	__atomic_store_n(&meet->stage, rendezvous_is_off(meet) ? -1 : stage, __ATOMIC_RELEASE);
}

static inline void rendezvous_stop(struct rendezvous *meet)
{
	__atomic_store_n(&meet->stop, 1, __ATOMIC_RELAXED);
}

#endif
