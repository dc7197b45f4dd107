/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * atomic_explore.h: the back end of atomic.h under which schedules are enumerated. Each operation
 * first asks the scheduler who goes on (explore_point()), is then done plainly, since only one thread
 * runs at a time, and is then reported (explore_done()). So one step of a schedule is one operation
 * and the local code up to the next.
 *
 * What it models is every sequentially consistent interleaving: orders in the names make no
 * difference here, and fences are nothing. Orders are the weak-memory checker's business.
 */
#ifndef CORE_ATOMIC_EXPLORE_H
#define CORE_ATOMIC_EXPLORE_H

#ifndef CORE_ATOMIC_H
#error "include core/atomic.h: it picks the back end"
#endif

#include "core/atomic_explore_op.h"

/* ---- any word ---- */

#define explore_load(label, p)                                                                  \
	({                                                                                      \
		__typeof__(p) explore_p = (p);                                                  \
		explore_point();                                                                \
		__typeof__(*explore_p) explore_found = *explore_p;                              \
		explore_done(                                                                   \
			&(struct explore_op){.name = (label),                                   \
					     .kind = EXPLORE_LOAD,                              \
					     .bytes = sizeof(*explore_p),                       \
					     .word = explore_p,                                 \
					     .before = (uint64_t)(unsigned long)explore_found,  \
					     .after = (uint64_t)(unsigned long)explore_found}); \
		explore_found;                                                                  \
	})

#define explore_store(label, p, value)                                                          \
	do {                                                                                    \
		__typeof__(p) explore_p = (p);                                                  \
		__typeof__(*(p)) explore_new = (value);                                         \
		explore_point();                                                                \
		uint64_t explore_before = (uint64_t)(unsigned long)*explore_p;                  \
		*explore_p = explore_new;                                                       \
		explore_done(                                                                   \
			&(struct explore_op){.name = (label),                                   \
					     .kind = EXPLORE_STORE,                             \
					     .bytes = sizeof(*explore_p),                       \
					     .word = explore_p,                                 \
					     .before = explore_before,                          \
					     .after = (uint64_t)(unsigned long)explore_new,     \
					     .operand = (uint64_t)(unsigned long)explore_new}); \
	} while (0)

#define READ_ONCE(x)		explore_load("READ_ONCE", &(x))
#define WRITE_ONCE(x, v)	explore_store("WRITE_ONCE", &(x), v)
#define smp_load_acquire(p)	explore_load("smp_load_acquire", p)
#define smp_store_release(p, v) explore_store("smp_store_release", p, v)
#define smp_mb()		((void)0)

static __always_inline void smp_acquire__after_ctrl_dep(void)
{
}

/* Whoever spins must let another thread change what it spins on, or no schedule would ever end. */
static __always_inline void cpu_relax(void)
{
	explore_yield();
}

/* ---- atomic_t ---- */

/* An int as a trace shows it: its 32 bits. */
static __always_inline uint64_t explore_bits(int value)
{
	return (unsigned int)value;
}

static __always_inline int explore_atomic_load(const char *name, const atomic_t *v)
{
	return explore_load(name, &v->counter);
}

static __always_inline void explore_atomic_store(const char *name, atomic_t *v, int i)
{
	int before;

	explore_point();
	before = v->counter;
	v->counter = i;
	explore_done(&(struct explore_op){.name = name,
					  .kind = EXPLORE_STORE,
					  .bytes = sizeof(v->counter),
					  .word = &v->counter,
					  .before = explore_bits(before),
					  .after = explore_bits(i),
					  .operand = explore_bits(i)});
}

/* Adds @i, and returns what is there then. @operand: what the operation was called with, or 0. */
static __always_inline int explore_atomic_add(const char *name, int i, int operand, atomic_t *v)
{
	int before;

	explore_point();
	before = v->counter;
	v->counter = (int)((unsigned int)before + (unsigned int)i);
	explore_done(&(struct explore_op){.name = name,
					  .kind = EXPLORE_CHANGE,
					  .bytes = sizeof(v->counter),
					  .word = &v->counter,
					  .before = explore_bits(before),
					  .after = explore_bits(v->counter),
					  .operand = explore_bits(operand)});
	return v->counter;
}

static __always_inline int explore_atomic_sub(const char *name, int i, int operand, atomic_t *v)
{
	return explore_atomic_add(name, (int)-(unsigned int)i, operand, v);
}

static __always_inline bool explore_atomic_cas(const char *name, atomic_t *v, int *old, int new_val)
{
	int found, expected = *old;

	explore_point();
	found = v->counter;
	if (found == expected)
		v->counter = new_val;
	*old = found;
	explore_done(&(struct explore_op){.name = name,
					  .kind = EXPLORE_CAS,
					  .bytes = sizeof(v->counter),
					  .word = &v->counter,
					  .before = explore_bits(found),
					  .after = explore_bits(v->counter),
					  .operand = explore_bits(expected),
					  .wanted = explore_bits(new_val)});
	return found == expected;
}

#define EXPLORE_ATOMIC_READ(suffix)                                       \
	static __always_inline int atomic_read##suffix(const atomic_t *v) \
	{                                                                 \
		return explore_atomic_load("atomic_read" #suffix, v);     \
	}
#define EXPLORE_ATOMIC_SET(suffix)                                         \
	static __always_inline void atomic_set##suffix(atomic_t *v, int i) \
	{                                                                  \
		explore_atomic_store("atomic_set" #suffix, v, i);          \
	}
#define EXPLORE_ATOMIC_RMW(suffix)                                                                 \
	static __always_inline int atomic_add_return##suffix(int i, atomic_t *v)                   \
	{                                                                                          \
		return explore_atomic_add("atomic_add_return" #suffix, i, i, v);                   \
	}                                                                                          \
	static __always_inline int atomic_sub_return##suffix(int i, atomic_t *v)                   \
	{                                                                                          \
		return explore_atomic_sub("atomic_sub_return" #suffix, i, i, v);                   \
	}                                                                                          \
	static __always_inline bool atomic_try_cmpxchg##suffix(atomic_t *v, int *old, int new_val) \
	{                                                                                          \
		return explore_atomic_cas("atomic_try_cmpxchg" #suffix, v, old, new_val);          \
	}

EXPLORE_ATOMIC_READ()
EXPLORE_ATOMIC_READ(_acquire)
EXPLORE_ATOMIC_SET()
EXPLORE_ATOMIC_SET(_release)
EXPLORE_ATOMIC_RMW()
EXPLORE_ATOMIC_RMW(_relaxed)
EXPLORE_ATOMIC_RMW(_acquire)
EXPLORE_ATOMIC_RMW(_release)

static __always_inline void atomic_add(int i, atomic_t *v)
{
	explore_atomic_add("atomic_add", i, i, v);
}

static __always_inline void atomic_inc(atomic_t *v)
{
	explore_atomic_add("atomic_inc", 1, 0, v);
}

/* Makes the word @expression, in which `before` is what is there, and returns what was there. */
#define EXPLORE_ATOMIC_FETCH(label, v, i, expression)                                  \
	({                                                                             \
		int before;                                                            \
                                                                                       \
		explore_point();                                                       \
		before = (v)->counter;                                                 \
		(v)->counter = (expression);                                           \
		explore_done(&(struct explore_op){.name = (label),                     \
						  .kind = EXPLORE_CHANGE,              \
						  .bytes = sizeof((v)->counter),       \
						  .word = &(v)->counter,               \
						  .before = explore_bits(before),      \
						  .after = explore_bits((v)->counter), \
						  .operand = explore_bits(i)});        \
		before;                                                                \
	})

/* No scheme of ours needs them; a spoiled one does, and a kernel's may. */
static __always_inline int atomic_fetch_or(int i, atomic_t *v)
{
	return EXPLORE_ATOMIC_FETCH("atomic_fetch_or", v, i, before | i);
}

static __always_inline int atomic_fetch_and(int i, atomic_t *v)
{
	return EXPLORE_ATOMIC_FETCH("atomic_fetch_and", v, i, before & i);
}

static __always_inline int atomic_xchg(atomic_t *v, int i)
{
	return EXPLORE_ATOMIC_FETCH("atomic_xchg", v, i, i);
}

static __always_inline bool atomic_sub_and_test(int i, atomic_t *v)
{
	return explore_atomic_sub("atomic_sub_and_test", i, i, v) == 0;
}

static __always_inline bool atomic_dec_and_test(atomic_t *v)
{
	return explore_atomic_sub("atomic_dec_and_test", 1, 0, v) == 0;
}

static __always_inline bool atomic_add_negative_relaxed(int i, atomic_t *v)
{
	return explore_atomic_add("atomic_add_negative_relaxed", i, i, v) < 0;
}

/* The compare-and-swap of a conditional get, whatever its order. */
#define pageref_get_cmpxchg atomic_try_cmpxchg

#endif
