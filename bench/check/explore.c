// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * explore.c: the scheduler. A coroutine for each thread is made once, with makecontext(), and used
 * again by each execution; between them _setjmp() and _longjmp() switch, without a system call. Who
 * wants to do an operation decides itself who goes on, so a thread that goes on is not left at all.
 *
 * Built with -U_FORTIFY_SOURCE: its checks would take a jump to another stack for an attack.
 */
#include "bench/check/explore.h"

#include <assert.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#endif

#include "bench/check/explore_parts.h"
#include "bench/check/explore_trace.h"

#define STACK_BYTES (64 << 10)

struct explorer explorer;
bool explore_recording;

/* ---- coroutines ---- */

static void __attribute__((noreturn)) go_home(void)
{
	explorer.running = NULL;
	_longjmp(explorer.home, 1);
}

static void __attribute__((noreturn)) go_to(struct coroutine *next)
{
	if (!next)
		go_home();
	explorer.running = next;
	_longjmp(next->here, 1);
}

static struct coroutine *choose(void);

/* The life of a coroutine: one execution after the other. It begins by going home. */
static void coroutine_live(void)
{
	struct coroutine *self = explorer.running;
	struct coroutine *volatile next = NULL;

	for (;;) {
		if (!_setjmp(self->here)) {
			self->lost = false;
			go_to(next);
		}
		explorer.program->threads[self - explorer.threads].run(
			(int)(self - explorer.threads));
		explore_settle();
		self->state = THREAD_FINISHED;
		explorer.unfinished--;
		next = explorer.starting ? NULL : choose();
	}
}

/* Those of an execution that was left in the middle: AddressSanitizer would take them for alive. */
static void forget_frames(const struct coroutine *coroutine)
{
#ifdef __SANITIZE_ADDRESS__
	__asan_unpoison_memory_region(coroutine->stack, STACK_BYTES);
#else
	(void)coroutine;
#endif
}

static void coroutine_make(struct coroutine *coroutine)
{
	ucontext_t context;

	if (getcontext(&context))
		abort();
	forget_frames(coroutine);
	context.uc_stack.ss_sp = coroutine->stack;
	context.uc_stack.ss_size = STACK_BYTES;
	context.uc_link = NULL;
	makecontext(&context, coroutine_live, 0);
	explorer.running = coroutine;
	if (!_setjmp(explorer.home))
		setcontext(&context);
}

/* ---- who goes on ---- */

static bool can_go_on(const struct coroutine *thread)
{
	bool can;

	switch (thread->state) {
	case THREAD_READY:
		return true;
	case THREAD_WAITING:
		explorer.quiet++;
		can = thread->condition(thread->condition_arg);
		explorer.quiet--;
		return can;
	case THREAD_YIELDED:
		return explorer.changes != thread->changes_seen;
	default:
		return false;
	}
}

/* A new point: the thread that is running comes first, so that the first schedules switch least. */
static void list_choices(struct choice *choice)
{
	const struct choice *before = choice - 1;
	bool goes_on = explorer.last && can_go_on(explorer.last);

	*choice = (struct choice){0};
	choice->preempts = goes_on;
	if (explorer.depth)
		choice->preemptions = before->preemptions + (before->preempts && before->chosen);
	if (goes_on)
		choice->threads[choice->nr++] = (uint8_t)(explorer.last - explorer.threads);
	if (goes_on && explorer.preemption_bound >= 0 &&
	    choice->preemptions >= explorer.preemption_bound)
		return;
	for (int i = 0; i < explorer.program->nr_threads; i++) {
		if (&explorer.threads[i] != explorer.last && can_go_on(&explorer.threads[i]))
			choice->threads[choice->nr++] = (uint8_t)i;
	}
}

/* The thread whose step is next; NULL where all have finished. */
static struct coroutine *choose(void)
{
	struct choice *choice = &explorer.choices[explorer.depth];

	if (!explorer.unfinished)
		return NULL;
	if (explorer.depth == EXPLORE_MAX_STEPS) {
		explorer.too_long = true;
		go_home();
	}
	if (explorer.depth == explorer.nr_choices) {
		list_choices(choice);
		if (!choice->nr)
			explore_fail(EXPLORE_STUCK, "every thread waits for another");
		explorer.nr_choices++;
	}
	explorer.depth++;
	explorer.last = &explorer.threads[choice->threads[choice->chosen]];
	if (explore_recording)
		trace_step(explorer.program->threads[explorer.last - explorer.threads].name);
	return explorer.last;
}

/* The running thread stands before its next step, in @state. */
static void pause_before_step(enum thread_state state)
{
	struct coroutine *self = explorer.running, *next;

	self->state = state;
	next = explorer.starting ? NULL : choose();
	if (next != self && !_setjmp(self->here))
		go_to(next);
	self->state = THREAD_READY;
}

void explore_point(void)
{
	if (explorer.running && !explorer.quiet)
		pause_before_step(THREAD_READY);
}

void explore_yield(void)
{
	if (!explorer.running || explorer.quiet)
		return;
	explorer.running->changes_seen = explorer.changes;
	pause_before_step(THREAD_YIELDED);
}

void explore_wait(bool (*condition)(void *arg), void *arg)
{
	explorer.running->condition = condition;
	explorer.running->condition_arg = arg;
	pause_before_step(THREAD_WAITING);
}

void explore_done(const struct explore_op *op)
{
	struct coroutine *self = explorer.running;

	if (!self || explorer.quiet)
		return;
	if (explore_recording)
		trace_op(op, self->doing);
	if (op->before == op->after)
		return;
	explorer.changes++;
	if (self->change)
		explore_settle();
}

/* ---- what a program says ---- */

void explore_with_next_change(void (*change)(void *arg), void *arg)
{
	explorer.running->change = change;
	explorer.running->change_arg = arg;
}

void explore_settle(void)
{
	void (*change)(void *arg) = explorer.running->change;

	explorer.running->change = NULL;
	if (change)
		change(explorer.running->change_arg);
}

void explore_doing(const char *what)
{
	if (explorer.running)
		explorer.running->doing = what;
}

void explore_quietly(void)
{
	explorer.quiet++;
}

void explore_aloud(void)
{
	explorer.quiet--;
}

int explore_nr_threads(void)
{
	return explorer.program->nr_threads;
}

void explore_note_text(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	if (explore_recording && !explorer.starting)
		trace_note(format, arguments);
	va_end(arguments);
}

bool explore_is_running(void)
{
	return explorer.running || explorer.alone;
}

void explore_fail(int law, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(explorer.what, sizeof(explorer.what), format, arguments);
	va_end(arguments);
	explorer.law = law;
	explore_note("VIOLATED: %s", explorer.what);
	go_home();
}

void explore_warn(int law, const char *format, ...)
{
	va_list arguments;

	if (explorer.warning_law)
		return;
	va_start(arguments, format);
	vsnprintf(explorer.warning, sizeof(explorer.warning), format, arguments);
	va_end(arguments);
	explorer.warning_law = law;
	explorer.warning_depth = explorer.depth;
	explore_note("WARNING: %s", explorer.warning);
	if (explorer.warning_ends)
		go_home();
}

/* ---- executions ---- */

/* Each thread up to its first operation. */
static void start_threads(void)
{
	explorer.starting = true;
	for (int volatile i = 0; i < explorer.program->nr_threads; i++) {
		struct coroutine *thread = &explorer.threads[i];

		if (thread->lost)
			coroutine_make(thread);
		thread->state = THREAD_READY;
		thread->change = NULL;
		thread->doing = NULL;
		thread->lost = true; /* until it is ready for another */
		if (!_setjmp(explorer.home))
			go_to(thread);
	}
	explorer.starting = false;
}

static void run_threads(void)
{
	start_threads();
	if (explorer.law || _setjmp(explorer.home))
		return;
	go_to(choose());
}

/* What nobody is scheduled in: the beginning or the end. It may fail all the same. */
static void run_alone(void (*part)(void))
{
	explorer.alone = true;
	if (part && !_setjmp(explorer.home))
		part();
	explorer.alone = false;
}

/* One execution, along the choices that are known and then along the first of each. */
void explorer_execute(void)
{
	explorer.depth = 0;
	explorer.last = NULL;
	explorer.quiet = 0;
	explorer.changes = 0;
	explorer.law = 0;
	explorer.warning_law = 0;
	explorer.unfinished = explorer.program->nr_threads;
	explorer.running = NULL;
	run_alone(explorer.program->begin);
	if (!explorer.law)
		run_threads();
	explorer.quiet = 0;
	if (!explorer.unfinished && !explorer.law &&
	    !(explorer.warning_law && explorer.warning_ends))
		run_alone(explorer.program->end);
}

/* On to the next schedule; false where that was the last. */
bool explorer_next_schedule(void)
{
	while (explorer.nr_choices) {
		struct choice *choice = &explorer.choices[explorer.nr_choices - 1];

		if (++choice->chosen < choice->nr)
			return true;
		explorer.nr_choices--;
	}
	return false;
}

/* ---- stacks ---- */

int explorer_make_stacks(void)
{
	for (int i = 0; i < explorer.program->nr_threads; i++) {
		explorer.threads[i].stack = malloc(STACK_BYTES);
		explorer.threads[i].lost = true;
		if (!explorer.threads[i].stack)
			return -ENOMEM;
	}
	return 0;
}

void explorer_free_stacks(void)
{
	for (int i = 0; i < EXPLORE_MAX_THREADS; i++)
		free(explorer.threads[i].stack);
}
