// SPDX-License-Identifier: GPL-2.0-or-later
/* kernel_session.c: around the window of a workload of system calls. See kernel_session.h. */
#include "bench/kernel/kernel_session.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "bench/kernel/remedy.h"
#include "bench/shared_memory.h"

static const struct kernel_workload *workload_of(const struct kernel_session *session)
{
	return session->sample->point->workload->kernel;
}

/* ---- before ---- */

static int open_file(const struct kernel_session *session, int group, struct error *err)
{
	const struct placed *placed = &session->groups[group];
	struct kernel_file *file = &session->files[group];
	int ret = kernel_file_open(file, session->sample->point->pages, placed->nodes,
				   placed->nr_nodes, err);

	/* A mapping that nobody uses would hold references of its own. */
	if (!ret && !workload_of(session)->maps_file)
		kernel_file_unmap(file);
	return ret;
}

int kernel_session_open(struct kernel_session *session, struct sample *sample,
			const struct placed *groups, struct error *err)
{
	size_t nr = (size_t)sample->assignment.nr_threads;
	int nr_groups = sample->assignment.nr_groups, ret = 0;

	*session = (struct kernel_session){
		.sample = sample,
		.groups = groups,
		.files = calloc((size_t)nr_groups, sizeof(*session->files)),
		.workers = shared_memory_alloc(nr * sizeof(*session->workers)),
	};
	if (!session->files || !session->workers)
		return error_set(err, -ENOMEM, "out of memory");
	for (int g = 0; g < nr_groups; g++)
		session->files[g].fd = -1;
	for (size_t i = 0; i < nr; i++)
		session->workers[i].fd = -1;
	for (int g = 0; workload_of(session)->has_file && g < nr_groups && !ret; g++)
		ret = open_file(session, g, err);
	return ret;
}

/* ---- in each thread ---- */

int kernel_session_enter(const struct kernel_session *session, int thread, struct error *err)
{
	const struct sample *sample = session->sample;
	int group = sample->assignment.lanes[thread].group;
	struct kernel_worker *worker = &session->workers[thread];

	worker->file = &session->files[group];
	worker->nodes = session->groups[group].nodes;
	worker->nr_nodes = session->groups[group].nr_nodes;
	worker->page_bytes = (size_t)sysconf(_SC_PAGESIZE);
	return workload_of(session)->enter(worker, sample->point, err);
}

void kernel_session_leave(const struct kernel_session *session, int thread)
{
	workload_of(session)->leave(&session->workers[thread]);
}

/* ---- after ---- */

int kernel_session_end(const struct kernel_session *session, struct error *err)
{
	struct sample *sample = session->sample;
	double unmapping = 0, all = 0;

	for (int i = 0; i < sample->assignment.nr_threads; i++) {
		const struct kernel_worker *worker = &session->workers[i];

		if (worker->failed)
			return kernel_explain(worker->call, worker->failed, err);
		unmapping += (double)worker->unmap_ns;
		all += (double)(sample->threads[i].end_ns - sample->threads[i].begin_ns);
	}
	sample->munmap_share = workload_of(session)->has_clock && all > 0 ? unmapping / all : NAN;
	return 0;
}

void kernel_session_close(struct kernel_session *session)
{
	const struct assignment *assignment = &session->sample->assignment;

	for (int g = 0; session->files && g < assignment->nr_groups; g++)
		kernel_file_close(&session->files[g]);
	free(session->files);
	shared_memory_free(session->workers,
			   (size_t)assignment->nr_threads * sizeof(*session->workers));
	session->files = NULL;
	session->workers = NULL;
}
