/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * rcu.h: liburcu under the kernel's names, with the flavour as an argument. Where it is a constant,
 * as in every measured loop, nothing is left of the others.
 *
 *  - memb: a reader stores to a word of its own; the writer's membarrier(2) supplies the barriers;
 *  - qsbr: a reader does nothing, and says now and then that it holds nothing: nearest to the
 *    kernel's, where rcu_read_lock() costs nothing without preemption;
 *  - bp: as memb, through a pointer.
 */
#ifndef CORE_LIFETIME_RCU_H
#define CORE_LIFETIME_RCU_H

#ifndef _LGPL_SOURCE
#define _LGPL_SOURCE /* the inline forms; this program's licence allows them */
#endif
/*
 * liburcu 0.13 hands out bp's readers 32 bytes past the alignment that it declares for them. No two
 * share a cache line for that, but the sanitizer takes the declaration at its word.
 */
static inline void _urcu_bp_read_lock(void) __attribute__((no_sanitize("alignment")));
static inline void _urcu_bp_read_lock_update(unsigned long ctr)
	__attribute__((no_sanitize("alignment")));
static inline void _urcu_bp_read_unlock(void) __attribute__((no_sanitize("alignment")));
#include <urcu/urcu-bp.h>
#include <urcu/urcu-memb.h>
#include <urcu/urcu-qsbr.h>

#include "core/atomic.h"

enum rcu_flavour { RCU_MEMB, RCU_QSBR, RCU_BP, NR_RCU_FLAVOURS };

extern const char *const rcu_flavour_names[NR_RCU_FLAVOURS];

/* Once in each thread that reads, before it does, and after. It is offline then: see below. */
void rcu_register_reader(enum rcu_flavour flavour);
void rcu_unregister_reader(enum rcu_flavour flavour);

/* Wait until every read-side critical section that had begun is over. Not from a reader. */
void rcu_synchronize(enum rcu_flavour flavour);

static __always_inline void rcu_read_lock(enum rcu_flavour flavour)
{
	switch (flavour) {
	case RCU_QSBR:
		urcu_qsbr_read_lock();
		break;
	case RCU_BP:
		urcu_bp_read_lock();
		break;
	default:
		urcu_memb_read_lock();
	}
}

static __always_inline void rcu_read_unlock(enum rcu_flavour flavour)
{
	switch (flavour) {
	case RCU_QSBR:
		urcu_qsbr_read_unlock();
		break;
	case RCU_BP:
		urcu_bp_read_unlock();
		break;
	default:
		urcu_memb_read_unlock();
	}
}

/*
 * Under qsbr a thread that is online and does not pass through here holds up every grace period; the
 * other flavours do nothing. A thread goes offline before it sleeps.
 */
static __always_inline void rcu_quiescent_state(enum rcu_flavour flavour)
{
	if (flavour == RCU_QSBR)
		urcu_qsbr_quiescent_state();
}

static __always_inline void rcu_reader_online(enum rcu_flavour flavour)
{
	if (flavour == RCU_QSBR)
		urcu_qsbr_thread_online();
}

static __always_inline void rcu_reader_offline(enum rcu_flavour flavour)
{
	if (flavour == RCU_QSBR)
		urcu_qsbr_thread_offline();
}

#endif
