/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sampling.h: samples of lookups on this machine, by the harness and with threads as in a run, until
 * something is caught or time is up.
 */
#ifndef TESTS_BENCH_LOOKUP_SAMPLING_H
#define TESTS_BENCH_LOOKUP_SAMPLING_H

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "bench/measure/clock.h"
#include "bench/measure/harness.h"
#include "bench/measure/lookup_totals.h"

#define NS_PER_MS 1000000ULL

struct sampling {
	struct machine machine;
	struct arena *arena;
	struct sample sample;
	struct error err;
	int ret;
};

static inline int sampling_open(struct sampling *sampling)
{
	*sampling = (struct sampling){.arena = arena_new()};
	return !sampling->arena || machine_load(&sampling->machine, NULL, &sampling->err);
}

static inline void sampling_close(struct sampling *sampling)
{
	arena_free(sampling->arena);
	machine_free(&sampling->machine);
}

/* What is not said: one memory map, little memory, readers and one mutator that does not rest. */
static inline struct plan_request with_churn(struct plan_request request)
{
	request.placements = "compact";
	request.memory = "local";
	request.oversubscribe = true;
	request.unsafe = request.recheck;
	request.memory_limit = request.memory_limit ? request.memory_limit : 64 << 20;
	request.memmaps = request.memmaps ? request.memmaps : "embedded";
	request.threads = request.threads ? request.threads : "2";
	request.churn = request.churn ? request.churn : "max";
	return request;
}

/* One sample of the first point of @request. Its figures are gone; what was found is left in @s. */
static inline void sample_once(struct sampling *s, struct plan_request request, uint64_t warmup_ns,
			       uint64_t duration_ns, struct integrity *seen)
{
	static const struct counters no_events = {.nr_sets = 1};
	const struct window window = {.warmup_ns = warmup_ns, .duration_ns = duration_ns};
	struct plan plan;

	request = with_churn(request);
	if (plan_make(&plan, &s->machine, &request, &s->err))
		fail_msg("%s", s->err.text);
	s->ret = harness_run(&s->sample, &plan.points[0], &window, &no_events, s->arena,
			     &s->machine, &s->err);
	if (seen)
		*seen = s->sample.lookup->integrity;
	sample_free(&s->sample);
	plan_free(&plan);
}

/*
 * Sample until something is caught. Returns the seconds that took, or < 0 if nothing was in
 * @limit_seconds: s->err and @seen say what. Whatever is no finding fails the test.
 */
static inline double sample_until_caught(struct sampling *s, struct plan_request request,
					 double limit_seconds, struct integrity *seen)
{
	uint64_t begin_ns = clock_now_ns();
	double seconds;

	do {
		sample_once(s, request, NS_PER_MS, 200 * NS_PER_MS, seen);
		if (s->ret && s->ret != -EIO)
			fail_msg("%s", s->err.text);
		seconds = (double)(clock_now_ns() - begin_ns) / 1e9;
		if (s->ret)
			return seconds;
	} while (seconds < limit_seconds);
	return -1;
}

#define REQUEST(...) ((struct plan_request){__VA_ARGS__})

#endif
