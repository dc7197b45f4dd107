/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * grace_period.h: grace periods one after the other, numbered as the kernel numbers them
 * (kernel/rcu/rcu.h, rcu_seq_snap()): the sequence is odd while one is under way. A thread of its
 * own waits for readers with liburcu and does nothing else: what was waiting is taken back by those
 * who freed it, when they see the number. (call_rcu() would do that on a thread of liburcu's, which
 * takes a CPU from those that are measured.)
 *
 * From the beginning of one to that of the next passes at least an interval, because memory that
 * waits is the rate of freeing times this length: it is a parameter of the measurement and goes on
 * record. None is begun while nobody waits for one.
 */
#ifndef CORE_LIFETIME_GRACE_PERIOD_H
#define CORE_LIFETIME_GRACE_PERIOD_H

#include <pthread.h>
#include <semaphore.h>
#include <stdint.h>

#include "core/lifetime/rcu.h"

struct grace_periods {
	unsigned long seq __attribute__((aligned(128))); /* even: idle; odd: under way */
	unsigned long wanted __attribute__((aligned(128))); /* the largest cookie handed out */
	sem_t stop; /* posted once */
	enum rcu_flavour flavour;
	uint64_t interval_ns;
	pthread_t thread;
	/* Of those that ended; to be read when it has stopped. */
	uint64_t nr, total_ns, longest_ns;
} __attribute__((aligned(128)));

/* Start the thread. Returns 0, or a negative errno where no thread can be had. */
int grace_periods_start(struct grace_periods *gp, enum rcu_flavour flavour, uint64_t interval_ns);

/* End the thread, after the grace period that it is in: readers must be able to end it. */
void grace_periods_stop(struct grace_periods *gp);

/*
 * The number that the sequence will have reached when a grace period has passed that begins after
 * now; and asks for one. What is to be freed must have been unpublished before.
 */
static inline unsigned long grace_period_snap(struct grace_periods *gp)
{
	unsigned long cookie, wanted = READ_ONCE(gp->wanted);

	/* Orders the unpublishing before the reading: an old number would be too small a cookie. */
	smp_mb();
	cookie = (READ_ONCE(gp->seq) + 3) & ~1UL;
	/* Never back to a smaller one: who asked for the larger waits for it and asks only once. */
	while ((long)(cookie - wanted) > 0 &&
	       !__atomic_compare_exchange_n(&gp->wanted, &wanted, cookie, true, __ATOMIC_RELAXED,
					    __ATOMIC_RELAXED))
		;
	return cookie;
}

/* Whether it has passed. Acquire: all that readers did in their sections is over. A planted fault
 * replaces it. */
#ifndef grace_period_done
static __always_inline bool grace_period_done(const struct grace_periods *gp, unsigned long cookie)
{
	return (long)(smp_load_acquire(&gp->seq) - cookie) >= 0;
}
#endif

#endif
