// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plan.c: the cross product. Workloads, placements, memory policies, sharing, thread counts and
 * schemes multiply into points; each candidate is either planned or skipped with a reason.
 */
#include "bench/plan.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/assignment.h"
#include "bench/grow.h"
#include "bench/plan_parts.h"

#define MAX_THREADS (1 << 16)

const char *const share_names[NR_SHARES] = {"all", "node", "llc", "core", "thread"};

const char *point_scheme_name(const struct point *point)
{
	return point->scheme ? point->scheme->name : "none";
}

bool point_equal(const struct point *a, const struct point *b)
{
	return a->workload == b->workload && a->scheme == b->scheme &&
	       a->placement == b->placement && a->memory.kind == b->memory.kind &&
	       a->memory.node == b->memory.node && a->share == b->share &&
	       a->threads == b->threads && a->pages == b->pages && a->batch == b->batch &&
	       a->writers == b->writers && a->nr == b->nr;
}

static int add_point(struct plan *plan, const struct point *point)
{
	struct point *points = grow(plan->points, plan->nr_points, sizeof(*points));

	if (!points)
		return -ENOMEM;
	plan->points = points;
	plan->points[plan->nr_points++] = *point;
	return 0;
}

int plan_add_skip(struct plan *plan, const struct point *point, const char *why)
{
	struct skip *skips = grow(plan->skips, plan->nr_skips, sizeof(*skips));

	if (!skips)
		return -ENOMEM;
	plan->skips = skips;
	skips[plan->nr_skips].point = *point;
	snprintf(skips[plan->nr_skips++].why, sizeof(skips->why), "%s", why);
	return 0;
}

static struct placement *find_placement(const struct plan *plan, const char *name)
{
	for (int i = 0; i < plan->nr_placements; i++) {
		if (!strcmp(plan->placements[i]->name, name))
			return plan->placements[i];
	}
	return NULL;
}

static int make_placement(struct plan *plan, const char *name, struct error *err)
{
	struct placement **all = grow(plan->placements, plan->nr_placements, sizeof(*all));
	struct placement *placement = all ? calloc(1, sizeof(*placement)) : NULL;
	int ret;

	if (all)
		plan->placements = all;
	if (!placement)
		return error_set(err, -ENOMEM, "out of memory");
	ret = placement_make(placement, plan->machine, name, err);
	if (ret)
		free(placement);
	else
		plan->placements[plan->nr_placements++] = placement;
	return ret;
}

int plan_add_placement(struct plan *plan, const char *name, const struct placement **added,
		       struct error *err)
{
	int ret = find_placement(plan, name) ? 0 : make_placement(plan, name, err);

	if (added)
		*added = ret ? NULL : find_placement(plan, name);
	return ret;
}

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

static const char *group_trouble(const struct plan *plan, const struct point *point, char *why,
				 size_t size)
{
	const char *trouble = NULL;
	struct assignment a;

	if (assignment_make(&a, point))
		return "out of memory";
	for (int i = 0; i < a.nr_groups && !trouble; i++) {
		const struct machine_node *home = machine_node(plan->machine, a.homes[i]);

		if (point->writers && a.sizes[i] <= point->writers) {
			snprintf(why, size,
				 "a sharing group has %d thread%s: no reader beside %d freezer%s",
				 a.sizes[i], a.sizes[i] == 1 ? "" : "s", point->writers,
				 point->writers == 1 ? "" : "s");
			trouble = why;
		} else if (point->memory.kind == MEMORY_LOCAL &&
			   (!home || !home->memory_bytes || !home->allowed)) {
			snprintf(why, size, "node %d has no memory for `local`", a.homes[i]);
			trouble = why;
		}
	}
	assignment_free(&a);
	return trouble;
}

/* Why this point cannot be measured, or NULL. @why is room for a text that has to be made. */
static const char *trouble(const struct plan *plan, const struct point *point, char *why,
			   size_t size)
{
	if (point->threads > point->placement->nr && !plan->oversubscribe) {
		snprintf(why, size, "placement %s has %d CPU%s", point->placement->name,
			 point->placement->nr, point->placement->nr == 1 ? "" : "s");
		return why;
	}
	if (point->workload->freezes && point->scheme->cannot_freeze)
		return point->scheme->cannot_freeze;
	if (point->workload->private_pages && point->batch > point->pages)
		return "a batch larger than --pages would free a page twice";
	return group_trouble(plan, point, why, size);
}

int plan_add_candidate(struct plan *plan, const struct point *point)
{
	char why[160];
	const char *reason = trouble(plan, point, why, sizeof(why));

	return reason ? plan_add_skip(plan, point, reason) : add_point(plan, point);
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

/* "1,2,4,8,max": powers of two and every CPU. */
static void default_threads(char *text, size_t size, int max)
{
	size_t used = 0;

	for (int n = 1; n < max && used < size; n *= 2)
		used += (size_t)snprintf(text + used, size - used, "%d,", n);
	snprintf(text + used, size - used, "max");
}

static int ascending(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* The thread counts for a placement: ascending, each once. */
int plan_thread_counts(struct int_list *counts, const struct plan *plan,
		       const struct plan_lists *lists, const struct placement *placement,
		       struct error *err)
{
	int allowed = machine_allowed_pus(plan->machine), unique = 0, ret;
	char text[160];

	default_threads(text, sizeof(text), placement->nr);
	ret = int_list_parse(counts, "--threads",
			     lists->request->threads ? lists->request->threads : text, 1,
			     MAX_THREADS, placement->nr, err);
	if (ret)
		return ret;
	qsort(counts->values, (size_t)counts->nr, sizeof(*counts->values), ascending);
	if (counts->values[counts->nr - 1] > allowed && !plan->oversubscribe) {
		ret = error_set(err, -EINVAL,
				"--threads: %d threads, but this process may use %d CPU%s; ask for "
				"at most %d, or add --oversubscribe",
				counts->values[counts->nr - 1], allowed, allowed == 1 ? "" : "s",
				allowed);
		int_list_free(counts);
		return ret;
	}
	for (int i = 0; i < counts->nr; i++) {
		if (!i || counts->values[i] != counts->values[unique - 1])
			counts->values[unique++] = counts->values[i];
	}
	counts->nr = unique;
	return 0;
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

void plan_free(struct plan *plan)
{
	for (int i = 0; i < plan->nr_placements; i++) {
		placement_free(plan->placements[i]);
		free(plan->placements[i]);
	}
	free(plan->placements);
	free(plan->points);
	free(plan->skips);
	*plan = (struct plan){0};
}
