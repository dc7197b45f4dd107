// SPDX-License-Identifier: GPL-2.0-or-later
/* lookup_session.c: around the window of a lookup workload. See lookup_session.h. */
#include "bench/measure/lookup_session.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/lookup/loops.h"
#include "bench/lookup/sequence.h"
#include "bench/measure/clock.h"

#define REPORT_INTERVAL_NS 100000000U /* from one look for a report to the next */

unsigned int lookup_held_room(const struct point *point)
{
	unsigned int room = (unsigned int)(point->batch > point->nr ? point->batch : point->nr);

	return room > WALK_PAGES ? room : WALK_PAGES;
}

/* ---- before ---- */

static int make_sequence(struct lookup_worker *worker, const struct point *point,
			 const struct lane *lane, int thread)
{
	const struct lookup_workload *workload = point->workload->lookup;
	int held = point->batch > point->nr ? point->batch : point->nr;
	struct sequence_request request = {
		.pattern = point->lookup.pattern,
		.places = (uint32_t)point->pages,
		.step = workload->step ? workload->step : 1,
		.call = workload->call ? workload->call : (uint32_t)held,
		.thread = (uint32_t)thread,
		.parts = 1,
	};

	if (lane->role == ROLE_WRITER) {
		request.places /= workload->unit ? workload->unit : 1;
		request.step = request.call = 1;
		request.part = worker->rank;
		request.parts = worker->nr_mutators;
		/* What is looked up often is not what is freed often. */
		if (request.pattern.kind != PATTERN_SEQUENTIAL)
			request.pattern.kind = PATTERN_UNIFORM;
	}
	worker->sequence = sequence_make(&request, &worker->sequence_mask);
	return worker->sequence ? 0 : -ENOMEM;
}

static int prepare_worker(struct lookup_session *session, int thread)
{
	const struct assignment *assignment = &session->sample->assignment;
	const struct point *point = session->sample->point;
	const struct lane *lane = &assignment->lanes[thread];
	struct world *world = session->worlds[lane->group];
	struct lookup_worker *worker = &session->workers[thread];
	int first_mutator = assignment->sizes[lane->group] - point->writers;

	*worker = (struct lookup_worker){
		.thread = {.map = world->zone.map, .zone = &world->threads[lane->rank]},
		.world = world,
		.rcu = point->lookup.rcu,
		.verify = point->lookup.verify,
		.random = (uint32_t)thread + 1,
		.refs = point->lookup.pin ? GUP_PIN_COUNTING_BIAS : 1,
		.nr = (unsigned int)point->nr,
		.hole = LOOKUP_NO_HOLE,
		.rank = lane->role == ROLE_WRITER ? (unsigned int)(lane->rank - first_mutator) : 0,
		.nr_mutators = (unsigned int)point->writers,
	};
	if (point->lookup.churn > 0 && !isinf(point->lookup.churn))
		worker->pause_ns = (uint64_t)(1e9 / point->lookup.churn);
	return make_sequence(worker, point, lane, thread);
}

static int start_grace_periods(struct lookup_session *session, struct error *err)
{
	const struct lookup_knobs *knobs = &session->sample->point->lookup;
	int ret;

	if (!session->sample->point->writers || knobs->lifetime == LIFETIME_TYPESAFE)
		return 0;
	ret = backlog_make(&session->sample->lookup->backlog);
	if (ret)
		return error_set(err, ret, "out of memory");
	ret = grace_periods_start(&session->grace, knobs->rcu, knobs->grace_period_ns);
	if (ret)
		return error_set(err, ret, "cannot create a thread for grace periods: %s",
				 strerror(-ret));
	session->has_grace = true;
	return 0;
}

/* One mutator looks for all groups at what waits. */
static void post_watch(struct lookup_session *session)
{
	int watcher = 0;

	while (session->sample->assignment.lanes[watcher].role != ROLE_WRITER)
		watcher++;
	session->watch = (struct backlog_watch){
		.backlog = &session->sample->lookup->backlog,
		.worlds = session->worlds,
		.nr_worlds = session->sample->assignment.nr_groups,
	};
	session->workers[watcher].watch = &session->watch;
}

/* The place of @node among the nodes of a group's memory, or the first. */
static int node_index(const struct placed *placed, int node)
{
	for (int i = 0; i < placed->nr_nodes; i++) {
		if (placed->nodes[i] == node)
			return i;
	}
	return 0;
}

static int build_world(struct lookup_session *session, int group, const struct scheme *scheme,
		       const struct placed *placed)
{
	const struct assignment *assignment = &session->sample->assignment;
	int *nodes = calloc((size_t)assignment->nr_threads, sizeof(*nodes));

	if (!nodes)
		return -ENOMEM;
	for (int i = 0; i < assignment->nr_threads; i++) {
		const struct lane *lane = &assignment->lanes[i];

		if (lane->group == group)
			nodes[lane->rank] = node_index(placed, lane->pu->node);
	}
	session->worlds[group] = world_build(
		placed->memory, placed->nr_nodes, session->sample->point, nodes,
		assignment->sizes[group], scheme, session->has_grace ? &session->grace : NULL,
		&session->sample->lookup->integrity);
	free(nodes);
	return 0;
}

int lookup_session_open(struct lookup_session *session, struct sample *sample,
			const struct scheme *scheme, const struct placed *groups, int *stop,
			struct error *err)
{
	const struct assignment *assignment = &sample->assignment;
	size_t nr = (size_t)assignment->nr_threads;
	int ret;

	memset(session, 0, sizeof(*session));
	session->sample = sample;
	session->worlds = calloc((size_t)assignment->nr_groups, sizeof(struct world *));
	session->workers = aligned_alloc(128, nr * sizeof(*session->workers));
	sample->lookup = calloc(1, sizeof(*sample->lookup));
	if (!session->worlds || !session->workers || !sample->lookup)
		return error_set(err, -ENOMEM, "out of memory");
	memset(session->workers, 0, nr * sizeof(*session->workers));
	sample->lookup->integrity.stop = stop;
	ret = start_grace_periods(session, err);
	if (ret)
		return ret;
	for (int g = 0; g < assignment->nr_groups && !ret; g++)
		ret = build_world(session, g, scheme, &groups[g]);
	for (int i = 0; i < assignment->nr_threads && !ret; i++)
		ret = prepare_worker(session, i);
	if (!ret && session->has_grace)
		post_watch(session);
	return ret ? error_set(err, ret, "out of memory") : 0;
}

/* ---- while it runs ---- */

static bool reads(const struct lookup_session *session, int thread)
{
	return session->sample->assignment.lanes[thread].role == ROLE_WORKER;
}

void lookup_session_enter(const struct lookup_session *session, int thread)
{
	if (reads(session, thread))
		rcu_register_reader(session->sample->point->lookup.rcu);
}

void lookup_session_leave(const struct lookup_session *session, int thread)
{
	if (reads(session, thread))
		rcu_unregister_reader(session->sample->point->lookup.rcu);
}

bool lookup_session_is_fine(const struct lookup_session *session)
{
	return READ_ONCE(session->sample->lookup->integrity.kind) == INTEGRITY_FINE;
}

void lookup_session_watch(struct lookup_session *session, uint64_t end_ns)
{
	uint64_t next = clock_now_ns();

	while (next < end_ns && lookup_session_is_fine(session)) {
		next += REPORT_INTERVAL_NS;
		clock_sleep_until_ns(next < end_ns ? next : end_ns);
	}
}

/* ---- after ---- */

static void add_reader(struct lookup_counts *sum, const struct lookup_counts *counts)
{
	sum->lookups += counts->lookups;
	sum->fallbacks += counts->fallbacks;
	sum->verified += counts->verified;
	sum->freed += counts->freed;
	for (int c = 0; c < NR_LOOKUP_CAUSES; c++)
		sum->retries[c] += counts->retries[c];
	for (int k = 0; k < NR_PAGE_KINDS; k++)
		sum->skipped[k] += counts->skipped[k];
}

static void add_mutator(struct lookup_totals *totals, const struct lookup_worker *worker)
{
	const struct zone_thread *zone = worker->thread.zone;

	totals->mutations += worker->tried - worker->busy;
	totals->busy += worker->busy;
	totals->allocation_failures += zone->allocation_failures - worker->failures_before;
	totals->waited_seconds += (double)(zone->waited_ns - worker->waited_before) / 1e9;
}

static void stop_grace_periods(struct lookup_session *session)
{
	if (session->has_grace)
		grace_periods_stop(&session->grace);
	session->has_grace = false;
}

void lookup_session_end(struct lookup_session *session)
{
	struct lookup_totals *totals = session->sample->lookup;
	struct backlog *backlog = &totals->backlog;

	stop_grace_periods(session);
	for (int i = 0; i < session->sample->assignment.nr_threads; i++) {
		if (reads(session, i))
			add_reader(&totals->counts, &session->workers[i].thread.counts);
		else
			add_mutator(totals, &session->workers[i]);
	}
	backlog->grace_periods = session->grace.nr;
	backlog->grace_period_total_ns = session->grace.total_ns;
	backlog->grace_period_longest_ns = session->grace.longest_ns;
	backlog_watch_end(&session->watch);
}

int lookup_session_check(struct lookup_session *session, const struct scheme *scheme,
			 struct error *err)
{
	const struct point *point = session->sample->point;
	const struct integrity *integrity = &session->sample->lookup->integrity;
	int ret = 0;

	if (integrity->kind != INTEGRITY_FINE)
		return error_set(err, -EIO,
				 "%s under %s: %s: folio at place %lu, generation %lu, word 0x%08x",
				 scheme->name, integrity->where,
				 integrity_kind_names[integrity->kind], integrity->found.index,
				 integrity->found.private_data,
				 (unsigned int)atomic_read(&integrity->found._refcount));
	for (int g = 0; g < session->sample->assignment.nr_groups && !ret; g++)
		ret = world_check(session->worlds[g], point, scheme, err);
	return ret;
}

void lookup_session_close(struct lookup_session *session)
{
	stop_grace_periods(session);
	for (int i = 0; session->workers && i < session->sample->assignment.nr_threads; i++)
		free((void *)session->workers[i].sequence);
	free(session->workers);
	free(session->worlds);
}
