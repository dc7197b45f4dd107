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

/* Points that differ in their scheme only share a line. */
static void print_points(FILE *out, const struct plan *plan)
{
	char memory[32];

	for (int i = 0; i < plan->nr_points;) {
		const struct point *point = &plan->points[i];
		int begin = i;

		fprintf(out, "%-10s %4d thread%s  %s, memory %s, share %s, pages %d, batch %d, ",
			point->workload->name, point->threads, point->threads == 1 ? " " : "s",
			point->placement->name,
			memory_policy_format(&point->memory, memory, sizeof(memory)),
			share_names[point->share], point->pages, point->batch);
		fprintf(out, "writers %d, nr %d\n  schemes", point->writers, point->nr);
		for (; i < plan->nr_points && same_but_scheme(point, &plan->points[i]); i++)
			fprintf(out, "%s %s", i > begin ? "," : "",
				point_scheme_name(&plan->points[i]));
		fprintf(out, "\n");
		print_cpus(out, point);
	}
}

/* Whether @b is the same gap as @a in another scheme. */
static bool same_skip(const struct skip *a, const struct skip *b)
{
	return same_but_scheme(&a->point, &b->point) && !strcmp(a->why, b->why);
}

void dry_run_print_skips(FILE *out, const struct plan *plan)
{
	for (int i = 0; i < plan->nr_skips;) {
		const struct skip *skip = &plan->skips[i];
		char memory[32];
		int begin = i;

		fprintf(out, "skipped: %s (", skip->point.workload->name);
		for (; i < plan->nr_skips && same_skip(skip, &plan->skips[i]); i++)
			fprintf(out, "%s%s", i > begin ? ", " : "",
				point_scheme_name(&plan->skips[i].point));
		fprintf(out, "), %d thread%s, %s, memory %s: %s\n", skip->point.threads,
			skip->point.threads == 1 ? "" : "s", skip->point.placement->name,
			memory_policy_format(&skip->point.memory, memory, sizeof(memory)),
			skip->why);
	}
}

void dry_run_print(FILE *out, const struct run *run)
{
	uint64_t seconds = (uint64_t)run->repeats * round_estimate_ns(run) / 1000000000U;

	fprintf(out, "on %s%s\n", run->machine->name,
		run->machine->is_this_system ? "" : " (described, cannot be measured)");
	print_points(out, &run->plan);
	dry_run_print_skips(out, &run->plan);
	fprintf(out, "%d points, %d rounds in %d processes, about %d:%02d:%02d\n",
		run->plan.nr_points, run->repeats, run->processes, (int)(seconds / 3600),
		(int)(seconds / 60 % 60), (int)(seconds % 60));
}
