// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * harness.c: one sample, from creating its threads to joining them. The window itself is the few
 * lines between the two readings of the clock in measure(); everything else happens around it.
 */
#include "bench/measure/harness.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "bench/kernel/kernel_session.h"
#include "bench/measure/clock.h"
#include "bench/measure/lookup_session.h"
#include "bench/measure/rendezvous.h"
#include "bench/measure/steal.h"
#include "bench/run/child.h"
#include "bench/shared_memory.h"
#include "topology/pin.h"

enum { STAGE_WARM_UP = 1, STAGE_MEASURE };

/* What all threads of one sample have in common, in memory that processes share. */
struct session {
	struct rendezvous meet;
	struct sample *sample;
	const struct scheme *scheme; /* the twin, where retries are counted */
	const struct window *window;
	const struct counters *counters;
	const struct placed *groups; /* memory of each sharing group */
	struct lookup_session *lookup; /* NULL where nothing is looked up */
	struct kernel_session *kernel; /* NULL where the kernel is not asked */
};

/* One thread: what its loop sees, and what it needs around it. */
struct runner {
	struct worker worker;
	struct session *session;
	const struct lane *lane;
	struct thread_sample *result;
	struct thread_sample of_process; /* where it is one: its result, until it has ended */
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

/* How often the calling thread has gone to sleep of its own accord. */
static long sleeps(void)
{
	struct rusage usage;

	getrusage(RUSAGE_THREAD, &usage);
	return usage.ru_nvcsw;
}

/* How long it has waited for a CPU so far, wanting one; < 0 where nobody tells. */
static double queued_seconds(void)
{
	int fd = open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
	unsigned long long ran, queued;
	char text[96];
	ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);

	if (fd >= 0)
		close(fd);
	text[length > 0 ? length : 0] = '\0';
	return sscanf(text, "%llu %llu", &ran, &queued) == 2 ? (double)queued / 1e9 : -1;
}

/* What is known of a thread's waiting before the window. */
struct waits {
	long sleeps;
	double queued_seconds;
};

static struct waits waits_so_far(void)
{
	return (struct waits){.sleeps = sleeps(), .queued_seconds = queued_seconds()};
}

/*
 * What was neither running nor waiting for a CPU was asleep in the kernel; or it was throttled, which is
 * nobody's own accord. Only system calls sleep, so elsewhere it is not asked for: whoever has not had
 * the CPU was disturbed.
 */
static void note_sleep(struct thread_sample *result, const struct waits *before)
{
	double seconds = (double)(result->end_ns - result->begin_ns) / 1e9;
	struct waits now = waits_so_far();
	double queued = now.queued_seconds - before->queued_seconds;

	if (before->queued_seconds >= 0 && now.sleeps > before->sleeps)
		result->slept_seconds = fmax(0, seconds - result->cpu_seconds - queued);
}

/* The window. */
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
		note_sleep(result, &waits_before);
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

static void *runner_main(void *arg)
{
	struct runner *runner = arg;

	if (runner->session->sample->point->as == AS_PROCESSES)
		run_process(runner);
	else
		run_self(runner);
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

static int run_threads(struct session *session, struct error *err)
{
	int nr = session->sample->assignment.nr_threads, ret = 0;
	struct runner *runners = shared_memory_alloc((size_t)nr * sizeof(*runners));

	if (!runners)
		return error_set(err, -ENOMEM, "out of memory");
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
	sample->threads = calloc((size_t)point->threads, sizeof(*sample->threads));
	groups = calloc((size_t)sample->assignment.nr_groups, sizeof(*groups));
	session->groups = groups;
	if (!sample->threads || !groups || count_pages(&pages, machine))
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
