/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * atomic_derived.h: the rest of the API that a kernel's page_ref.h calls, made of what every back end
 * of atomic.h has, as include/linux/atomic/atomic-arch-fallback.h makes it. So a checker sees the
 * loads and compare-and-swaps that such an operation consists of on x86 and arm64.
 *
 * A back end that wants to know where an operation was called from (relacy's history) defines
 * ATOMIC_SITE, a last parameter, and ATOMIC_HERE, which passes it on.
 */
#ifndef CORE_ATOMIC_DERIVED_H
#define CORE_ATOMIC_DERIVED_H

#ifndef CORE_ATOMIC_H
#error "include core/atomic.h: it picks the back end"
#endif

#ifndef ATOMIC_SITE
#define ATOMIC_SITE
#define ATOMIC_HERE
#endif

static __always_inline int atomic_negated(int i)
{
	return (int)-(unsigned int)i;
}

static __always_inline void atomic_sub(int i, atomic_t *v ATOMIC_SITE)
{
	atomic_add(atomic_negated(i), v ATOMIC_HERE);
}

static __always_inline void atomic_dec(atomic_t *v ATOMIC_SITE)
{
	atomic_sub(1, v ATOMIC_HERE);
}

#define ATOMIC_DERIVED_RMW(suffix)                                                          \
	static __always_inline int atomic_inc_return##suffix(atomic_t *v ATOMIC_SITE)       \
	{                                                                                   \
		return atomic_add_return##suffix(1, v ATOMIC_HERE);                         \
	}                                                                                   \
	static __always_inline int atomic_dec_return##suffix(atomic_t *v ATOMIC_SITE)       \
	{                                                                                   \
		return atomic_sub_return##suffix(1, v ATOMIC_HERE);                         \
	}                                                                                   \
	static __always_inline int atomic_fetch_add##suffix(int i, atomic_t *v ATOMIC_SITE) \
	{                                                                                   \
		return (int)((unsigned int)atomic_add_return##suffix(i, v ATOMIC_HERE) -    \
			     (unsigned int)i);                                              \
	}                                                                                   \
	static __always_inline int atomic_fetch_sub##suffix(int i, atomic_t *v ATOMIC_SITE) \
	{                                                                                   \
		return (int)((unsigned int)atomic_sub_return##suffix(i, v ATOMIC_HERE) +    \
			     (unsigned int)i);                                              \
	}                                                                                   \
	static __always_inline int atomic_cmpxchg##suffix(atomic_t *v, int old,             \
							  int new_val ATOMIC_SITE)          \
	{                                                                                   \
		atomic_try_cmpxchg##suffix(v, &old, new_val ATOMIC_HERE);                   \
		return old;                                                                 \
	}

ATOMIC_DERIVED_RMW()
ATOMIC_DERIVED_RMW(_relaxed)
ATOMIC_DERIVED_RMW(_acquire)
ATOMIC_DERIVED_RMW(_release)

static __always_inline bool atomic_inc_and_test(atomic_t *v ATOMIC_SITE)
{
	return atomic_inc_return(v ATOMIC_HERE) == 0;
}

static __always_inline bool atomic_add_negative(int i, atomic_t *v ATOMIC_SITE)
{
	return atomic_add_return(i, v ATOMIC_HERE) < 0;
}

/* A conditional get, in every page_ref.h there is; what fails is unordered. */
static __always_inline int atomic_fetch_add_unless(atomic_t *v, int a, int u ATOMIC_SITE)
{
	int c = atomic_read(v ATOMIC_HERE);

	do {
		if (unlikely(c == u))
			break;
	} while (!pageref_get_cmpxchg(v, &c, (int)((unsigned int)c + (unsigned int)a) ATOMIC_HERE));
	return c;
}

static __always_inline bool atomic_add_unless(atomic_t *v, int a, int u ATOMIC_SITE)
{
	return atomic_fetch_add_unless(v, a, u ATOMIC_HERE) != u;
}

static __always_inline bool atomic_inc_not_zero(atomic_t *v ATOMIC_SITE)
{
	return atomic_add_unless(v, 1, 0 ATOMIC_HERE);
}

static __always_inline bool atomic_inc_unless_negative(atomic_t *v ATOMIC_SITE)
{
	int c = atomic_read(v ATOMIC_HERE);

	do {
		if (unlikely(c < 0))
			return false;
	} while (!pageref_get_cmpxchg(v, &c, (int)((unsigned int)c + 1U) ATOMIC_HERE));
	return true;
}

static __always_inline int atomic_fetch_andnot(int i, atomic_t *v ATOMIC_SITE)
{
	return atomic_fetch_and(~i, v ATOMIC_HERE);
}

static __always_inline void atomic_or(int i, atomic_t *v ATOMIC_SITE)
{
	atomic_fetch_or(i, v ATOMIC_HERE);
}

static __always_inline void atomic_and(int i, atomic_t *v ATOMIC_SITE)
{
	atomic_fetch_and(i, v ATOMIC_HERE);
}

static __always_inline void atomic_andnot(int i, atomic_t *v ATOMIC_SITE)
{
	atomic_fetch_and(~i, v ATOMIC_HERE);
}

#endif
