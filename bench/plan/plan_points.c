// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plan_points.c: what a plan is made of: its placements, its points, and the skips with the reasons
 * why a candidate cannot be measured.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/lookup/loops.h"
#include "bench/plan/assignment.h"
#include "bench/grow.h"
#include "bench/plan/plan_parts.h"

const char *const share_names[NR_SHARES] = {"all", "node", "llc", "core", "thread"};
const char *const run_as_names[NR_RUN_AS] = {"threads", "processes"};

const char *point_scheme_name(const struct point *point)
{
	if (point->scheme)
		return point->scheme->name;
	return point->workload->kernel ? "running-kernel" : "none";
}

bool point_equal(const struct point *a, const struct point *b)
{
	return a->workload == b->workload && a->scheme == b->scheme &&
	       a->placement == b->placement && a->memory.kind == b->memory.kind &&
	       a->memory.node == b->memory.node && a->share == b->share &&
	       a->threads == b->threads && a->pages == b->pages && a->batch == b->batch &&
	       a->writers == b->writers && a->nr == b->nr && a->acq_rel == b->acq_rel &&
	       a->as == b->as && a->size == b->size && lookup_knobs_equal(&a->lookup, &b->lookup);
}

bool point_looks_unsafely(const struct point *point)
{
	return point->lookup.no_recheck && point->lookup.lifetime == LIFETIME_TYPESAFE;
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
	skips[plan->nr_skips] = (struct skip){.point = *point};
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

static bool has_memory(const struct machine_node *node)
{
	return node && node->allowed && node->memory_bytes;
}

bool plan_lacks_memory(const struct plan *plan, const struct memory_policy *memory, char *why,
		       size_t size)
{
	if (memory->kind != MEMORY_NODE || has_memory(machine_node(plan->machine, memory->node)))
		return false;
	snprintf(why, size, "node %d has no memory that this process may use", memory->node);
	return true;
}

/*
 * Why `interleave` would be one node under another name, or NULL. Memory interleaves by the page of
 * the machine, which holds many of ours; several groups begin on different nodes whatever their size.
 */
static const char *interleave_trouble(const struct plan *plan, const struct point *point,
				      int nr_groups, char *why, size_t size)
{
	int fit = point->workload->kernel
			  ? 1
			  : (int)((size_t)sysconf(_SC_PAGESIZE) / sizeof(struct folio));
	int nr_nodes = 0, used;

	for (int i = 0; i < plan->machine->nr_nodes; i++)
		nr_nodes += has_memory(&plan->machine->nodes[i]);
	if (nr_nodes < 2)
		return "one node with memory: nothing to interleave";
	if (nr_groups > 1 || point->pages > fit)
		return NULL;
	used = snprintf(why, size, "%d page%s in one memory page: nothing to interleave",
			point->pages, point->pages == 1 ? " fits" : "s fit");
	if (point->workload->knobs & KNOB_PAGES)
		snprintf(why + used, size - (size_t)used, "; --pages %d or more does", fit + 1);
	return why;
}

static const char *group_trouble(const struct plan *plan, const struct point *point, char *why,
				 size_t size)
{
	const char *trouble = NULL;
	struct assignment a;

	if (assignment_make(&a, point))
		return "out of memory";
	if (point->memory.kind == MEMORY_INTERLEAVE)
		trouble = interleave_trouble(plan, point, a.nr_groups, why, size);
	for (int i = 0; i < a.nr_groups && !trouble; i++) {
		const struct machine_node *home = machine_node(plan->machine, a.homes[i]);

		if (point->writers && a.sizes[i] <= point->writers) {
			snprintf(why, size,
				 "a sharing group has %d thread%s: no reader beside %d %s%s",
				 a.sizes[i], a.sizes[i] == 1 ? "" : "s", point->writers,
				 point->workload->roles[ROLE_WRITER],
				 point->writers == 1 ? "" : "s");
			trouble = why;
		} else if (plan_lacks_memory(plan, &point->memory, why, size)) {
			trouble = why;
		} else if (point->memory.kind == MEMORY_LOCAL && !has_memory(home)) {
			snprintf(why, size, "node %d has no memory for `local`", a.homes[i]);
			trouble = why;
		}
	}
	assignment_free(&a);
	return trouble;
}

/* Why nothing can be looked up like this, or NULL. */
static const char *lookup_trouble(const struct point *point, char *why, size_t size)
{
	const struct lookup_knobs *lookup = &point->lookup;

	if (lookup->lifetime != LIFETIME_TYPESAFE && !(point->workload->knobs & KNOB_RECHECK)) {
		snprintf(why, size, "%s: its readers hold references, nothing to wait for",
			 lifetime_names[lookup->lifetime]);
		return why;
	}
	if (lookup->lifetime == LIFETIME_RCU_MEMORY && lookup->no_recheck)
		return "rcu-memory: no reference, nothing to recheck";
	if (lookup->lifetime == LIFETIME_RCU_MEMORY && lookup->pin)
		return "rcu-memory: no reference, nothing to pin";
	if (lookup->pattern.hot > point->pages) {
		snprintf(why, size, "hot:%d takes %d pages, and there %s %d", lookup->pattern.hot,
			 lookup->pattern.hot, point->pages == 1 ? "is" : "are", point->pages);
		return why;
	}
	return NULL;
}

/* An object from outside may have been made without the loops that are asked for. */
static const char *object_trouble(const struct point *point)
{
	if (!point->scheme)
		return NULL;
	if (!scheme_variant(point->scheme, false, point->acq_rel))
		return "its object was not made for this memory order";
	if (point->workload->lookup && !lookup_loops_find(point->scheme->name, point->acq_rel))
		return "its object has no lookups for this memory order";
	return NULL;
}

/* Whether a scheme must be able to freeze for this point. */
static bool freezes(const struct point *point)
{
	return point->workload->freezes || point->lookup.churn > 0;
}

/* Why this point cannot be measured, or NULL. @why is room for a text that has to be made. */
static const char *trouble(const struct plan *plan, const struct point *point, char *why,
			   size_t size)
{
	const char *reason = object_trouble(point);

	if (!reason && point->workload->knobs & KNOB_LOOKUP)
		reason = lookup_trouble(point, why, size);
	if (reason)
		return reason;
	if (point->threads > point->placement->nr && !plan->oversubscribe) {
		snprintf(why, size, "placement %s has %d CPU%s", point->placement->name,
			 point->placement->nr, point->placement->nr == 1 ? "" : "s");
		return why;
	}
	if (freezes(point) && point->scheme->cannot_freeze)
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
