/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * atomic_relacy.h: the API of core/atomic.h over relacy, a checker of the C11 memory model, so that
 * the scheme headers that are measured are what it runs. C++: every operation is a scheduling point
 * and a line of the history, at the place in the header that called it.
 *
 * The kernel's full order becomes a seq_cst operation with an acquire and release fence behind it
 * (where a compare-and-swap succeeded): C11's seq_cst read-modify-write alone orders nothing around
 * it that is itself relaxed, which smp_mb() does. What is lost is smp_mb()'s order of a store before
 * it with a load of another word after it (store buffering). So relacy may report what the kernel
 * forbids, and misses nothing for it; no program in bench/check/weak/ rests on that order. relacy's
 * own seq_cst fence has the opposite fault, which is why it is not used: it takes any two such
 * fences for synchronised, and would hide races.
 *
 * Two more differences from the kernel's model (LKMM), both of C11: control dependencies order
 * nothing, and a plain store continues the release sequence of its thread (in LKMM it does not).
 *
 * Left out: ATOMIC_INIT, because a relacy atomic lives only inside an execution.
 */
#ifndef CORE_ATOMIC_RELACY_H
#define CORE_ATOMIC_RELACY_H

#include <relacy/relacy.hpp>

#define likely(x)   __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)

#ifndef __always_inline
#define __always_inline inline __attribute__((__always_inline__))
#endif

struct atomic_t {
	rl::atomic<int> counter;
};

/* As a last parameter: where it was called from. */
#define RELACY_SITE           \
	rl::debug_info site = \
		rl::debug_info(__builtin_FUNCTION(), __builtin_FILE(), __builtin_LINE())

/* What is ordered in full by default, by kind: see PAGEREF_ORDER_ACQ_REL in core/atomic.h. */
#ifdef PAGEREF_ORDER_ACQ_REL
#define RELACY_ORDER_ADD rl::mo_acquire
#define RELACY_ORDER_SUB rl::mo_acq_rel
#define RELACY_ORDER_PUT rl::mo_release
#define RELACY_ORDER_CAS rl::mo_acq_rel
#else
#define RELACY_ORDER_ADD rl::mo_seq_cst
#define RELACY_ORDER_SUB rl::mo_seq_cst
#define RELACY_ORDER_PUT rl::mo_seq_cst
#define RELACY_ORDER_CAS rl::mo_seq_cst
#endif

/* No event of its own: it belongs to the operation before it. */
static inline void relacy_full_barrier_after(void)
{
#ifndef PAGEREF_ORDER_ACQ_REL
	rl::ctx().atomic_thread_fence_acq_rel();
#endif
}

static inline void cpu_relax(RELACY_SITE)
{
	rl::ctx().yield(1, site);
}

/* One word shared with others: an rl::atomic of any type. */
template <typename T> static inline T READ_ONCE(const rl::atomic<T> &word, RELACY_SITE)
{
	return word.load(rl::mo_relaxed, site);
}

template <typename T, typename V>
static inline void WRITE_ONCE(rl::atomic<T> &word, V value, RELACY_SITE)
{
	word.store((T)value, rl::mo_relaxed, site);
}

template <typename T> static inline T smp_load_acquire(const rl::atomic<T> *word, RELACY_SITE)
{
	return word->load(rl::mo_acquire, site);
}

template <typename T, typename V>
static inline void smp_store_release(rl::atomic<T> *word, V value, RELACY_SITE)
{
	word->store((T)value, rl::mo_release, site);
}

static inline void smp_mb(RELACY_SITE)
{
	rl::atomic_thread_fence(rl::mo_acq_rel, site);
}

static inline int atomic_read(const atomic_t *v, RELACY_SITE)
{
	return v->counter.load(rl::mo_relaxed, site);
}

static inline int atomic_read_acquire(const atomic_t *v, RELACY_SITE)
{
	return v->counter.load(rl::mo_acquire, site);
}

static inline void atomic_set(atomic_t *v, int i, RELACY_SITE)
{
	v->counter.store(i, rl::mo_relaxed, site);
}

static inline void atomic_set_release(atomic_t *v, int i, RELACY_SITE)
{
	v->counter.store(i, rl::mo_release, site);
}

static inline void smp_acquire__after_ctrl_dep(RELACY_SITE)
{
	rl::atomic_thread_fence(rl::mo_acquire, site);
}

static inline void atomic_add(int i, atomic_t *v, RELACY_SITE)
{
	v->counter.fetch_add(i, rl::mo_relaxed, site);
}

static inline void atomic_inc(atomic_t *v, RELACY_SITE)
{
	atomic_add(1, v, site);
}

/* The kernel's atomics wrap: compile with -fwrapv, for relacy computes in int. */
static inline int relacy_add_return(int i, atomic_t *v, rl::memory_order order,
				    const rl::debug_info &site)
{
	return (int)((unsigned int)v->counter.fetch_add(i, order, site) + (unsigned int)i);
}

static inline int relacy_sub_return(int i, atomic_t *v, rl::memory_order order,
				    const rl::debug_info &site)
{
	return (int)((unsigned int)v->counter.fetch_sub(i, order, site) - (unsigned int)i);
}

#define RELACY_RETURN(operation, suffix, order)                                       \
	static inline int atomic_##operation##suffix(int i, atomic_t *v, RELACY_SITE) \
	{                                                                             \
		return relacy_##operation(i, v, order, site);                         \
	}

RELACY_RETURN(add_return, _relaxed, rl::mo_relaxed)
RELACY_RETURN(add_return, _acquire, rl::mo_acquire)
RELACY_RETURN(add_return, _release, rl::mo_release)
RELACY_RETURN(sub_return, _relaxed, rl::mo_relaxed)
RELACY_RETURN(sub_return, _acquire, rl::mo_acquire)
RELACY_RETURN(sub_return, _release, rl::mo_release)

static inline int atomic_add_return(int i, atomic_t *v, RELACY_SITE)
{
	int result = relacy_add_return(i, v, RELACY_ORDER_ADD, site);

	relacy_full_barrier_after();
	return result;
}

static inline int atomic_sub_return(int i, atomic_t *v, RELACY_SITE)
{
	int result = relacy_sub_return(i, v, RELACY_ORDER_SUB, site);

	relacy_full_barrier_after();
	return result;
}

static inline bool atomic_sub_and_test(int i, atomic_t *v, RELACY_SITE)
{
	bool zero = relacy_sub_return(i, v, RELACY_ORDER_PUT, site) == 0;

	relacy_full_barrier_after();
#ifdef PAGEREF_ORDER_ACQ_REL
	if (zero)
		smp_acquire__after_ctrl_dep(site);
#endif
	return zero;
}

static inline bool atomic_dec_and_test(atomic_t *v, RELACY_SITE)
{
	return atomic_sub_and_test(1, v, site);
}

static inline bool atomic_add_negative_relaxed(int i, atomic_t *v, RELACY_SITE)
{
	return atomic_add_return_relaxed(i, v, site) < 0;
}

/* Unordered on failure, when *old receives the value found. */
static inline bool relacy_cas(atomic_t *v, int *old, int new_val, rl::memory_order order,
			      const rl::debug_info &site)
{
	return v->counter.compare_exchange_strong(*old, new_val, order, site, rl::mo_relaxed, site);
}

#define RELACY_TRY_CMPXCHG(suffix, order)                                                 \
	static inline bool atomic_try_cmpxchg##suffix(atomic_t *v, int *old, int new_val, \
						      RELACY_SITE)                        \
	{                                                                                 \
		return relacy_cas(v, old, new_val, order, site);                          \
	}

RELACY_TRY_CMPXCHG(_relaxed, rl::mo_relaxed)
RELACY_TRY_CMPXCHG(_acquire, rl::mo_acquire)
RELACY_TRY_CMPXCHG(_release, rl::mo_release)

static inline bool atomic_try_cmpxchg(atomic_t *v, int *old, int new_val, RELACY_SITE)
{
	if (!relacy_cas(v, old, new_val, RELACY_ORDER_CAS, site))
		return false;
	relacy_full_barrier_after();
	return true;
}

/* No scheme of ours needs them; a kernel's may. */
static inline int atomic_fetch_or(int i, atomic_t *v, RELACY_SITE)
{
	return v->counter.fetch_or(i, rl::mo_seq_cst, site);
}

static inline int atomic_fetch_and(int i, atomic_t *v, RELACY_SITE)
{
	return v->counter.fetch_and(i, rl::mo_seq_cst, site);
}

static inline int atomic_xchg(atomic_t *v, int i, RELACY_SITE)
{
	return v->counter.exchange(i, rl::mo_seq_cst, site);
}

/* For atomic_derived.h. */
#define ATOMIC_SITE , RELACY_SITE
#define ATOMIC_HERE , site

/* The compare-and-swap of a conditional get: an acquire is all that it needs. */
#ifdef PAGEREF_ORDER_ACQ_REL
#define pageref_get_cmpxchg atomic_try_cmpxchg_acquire
#else
#define pageref_get_cmpxchg atomic_try_cmpxchg
#endif

#endif
