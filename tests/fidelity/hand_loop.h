/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * hand_loop.h: what loop_get_put() of scheme fetch-add does, written by hand: one atomic add, one
 * fully ordered atomic subtract and the branch on its result, the counter of operations and the poll
 * of the stop flag. It takes the instructions that the compiler's builtins name, so that only the
 * loop around them can differ (the kernel's own arm64 add is the form without a result, stadd).
 *
 * Where nobody has written it, HAVE_HAND_LOOP is false and loop_by_hand() does nothing.
 */
#ifndef TESTS_FIDELITY_HAND_LOOP_H
#define TESTS_FIDELITY_HAND_LOOP_H

#include "bench/worker.h"

#if defined(__x86_64__)
#define HAND_LOOP_FOR "x86-64"
#define HAND_LOOP                        \
	".p2align 6\n"                   \
	"1:  lock addl $1, (%[count])\n" \
	"    lock subl $1, (%[count])\n" \
	"    je 3f\n"                    \
	"2:  movl (%[stop]), %k[seen]\n" \
	"    addq $1, %[ops]\n"          \
	"    testl %k[seen], %k[seen]\n" \
	"    je 1b\n"                    \
	"    jmp 4f\n"                   \
	"3:  addq $1, %[freed]\n"        \
	"    jmp 2b\n"                   \
	"4:\n"
#elif defined(__aarch64__) && defined(__ARM_FEATURE_ATOMICS)
#define HAND_LOOP_FOR "arm64 with LSE"
#define HAND_LOOP                                       \
	".p2align 6\n"                                  \
	"1:  ldadd %w[one], %w[seen], [%[count]]\n"     \
	"    ldaddal %w[minus], %w[seen], [%[count]]\n" \
	"    cmp %w[seen], 1\n"                         \
	"    b.eq 3f\n"                                 \
	"2:  ldr %w[seen], [%[stop]]\n"                 \
	"    add %[ops], %[ops], 1\n"                   \
	"    cbz %w[seen], 1b\n"                        \
	"    b 4f\n"                                    \
	"3:  add %[freed], %[freed], 1\n"               \
	"    b 2b\n"                                    \
	"4:\n"
#elif defined(__aarch64__)
#define HAND_LOOP_FOR "arm64 with load-linked/store-conditional"
#define HAND_LOOP                                    \
	".p2align 6\n"                               \
	"1:  ldxr %w[seen], [%[count]]\n"            \
	"    add %w[seen], %w[seen], %w[one]\n"      \
	"    stxr %w[busy], %w[seen], [%[count]]\n"  \
	"    cbnz %w[busy], 1b\n"                    \
	"5:  ldxr %w[seen], [%[count]]\n"            \
	"    add %w[seen], %w[seen], %w[minus]\n"    \
	"    stlxr %w[busy], %w[seen], [%[count]]\n" \
	"    cbnz %w[busy], 5b\n"                    \
	"    dmb ish\n"                              \
	"    cbz %w[seen], 3f\n"                     \
	"2:  ldr %w[seen], [%[stop]]\n"              \
	"    add %[ops], %[ops], 1\n"                \
	"    cbz %w[seen], 1b\n"                     \
	"    b 4f\n"                                 \
	"3:  add %[freed], %[freed], 1\n"            \
	"    b 2b\n"                                 \
	"4:\n"
#elif defined(__riscv) && __riscv_xlen == 64
#define HAND_LOOP_FOR "riscv64"
#define HAND_LOOP                                      \
	".p2align 6\n"                                 \
	"1:  amoadd.w zero, %[one], (%[count])\n"      \
	"    fence rw, w\n"                            \
	"    amoadd.w %[seen], %[minus], (%[count])\n" \
	"    fence rw, rw\n"                           \
	"    addiw %[seen], %[seen], -1\n"             \
	"    beqz %[seen], 3f\n"                       \
	"2:  lw %[seen], (%[stop])\n"                  \
	"    addi %[ops], %[ops], 1\n"                 \
	"    beqz %[seen], 1b\n"                       \
	"    j 4f\n"                                   \
	"3:  addi %[freed], %[freed], 1\n"             \
	"    j 2b\n"                                   \
	"4:\n"
#endif

#ifdef HAND_LOOP
#define HAVE_HAND_LOOP true
static void __attribute__((noinline, aligned(64))) loop_by_hand(struct worker *worker)
{
	uint64_t ops = 0, freed = 0, seen, busy;

	__asm__ volatile(
		HAND_LOOP
		: [ops] "+&r"(ops), [freed] "+&r"(freed), [seen] "=&r"(seen), [busy] "=&r"(busy)
		: [count] "r"(&worker->folios->_refcount.counter), [stop] "r"(worker->stop),
		  [one] "r"(1), [minus] "r"(-1)
		: "cc", "memory");
	worker->ops = ops;
	worker->fail_ops = 0;
	worker->freed = freed;
}
#else
#define HAVE_HAND_LOOP false
#define HAND_LOOP_FOR  "none"
static void loop_by_hand(struct worker *worker)
{
	worker->ops = 0;
}
#endif

#endif
