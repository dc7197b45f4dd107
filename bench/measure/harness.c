// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * harness.c: one sample, from creating its threads to joining them. The window itself is the few
 * lines between the two readings of the clock in measure(); everything else happens around it.
 */
#include "bench/measure/harness.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "bench/measure/clock.h"
#include "bench/measure/lookup_session.h"
#include "bench/measure/rendezvous.h"
#include "bench/measure/steal.h"
#include "topology/pin.h"

enum { STAGE_WARM_UP = 1, STAGE_MEASURE };

/* What all threads of one sample have in common. */
struct session {
	struct rendezvous meet;
	struct sample *sample;
	const struct scheme *scheme; /* the twin, where retries are counted */
	const struct window *window;
	const struct counters *counters;
	const struct placed *groups; /* memory of each sharing group */
	struct lookup_session *lookup; /* NULL where nothing is looked up */
};

/* One thread: what its loop sees, and what it needs around it. */
struct runner {
	struct worker worker;
	struct session *session;
	const struct lane *lane;
	struct thread_sample *result;
	pthread_t thread;
	int thread_nr;
	int failed; /* negative errno */
	struct error err;
};

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

/* The window. */
static int measure(struct runner *runner, struct thread_counters *counters)
{
	struct session *session = runner->session;
	struct thread_sample *result = runner->result;
	loop_fn *loop = runner_loop(runner);
	uint64_t cpu_begin, cpu_end;
	int ret = counters_start(counters, &runner->err);
	uint64_t faults_before = page_faults();

	result->moved = pin_where(NULL) != runner->lane->pu->os;
	rendezvous_start(&session->meet, session->sample->assignment.nr_threads);
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
	runner->result->clock_change = (double)before / (double)clock_core_probe_ns() - 1;
	publish(runner);
	return ret;
}

/* Between its registration with RCU and the end of it, where it looks things up. */
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

static void *runner_main(void *arg)
{
	struct runner *runner = arg;
	struct session *session = runner->session;
	struct thread_counters counters;

	runner->failed = pin_self(runner->lane->pu->os, &runner->err);
	if (!runner->failed)
		runner->failed = counters_open(&counters, session->counters,
					       session->window->event_set, &runner->err);
	if (runner->failed) {
		/* Arrive all the same: the controller counts heads before it looks at them. */
		rendezvous_wait(&session->meet, STAGE_WARM_UP);
		return NULL;
	}
	runner->failed = run_registered(runner, &counters);
	counters_close(&counters);
	return NULL;
}

static bool all_well(const struct runner *runners, int nr)
{
	for (int i = 0; i < nr; i++) {
		if (runners[i].failed)
			return false;
	}
	return true;
}

/* Lead @nr threads through the stages; all are there, and their pins are confirmed or have failed. */
static void control(struct session *session, const struct runner *runners, int nr)
{
	struct rendezvous *meet = &session->meet;
	uint64_t begin;

	rendezvous_gather(meet, nr);
	if (!all_well(runners, nr)) {
		rendezvous_release(meet, -1);
		return;
	}
	begin = clock_now_ns();
	rendezvous_release(meet, STAGE_WARM_UP);
	if (session->window->warmup_ns)
		clock_sleep_until_ns(begin + session->window->warmup_ns);
	rendezvous_stop(meet);
	rendezvous_gather(meet, nr);
	if (session->lookup && !lookup_session_is_fine(session->lookup)) {
		rendezvous_release(meet, -1);
		return;
	}
	rendezvous_release(meet, STAGE_MEASURE);
	begin = rendezvous_begun(meet);
	if (session->lookup)
		lookup_session_watch(session->lookup, begin + session->window->duration_ns);
	else
		clock_sleep_until_ns(begin + session->window->duration_ns);
	rendezvous_stop(meet);
}

/* Create the threads; if one cannot be made, those that were are sent home. */
static int create(struct session *session, struct runner *runners, int nr, struct error *err)
{
	int made = 0, ret = 0;

	while (made < nr && !ret) {
		ret = -pthread_create(&runners[made].thread, NULL, runner_main, &runners[made]);
		if (!ret)
			made++;
	}
	if (!ret)
		control(session, runners, nr);
	else
		rendezvous_release(&session->meet, -1);
	for (int i = 0; i < made; i++)
		pthread_join(runners[i].thread, NULL);
	if (ret)
		return error_set(err, ret, "cannot create thread %d of %d: %s", made + 1, nr,
				 strerror(-ret));
	for (int i = 0; i < nr; i++) {
		/* Those that were only sent home have nothing to say. */
		if (runners[i].failed && runners[i].failed != -ECANCELED) {
			*err = runners[i].err;
			return runners[i].failed;
		}
	}
	return 0;
}

static int prepare_runner(struct runner *runner, struct session *session, int thread)
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
			},
	};
	runner->worker.held =
		aligned_alloc(128, ((size_t)room * sizeof(void *) + 127) & ~(size_t)127);
	return runner->worker.held ? 0 : -ENOMEM;
}

static int run_threads(struct session *session, struct error *err)
{
	int nr = session->sample->assignment.nr_threads, ret = 0;
	struct runner *runners = aligned_alloc(128, (size_t)nr * sizeof(*runners));

	if (!runners)
		return error_set(err, -ENOMEM, "out of memory");
	memset(runners, 0, (size_t)nr * sizeof(*runners));
	for (int i = 0; i < nr && !ret; i++)
		ret = prepare_runner(&runners[i], session, i);
	ret = ret ? error_set(err, ret, "out of memory") : create(session, runners, nr, err);
	for (int i = 0; i < nr && !ret; i++) {
		if (runners[i].lane->role == ROLE_WORKER)
			ret = workload_check_worker(session->sample->point->workload,
						    session->scheme, &runners[i].worker, err);
	}
	for (int i = 0; i < nr; i++)
		free(runners[i].worker.held);
	free(runners);
	return ret;
}

static void add_up(struct sample *sample)
{
	uint64_t begin_ns = UINT64_MAX, end_ns = 0;

	for (int i = 0; i < sample->assignment.nr_threads; i++) {
		const struct thread_sample *thread = &sample->threads[i];

		sample->ops += thread->ops;
		sample->fail_ops += thread->fail_ops;
		sample->retries += thread->retries;
		begin_ns = thread->begin_ns < begin_ns ? thread->begin_ns : begin_ns;
		end_ns = thread->end_ns > end_ns ? thread->end_ns : end_ns;
	}
	sample->seconds = end_ns > begin_ns ? (double)(end_ns - begin_ns) / 1e9 : 0;
}

static void leave_measured_cpus(const struct assignment *assignment)
{
	int *busy = calloc((size_t)assignment->nr_threads, sizeof(*busy));

	for (int i = 0; busy && i < assignment->nr_threads; i++)
		busy[i] = assignment->lanes[i].pu->os;
	if (busy)
		pin_avoid(busy, assignment->nr_threads);
	free(busy);
}

/* The folios of get-put and its like: brought to their state, run on, and looked at. */
static int run_on_folios(struct session *session, struct error *err)
{
	const struct point *point = session->sample->point;
	int nr_groups = session->sample->assignment.nr_groups, ret;

	for (int g = 0; g < nr_groups; g++)
		workload_prepare(point->workload, session->scheme, session->groups[g].memory,
				 point->pages);
	ret = run_threads(session, err);
	for (int g = 0; g < nr_groups && !ret; g++)
		ret = workload_check_folios(point->workload, session->scheme,
					    session->groups[g].memory, point->pages, err);
	return ret;
}

/* The worlds of a lookup workload: built, run on, and looked at. */
static int run_on_worlds(struct session *session, struct error *err)
{
	struct lookup_session lookup;
	int ret = lookup_session_open(&lookup, session->sample, session->scheme, session->groups,
				      &session->meet.stop, err);

	if (!ret) {
		session->lookup = &lookup;
		ret = run_threads(session, err);
		lookup_session_end(&lookup);
	}
	if (!ret)
		ret = lookup_session_check(&lookup, session->scheme, err);
	lookup_session_close(&lookup);
	return ret;
}

static int run(struct session *session, struct error *err)
{
	struct sample *sample = session->sample;
	struct steal before;
	int ret;

	leave_measured_cpus(&sample->assignment);
	steal_read(&before);
	ret = sample->point->workload->lookup ? run_on_worlds(session, err)
					      : run_on_folios(session, err);
	sample->stolen = steal_since(&before, &sample->assignment);
	add_up(sample);
	return ret;
}

/* What a sharing group needs. The largest decides: all have the same. */
static size_t group_bytes(const struct sample *sample)
{
	const struct point *point = sample->point;
	int largest = 0;

	if (!point->workload->lookup)
		return (size_t)point->pages * sizeof(struct folio);
	for (int g = 0; g < sample->assignment.nr_groups; g++) {
		if (sample->assignment.sizes[g] > largest)
			largest = sample->assignment.sizes[g];
	}
	return world_bytes(point, largest);
}

int harness_run(struct sample *sample, const struct point *point, const struct window *window,
		const struct counters *counters, struct arena *arena, const struct machine *machine,
		struct error *err)
{
	struct session session = {.sample = sample, .window = window, .counters = counters};
	struct placed *groups;
	int ret;

	*sample = (struct sample){
		.point = point,
		.event_set = window->event_set,
		.counting = window->counting,
	};
	if (point->scheme)
		session.scheme = scheme_variant(point->scheme, window->counting, point->acq_rel);
	if (assignment_make(&sample->assignment, point))
		return error_set(err, -ENOMEM, "out of memory");
	sample->threads = calloc((size_t)point->threads, sizeof(*sample->threads));
	groups = calloc((size_t)sample->assignment.nr_groups, sizeof(*groups));
	session.groups = groups;
	if (!sample->threads || !groups)
		ret = error_set(err, -ENOMEM, "out of memory");
	else
		ret = arena_place(arena, group_bytes(sample), point, &sample->assignment, machine,
				  groups, err);
	if (!ret)
		ret = run(&session, err);
	if (ret)
		snprintf(sample->why, sizeof(sample->why), "%.190s", err->text);
	free(groups);
	return ret;
}
