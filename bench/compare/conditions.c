// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * conditions.c: what else differs between two files than what was to be compared. Everything that the
 * run lines say in single values is compared by its name, but for what differs between any two runs.
 * A name that one side does not know at all, an older file's, is no difference.
 */
#include "bench/compare/contrast_parts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/grow.h"
#include "bench/results/results_arena.h"

/* How long a run took and what it drew are no conditions of a sample. */
static const char *const ignored[] = {
	"type",
	"schema",
	"program",
	"start_time",
	"seed",
	"repeats",
	"points",
	"processes",
	"loop_overhead_ns",
	"syscall_overhead_ns",
	"precision_percent",
	"budget_ns",
	"paranoid",
	"topology.name",
	NULL,
};

/* These make it another machine. */
static const char *const of_the_machine[] = {
	"host",		  "cpu_model",	    "architecture",
	"topology.cpus",  "topology.cores", "topology.packages",
	"topology.nodes", "topology.llcs",  NULL,
};

static bool is_listed(const char *const *list, const char *name)
{
	while (*list && strcmp(*list, name))
		list++;
	return *list;
}

static const struct run_condition *find(const struct result_run *run, const char *name)
{
	for (int i = 0; i < run->nr_conditions; i++) {
		if (!strcmp(run->conditions[i].name, name))
			return &run->conditions[i];
	}
	return NULL;
}

/* Which runs of @side have samples of it: malloc'ed. */
static bool *runs_of(const struct contrast_side *side)
{
	bool *used = calloc((size_t)side->results->nr_runs + 1, sizeof(*used));

	for (int i = 0; used && i < side->results->nr_samples; i++) {
		const struct result_sample *sample = &side->results->samples[i];

		if (contrast_side_has(side, sample))
			used[sample->run] = true;
	}
	return used;
}

const struct result_run *contrast_run_of(const struct contrast_side *side)
{
	int i = 0;

	while (i < side->results->nr_samples - 1 &&
	       !contrast_side_has(side, &side->results->samples[i]))
		i++;
	return &side->results->runs[side->results->samples[i].run];
}

/* Whether an earlier used run says the same: texts are interned. */
static bool is_repeated(const struct contrast_side *side, const bool *used, int run,
			const struct run_condition *condition)
{
	for (int i = 0; i < run; i++) {
		const struct run_condition *earlier =
			used[i] ? find(&side->results->runs[i], condition->name) : NULL;

		if (earlier && earlier->value == condition->value)
			return true;
	}
	return false;
}

/* The values of @name in the used runs, each once: "a and b"; *@nr says how many. */
static const char *values_of(struct contrast *contrast, const struct contrast_side *side,
			     const bool *used, const char *name, int *nr)
{
	char *text = NULL;
	const char *interned;
	size_t size;
	FILE *out = open_memstream(&text, &size); /* a kernel's command line may be long */

	*nr = 0;
	if (!out)
		return NULL;
	for (int i = 0; i < side->results->nr_runs; i++) {
		const struct run_condition *condition = find(&side->results->runs[i], name);

		if (!used[i] || !condition || is_repeated(side, used, i, condition))
			continue;
		fprintf(out, "%s%s", (*nr)++ ? " and " : "",
			*condition->value ? condition->value : "unknown");
	}
	interned = fclose(out) ? NULL : results_arena_intern(contrast->arena, text, strlen(text));
	free(text);
	return interned;
}

static int add(struct contrast *contrast, struct contrast_difference difference)
{
	struct contrast_difference *differences =
		grow(contrast->differences, contrast->nr_differences, sizeof(*differences));

	if (!differences)
		return -ENOMEM;
	contrast->differences = differences;
	differences[contrast->nr_differences++] = difference;
	return 0;
}

/* What is done with a name that a side's runs know. */
typedef int name_fn(struct contrast *contrast, int side, bool *const *used, const char *name);

static int compare_name(struct contrast *contrast, int side, bool *const *used, const char *name)
{
	int nr_base, nr_test;
	const char *base = values_of(contrast, &contrast->sides[0], used[0], name, &nr_base);
	const char *test = values_of(contrast, &contrast->sides[side], used[side], name, &nr_test);

	if (!base || !test)
		return -ENOMEM;
	/* Interned: equal means same pointer. */
	if (!nr_base || !nr_test || base == test)
		return 0;
	return add(contrast, (struct contrast_difference){
				     .name = name,
				     .base = base,
				     .test = test,
				     .side = side,
				     .machine = is_listed(of_the_machine, name),
			     });
}

/* A side that is several things by itself is no clean one. */
static int find_mixed(struct contrast *contrast, int side, bool *const *used, const char *name)
{
	int nr;
	const char *values = values_of(contrast, &contrast->sides[side], used[side], name, &nr);

	if (!values)
		return -ENOMEM;
	if (nr < 2)
		return 0;
	return add(contrast,
		   (struct contrast_difference){.name = name, .base = values, .side = side});
}

/* Whether an earlier used run of @side had this name already. */
static bool is_told(const struct contrast_side *side, const bool *used, int run, const char *name)
{
	for (int i = 0; i < run; i++) {
		if (used[i] && find(&side->results->runs[i], name))
			return true;
	}
	return false;
}

/* Visit each name that the runs of side @of know, on behalf of @side. */
static int visit_names(struct contrast *contrast, int of, bool *const *used, name_fn *visit,
		       int side)
{
	const struct results *results = contrast->sides[of].results;
	int ret = 0;

	for (int r = 0; r < results->nr_runs; r++) {
		const struct result_run *run = &results->runs[r];

		for (int i = 0; !ret && used[of][r] && i < run->nr_conditions; i++) {
			const char *name = run->conditions[i].name;

			if (!is_listed(ignored, name) &&
			    !is_told(&contrast->sides[of], used[of], r, name))
				ret = visit(contrast, side, used, name);
		}
	}
	return ret;
}

/* Schemes of one file come of the same runs: that is said once. */
static bool is_new_file(const struct contrast *contrast, int side)
{
	for (int s = 0; s < side; s++) {
		if (contrast->sides[s].results == contrast->sides[side].results)
			return false;
	}
	return true;
}

static int find_all(struct contrast *contrast, bool *const *used)
{
	int ret = 0;

	for (int s = 0; !ret && s < contrast->nr_sides; s++) {
		if (is_new_file(contrast, s))
			ret = visit_names(contrast, s, used, find_mixed, s);
	}
	for (int s = 1; !ret && s < contrast->nr_sides; s++)
		ret = visit_names(contrast, 0, used, compare_name, s);
	return ret;
}

int contrast_find_differences(struct contrast *contrast)
{
	bool **used = calloc((size_t)contrast->nr_sides, sizeof(*used));
	int ret = used ? 0 : -ENOMEM;

	for (int s = 0; !ret && s < contrast->nr_sides; s++) {
		used[s] = runs_of(&contrast->sides[s]);
		ret = used[s] ? 0 : -ENOMEM;
	}
	if (!ret)
		ret = find_all(contrast, used);
	for (int s = 0; used && s < contrast->nr_sides; s++)
		free(used[s]);
	free(used);
	return ret;
}
