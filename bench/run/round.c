// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * round.c: rounds, in a child process of their own. With --count-retries each round first visits
 * every point with the twin that counts failed compare-and-swaps, in shorter windows, and then with
 * the bare loop that is timed; the samples of the second pass carry what the first has counted.
 */
#include "bench/run/round.h"

#include <err.h>
#include <errno.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/exit_status.h"
#include "bench/measure/gate.h"
#include "bench/measure/harness.h"
#include "bench/results/record.h"

/* A sample that the gate refuses is taken again, in passes: at most this many in all. */
#define MAX_TAKES 3

/* Counting needs no precision, so its windows are shorter; but not so short that they start up only. */
#define COUNT_FRACTION 4
#define COUNT_MIN_NS   10000000U

struct round {
	const struct run *run;
	struct counters counters; /* of this process: PAPI's codes are its own */
	struct package_counters *packages; /* NULL where nothing of packages is counted */
	struct arena *arena;
	int fd, process, repeat;
	int first; /* the process's first round */
	int *order; /* [nr_points] indexes of the plan's points */
	struct retry_count *retries; /* [nr_points] of this round */
	bool *done; /* [nr_points] by position: a valid sample was taken */
};

uint64_t round_count_window_ns(const struct run *run)
{
	uint64_t shorter = run->duration_ns / COUNT_FRACTION;

	if (shorter < COUNT_MIN_NS)
		shorter = COUNT_MIN_NS;
	return shorter < run->duration_ns ? shorter : run->duration_ns;
}

int round_first(const struct run *run, int process)
{
	return (int)((int64_t)run->repeats * process / run->processes);
}

/* Whether a twin can count the failed compare-and-swaps of a point. */
static bool has_twin(const struct point *point)
{
	return point->scheme && !point->workload->no_twin &&
	       scheme_variant(point->scheme, true, point->acq_rel);
}

/* Threads, memory and counters of one sample, as measured on a small machine. */
static uint64_t setup_ns(const struct point *point)
{
	return 1000000 + 200000 * (uint64_t)point->threads;
}

uint64_t round_estimate_ns(const struct run *run)
{
	uint64_t total = 0;

	for (int i = 0; i < run->plan.nr_points; i++) {
		uint64_t around = run->warmup_ns + setup_ns(&run->plan.points[i]);

		total += around + run->duration_ns;
		if (run->count_retries && has_twin(&run->plan.points[i]))
			total += around + round_count_window_ns(run);
	}
	return total;
}

static int write_line(int fd, const char *line, size_t length)
{
	while (length) {
		ssize_t done = write(fd, line, length);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return EXIT_CANNOT_WRITE;
		line += done;
		length -= (size_t)done;
	}
	return 0;
}

/* @line is NULL where there was no memory for it; it is freed. */
static int send_line(const struct round *round, char *line, size_t length)
{
	int status = EXIT_CANNOT;

	if (line)
		status = write_line(round->fd, line, length);
	else
		warnx("out of memory");
	free(line);
	return status;
}

static int send_sample(const struct round *round, const struct sample *sample, int position,
		       int take)
{
	struct sample_place place = {
		.repeat = round->repeat,
		.order = position,
		.take = take,
		.process = round->process,
	};
	const struct retry_count *retries = &round->retries[round->order[position]];
	size_t length = 0;
	char *line = record_sample(round->run, sample, &place, retries, &length);
	int status = send_line(round, line, length);

	if (status || !record_has_backlog(sample))
		return status;
	line = record_backlog(sample, &place, &length);
	return send_line(round, line, length);
}

/*
 * Measure one point and judge it. A failure to measure is one more reason why a sample is invalid,
 * unless it is the @last take. Returns a status to exit with; @sample must be freed all the same.
 */
static int take_sample(const struct round *round, struct sample *sample, int point, bool counting,
		       bool last)
{
	const struct run *run = round->run;
	const struct window window = {
		.warmup_ns = run->warmup_ns,
		.duration_ns = counting ? round_count_window_ns(run) : run->duration_ns,
		.event_set = round->repeat % run->probe->counters.nr_sets,
		.counting = counting,
		.packages = counting ? NULL : round->packages,
	};
	struct error err;
	int ret = harness_run(sample, &run->plan.points[point], &window, &round->counters,
			      round->arena, run->machine, &err);

	if (!ret) {
		gate_judge(sample);
		return 0;
	}
	if (ret != -EIO && ret != -ENOMEM && !last)
		return 0; /* it may have been a moment's trouble: invalid, and taken again */
	warnx("%s", err.text);
	return ret == -EIO ? EXIT_ANSWER_IS_NO : EXIT_CANNOT;
}

static int count_retries(struct round *round, int position, int take)
{
	int point = round->order[position], status;
	struct sample sample;

	status = take_sample(round, &sample, point, true, false);
	if (status == EXIT_ANSWER_IS_NO && send_sample(round, &sample, position, take))
		status = EXIT_CANNOT_WRITE; /* the evidence, marked: see time_point() */
	if (!status && sample.valid && sample.ops)
		round->retries[point] = (struct retry_count){
			.taken = true,
			.retries = sample.retries,
			.ops = sample.ops,
			.seconds = sample.seconds,
		};
	round->done[position] = sample.valid;
	sample_free(&sample);
	return status;
}

static int time_point(struct round *round, int position, int take)
{
	struct sample sample;
	int sent, status = take_sample(round, &sample, round->order[position], false,
				       take + 1 == MAX_TAKES);

	/* A sample that broke a law is evidence: it goes on record, marked. */
	sent = status == EXIT_CANNOT ? 0 : send_sample(round, &sample, position, take);
	round->done[position] = sample.valid;
	sample_free(&sample);
	return sent ? sent : status;
}

/* Whether this position has a turn in this pass: it is not done, and there is something to do. */
static bool has_turn(const struct round *round, int position, bool counting)
{
	const struct point *point = &round->run->plan.points[round->order[position]];

	return !round->done[position] && (has_twin(point) || !counting);
}

/*
 * Visit every point, then again those that the gate refused. Interference comes in bursts that last
 * longer than a sample, so a retake waits until the others have had their turn.
 */
static int run_passes(struct round *round, bool counting)
{
	int nr = round->run->plan.nr_points, status = 0;

	memset(round->done, 0, (size_t)nr * sizeof(*round->done));
	for (int take = 0; take < MAX_TAKES && !status; take++) {
		for (int i = 0; i < nr && !status; i++) {
			if (!has_turn(round, i, counting))
				continue;
			status = counting ? count_retries(round, i, take)
					  : time_point(round, i, take);
		}
	}
	return status;
}

static bool same_but_for_the_scheme(const struct point *a, const struct point *b)
{
	struct point as_b = *a;

	as_b.scheme = b->scheme;
	return point_equal(&as_b, b);
}

/*
 * Bring those that are compared with the first of @order behind it, in the order they have, which is
 * random; then those of the next. So nothing but chance and a moment lie between the two of a pair.
 */
static void bring_together(const struct point *points, int *order, int nr)
{
	int done = 0;

	while (done < nr) {
		const struct point *head = &points[order[done++]];

		for (int i = done; i < nr; i++) {
			int found = order[i];

			if (!same_but_for_the_scheme(head, &points[found]))
				continue;
			memmove(&order[done + 1], &order[done],
				(size_t)(i - done) * sizeof(*order));
			order[done++] = found;
		}
	}
}

static int run_round(struct round *round, gsl_rng *rng)
{
	const struct run *run = round->run;
	int nr = run->plan.nr_points, status = 0;

	/* The order depends on seed and round alone, however rounds are spread over processes. */
	gsl_rng_set(rng, (unsigned long)(run->seed + (uint64_t)round->repeat));
	for (int i = 0; i < nr; i++)
		round->order[i] = i;
	gsl_ran_shuffle(rng, round->order, (size_t)nr, sizeof(*round->order));
	if (run->paired)
		bring_together(run->plan.points, round->order, nr);
	memset(round->retries, 0, (size_t)nr * sizeof(*round->retries));
	if (run->count_retries && (!run->paired || round->repeat == round->first))
		status = run_passes(round, true);
	return status ? status : run_passes(round, false);
}

static int run_rounds(struct round *round, int first, int last)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	int status = 0;

	round->first = first;
	for (int r = first; r < last && !status; r++) {
		round->repeat = r;
		status = run_round(round, rng);
	}
	gsl_rng_free(rng);
	return status;
}

int round_run(const struct run *run, int process, int first, int last, int fd)
{
	size_t nr = (size_t)run->plan.nr_points;
	struct round round = {
		.run = run,
		.counters = run->probe->counters,
		.arena = arena_new(),
		.fd = fd,
		.process = process,
		.order = calloc(nr, sizeof(*round.order)),
		.retries = calloc(nr, sizeof(*round.retries)),
		.done = calloc(nr, sizeof(*round.done)),
	};
	struct error err;
	int status = EXIT_CANNOT;

	if (!round.arena || !round.order || !round.retries || !round.done)
		warnx("out of memory");
	else if (counters_init(&round.counters, &err) ||
		 package_counters_open(&round.packages, &run->probe->packages, &err))
		warnx("%s", err.text);
	else
		status = run_rounds(&round, first, last);
	package_counters_close(round.packages);
	arena_free(round.arena);
	free(round.order);
	free(round.retries);
	free(round.done);
	return status;
}
