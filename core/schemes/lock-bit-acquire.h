/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lock-bit-acquire: lock-bit whose final compare-and-swap (0 -> bit 31) is an acquire.
 *
 * Source: ours, after the relaxed mark in "mm: improve folio refcount scalability" v1 to v5 and the
 * order that rcuref_put() has at the same spot.
 *
 * Why: T1 drops 1 -> 0; T2 takes that 0, uses the page, drops it to 0 again; T1's mark then succeeds
 * on T2's zero. With a relaxed mark nothing orders T1's freeing after T2's last use. An acquire
 * pairs with the release in T2's decrement. On x86 the two are the same instructions.
 *
 * States and remaining dangers: as lock-bit.
 */
#ifndef CORE_SCHEMES_LOCK_BIT_ACQUIRE_H
#define CORE_SCHEMES_LOCK_BIT_ACQUIRE_H

#define SCHEME_SUMMARY	     "lock-bit with acquire on the final compare-and-swap"
#define SCHEME_SOURCE	     "pageref-bench, after series v1 and rcuref_put()"
#define pageref_mark_cmpxchg atomic_try_cmpxchg_acquire

#include "core/schemes/lock-bit.h"

#endif
