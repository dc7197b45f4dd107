/* SPDX-License-Identifier: GPL-2.0-or-later */
/* planning.h: plans on machines that are only described, for the tests of what plans them. */
#ifndef TESTS_BENCH_PLANNING_H
#define TESTS_BENCH_PLANNING_H

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "bench/plan/plan.h"

#define NR(array) (sizeof(array) / sizeof((array)[0]))

/* 64 PUs: 2 packages, 4 nodes, 8 L3 caches, 32 cores of 2. */
#define SIXTY_FOUR "package:2 numa:2 l3:2 core:4 pu:2"

#define REQUEST(...) ((struct plan_request){__VA_ARGS__})

/* What `pageref run` asks for where nothing is said, but for the schemes: one is enough. */
static inline struct plan_request with_defaults(struct plan_request request)
{
	if (!request.workloads)
		request.workloads = "get-put";
	if (!request.schemes)
		request.schemes = "plain";
	if (!request.placements)
		request.placements = "compact";
	if (!request.memory)
		request.memory = "local";
	return request;
}

/* One workload of lookups, one memory map, two threads: what multiplies the plan is then what a test names. */
static inline struct plan_request narrowed(struct plan_request request)
{
	if (!request.workloads)
		request.workloads = "gup-fast";
	if (!request.memmaps)
		request.memmaps = "embedded";
	if (!request.threads)
		request.threads = "2";
	return request;
}

#define LOOKUP(...) narrowed(REQUEST(__VA_ARGS__))

static inline struct machine load_machine(const char *topology)
{
	struct machine machine;
	struct error err;

	if (machine_load(&machine, topology, &err))
		fail_msg("%s", err.text);
	return machine;
}

static inline struct plan plan_on(const struct machine *machine, struct plan_request request)
{
	struct error err;
	struct plan plan;

	request = with_defaults(request);
	if (plan_make(&plan, machine, &request, &err))
		fail_msg("%s", err.text);
	return plan;
}

/* The request is refused, with this message, and nothing of a plan is left. */
static inline void assert_refused(const char *topology, struct plan_request request,
				  const char *message)
{
	struct machine machine = load_machine(topology);
	struct error err = {""};
	struct plan plan;

	request = with_defaults(request);
	assert_int_equal(plan_make(&plan, &machine, &request, &err), -EINVAL);
	assert_string_equal(err.text, message);
	assert_null(plan.points);
	assert_null(plan.skips);
	assert_null(plan.placements);
	machine_free(&machine);
}

static inline int nr_schemes(void)
{
	int nr = 0;

	while (scheme_all()[nr])
		nr++;
	return nr;
}

#endif
