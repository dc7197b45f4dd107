/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * base.h: what include/linux/page_ref.h of a kernel tree takes for granted, so that it compiles as it
 * is: the words of the compiler's and the debugging headers, over core/atomic.h and core/page.h. Read
 * before it; the headers that it names itself are one-liners in include/. Nothing of a tree's other
 * headers is read but the PAGEREF_* of its page-flags.h.
 *
 * A kernel without any CONFIG_ is modelled. rcu_read_lock() costs nothing, as without PREEMPT_RCU; no
 * page is a fake head, as without HUGETLB_PAGE_OPTIMIZE_VMEMMAP. With CONFIG_DEBUG_VM VM_BUG_ON() and
 * its kind are live, and whoever loads the object provides pageref_vm_bug() and pageref_vm_warn().
 *
 * What is missing here a user may declare in a header of theirs (--kernel-extra).
 */
#ifndef CORE_KERNEL_BASE_H
#define CORE_KERNEL_BASE_H

#include <limits.h>

#include "core/page.h"

/* ---- types and the compiler ---- */

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int8_t s8;
typedef int16_t s16;
typedef int32_t s32;
typedef int64_t s64;

#ifdef __cplusplus
#define typeof __typeof__
#endif

#define __force
#define __user
#define __rcu
#define __must_check   __attribute__((__warn_unused_result__))
#define __maybe_unused __attribute__((__unused__))
#define __used	       __attribute__((__used__))
#define __pure	       __attribute__((__pure__))
#ifndef noinline
#define noinline __attribute__((__noinline__))
#endif
#ifndef __section
#define __section(name) __attribute__((__section__(name)))
#endif
#ifndef fallthrough
#define fallthrough __attribute__((__fallthrough__))
#endif

#define barrier()	     __asm__ volatile("" ::: "memory")
#define data_race(x)	     (x)
#define __stringify_1(x...)  #x
#define __stringify(x...)    __stringify_1(x)
#define IS_ENABLED(option)   0
#define EXPORT_SYMBOL(x)     struct kernel_ignored
#define EXPORT_SYMBOL_GPL(x) struct kernel_ignored
#define ARRAY_SIZE(array)    (sizeof(array) / sizeof((array)[0]))

#define BITS_PER_LONG	   64
#define BIT(nr)		   (1UL << (nr))
#define BIT_ULL(nr)	   (1ULL << (nr))
#define _BITUL(nr)	   (1UL << (nr))
#define GENMASK(high, low) ((~0UL - (1UL << (low)) + 1) & (~0UL >> (BITS_PER_LONG - 1 - (high))))

#ifndef PAGE_SHIFT
#define PAGE_SHIFT 12
#define PAGE_SIZE  (1UL << PAGE_SHIFT)
#endif

#ifndef PAGEREF_RELACY
#ifndef smp_rmb
#define smp_rmb()		__atomic_thread_fence(__ATOMIC_ACQUIRE)
#define smp_wmb()		__atomic_thread_fence(__ATOMIC_RELEASE)
#define smp_mb__before_atomic() smp_mb()
#define smp_mb__after_atomic()	smp_mb()
#endif
#else
#define smp_rmb()		smp_mb()
#define smp_wmb()		smp_mb()
#define smp_mb__before_atomic() smp_mb()
#define smp_mb__after_atomic()	smp_mb()
#endif

/* ---- debugging ---- */

#define BUILD_BUG_ON_INVALID(e)	  ((void)(sizeof((long)(e))))
#define BUILD_BUG_ON(e)		  ((void)sizeof(char[1 - 2 * !!(e)]))
#define BUILD_BUG_ON_MSG(e, text) BUILD_BUG_ON(e)

#ifdef __cplusplus
extern "C" {
#endif
/* Never returns: what holds no longer is told, and the program ends or the schedule is a finding. */
void pageref_vm_bug(const char *what, const char *function);
/* Returns where it was a warning and no more. */
void pageref_vm_warn(const char *what, const char *function);
#ifdef __cplusplus
}
#endif

#ifdef PAGEREF_RELACY
#define KERNEL_BUG(what)  ((void)0)
#define KERNEL_WARN(what) ((void)0)
#else
#define KERNEL_BUG(what)  pageref_vm_bug(what, __func__)
#define KERNEL_WARN(what) pageref_vm_warn(what, __func__)
#endif

#define KERNEL_BUG_IF(cond, what)                       \
	do {                                            \
		if (unlikely(cond))                     \
			KERNEL_BUG(what "(" #cond ")"); \
	} while (0)
#define KERNEL_WARN_IF(cond, what)                       \
	({                                               \
		bool kernel_warns = !!(cond);            \
                                                         \
		if (unlikely(kernel_warns))              \
			KERNEL_WARN(what "(" #cond ")"); \
		unlikely(kernel_warns);                  \
	})

#define BUG()			   KERNEL_BUG("BUG()")
#define BUG_ON(cond)		   KERNEL_BUG_IF(cond, "BUG_ON")
#define WARN_ON(cond)		   KERNEL_WARN_IF(cond, "WARN_ON")
#define WARN_ON_ONCE(cond)	   KERNEL_WARN_IF(cond, "WARN_ON_ONCE")
#define WARN(cond, format...)	   KERNEL_WARN_IF(cond, "WARN")
#define WARN_ONCE(cond, format...) KERNEL_WARN_IF(cond, "WARN_ONCE")

#ifdef CONFIG_DEBUG_VM
#define VM_BUG_ON(cond)			   KERNEL_BUG_IF(cond, "VM_BUG_ON")
#define VM_BUG_ON_PAGE(cond, page)	   KERNEL_BUG_IF(cond, "VM_BUG_ON_PAGE")
#define VM_BUG_ON_FOLIO(cond, folio)	   KERNEL_BUG_IF(cond, "VM_BUG_ON_FOLIO")
#define VM_WARN_ON(cond)		   ((void)KERNEL_WARN_IF(cond, "VM_WARN_ON"))
#define VM_WARN_ON_ONCE(cond)		   ((void)KERNEL_WARN_IF(cond, "VM_WARN_ON_ONCE"))
#define VM_WARN_ON_PAGE(cond, page)	   KERNEL_WARN_IF(cond, "VM_WARN_ON_PAGE")
#define VM_WARN_ON_ONCE_PAGE(cond, page)   KERNEL_WARN_IF(cond, "VM_WARN_ON_ONCE_PAGE")
#define VM_WARN_ON_FOLIO(cond, folio)	   KERNEL_WARN_IF(cond, "VM_WARN_ON_FOLIO")
#define VM_WARN_ON_ONCE_FOLIO(cond, folio) KERNEL_WARN_IF(cond, "VM_WARN_ON_ONCE_FOLIO")
#define VM_WARN_ONCE(cond, format...)	   ((void)KERNEL_WARN_IF(cond, "VM_WARN_ONCE"))
#define VM_WARN(cond, format...)	   ((void)KERNEL_WARN_IF(cond, "VM_WARN"))
#else
#define VM_BUG_ON(cond)			   BUILD_BUG_ON_INVALID(cond)
#define VM_BUG_ON_PAGE(cond, page)	   BUILD_BUG_ON_INVALID(cond)
#define VM_BUG_ON_FOLIO(cond, folio)	   BUILD_BUG_ON_INVALID(cond)
#define VM_WARN_ON(cond)		   BUILD_BUG_ON_INVALID(cond)
#define VM_WARN_ON_ONCE(cond)		   BUILD_BUG_ON_INVALID(cond)
#define VM_WARN_ON_PAGE(cond, page)	   BUILD_BUG_ON_INVALID(cond)
#define VM_WARN_ON_ONCE_PAGE(cond, page)   BUILD_BUG_ON_INVALID(cond)
#define VM_WARN_ON_FOLIO(cond, folio)	   BUILD_BUG_ON_INVALID(cond)
#define VM_WARN_ON_ONCE_FOLIO(cond, folio) BUILD_BUG_ON_INVALID(cond)
#define VM_WARN_ONCE(cond, format...)	   BUILD_BUG_ON_INVALID(cond)
#define VM_WARN(cond, format...)	   BUILD_BUG_ON_INVALID(cond)
#endif
#define VM_BUG_ON_PGFLAGS(cond, page) BUILD_BUG_ON_INVALID(cond)
#define dump_page(page, reason)	      ((void)(page))
#define lockdep_assert_held(lock)     ((void)0)

/* ---- tracepoints: of a kernel that has none ---- */

#define DECLARE_TRACEPOINT(name) struct kernel_tracepoint_##name
#define tracepoint_enabled(name) false

/* ---- RCU, preemption ---- */

/* A compiler's barrier in the kernel; a schedule or a memory model has no use for it. */
#if defined(PAGEREF_EXPLORE) || defined(PAGEREF_RELACY)
#define rcu_read_lock()	  ((void)0)
#define rcu_read_unlock() ((void)0)
#else
#define rcu_read_lock()	  barrier()
#define rcu_read_unlock() barrier()
#endif
#define preempt_disable() barrier()
#define preempt_enable()  barrier()
#define in_atomic()	  true
#define irqs_disabled()	  true

/* ---- pages ---- */

static inline struct folio *kernel_page_folio(struct page *page)
{
	return (struct folio *)page;
}

static inline const struct folio *kernel_page_folio_const(const struct page *page)
{
	return (const struct folio *)page;
}

#ifdef __cplusplus
static inline struct folio *page_folio(struct page *page)
{
	return kernel_page_folio(page);
}

static inline const struct folio *page_folio(const struct page *page)
{
	return kernel_page_folio_const(page);
}
#else
/* Whoever counts has the head page: page_ref.h is never given a tail. */
#define page_folio(p) \
	(_Generic((p), const struct page *                     \
		  : kernel_page_folio_const, struct page *     \
		  : kernel_page_folio)(p))
#endif
#define compound_head(page) (page)

#endif
