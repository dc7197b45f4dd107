// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * contrast_plot.c: two sets of pictures. The effects are the contrast's own panels. For the counters
 * all sides become one file, in which each is a scheme by its label: what draws a results file then
 * draws them side by side, although they may be of two kernels or machines, whose names are joined.
 */
#include "bench/compare/contrast_plot.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/compare/contrast_parts.h"
#include "bench/results/results_arena.h"

static const char *intern(struct results_arena *arena, const char *text)
{
	return results_arena_intern(arena, text, strlen(text));
}

/* ---- all sides as one file ---- */

#define RUN_TEXT(name) offsetof(struct result_run, name)
/* What tells machines apart in a summary. */
static const size_t machine_texts[] = {
	RUN_TEXT(host),	   RUN_TEXT(cpu_model), RUN_TEXT(kernel), RUN_TEXT(kernel_build_id),
	RUN_TEXT(version), RUN_TEXT(revision),
};

static const char **text_at(struct result_run *run, size_t offset)
{
	return (const char **)((char *)run + offset);
}

/* Every value that a run has of it, once, and given to all: "6.12 | 6.12-patched". */
static int join_text(struct results *all, size_t offset, struct results_arena *arena)
{
	char joined[512] = "";
	const char *text;

	for (int i = 0; i < all->nr_runs; i++) {
		size_t used = strlen(joined);
		bool told = false;

		for (int k = 0; k < i; k++)
			told |= !strcmp(*text_at(&all->runs[k], offset),
					*text_at(&all->runs[i], offset));
		if (!told)
			snprintf(joined + used, sizeof(joined) - used, "%s%.200s",
				 used ? " | " : "", *text_at(&all->runs[i], offset));
	}
	text = intern(arena, joined);
	for (int i = 0; i < all->nr_runs; i++)
		*text_at(&all->runs[i], offset) = text;
	return text ? 0 : -ENOMEM;
}

static const char *name_of(const struct contrast *contrast, int side, const char *scheme,
			   struct results_arena *arena)
{
	char name[512];

	if (contrast->by_scheme)
		return intern(arena, contrast->sides[side].label);
	snprintf(name, sizeof(name), "%.200s (%.200s)", scheme, contrast->sides[side].label);
	return intern(arena, name);
}

/* Events are told apart by their pointers as well. */
static int add_runs(struct results *all, const struct results *from, struct results_arena *arena)
{
	for (int i = 0; i < from->nr_runs; i++) {
		struct result_run *run = &all->runs[all->nr_runs++];

		*run = from->runs[i];
		for (int e = 0; e < run->nr_events; e++) {
			run->events[e] = intern(arena, run->events[e]);
			if (!run->events[e])
				return -ENOMEM;
		}
	}
	return 0;
}

/* What only one side has cannot explain a difference. */
static bool is_compared(const struct contrast *contrast, const char *scheme)
{
	for (int i = 0; i < contrast->nr_points; i++) {
		if (contrast->by_scheme || !strcmp(contrast->points[i].scheme, scheme))
			return true;
	}
	return false;
}

static int add_side(struct results *all, const struct contrast *contrast, int side,
		    struct results_arena *arena)
{
	const struct results *from = contrast->sides[side].results;
	int first_run = all->nr_runs;

	if (add_runs(all, from, arena))
		return -ENOMEM;
	for (int i = 0; i < from->nr_samples; i++) {
		struct result_sample *sample = &all->samples[all->nr_samples];

		if (!contrast_side_has(&contrast->sides[side], &from->samples[i]) ||
		    !is_compared(contrast, from->samples[i].key.scheme))
			continue;
		*sample = from->samples[i];
		sample->run += first_run;
		if (result_key_intern(&sample->key, &sample->key, arena))
			return -ENOMEM;
		sample->key.scheme = name_of(contrast, side, sample->key.scheme, arena);
		if (!sample->key.scheme)
			return -ENOMEM;
		all->nr_samples++;
	}
	return 0;
}

static int join_sides(struct results *all, const struct contrast *contrast,
		      struct results_arena *arena)
{
	size_t runs = 0, samples = 1;
	int ret = 0;

	for (int s = 0; s < contrast->nr_sides; s++) {
		runs += (size_t)contrast->sides[s].results->nr_runs;
		samples += (size_t)contrast->sides[s].results->nr_samples;
	}
	all->runs = calloc(runs, sizeof(*all->runs));
	all->samples = calloc(samples, sizeof(*all->samples));
	if (!all->runs || !all->samples)
		return -ENOMEM;
	for (int s = 0; !ret && s < contrast->nr_sides; s++)
		ret = add_side(all, contrast, s, arena);
	for (size_t i = 0; !ret && i < sizeof(machine_texts) / sizeof(machine_texts[0]); i++)
		ret = join_text(all, machine_texts[i], arena);
	return ret;
}

static int draw_sides(const struct contrast *contrast, struct plot_options *options,
		      struct error *err)
{
	static const char *const kinds[] = {"throughput", "events", NULL};
	struct results_arena *arena = results_arena_new();
	struct results all = {0};
	struct summary summary;
	int ret = arena ? join_sides(&all, contrast, arena) : -ENOMEM;

	if (!ret)
		ret = summary_make(&summary, &all);
	if (ret) {
		error_set(err, ret, "out of memory");
	} else {
		options->kinds = kinds;
		ret = plot_draw(&summary, options, err);
		summary_free(&summary);
	}
	free(all.runs);
	free(all.samples);
	results_arena_free(arena);
	return ret;
}

/* ---- effects ---- */

static int draw_effects(const struct contrast *contrast, struct plot_options *options,
			struct error *err)
{
	struct summary summary = {
		.results = contrast->sides[0].results,
		.nr_panels = contrast->nr_panels,
		.nr_machines = 1,
		.panels = calloc((size_t)contrast->nr_panels, sizeof(*summary.panels)),
	};
	int ret;

	if (!summary.panels)
		return error_set(err, -ENOMEM, "out of memory");
	for (int i = 0; i < contrast->nr_panels; i++)
		summary.panels[i] = contrast->panels[i].panel;
	options->kinds = NULL;
	options->known = plot_change_kinds;
	options->baseline = contrast->sides[0].label;
	options->metric = contrast->metric.name;
	ret = plot_draw(&summary, options, err);
	options->known = NULL;
	free(summary.panels);
	return ret;
}

int contrast_plot(const struct contrast *contrast, const struct plot_options *options,
		  struct error *err)
{
	struct plot_options own = *options;
	int ret = draw_effects(contrast, &own, err);

	return ret ? ret : draw_sides(contrast, &own, err);
}
