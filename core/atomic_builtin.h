/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * atomic_builtin.h: the back end of atomic.h that is measured: the compiler's builtins.
 *
 * "Fully ordered" means a full barrier on both sides. On x86 the lock prefix is that, and on arm64
 * with LSE ldaddal and casal are. Load-linked/store-conditional pairs are not: the compiler's
 * seq_cst form lacks the trailing barrier that the kernel has, so there a full operation is a
 * release one followed by a full fence (what arch/arm64/include/asm/atomic_ll_sc.h does; for a
 * compare-and-swap only where it succeeded). Build arm64 with -mno-outline-atomics, or every
 * operation becomes a call.
 *
 * With PAGEREF_ORDER_ACQ_REL defined, what is fully ordered is ordered as a reference count needs it
 * and no more, as refcount_t has it (Documentation/core-api/refcount-vs-atomic.rst): an addition, the
 * get, acquires; a subtraction that tests for zero, the put, releases, and acquires where it found
 * zero; other subtractions and a compare-and-swap do both. On x86 the code is the same.
 *
 * With ATOMIC_COUNT_RETRIES defined, each compare-and-swap that fails adds one to
 * atomic_cas_failures: the counting twin of a measured loop. The loop that is timed is compiled
 * without it.
 */
#ifndef CORE_ATOMIC_BUILTIN_H
#define CORE_ATOMIC_BUILTIN_H

#ifndef CORE_ATOMIC_H
#error "include core/atomic.h: it picks the back end"
#endif

/* What a value-returning operation without a suffix is compiled to, by kind, before its fence. */
#if defined(PAGEREF_ORDER_ACQ_REL)
#define ATOMIC_ORDER_ADD __ATOMIC_ACQUIRE
#define ATOMIC_ORDER_SUB __ATOMIC_ACQ_REL
#define ATOMIC_ORDER_PUT __ATOMIC_RELEASE
#define ATOMIC_ORDER_CAS __ATOMIC_ACQ_REL
#elif defined(__x86_64__) || defined(__ARM_FEATURE_ATOMICS)
#define ATOMIC_ORDER_ADD __ATOMIC_SEQ_CST
#define ATOMIC_ORDER_SUB __ATOMIC_SEQ_CST
#define ATOMIC_ORDER_PUT __ATOMIC_SEQ_CST
#define ATOMIC_ORDER_CAS __ATOMIC_SEQ_CST
#else
#define ATOMIC_ORDER_ADD    __ATOMIC_RELEASE
#define ATOMIC_ORDER_SUB    __ATOMIC_RELEASE
#define ATOMIC_ORDER_PUT    __ATOMIC_RELEASE
#define ATOMIC_ORDER_CAS    __ATOMIC_RELEASE
#define ATOMIC_FENCE_BEHIND 1
#endif

static __always_inline void atomic_full_barrier_after(void)
{
#ifdef ATOMIC_FENCE_BEHIND
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
#endif
}

#ifdef ATOMIC_COUNT_RETRIES
extern __thread uint64_t atomic_cas_failures;
#define ATOMIC_CAS_FAILED() (atomic_cas_failures++)
#else
#define ATOMIC_CAS_FAILED() ((void)0)
#endif

/* Let the other hardware thread run while this one waits. */
static __always_inline void cpu_relax(void)
{
#if defined(__x86_64__)
	__builtin_ia32_pause();
#elif defined(__aarch64__)
	__asm__ volatile("yield" ::: "memory");
#else
	__asm__ volatile("" ::: "memory");
#endif
}

/*
 * One word shared with others: read or written once, and in the order that the name says. On the
 * kernel's side volatile does it; here a relaxed atomic does, which the sanitizers understand.
 */
#define READ_ONCE(x)		(__atomic_load_n(&(x), __ATOMIC_RELAXED))
#define WRITE_ONCE(x, v)	(__atomic_store_n(&(x), (v), __ATOMIC_RELAXED))
#define smp_load_acquire(p)	(__atomic_load_n((p), __ATOMIC_ACQUIRE))
#define smp_store_release(p, v) (__atomic_store_n((p), (v), __ATOMIC_RELEASE))
#define smp_mb()		__atomic_thread_fence(__ATOMIC_SEQ_CST)

static __always_inline int atomic_read(const atomic_t *v)
{
	return __atomic_load_n(&v->counter, __ATOMIC_RELAXED);
}

static __always_inline int atomic_read_acquire(const atomic_t *v)
{
	return __atomic_load_n(&v->counter, __ATOMIC_ACQUIRE);
}

static __always_inline void atomic_set(atomic_t *v, int i)
{
	__atomic_store_n(&v->counter, i, __ATOMIC_RELAXED);
}

static __always_inline void atomic_set_release(atomic_t *v, int i)
{
	__atomic_store_n(&v->counter, i, __ATOMIC_RELEASE);
}

/* Pairs with a release on another CPU once a relaxed read has decided that it happened. */
static __always_inline void smp_acquire__after_ctrl_dep(void)
{
	__atomic_thread_fence(__ATOMIC_ACQUIRE);
}

static __always_inline void atomic_add(int i, atomic_t *v)
{
	__atomic_fetch_add(&v->counter, i, __ATOMIC_RELAXED);
}

static __always_inline void atomic_inc(atomic_t *v)
{
	atomic_add(1, v);
}

/* No scheme of ours needs them; a spoiled one does, and a kernel's may. */
#define ATOMIC_FETCH(name, builtin)                                     \
	static __always_inline int name(atomic_t *v, int i)             \
	{                                                               \
		int before = builtin(&v->counter, i, ATOMIC_ORDER_SUB); \
                                                                        \
		atomic_full_barrier_after();                            \
		return before;                                          \
	}

ATOMIC_FETCH(atomic_xchg, __atomic_exchange_n)
ATOMIC_FETCH(atomic_fetch_or__swapped, __atomic_fetch_or)
ATOMIC_FETCH(atomic_fetch_and__swapped, __atomic_fetch_and)

static __always_inline int atomic_fetch_or(int i, atomic_t *v)
{
	return atomic_fetch_or__swapped(v, i);
}

static __always_inline int atomic_fetch_and(int i, atomic_t *v)
{
	return atomic_fetch_and__swapped(v, i);
}

/*
 * Unsigned underneath, because the kernel's atomics wrap (-fno-strict-overflow) and the lock-bit
 * schemes live from it: INT_MAX + 1 is the frozen bit.
 */
#define ATOMIC_ADD_RETURN(suffix, order)                                               \
	static __always_inline int atomic_add_return##suffix(int i, atomic_t *v)       \
	{                                                                              \
		return (int)((unsigned int)__atomic_fetch_add(&v->counter, i, order) + \
			     (unsigned int)i);                                         \
	}
#define ATOMIC_SUB_RETURN(suffix, order)                                               \
	static __always_inline int atomic_sub_return##suffix(int i, atomic_t *v)       \
	{                                                                              \
		return (int)((unsigned int)__atomic_fetch_sub(&v->counter, i, order) - \
			     (unsigned int)i);                                         \
	}

ATOMIC_ADD_RETURN(_relaxed, __ATOMIC_RELAXED)
ATOMIC_ADD_RETURN(_acquire, __ATOMIC_ACQUIRE)
ATOMIC_ADD_RETURN(_release, __ATOMIC_RELEASE)
ATOMIC_ADD_RETURN(__unfenced, ATOMIC_ORDER_ADD)
ATOMIC_SUB_RETURN(_relaxed, __ATOMIC_RELAXED)
ATOMIC_SUB_RETURN(_acquire, __ATOMIC_ACQUIRE)
ATOMIC_SUB_RETURN(_release, __ATOMIC_RELEASE)
ATOMIC_SUB_RETURN(__unfenced, ATOMIC_ORDER_SUB)
ATOMIC_SUB_RETURN(__put, ATOMIC_ORDER_PUT)

static __always_inline int atomic_add_return(int i, atomic_t *v)
{
	int result = atomic_add_return__unfenced(i, v);

	atomic_full_barrier_after();
	return result;
}

static __always_inline int atomic_sub_return(int i, atomic_t *v)
{
	int result = atomic_sub_return__unfenced(i, v);

	atomic_full_barrier_after();
	return result;
}

static __always_inline bool atomic_sub_and_test(int i, atomic_t *v)
{
	bool zero = atomic_sub_return__put(i, v) == 0;

	atomic_full_barrier_after();
#ifdef PAGEREF_ORDER_ACQ_REL
	if (zero) {
#ifndef __x86_64__ /* a locked instruction is a full barrier */
		smp_acquire__after_ctrl_dep();
#endif
		tsan_acquire(&v->counter);
	}
#endif
	return zero;
}

static __always_inline bool atomic_dec_and_test(atomic_t *v)
{
	return atomic_sub_and_test(1, v);
}

static __always_inline bool atomic_add_negative_relaxed(int i, atomic_t *v)
{
	return atomic_add_return_relaxed(i, v) < 0;
}

/*
 * One compare-and-swap in the order asked for. riscv64 gets its order from fences around a relaxed
 * one, as arch/riscv does it: gcc 12 compiles the release form to a bare lr.w/sc.w pair. clang would not,
 * and has the same fences: what is measured does not depend on who compiled it.
 */
static __always_inline bool atomic_cas(atomic_t *v, int *old, int new_val, int order)
{
#ifdef __riscv
	bool release = order == __ATOMIC_RELEASE || order == __ATOMIC_ACQ_REL;
	bool acquire = order == __ATOMIC_ACQUIRE || order == __ATOMIC_ACQ_REL;
	bool done;

	if (release)
		__atomic_thread_fence(__ATOMIC_RELEASE);
	done = __atomic_compare_exchange_n(&v->counter, old, new_val, false, __ATOMIC_RELAXED,
					   __ATOMIC_RELAXED);
	if (acquire && done)
		__atomic_thread_fence(__ATOMIC_ACQUIRE);
	return done;
#else
	return __atomic_compare_exchange_n(&v->counter, old, new_val, false, order,
					   __ATOMIC_RELAXED);
#endif
}

/* On failure *old receives the value found, as in the kernel. */
#define ATOMIC_TRY_CMPXCHG(suffix, order)                                                          \
	static __always_inline bool atomic_try_cmpxchg##suffix(atomic_t *v, int *old, int new_val) \
	{                                                                                          \
		if (likely(atomic_cas(v, old, new_val, order)))                                    \
			return true;                                                               \
		ATOMIC_CAS_FAILED();                                                               \
		return false;                                                                      \
	}

ATOMIC_TRY_CMPXCHG(_relaxed, __ATOMIC_RELAXED)
ATOMIC_TRY_CMPXCHG(_acquire, __ATOMIC_ACQUIRE)
ATOMIC_TRY_CMPXCHG(_release, __ATOMIC_RELEASE)
ATOMIC_TRY_CMPXCHG(__unfenced, ATOMIC_ORDER_CAS)

static __always_inline bool atomic_try_cmpxchg(atomic_t *v, int *old, int new_val)
{
	if (!atomic_try_cmpxchg__unfenced(v, old, new_val))
		return false;
	atomic_full_barrier_after();
	return true;
}

/* The compare-and-swap of a conditional get: an acquire is all that it needs. */
#ifdef PAGEREF_ORDER_ACQ_REL
#define pageref_get_cmpxchg atomic_try_cmpxchg_acquire
#else
#define pageref_get_cmpxchg atomic_try_cmpxchg
#endif

#endif
