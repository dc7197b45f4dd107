// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plan.c: the cross product. Workloads, placements, memory policies, sharing, thread counts and
 * schemes multiply into points; each candidate is either planned or skipped with a reason.
 */
#include "bench/plan/plan.h"

#include <errno.h>

#include "bench/plan/plan_parts.h"

/* A knob that this workload lacks keeps its neutral value, and is recorded so. */
static void set_knobs(struct point *point, const struct plan_lists *lists, enum share share)
{
	const struct plan_request *request = lists->request;
	unsigned int has = point->workload->knobs;

	point->share = has & KNOB_SHARE			? share
		       : point->workload->private_pages ? SHARE_THREAD
							: SHARE_ALL;
	point->pages = has & KNOB_PAGES && request->pages ? request->pages : 1;
	point->batch = has & KNOB_BATCH && request->batch ? request->batch : 1;
	point->nr = has & KNOB_NR && request->nr ? request->nr : 1;
	point->writers = !(has & KNOB_WRITERS) ? 0 : request->writers ? request->writers : 1;
}

static int add_schemes(struct plan *plan, const struct plan_lists *lists, struct point *point)
{
	int ret = 0;

	for (int i = 0; i < lists->schemes.nr && !ret; i++) {
		point->scheme = scheme_all()[lists->schemes.values[i]];
		ret = plan_add_candidate(plan, point);
	}
	return ret;
}

static int add_counts(struct plan *plan, const struct plan_lists *lists, struct point *point,
		      struct error *err)
{
	struct int_list counts;
	int ret = plan_thread_counts(&counts, plan, lists, point->placement, err);

	for (int i = 0; !ret && i < counts.nr; i++) {
		point->threads = counts.values[i];
		ret = add_schemes(plan, lists, point);
		if (ret)
			error_set(err, ret, "out of memory");
	}
	if (ret != -EINVAL)
		int_list_free(&counts);
	return ret;
}

static int add_workload(struct plan *plan, const struct plan_lists *lists,
			const struct workload *workload, struct error *err)
{
	int nr_shares = workload->knobs & KNOB_SHARE ? lists->shares.nr : 1;
	struct point point = {.workload = workload};
	int ret = 0;

	for (int p = 0; p < lists->nr_placements; p++) {
		for (int m = 0; m < lists->nr_memory; m++) {
			for (int s = 0; s < nr_shares && !ret; s++) {
				point.placement = plan->placements[p];
				point.memory = lists->memory[m];
				set_knobs(&point, lists, (enum share)lists->shares.values[s]);
				ret = add_counts(plan, lists, &point, err);
			}
		}
	}
	return ret;
}

int plan_make(struct plan *plan, const struct machine *machine, const struct plan_request *request,
	      struct error *err)
{
	struct plan_lists lists;
	int ret;

	*plan = (struct plan){.machine = machine, .oversubscribe = request->oversubscribe};
	ret = plan_lists_resolve(&lists, plan, request, err);
	for (int i = 0; !ret && i < lists.workloads.nr; i++) {
		const struct workload *workload = &workloads[lists.workloads.values[i]];

		ret = workload->in_pairs ? plan_add_pairs(plan, &lists, workload, err)
					 : add_workload(plan, &lists, workload, err);
	}
	if (!ret && !plan->nr_points)
		ret = error_set(err, -EINVAL, "nothing to measure: %s",
				plan->nr_skips ? plan->skips[0].why : "the plan is empty");
	plan_lists_free(&lists);
	if (ret)
		plan_free(plan);
	return ret;
}
