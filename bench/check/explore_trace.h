/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * explore_trace.h: one schedule, written down: a numbered list, one line a step, for somebody who has
 * never seen the tool.
 */
#ifndef BENCH_CHECK_EXPLORE_TRACE_H
#define BENCH_CHECK_EXPLORE_TRACE_H

#include <stdarg.h>

#include "core/atomic_explore_op.h"

/* Forget the last schedule; what words are called stays, see explore_name(). */
void trace_begin(void);

/* A step of the thread @thread begins; and what it does, on whose behalf (may be NULL). */
void trace_step(const char *thread);
void trace_op(const struct explore_op *op, const char *doing);

/* A conclusion of the step that is running. */
void trace_note(const char *format, va_list arguments);

/* The list as malloc'ed text; NULL when out of memory. */
char *trace_text(void);

/* How many steps it has. */
int trace_steps(void);

/* Forget what words are called. */
void trace_forget_names(void);

#endif
