// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * harness.c: one sample, from placing its memory to adding up what its threads did (runner.c).
 */
#include "bench/measure/harness.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/measure/clock.h"
#include "bench/measure/runner.h"
#include "bench/measure/steal.h"
#include "bench/shared_memory.h"
#include "topology/pin.h"

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
	struct package_counters *packages = session->window->packages;
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
	if (packages)
		package_counters_begin(packages);
	rendezvous_release(meet, STAGE_MEASURE);
	begin = rendezvous_begun(meet);
	if (session->lookup)
		lookup_session_watch(session->lookup, begin + session->window->duration_ns);
	else
		clock_sleep_until_ns(begin + session->window->duration_ns);
	rendezvous_stop(meet);
	if (!packages)
		return;
	/* Reading may interrupt a CPU of each package: not before the last thread has its time. */
	rendezvous_gather(meet, nr);
	package_counters_end(packages, session->sample->packages);
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

static int run_threads(struct session *session, struct error *err)
{
	int nr = session->sample->assignment.nr_threads, ret = 0;
	struct runner *runners = shared_memory_alloc((size_t)nr * sizeof(*runners));

	if (!runners)
		return error_set(err, -ENOMEM, "out of memory");
	for (int i = 0; i < nr && !ret; i++)
		ret = runner_prepare(&runners[i], session, i);
	ret = ret ? error_set(err, ret, "out of memory") : create(session, runners, nr, err);
	for (int i = 0; i < nr && !ret; i++) {
		if (runners[i].lane->role == ROLE_WORKER)
			ret = workload_check_worker(session->sample->point->workload,
						    session->scheme, &runners[i].worker, err);
	}
	for (int i = 0; i < nr; i++)
		runner_free(&runners[i]);
	shared_memory_free(runners, (size_t)nr * sizeof(*runners));
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

/* The running kernel: nothing to check of it but that no call failed. */
static int run_on_kernel(struct session *session, struct error *err)
{
	struct kernel_session kernel;
	int ret = kernel_session_open(&kernel, session->sample, session->groups, err);

	if (!ret) {
		session->kernel = &kernel;
		ret = run_threads(session, err);
	}
	if (!ret)
		ret = kernel_session_end(&kernel, err);
	kernel_session_close(&kernel);
	return ret;
}

static int run(struct session *session, struct error *err)
{
	struct sample *sample = session->sample;
	const struct workload *workload = sample->point->workload;
	struct steal before;
	int ret;

	leave_measured_cpus(&sample->assignment);
	steal_read(&before);
	ret = workload->lookup	 ? run_on_worlds(session, err)
	      : workload->kernel ? run_on_kernel(session, err)
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

	if (point->workload->kernel)
		return 1; /* it has memory of its own: what is asked for is where it lies */
	if (!point->workload->lookup)
		return (size_t)point->pages * sizeof(struct folio);
	for (int g = 0; g < sample->assignment.nr_groups; g++) {
		if (sample->assignment.sizes[g] > largest)
			largest = sample->assignment.sizes[g];
	}
	return world_bytes(point, largest);
}

/*
 * For each sample and not once a run: only so do they stand beside what was asked for, and beside what
 * else the machine did then. With one node every page is local.
 */
static int count_pages(struct numastat *pages, const struct machine *machine)
{
	return machine->nr_nodes > 1 ? numastat_read(pages, machine, NUMASTAT_DIR) : 0;
}

/* Until they have begun they ran nowhere. */
static struct thread_sample *make_threads(int nr)
{
	struct thread_sample *threads = calloc((size_t)nr, sizeof(*threads));

	for (int i = 0; threads && i < nr; i++)
		threads[i].cpu = threads[i].node = -1;
	return threads;
}

int harness_run(struct sample *sample, const struct point *point, const struct window *window,
		const struct counters *counters, struct arena *arena, const struct machine *machine,
		struct error *err)
{
	struct session *session = shared_memory_alloc(sizeof(*session));
	struct numastat pages = {0};
	struct placed *groups;
	int ret;

	*sample = (struct sample){
		.point = point,
		.event_set = window->event_set,
		.counting = window->counting,
		.munmap_share = NAN,
	};
	if (!session)
		return error_set(err, -ENOMEM, "out of memory");
	session->sample = sample;
	session->window = window;
	session->counters = counters;
	if (point->scheme)
		session->scheme = scheme_variant(point->scheme, window->counting, point->acq_rel);
	if (assignment_make(&sample->assignment, point)) {
		shared_memory_free(session, sizeof(*session));
		return error_set(err, -ENOMEM, "out of memory");
	}
	sample->threads = make_threads(point->threads);
	if (window->packages)
		sample->packages = calloc(1, sizeof(*sample->packages));
	groups = calloc((size_t)sample->assignment.nr_groups, sizeof(*groups));
	session->groups = groups;
	if (!sample->threads || !groups || (window->packages && !sample->packages) ||
	    count_pages(&pages, machine))
		ret = error_set(err, -ENOMEM, "out of memory");
	else
		ret = arena_place(arena, group_bytes(sample), point, &sample->assignment, machine,
				  groups, err);
	if (!ret)
		ret = run(session, err);
	if (!ret && !count_pages(&sample->pages, machine))
		numastat_subtract(&sample->pages, &pages);
	numastat_free(&pages);
	if (ret)
		snprintf(sample->why, sizeof(sample->why), "%.190s", err->text);
	free(groups);
	shared_memory_free(session, sizeof(*session));
	return ret;
}
