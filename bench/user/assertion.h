/* SPDX-License-Identifier: GPL-2.0-or-later */
/* assertion.h: who wants to go on after VM_BUG_ON() of a scheme (--debug-vm) did not hold. */
#ifndef BENCH_USER_ASSERTION_H
#define BENCH_USER_ASSERTION_H

#include <setjmp.h>

struct assertion_catcher {
	jmp_buf back; /* where it goes, by longjmp() */
	char what[200]; /* the assertion, and the function that it is in */
};

/* From now on a bug outside of an exploration goes to @catcher; with NULL it ends the process again. */
void assertion_catch(struct assertion_catcher *catcher);

#endif
