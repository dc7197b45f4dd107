// SPDX-License-Identifier: GPL-2.0-or-later
/* dry_run.c: `pageref run --dry-run`. See dry_run.h. */
#include "bench/command/dry_run.h"

#include <string.h>

#include "bench/run/round.h"
#include "topology/int_list.h"

/* The CPUs that the first @threads threads of a placement take, in that order. */
static void print_cpus(FILE *out, const struct point *point)
{
	struct int_list cpus = {0};
	char text[160];

	for (int i = 0; i < point->threads; i++)
		int_list_add(&cpus, point->placement->pus[i % point->placement->nr]->os);
	fprintf(out, "  CPUs %s\n", int_list_format(&cpus, text, sizeof(text)));
	int_list_free(&cpus);
}

static bool same_but_scheme(const struct point *a, const struct point *b)
{
	struct point copy = *a;

	copy.scheme = b->scheme;
	return point_equal(&copy, b);
}

/* What a point looks into; a knob that its workload lacks is not mentioned. */
static void print_lookup(FILE *out, const struct point *point)
{
	const struct lookup_knobs *lookup = &point->lookup;
	unsigned int has = point->workload->knobs;
	char text[32];

	fprintf(out, "  memmap %s, lifetime %s, rcu %s, ", memmap_names[lookup->memmap],
		lifetime_names[lookup->lifetime], rcu_flavour_names[lookup->rcu]);
	fprintf(out, "pattern %s, ", pattern_format(&lookup->pattern, text, sizeof(text)));
	fprintf(out, "churn %s", churn_format(lookup->churn, text, sizeof(text)));
	if (has & KNOB_RECHECK)
		fprintf(out, ", recheck %s", lookup->no_recheck ? "off" : "on");
	if (has & KNOB_PIN)
		fprintf(out, ", pin %s", lookup->pin ? "on" : "off");
	fprintf(out, ", verify %d, memory limit %s, grace period %g ms\n", lookup->verify,
		size_format(lookup->memory_limit, text, sizeof(text)),
		(double)lookup->grace_period_ns / 1e6);
}

static void print_kernel(FILE *out, const struct point *point)
{
	fprintf(out, "  as %s", run_as_names[point->as]);
	if (point->workload->knobs & KNOB_SIZE)
		fprintf(out, ", size %d", point->size);
	if (point->workload->knobs & KNOB_PIN)
		fprintf(out, ", pin %s", point->lookup.pin ? "on" : "off");
	fprintf(out, "\n");
}

static void print_knobs(FILE *out, const struct point *point)
{
	fprintf(out, "pages %d, batch %d, writers %d, nr %d", point->pages, point->batch,
		point->writers, point->nr);
	if (point->acq_rel)
		fprintf(out, ", order %s", order_names[point->acq_rel]);
	fprintf(out, "\n");
	if (point->workload->knobs & KNOB_LOOKUP)
		print_lookup(out, point);
	if (point->workload->kernel)
		print_kernel(out, point);
}

/* Points that differ in their scheme only share a line. */
static void print_points(FILE *out, const struct plan *plan)
{
	char memory[32];

	for (int i = 0; i < plan->nr_points;) {
		const struct point *point = &plan->points[i];
		int begin = i;

		fprintf(out, "%-11s %4d thread%s  %s, memory %s, share %s, ", point->workload->name,
			point->threads, point->threads == 1 ? " " : "s", point->placement->name,
			memory_policy_format(&point->memory, memory, sizeof(memory)),
			share_names[point->share]);
		print_knobs(out, point);
		fprintf(out, "  schemes");
		for (; i < plan->nr_points && same_but_scheme(point, &plan->points[i]); i++)
			fprintf(out, "%s %s", i > begin ? "," : "",
				point_scheme_name(&plan->points[i]));
		fprintf(out, "\n");
		print_cpus(out, point);
	}
}

/* Whether two gaps are told in the same words, but for their schemes. */
static bool same_words(const struct skip *a, const struct skip *b)
{
	if (a->refused && b->refused)
		return a->point.workload == b->point.workload &&
		       a->point.lookup.pin == b->point.lookup.pin && !strcmp(a->why, b->why);
	return a->point.workload == b->point.workload && a->point.threads == b->point.threads &&
	       a->point.placement == b->point.placement &&
	       a->point.memory.kind == b->point.memory.kind &&
	       a->point.memory.node == b->point.memory.node && !strcmp(a->why, b->why);
}

static bool is_told(const struct plan *plan, int i)
{
	for (int earlier = 0; earlier < i; earlier++) {
		if (same_words(&plan->skips[earlier], &plan->skips[i]))
			return true;
	}
	return false;
}

static bool skips_scheme(const struct plan *plan, int first, const struct scheme *scheme)
{
	for (int i = first; i < plan->nr_skips; i++) {
		if (plan->skips[i].point.scheme == scheme &&
		    same_words(&plan->skips[first], &plan->skips[i]))
			return true;
	}
	return false;
}

/* Each scheme once, of the gaps that are told in the words of @first. */
static void print_skipped_schemes(FILE *out, const struct plan *plan, int first)
{
	const char *separator = "";

	if (!plan->skips[first].point.scheme)
		fprintf(out, "%s", point_scheme_name(&plan->skips[first].point));
	for (const struct scheme *const *s = scheme_all(); *s; s++) {
		if (!skips_scheme(plan, first, *s))
			continue;
		fprintf(out, "%s%s", separator, (*s)->name);
		separator = ", ";
	}
}

void dry_run_print_skips(FILE *out, const struct plan *plan)
{
	char memory[32];

	for (int i = 0; i < plan->nr_skips; i++) {
		const struct skip *skip = &plan->skips[i];

		if (is_told(plan, i))
			continue;
		fprintf(out, "skipped: %s (", skip->point.workload->name);
		print_skipped_schemes(out, plan, i);
		if (skip->refused) {
			fprintf(out, ")%s: %s\n", skip->point.lookup.pin ? ", pinned" : "",
				skip->why);
			continue;
		}
		fprintf(out, "), %d thread%s, %s, memory %s: %s\n", skip->point.threads,
			skip->point.threads == 1 ? "" : "s", skip->point.placement->name,
			memory_policy_format(&skip->point.memory, memory, sizeof(memory)),
			skip->why);
	}
}

static void print_length(FILE *out, const struct run *run)
{
	uint64_t seconds = (uint64_t)run->repeats * round_estimate_ns(run) / 1000000000U;

	if (run->budget_ns)
		fprintf(out,
			"%d points, processes of %d rounds until every interval is within +-%g %%, "
			"at most %g s\n",
			run->plan.nr_points, run->repeats / run->processes, run->precision_percent,
			(double)run->budget_ns / 1e9);
	else
		fprintf(out, "%d points, %d rounds in %d processes, about %d:%02d:%02d\n",
			run->plan.nr_points, run->repeats, run->processes, (int)(seconds / 3600),
			(int)(seconds / 60 % 60), (int)(seconds % 60));
}

void dry_run_print(FILE *out, const struct run *run)
{
	fprintf(out, "on %s%s\n", run->machine->name,
		run->machine->is_this_system ? "" : " (described, cannot be measured)");
	print_points(out, &run->plan);
	dry_run_print_skips(out, &run->plan);
	print_length(out, run);
}
