// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plan.c: the cross product. Workloads, placements, memory policies, sharing, listed knobs, thread
 * counts and schemes multiply into points; each candidate is either planned or skipped with a reason.
 */
#include "bench/plan/plan.h"

#include <errno.h>
#include <stdio.h>

#include "bench/kernel/trial.h"
#include "bench/plan/plan_parts.h"

static int add_schemes(struct plan *plan, const struct plan_lists *lists, struct point *point)
{
	int ret = 0;

	if (!point->workload->has_scheme)
		return plan_add_candidate(plan, point);
	for (int i = 0; i < lists->schemes.nr && !ret; i++) {
		point->scheme = scheme_all()[lists->schemes.values[i]];
		ret = plan_add_candidate(plan, point);
	}
	return ret;
}

/* Whether this kernel lets us not do what @point wants; nobody can tell of another machine's. */
static bool kernel_refuses(struct plan *plan, const struct point *point, char *why, size_t size)
{
	struct error err;

	if (!point->workload->kernel || !plan->machine->is_this_system ||
	    !kernel_trial(point, 1, NULL, &err))
		return false;
	snprintf(why, size, "%.150s", err.text);
	plan->kernel_refused = true;
	return true;
}

static int add_refused(struct plan *plan, const struct point *point, const char *why)
{
	int ret = plan_add_skip(plan, point, why);

	if (!ret)
		plan->skips[plan->nr_skips - 1].refused = true;
	return ret;
}

static int add_counts(struct plan *plan, const struct plan_lists *lists, struct point *point,
		      struct error *err)
{
	struct int_list counts;
	char why[160];
	bool refused = kernel_refuses(plan, point, why, sizeof(why));
	int ret = plan_thread_counts(&counts, plan, lists, point->placement, err);

	for (int i = 0; !ret && i < counts.nr; i++) {
		point->threads = counts.values[i];
		ret = refused ? add_refused(plan, point, why) : add_schemes(plan, lists, point);
		if (ret)
			error_set(err, ret, "out of memory");
	}
	if (ret != -EINVAL)
		int_list_free(&counts);
	return ret;
}

static int add_knobs(struct plan *plan, const struct plan_lists *lists, struct point *point,
		     enum share share, struct error *err)
{
	int combinations = knob_lists_combinations(&lists->knobs, point->workload);
	int ret = 0;

	for (int i = 0; i < combinations && !ret; i++) {
		plan_set_knobs(point, lists, i, share);
		ret = add_counts(plan, lists, point, err);
	}
	return ret;
}

/* A row of a matrix whose node no thread can run on: once, not for each point of it. */
static int add_row_skip(struct plan *plan, const struct plan_lists *lists, struct point *point,
			const struct placement *placement)
{
	char why[160];

	point->placement = placement;
	point->memory = lists->memory[0];
	point->threads = 1;
	snprintf(why, sizeof(why), "%.40s has no CPU that this process may use", placement->name);
	return plan_add_skip(plan, point, why);
}

static int add_workload(struct plan *plan, const struct plan_lists *lists,
			const struct workload *workload, struct error *err)
{
	int nr_shares = workload->knobs & KNOB_SHARE ? lists->shares.nr : 1;
	struct point point = {.workload = workload};
	int ret = 0;

	for (int p = 0; p < lists->nr_placements && !ret; p++) {
		if (!plan->placements[p]->nr) {
			ret = add_row_skip(plan, lists, &point, plan->placements[p]);
			continue;
		}
		for (int m = 0; m < lists->nr_memory; m++) {
			for (int s = 0; s < nr_shares && !ret; s++) {
				point.placement = plan->placements[p];
				point.memory = lists->memory[m];
				ret = add_knobs(plan, lists, &point,
						(enum share)lists->shares.values[s], err);
			}
		}
	}
	return ret;
}

/* What keeps a folio that may be somebody else's by then is only measured where that is wanted. */
static int check_unsafe(const struct plan *plan, const struct plan_request *request,
			struct error *err)
{
	for (int i = 0; i < plan->nr_points && !request->unsafe; i++) {
		if (point_looks_unsafely(&plan->points[i]))
			return error_set(err, -EINVAL,
					 "--recheck off: under --lifetime typesafe a folio may be "
					 "another one by the time it is got; add --unsafe to "
					 "measure it all the same");
	}
	return 0;
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
		ret = error_set(err, plan->kernel_refused ? -EOPNOTSUPP : -EINVAL,
				"nothing to measure: %s",
				plan->nr_skips ? plan->skips[0].why : "the plan is empty");
	if (!ret)
		ret = check_unsafe(plan, request, err);
	plan_lists_free(&lists);
	if (ret)
		plan_free(plan);
	return ret;
}
