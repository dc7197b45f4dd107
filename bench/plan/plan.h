/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * plan.h: what a run will measure. The cross product of the lists given becomes points; what this
 * machine or a scheme cannot do becomes a skip with its reason; nothing is dropped in silence.
 */
#ifndef BENCH_PLAN_H
#define BENCH_PLAN_H

#include <stdint.h>

#include "bench/plan/lookup_knobs.h"
#include "bench/workload.h"
#include "topology/memory.h"
#include "topology/placement.h"

/* Which threads share a page: those whose CPUs share this. */
enum share { SHARE_ALL, SHARE_NODE, SHARE_LLC, SHARE_CORE, SHARE_THREAD, NR_SHARES };
extern const char *const share_names[NR_SHARES];

/* What runs a workload of system calls: threads share memory and open files, processes do not. */
enum run_as { AS_THREADS, AS_PROCESSES, NR_RUN_AS };
extern const char *const run_as_names[NR_RUN_AS];

/* One place in the plan: all that tells it from the others. */
struct point {
	const struct workload *workload;
	const struct scheme *scheme; /* NULL where the workload has none */
	const struct placement *placement;
	struct memory_policy memory;
	enum share share;
	int threads, pages, batch, writers, nr;
	bool acq_rel; /* get acquires and put releases, where full order is the kernel's */
	struct lookup_knobs lookup; /* zero where the workload looks nothing up */
	enum run_as as;
	int size; /* bytes a call; 0 where the workload has no such thing */
};

struct skip {
	struct point point;
	bool refused; /* by this kernel, whatever the threads and wherever they run */
	char why[160];
};

/* Whether gets acquire and puts release, by the value of acq_rel. */
extern const char *const order_names[2];

/* The lists as the command line gave them; the caller owns them. */
struct plan_request {
	const char *workloads, *schemes, *placements, *memory; /* must be there */
	const char *threads, *share, *orders; /* NULL: the default, as with all below */
	const char *memmaps, *lifetimes, *rcu, *patterns, *churn, *recheck, *verify, *pin, *as;
	int pages, batch, writers, nr; /* 0: not given */
	uint64_t memory_limit, grace_period_ns, size; /* 0: not given */
	bool unsafe; /* measure what does not keep its references, too */
	bool oversubscribe;
	bool matrix; /* threads on each node, memory on each; placements and memory are not looked at */
};

struct plan {
	const struct machine *machine;
	struct placement **placements; /* each lives as long as the plan: points refer to them */
	int nr_placements;
	struct point *points;
	int nr_points;
	struct skip *skips;
	int nr_skips;
	bool oversubscribe;
	bool kernel_refused; /* a skip's reason is that this kernel lets us not */
};

/*
 * Make the plan for @request on @machine, which must outlive it. Returns 0; -EINVAL with @err for a
 * name that does not exist (the message lists what does), a list that does not parse, more threads
 * than CPUs without --oversubscribe, a knob that none of the workloads has or whose value one of them
 * cannot take, points that need --unsafe and do not have it, or a plan in which every point was
 * skipped; -EOPNOTSUPP for one in which every
 * point was, and this kernel's refusal is a reason; -ENOMEM.
 */
int plan_make(struct plan *plan, const struct machine *machine, const struct plan_request *request,
	      struct error *err);
void plan_free(struct plan *plan);

/* "none" where the workload has no scheme, "running-kernel" where it is the kernel's own. */
const char *point_scheme_name(const struct point *point);

/* Whether the lookups of this point keep folios that may be somebody else's by then. */
bool point_looks_unsafely(const struct point *point);

/* Whether two points differ in nothing. */
bool point_equal(const struct point *a, const struct point *b);

#endif
