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
#include <time.h>
#include <ucontext.h>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#endif

#include "bench/check/explore_trace.h"

#define STACK_BYTES (64 << 10)

enum thread_state {
	THREAD_READY, /* stands before an operation */
	THREAD_WAITING, /* for its condition */
	THREAD_YIELDED, /* until another thread changes something */
	THREAD_FINISHED,
};

struct coroutine {
	jmp_buf here;
	enum thread_state state;
	bool lost; /* left in the middle of an execution: to be made anew */
	bool (*condition)(void *arg);
	void *condition_arg;
	uint64_t changes_seen; /* when it yielded */
	void (*change)(void *arg); /* due with its next change */
	void *change_arg;
	const char *doing;
	char *stack;
};

/* Who could have gone on at one point, and who of them did. */
struct choice {
	uint8_t nr, chosen;
	uint8_t preemptions; /* of the choices before it */
	bool preempts; /* all but the first: that one had its way */
	uint8_t threads[EXPLORE_MAX_THREADS];
};

static struct explorer {
	const struct explore_program *program;
	struct coroutine threads[EXPLORE_MAX_THREADS];
	jmp_buf home; /* where executions begin and end */
	struct coroutine *running; /* NULL: at home, or nobody is to be switched to */
	struct coroutine *last; /* whose step it was */
	bool starting; /* threads go to their first operation, one by one */
	int quiet; /* depth of explore_quietly() */
	int unfinished;
	int depth; /* steps of this execution */
	int nr_choices; /* that are known: replayed, then added to */
	struct choice choices[EXPLORE_MAX_STEPS];
	int preemption_bound; /* negative: none */
	uint64_t changes; /* of words, in this execution */
	bool too_long;
	bool warning_ends; /* a warning ends the execution as a failure does */
	int law; /* that this execution broke */
	int warning_law; /* that it warned of */
	int warning_depth;
	char what[160], warning[160];
} ex;

bool explore_recording;

/* ---- coroutines ---- */

static void __attribute__((noreturn)) go_home(void)
{
	ex.running = NULL;
	_longjmp(ex.home, 1);
}

static void __attribute__((noreturn)) go_to(struct coroutine *next)
{
	if (!next)
		go_home();
	ex.running = next;
	_longjmp(next->here, 1);
}

static struct coroutine *choose(void);

/* The life of a coroutine: one execution after the other. It begins by going home. */
static void coroutine_live(void)
{
	struct coroutine *self = ex.running;
	struct coroutine *volatile next = NULL;

	for (;;) {
		if (!_setjmp(self->here)) {
			self->lost = false;
			go_to(next);
		}
		ex.program->threads[self - ex.threads].run((int)(self - ex.threads));
		explore_settle();
		self->state = THREAD_FINISHED;
		ex.unfinished--;
		next = ex.starting ? NULL : choose();
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
	ex.running = coroutine;
	if (!_setjmp(ex.home))
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
		ex.quiet++;
		can = thread->condition(thread->condition_arg);
		ex.quiet--;
		return can;
	case THREAD_YIELDED:
		return ex.changes != thread->changes_seen;
	default:
		return false;
	}
}

/* A new point: the thread that is running comes first, so that the first schedules switch least. */
static void list_choices(struct choice *choice)
{
	const struct choice *before = choice - 1;
	bool goes_on = ex.last && can_go_on(ex.last);

	*choice = (struct choice){0};
	choice->preempts = goes_on;
	if (ex.depth)
		choice->preemptions = before->preemptions + (before->preempts && before->chosen);
	if (goes_on)
		choice->threads[choice->nr++] = (uint8_t)(ex.last - ex.threads);
	if (goes_on && ex.preemption_bound >= 0 && choice->preemptions >= ex.preemption_bound)
		return;
	for (int i = 0; i < ex.program->nr_threads; i++) {
		if (&ex.threads[i] != ex.last && can_go_on(&ex.threads[i]))
			choice->threads[choice->nr++] = (uint8_t)i;
	}
}

/* The thread whose step is next; NULL where all have finished. */
static struct coroutine *choose(void)
{
	struct choice *choice = &ex.choices[ex.depth];

	if (!ex.unfinished)
		return NULL;
	if (ex.depth == EXPLORE_MAX_STEPS) {
		ex.too_long = true;
		go_home();
	}
	if (ex.depth == ex.nr_choices) {
		list_choices(choice);
		if (!choice->nr)
			explore_fail(EXPLORE_STUCK, "every thread waits for another");
		ex.nr_choices++;
	}
	ex.depth++;
	ex.last = &ex.threads[choice->threads[choice->chosen]];
	if (explore_recording)
		trace_step(ex.program->threads[ex.last - ex.threads].name);
	return ex.last;
}

/* The running thread stands before its next step, in @state. */
static void pause_before_step(enum thread_state state)
{
	struct coroutine *self = ex.running, *next;

	self->state = state;
	next = ex.starting ? NULL : choose();
	if (next != self && !_setjmp(self->here))
		go_to(next);
	self->state = THREAD_READY;
}

void explore_point(void)
{
	if (ex.running && !ex.quiet)
		pause_before_step(THREAD_READY);
}

void explore_yield(void)
{
	if (!ex.running || ex.quiet)
		return;
	ex.running->changes_seen = ex.changes;
	pause_before_step(THREAD_YIELDED);
}

void explore_wait(bool (*condition)(void *arg), void *arg)
{
	ex.running->condition = condition;
	ex.running->condition_arg = arg;
	pause_before_step(THREAD_WAITING);
}

void explore_done(const struct explore_op *op)
{
	struct coroutine *self = ex.running;

	if (!self || ex.quiet)
		return;
	if (explore_recording)
		trace_op(op, self->doing);
	if (op->before == op->after)
		return;
	ex.changes++;
	if (self->change)
		explore_settle();
}

/* ---- what a program says ---- */

void explore_with_next_change(void (*change)(void *arg), void *arg)
{
	ex.running->change = change;
	ex.running->change_arg = arg;
}

void explore_settle(void)
{
	void (*change)(void *arg) = ex.running->change;

	ex.running->change = NULL;
	if (change)
		change(ex.running->change_arg);
}

void explore_doing(const char *what)
{
	if (ex.running)
		ex.running->doing = what;
}

void explore_quietly(void)
{
	ex.quiet++;
}

void explore_aloud(void)
{
	ex.quiet--;
}

int explore_nr_threads(void)
{
	return ex.program->nr_threads;
}

void explore_note_text(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	if (explore_recording && !ex.starting)
		trace_note(format, arguments);
	va_end(arguments);
}

void explore_fail(int law, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(ex.what, sizeof(ex.what), format, arguments);
	va_end(arguments);
	ex.law = law;
	explore_note("VIOLATED: %s", ex.what);
	go_home();
}

void explore_warn(int law, const char *format, ...)
{
	va_list arguments;

	if (ex.warning_law)
		return;
	va_start(arguments, format);
	vsnprintf(ex.warning, sizeof(ex.warning), format, arguments);
	va_end(arguments);
	ex.warning_law = law;
	ex.warning_depth = ex.depth;
	explore_note("WARNING: %s", ex.warning);
	if (ex.warning_ends)
		go_home();
}

/* ---- executions ---- */

/* Each thread up to its first operation. */
static void start_threads(void)
{
	ex.starting = true;
	for (int volatile i = 0; i < ex.program->nr_threads; i++) {
		struct coroutine *thread = &ex.threads[i];

		if (thread->lost)
			coroutine_make(thread);
		thread->state = THREAD_READY;
		thread->change = NULL;
		thread->doing = NULL;
		thread->lost = true; /* until it is ready for another */
		if (!_setjmp(ex.home))
			go_to(thread);
	}
	ex.starting = false;
}

static void run_threads(void)
{
	start_threads();
	if (ex.law || _setjmp(ex.home))
		return;
	go_to(choose());
}

static void run_end(void)
{
	if (ex.program->end && !_setjmp(ex.home))
		ex.program->end();
}

/* One execution, along the choices that are known and then along the first of each. */
static void execute(void)
{
	ex.depth = 0;
	ex.last = NULL;
	ex.quiet = 0;
	ex.changes = 0;
	ex.law = 0;
	ex.warning_law = 0;
	ex.unfinished = ex.program->nr_threads;
	ex.running = NULL;
	ex.program->begin();
	run_threads();
	ex.quiet = 0;
	if (!ex.unfinished && !ex.law && !(ex.warning_law && ex.warning_ends))
		run_end();
}

/* On to the next schedule; false where that was the last. */
static bool next_schedule(void)
{
	while (ex.nr_choices) {
		struct choice *choice = &ex.choices[ex.nr_choices - 1];

		if (++choice->chosen < choice->nr)
			return true;
		ex.nr_choices--;
	}
	return false;
}

/* ---- explorations ---- */

struct schedule {
	int nr;
	struct choice choices[EXPLORE_MAX_STEPS];
};

static void keep_schedule(struct schedule *schedule)
{
	schedule->nr = ex.nr_choices;
	memcpy(schedule->choices, ex.choices, (size_t)ex.nr_choices * sizeof(ex.choices[0]));
}

static void restore_schedule(const struct schedule *schedule)
{
	ex.nr_choices = schedule->nr;
	memcpy(ex.choices, schedule->choices, (size_t)schedule->nr * sizeof(ex.choices[0]));
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* Looking at the clock costs as much as a short execution. */
static bool is_over(const struct explore_limits *limits, uint64_t executions, double began)
{
	return (limits->executions && executions >= limits->executions) ||
	       (limits->seconds && !(executions & 255) && now() - began >= limits->seconds);
}

/* Whether the execution just made broke, or warned of, @law; it then has @*steps steps. */
static bool shows(int law, bool warning, int *steps)
{
	*steps = warning ? ex.warning_depth : ex.depth;
	return (warning ? ex.warning_law : ex.law) == law;
}

/*
 * A shorter schedule for a finding than the first that was found, among those that switch least: with
 * 0 preemptions, 1, 2 ... It proves nothing, it only makes a trace easier to read.
 */
static void shorten(int law, bool warning, struct schedule *best)
{
	static const struct explore_limits limits = {.executions = 200000, .seconds = 0.5};
	uint64_t executions = 0;
	double began = now();
	bool found = false;
	int steps;

	ex.warning_ends = warning;
	for (ex.preemption_bound = 0; !found && ex.preemption_bound < 8; ex.preemption_bound++) {
		ex.nr_choices = 0;
		do {
			if (is_over(&limits, ++executions, began))
				goto out;
			execute();
			if (shows(law, warning, &steps) && (!found || steps < best->nr)) {
				keep_schedule(best);
				found = true;
			}
		} while (next_schedule());
	}
out:
	ex.preemption_bound = -1;
	ex.warning_ends = false;
}

/* Replay @schedule, and write down what happens. */
static void tell(const struct schedule *schedule, bool warning, struct explore_finding *finding)
{
	explore_recording = true;
	ex.warning_ends = warning;
	trace_begin();
	restore_schedule(schedule);
	execute();
	finding->trace = trace_text();
	finding->steps = trace_steps();
	snprintf(finding->what, sizeof(finding->what), "%s", warning ? ex.warning : ex.what);
	explore_recording = false;
	ex.warning_ends = false;
}

static void report(int law, bool warning, struct schedule *schedule,
		   struct explore_finding *finding)
{
	finding->law = law;
	shorten(law, warning, schedule);
	tell(schedule, warning, finding);
}

/* Up to the first failure; the first warning's schedule is kept in @warning. */
static void enumerate(const struct explore_limits *limits, struct explore_result *result,
		      struct schedule *warning)
{
	double began = now();
	bool more;

	ex.nr_choices = 0;
	do {
		execute();
		result->executions++;
		result->steps += (uint64_t)ex.depth;
		if (ex.warning_law && !result->warning.law) {
			result->warning.law = ex.warning_law;
			result->warning.execution = result->executions;
			keep_schedule(warning);
		}
		if (ex.law)
			break;
		more = next_schedule();
	} while (more && !is_over(limits, result->executions, began));
	result->complete = !ex.law && !more && !ex.too_long;
	result->too_long = ex.too_long;
	result->seconds = now() - began;
}

static int make_stacks(void)
{
	for (int i = 0; i < ex.program->nr_threads; i++) {
		ex.threads[i].stack = malloc(STACK_BYTES);
		ex.threads[i].lost = true;
		if (!ex.threads[i].stack)
			return -ENOMEM;
	}
	return 0;
}

static void free_stacks(void)
{
	for (int i = 0; i < EXPLORE_MAX_THREADS; i++)
		free(ex.threads[i].stack);
}

int explore(const struct explore_program *program, const struct explore_limits *limits,
	    struct explore_result *result)
{
	struct schedule *schedules;
	int ret;

	*result = (struct explore_result){0};
	if (program->nr_threads < 1 || program->nr_threads > EXPLORE_MAX_THREADS)
		return -EINVAL;
	memset(&ex, 0, sizeof(ex));
	ex.program = program;
	ex.preemption_bound = -1;
	schedules = calloc(2, sizeof(*schedules));
	ret = schedules ? make_stacks() : -ENOMEM;
	if (!ret) {
		trace_forget_names();
		enumerate(limits, result, &schedules[1]);
		keep_schedule(&schedules[0]);
		if (ex.law) {
			result->failure.execution = result->executions;
			report(ex.law, false, &schedules[0], &result->failure);
		}
		if (result->warning.law)
			report(result->warning.law, true, &schedules[1], &result->warning);
	}
	free_stacks();
	free(schedules);
	return ret;
}

void explore_result_free(struct explore_result *result)
{
	free(result->failure.trace);
	free(result->warning.trace);
	*result = (struct explore_result){0};
}
