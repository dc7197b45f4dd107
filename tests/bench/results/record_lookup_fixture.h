/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * record_lookup_fixture.h: a sample of a lookup workload, made by hand on the machine and in the run
 * of record_fixture.h, with a figure of its own in every member.
 */
#ifndef TESTS_BENCH_RECORD_LOOKUP_FIXTURE_H
#define TESTS_BENCH_RECORD_LOOKUP_FIXTURE_H

#include "tests/bench/results/record_fixture.h"

/* What begins the line of a sample and of what waited while it was taken. */
#define RECORD_LOOKUP_KEY                                                                 \
	"\"workload\":\"gup-fast\",\"scheme\":\"plain\",\"threads\":3,"                   \
	"\"placement\":\"scatter\",\"memory\":\"local\",\"share\":\"all\",\"pages\":512," \
	"\"batch\":1,\"writers\":1,\"nr\":8,\"memory_order\":\"acq-rel\","                \
	"\"memmap\":\"memdesc8\",\"lifetime\":\"rcu-folio\",\"rcu\":\"qsbr\","            \
	"\"pattern\":\"zipf:0.99\",\"churn\":\"10000\",\"recheck\":false,\"verify\":16,"  \
	"\"pin\":true,\"memory_limit\":67108864,\"grace_period_ns\":5000000,"             \
	"\"repeat\":8,\"order\":1,\"take\":2,\"process\":4,"

static uint64_t waiting_folios[] = {0, 7, 5}, waiting_bytes[] = {0, 28672, 20480};

static const struct lookup_totals totals = {
	.counts =
		{
			.lookups = 500,
			.fallbacks = 50,
			.retries = {1, 2, 3, 4, 5},
			.skipped = {0, 11, 12, 13, 14, 15, 16, 17},
			.verified = 9,
			.freed = 8,
		},
	.mutations = 90,
	.busy = 10,
	.allocation_failures = 3,
	.waited_seconds = 0.0625,
	.backlog =
		{
			.interval_ns = 1000000,
			.nr = 3,
			.folios = waiting_folios,
			.bytes = waiting_bytes,
			.folios_peak = 7,
			.folios_mean = 4,
			.bytes_peak = 28672,
			.bytes_mean = 16384.5,
			.grace_periods = 4,
			.grace_period_total_ns = 40000002,
			.grace_period_longest_ns = 11000000,
		},
};

/* Beside the fixture that all records share. */
static struct {
	struct lookup_totals totals; /* of the sample */
	struct line backlog_line;
} extra;

/* A sample of gup-fast under rcu-folio and churn, but for what is @given. */
static inline int set_up_lookup(void **state, struct plan_request given)
{
	given.workloads = given.workloads ? given.workloads : "gup-fast";
	given.lifetimes = given.lifetimes ? given.lifetimes : "rcu-folio";
	given.churn = given.churn ? given.churn : "10k";
	given.schemes = given.schemes ? given.schemes : "plain";
	given.memmaps = "memdesc8";
	given.placements = "scatter";
	given.memory = "local";
	given.threads = "3";
	if (set_up_plan(state, &given))
		return -1;
	extra.totals = totals;
	extra.backlog_line = (struct line){0};
	((struct fixture *)*state)->sample.lookup = &extra.totals;
	return 0;
}

static inline int set_up_churn(void **state)
{
	return set_up_lookup(state, (struct plan_request){
					    .rcu = "qsbr",
					    .patterns = "zipf:0.99",
					    .recheck = "off",
					    .verify = "16",
					    .pin = "on",
					    .orders = "acq-rel",
					    .nr = 8,
					    .memory_limit = 64 << 20,
					    .grace_period_ns = 5000000,
				    });
}

static inline int tear_down_lookup(void **state)
{
	struct fixture *f = *state;

	f->sample.lookup = NULL; /* it was never malloc'ed */
	free_line(&extra.backlog_line);
	return tear_down(state);
}

#endif
