// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * runner.c: what one thread of a sample does, and the process where it is one. The window itself is the
 * few lines between the two readings of the clock in measure(); everything else happens around it.
 */
#include "bench/measure/runner.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "bench/measure/clock.h"
#include "bench/measure/waits.h"
#include "bench/run/child.h"
#include "topology/pin.h"

static loop_fn *runner_loop(const struct runner *runner)
{
	const struct point *point = runner->session->sample->point;

	return point->workload->loop(runner->session->scheme, point, runner->lane->role);
}

/* Page faults of the calling thread so far. A loop that takes one measures the kernel's fault path. */
static uint64_t page_faults(void)
{
	struct rusage usage;

	getrusage(RUSAGE_THREAD, &usage);
	return (uint64_t)usage.ru_minflt + (uint64_t)usage.ru_majflt;
}

/*
 * The window. The counters are started before the threads meet, for that takes as long as it takes, and
 * count the way there: what they have counted by then is taken off.
 */
static int measure(struct runner *runner, struct thread_counters *counters)
{
	struct session *session = runner->session;
	struct thread_sample *result = runner->result;
	loop_fn *loop = runner_loop(runner);
	uint64_t cpu_begin, cpu_end;
	struct waits waits_before = {0};
	uint64_t faults_before;
	int ret;

	/* It opens a file and reads numbers: before the counters count. */
	if (session->kernel)
		waits_before = waits_so_far();
	ret = counters_start(counters, &runner->err);
	faults_before = page_faults();
	result->moved = pin_where(NULL) != runner->lane->pu->os;
	rendezvous_start(&session->meet, session->sample->assignment.nr_threads);
	if (!ret)
		ret = counters_mark(counters, &runner->err);
	atomic_cas_failures = 0;
	cpu_begin = clock_thread_cpu_ns();
	result->begin_ns = clock_now_ns();
	loop(&runner->worker);
	result->end_ns = clock_now_ns();
	cpu_end = clock_thread_cpu_ns();
	result->page_faults = page_faults() - faults_before;
	runner->worker.retries = atomic_cas_failures;

	if (!ret)
		ret = counters_stop(counters, result->counts, &runner->err);
	result->cpu_seconds = (double)(cpu_end - cpu_begin) / 1e9;
	if (session->kernel)
		result->slept_seconds = waits_asleep(
			&waits_before, (double)(result->end_ns - result->begin_ns) / 1e9,
			result->cpu_seconds);
	return ret;
}

static void publish(struct runner *runner)
{
	struct thread_sample *result = runner->result;

	result->cpu = pin_where(&result->node);
	result->moved |= result->cpu != runner->lane->pu->os;
	result->ops = runner->worker.ops;
	result->fail_ops = runner->worker.fail_ops;
	result->retries = runner->worker.retries;
}

static int run_stages(struct runner *runner, struct thread_counters *counters)
{
	struct session *session = runner->session;
	uint64_t before;
	int ret;

	if (!rendezvous_wait(&session->meet, STAGE_WARM_UP))
		return -ECANCELED;
	if (session->window->warmup_ns)
		runner_loop(runner)(&runner->worker);
	before = clock_core_probe_ns();
	if (!rendezvous_wait(&session->meet, STAGE_MEASURE))
		return -ECANCELED;
	ret = measure(runner, counters);
	rendezvous_arrive(&session->meet);
	runner->result->clock_change = (double)before / (double)clock_core_probe_ns() - 1;
	publish(runner);
	return ret;
}

/* Between its registration with RCU and the end of it, or with what its system calls need. */
static int run_registered(struct runner *runner, struct thread_counters *counters)
{
	struct lookup_session *lookup = runner->session->lookup;
	int ret;

	if (lookup)
		lookup_session_enter(lookup, runner->thread_nr);
	ret = run_stages(runner, counters);
	if (lookup)
		lookup_session_leave(lookup, runner->thread_nr);
	return ret;
}

static int prepare_self(struct runner *runner, struct thread_counters *counters)
{
	struct session *session = runner->session;
	int ret = pin_self(runner->lane->pu->os, &runner->err);

	if (!ret)
		ret = counters_open(counters, session->counters, session->window->event_set,
				    &runner->err);
	if (ret || !session->kernel)
		return ret;
	ret = kernel_session_enter(session->kernel, runner->thread_nr, &runner->err);
	if (ret) {
		kernel_session_leave(session->kernel, runner->thread_nr);
		counters_close(counters);
	}
	return ret;
}

static void run_self(struct runner *runner)
{
	struct session *session = runner->session;
	struct thread_counters counters;

	runner->failed = prepare_self(runner, &counters);
	if (runner->failed) {
		/* Arrive all the same: the controller counts heads before it looks at them. */
		rendezvous_wait(&session->meet, STAGE_WARM_UP);
		return;
	}
	runner->failed = run_registered(runner, &counters);
	if (session->kernel)
		kernel_session_leave(session->kernel, runner->thread_nr);
	counters_close(&counters);
}

static int process_main(void *arg)
{
	run_self(arg);
	_exit(0); /* what is left belongs to the parent: nothing to flush or to free */
}

/*
 * A process has tables of its own for memory and files. The thread that made it waits for it, so that
 * whoever dies half-way is not waited for for ever.
 */
static void run_process(struct runner *runner)
{
	struct session *session = runner->session;
	pid_t pid = child_start(process_main, runner);
	int status = pid < 0 ? 0 : child_wait(pid);

	if (pid < 0)
		runner->failed = error_set(&runner->err, pid, "cannot fork process %d: %s",
					   runner->thread_nr + 1, strerror(-pid));
	else if (status)
		runner->failed = error_set(&runner->err, -ECHILD,
					   "process %d of the sample died (status %d)",
					   runner->thread_nr + 1, status);
	if (pid < 0 || status)
		rendezvous_call_off(&session->meet);
	session->sample->threads[runner->thread_nr] = runner->of_process;
}

void *runner_main(void *arg)
{
	struct runner *runner = arg;

	if (runner->session->sample->point->as == AS_PROCESSES)
		run_process(runner);
	else
		run_self(runner);
	return NULL;
}

int runner_prepare(struct runner *runner, struct session *session, int thread)
{
	const struct assignment *assignment = &session->sample->assignment;
	const struct point *point = session->sample->point;
	const struct lane *lane = &assignment->lanes[thread];
	unsigned int pages = (unsigned int)point->pages;
	unsigned int size = (unsigned int)assignment->sizes[lane->group];
	unsigned int room = session->lookup ? lookup_held_room(point) : (unsigned int)point->batch;

	*runner = (struct runner){
		.session = session,
		.lane = lane,
		.thread_nr = thread,
		.result = &session->sample->threads[thread],
		.of_process = session->sample->threads[thread], /* blank */
		.worker =
			{
				.stop = &session->meet.stop,
				.folios = session->groups[lane->group].memory,
				.pages = pages,
				.first = (unsigned int)((uint64_t)lane->rank * pages / size),
				.batch = (unsigned int)point->batch,
				.nr = point->nr,
				.rank = lane->rank,
				.lookup = session->lookup ? &session->lookup->workers[thread]
							  : NULL,
				.kernel = session->kernel ? &session->kernel->workers[thread]
							  : NULL,
			},
	};
	if (point->as == AS_PROCESSES)
		runner->result = &runner->of_process;
	runner->worker.held =
		aligned_alloc(128, ((size_t)room * sizeof(void *) + 127) & ~(size_t)127);
	return runner->worker.held ? 0 : -ENOMEM;
}

void runner_free(struct runner *runner)
{
	free(runner->worker.held);
	runner->worker.held = NULL;
}
