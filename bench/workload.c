// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * workload.c: the workloads, a row each, and the laws that a sample must have kept. What each loop
 * does stands in bench/workloads/.
 */
#include "bench/workload.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "bench/plan/plan.h"
#include "bench/workloads/ping_pong.h"

static loop_fn *get_put_loop(const struct scheme *scheme, const struct point *point, int role)
{
	(void)role;
	if (point->nr > 1)
		return scheme->loops[LOOP_GET_PUT_NR];
	if (point->pages > 1 || point->batch > 1)
		return scheme->loops[LOOP_GET_PUT_BATCH];
	return scheme->loops[LOOP_GET_PUT];
}

static loop_fn *frozen_get_loop(const struct scheme *scheme, const struct point *point, int role)
{
	(void)role;
	return scheme
		->loops[point->pages > 1 || point->nr > 1 ? LOOP_FROZEN_GET_NR : LOOP_FROZEN_GET];
}

static loop_fn *freeze_loop(const struct scheme *scheme, const struct point *point, int role)
{
	return role == ROLE_WRITER ? scheme->loops[LOOP_FREEZE] : get_put_loop(scheme, point, role);
}

static loop_fn *final_put_loop(const struct scheme *scheme, const struct point *point, int role)
{
	(void)role;
	return scheme->loops[point->pages > 1 || point->batch > 1 ? LOOP_FINAL_PUT_BATCH
								  : LOOP_FINAL_PUT];
}

static loop_fn *ping_pong_loop(const struct scheme *scheme, const struct point *point, int role)
{
	(void)scheme;
	(void)point;
	(void)role;
	return loop_ping_pong;
}

const struct workload workloads[] = {
	{
		.name = "get-put",
		.summary = "try_get, put, on a page shared by a group of threads",
		.answers = "what a lookup of a shared folio costs: the series' headline",
		.knobs = KNOB_SHARE | KNOB_PAGES | KNOB_BATCH | KNOB_NR,
		.roles = {"worker"},
		.has_scheme = true,
		.loop = get_put_loop,
		.begins = FOLIO_LIVE,
		.ends = FOLIO_LIVE,
		.fail_ops = NO_OPS,
		.freed = NO_OPS,
	},
	{
		.name = "frozen-get",
		.summary = "try_get that must fail, on frozen pages",
		.answers = "what the failure path costs, and what hammering a frozen page does",
		.knobs = KNOB_SHARE | KNOB_PAGES | KNOB_NR,
		.roles = {"worker"},
		.has_scheme = true,
		.loop = frozen_get_loop,
		.begins = FOLIO_FROZEN,
		.ends = FOLIO_FROZEN,
		.fail_ops = ALL_OPS,
		.freed = NO_OPS,
	},
	{
		.name = "freeze",
		.summary = "readers as get-put while others freeze and unfreeze the same pages",
		.answers = "who starves under migration, reclaim and splitting",
		.knobs = KNOB_SHARE | KNOB_PAGES | KNOB_BATCH | KNOB_WRITERS | KNOB_NR,
		.roles = {"reader", "freezer"},
		.has_scheme = true,
		.freezes = true,
		.loop = freeze_loop,
		.begins = FOLIO_LIVE,
		.ends = FOLIO_LIVE,
		.fail_ops = SOME_OPS,
		.freed = NO_OPS,
	},
	{
		.name = "final-put",
		.summary = "init, put to zero, init again, on pages private to the thread",
		.answers = "what the extra compare-and-swap costs at munmap",
		.knobs = KNOB_PAGES | KNOB_BATCH,
		.roles = {"worker"},
		.has_scheme = true,
		.private_pages = true,
		.loop = final_put_loop,
		.begins = FOLIO_FROZEN,
		.ends = FOLIO_FROZEN,
		.fail_ops = NO_OPS,
		.freed = ALL_OPS,
	},
	{
		.name = "ping-pong",
		.summary = "one line bounced between each pair of CPUs",
		.answers = "how long a line takes from CPU to CPU: the machine's own limit",
		.roles = {"worker"},
		.in_pairs = true,
		.loop = ping_pong_loop,
		.fail_ops = NO_OPS,
		.freed = NO_OPS,
	},
	{.name = NULL},
};

const struct workload *workload_find(const char *name)
{
	for (const struct workload *w = workloads; w->name; w++) {
		if (!strcmp(w->name, name))
			return w;
	}
	return NULL;
}

void workload_prepare(const struct workload *workload, const struct scheme *scheme,
		      struct folio *folios, int nr)
{
	for (int i = 0; i < nr; i++) {
		if (!workload->has_scheme)
			atomic_set(&folios[i]._refcount, 0);
		else if (workload->begins == FOLIO_LIVE)
			scheme->ops.init_page_count(&folios[i].page);
		else
			scheme->ops.set_page_count_frozen(&folios[i].page);
	}
}

int workload_check_folios(const struct workload *workload, const struct scheme *scheme,
			  struct folio *folios, int nr, struct error *err)
{
	int expected = workload->ends == FOLIO_LIVE ? 1 : 0;

	if (!workload->has_scheme || scheme->unsafe)
		return 0;
	for (int i = 0; i < nr; i++) {
		int count = scheme->ops.folio_ref_count(&folios[i]);

		if (count != expected)
			return error_set(err, -EIO,
					 "%s under %s: page %d ends with count %d (word 0x%08x), "
					 "expected %d",
					 scheme->name, workload->name, i, count,
					 (unsigned int)atomic_read(&folios[i]._refcount), expected);
		if (!expected && scheme->ops.folio_try_get(&folios[i]))
			return error_set(err, -EIO,
					 "%s under %s: page %d ends frozen, and a try_get on it "
					 "succeeds",
					 scheme->name, workload->name, i);
	}
	return 0;
}

static bool keeps(enum share_of_ops expected, uint64_t count, uint64_t ops)
{
	return expected == SOME_OPS || count == (expected == ALL_OPS ? ops : 0);
}

int workload_check_worker(const struct workload *workload, const struct scheme *scheme,
			  const struct worker *worker, struct error *err)
{
	if (!workload->has_scheme || scheme->unsafe)
		return 0;
	if (!keeps(workload->fail_ops, worker->fail_ops, worker->ops))
		return error_set(err, -EIO,
				 "%s under %s: %" PRIu64 " of %" PRIu64 " operations failed, "
				 "expected %s",
				 scheme->name, workload->name, worker->fail_ops, worker->ops,
				 workload->fail_ops == ALL_OPS ? "all" : "none");
	if (!keeps(workload->freed, worker->freed, worker->ops))
		return error_set(err, -EIO,
				 "%s under %s: %" PRIu64 " puts of %" PRIu64 " freed the page, "
				 "expected %s",
				 scheme->name, workload->name, worker->freed, worker->ops,
				 workload->freed == ALL_OPS ? "all" : "none");
	return 0;
}
