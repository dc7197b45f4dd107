/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * atomic.h: the part of the kernel's atomic_t API that a page_ref.h uses, with the orders of
 * Documentation/atomic_t.txt:
 *
 *  - a read-modify-write that returns a value is fully ordered, unless its name ends in _relaxed,
 *    _acquire or _release; one that returns nothing is unordered;
 *  - a conditional one that fails is unordered.
 *
 * One API, several back ends, so that the text that is measured is the text that is checked:
 *
 *	atomic_builtin.h   the compiler's builtins: what is measured
 *	atomic_explore.h   PAGEREF_EXPLORE: a scheduling point before each operation (bench/check/)
 *	atomic_relacy.h    PAGEREF_RELACY: C11's memory model, in C++ (bench/check/weak/)
 *
 * and atomic_derived.h, what is made of their operations.
 */
#ifndef CORE_ATOMIC_H
#define CORE_ATOMIC_H

/*
 * ThreadSanitizer does not see fences. So where one orders what follows after a word that was read,
 * the word is named to it.
 */
#ifdef __SANITIZE_THREAD__
void __tsan_acquire(void *word);
#define tsan_acquire(word) __tsan_acquire(word)
#else
#define tsan_acquire(word) ((void)(word))
#endif

#ifdef PAGEREF_RELACY
#include "core/atomic_relacy.h"
#else

#include <stdbool.h>
#include <stdint.h>

#define likely(x)   __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)

#ifndef __always_inline
#define __always_inline inline __attribute__((__always_inline__))
#endif

typedef struct {
	int counter;
} atomic_t;

#define ATOMIC_INIT(i) \
	{              \
		(i)    \
	}

#if defined(PAGEREF_EXPLORE)
#include "core/atomic_explore.h"
#else
#include "core/atomic_builtin.h"
#endif

#endif /* PAGEREF_RELACY */

#include "core/atomic_derived.h"

#endif
