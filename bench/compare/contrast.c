// SPDX-License-Identifier: GPL-2.0-or-later
/* contrast.c: the steps of a comparison, and what is refused before the first. See contrast.h. */
#include "bench/compare/contrast_parts.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/results/results_arena.h"

#define USUAL_METRIC "ops_per_sec"
#define USUAL_ALPHA  0.05
#define USUAL_SEED   1

static bool has_scheme(const struct results *results, const char *scheme, int before)
{
	for (int i = 0; i < before; i++) {
		if (results->samples[i].key.scheme == scheme ||
		    !strcmp(results->samples[i].key.scheme, scheme))
			return true;
	}
	return false;
}

/* Every scheme of @results once, as far as there is room. */
static void list_schemes(const struct results *results, char *list, size_t size)
{
	char quote[ERROR_QUOTE_SIZE];

	list[0] = '\0';
	for (int i = 0; i < results->nr_samples; i++) {
		const struct result_key *key = &results->samples[i].key;
		size_t used = strlen(list);

		if (used + sizeof(quote) > size || has_scheme(results, key->scheme, i))
			continue;
		snprintf(list + used, size - used, "%s%s", used ? ", " : "",
			 error_quote(quote, key->scheme, strlen(key->scheme)));
	}
}

static int check_side(const struct contrast_side *side, struct error *err)
{
	char quote[ERROR_QUOTE_SIZE], list[320];

	if (!side->scheme || has_scheme(side->results, side->scheme, side->results->nr_samples))
		return 0;
	list_schemes(side->results, list, sizeof(list));
	return error_set(err, -EINVAL, "no sample of scheme '%s'; there are: %s",
			 error_quote(quote, side->scheme, strlen(side->scheme)), list);
}

static int take_sides(struct contrast *contrast, const struct contrast_side *base,
		      const struct contrast_side *tests, int nr_tests, struct error *err)
{
	int ret = 0;

	contrast->nr_sides = nr_tests + 1;
	contrast->sides = calloc((size_t)contrast->nr_sides, sizeof(*contrast->sides));
	contrast->arena = results_arena_new();
	if (!contrast->sides || !contrast->arena)
		return -ENOMEM;
	contrast->sides[0] = *base;
	for (int i = 0; i < nr_tests; i++)
		contrast->sides[i + 1] = tests[i];
	contrast->by_scheme = base->scheme;
	for (int i = 0; !ret && i < contrast->nr_sides; i++)
		ret = check_side(&contrast->sides[i], err);
	return ret;
}

static void take_options(struct contrast *contrast, const struct contrast_options *options)
{
	contrast->options = *options;
	if (!contrast->options.metric)
		contrast->options.metric = USUAL_METRIC;
	if (contrast->options.alpha <= 0)
		contrast->options.alpha = USUAL_ALPHA;
	if (!contrast->options.seed)
		contrast->options.seed = USUAL_SEED;
}

static int find_metric(struct contrast *contrast, struct error *err)
{
	const struct results **results = calloc((size_t)contrast->nr_sides, sizeof(*results));
	int ret;

	if (!results)
		return -ENOMEM;
	for (int i = 0; i < contrast->nr_sides; i++)
		results[i] = contrast->sides[i].results;
	ret = metric_find(&contrast->metric, contrast->options.metric, results, contrast->nr_sides,
			  err);
	free(results);
	return ret;
}

/* Why there is nothing to compare: the first thing that did not match tells most. */
static int refuse_nothing(const struct contrast *contrast, struct error *err)
{
	const struct contrast_unmatched *first = contrast->unmatched;
	char text[300], why[140];

	if (!contrast->nr_unmatched)
		return error_set(err, -ENODATA, "no valid sample that has %s",
				 contrast->metric.name);
	contrast_why(contrast, first, why, sizeof(why));
	if (first->invalid)
		return error_set(err, -ENODATA, "no valid sample in common; none in %.60s of: %s",
				 contrast->sides[first->other].label,
				 contrast_describe(contrast, &first->key, text, sizeof(text)));
	return error_set(err, -ENODATA, "no sample in common; only in %.60s: %s%s%s%s",
			 contrast->sides[first->side].label,
			 contrast_describe(contrast, &first->key, text, sizeof(text)),
			 *why ? " (" : "", why, *why ? ")" : "");
}

static int compare(struct contrast *contrast, struct error *err)
{
	struct match match;
	int ret = match_make(&match, contrast);

	if (!ret)
		ret = contrast_add_points(contrast, &match);
	match_free(&match);
	if (!ret && !contrast->nr_points)
		return refuse_nothing(contrast, err);
	if (!ret)
		ret = contrast_judge(contrast);
	if (!ret)
		ret = contrast_lay_out(contrast);
	return ret ? ret : contrast_find_differences(contrast);
}

int contrast_make(struct contrast *contrast, const struct contrast_side *base,
		  const struct contrast_side *tests, int nr_tests,
		  const struct contrast_options *options, struct error *err)
{
	int ret;

	*contrast = (struct contrast){0};
	take_options(contrast, options);
	ret = take_sides(contrast, base, tests, nr_tests, err);
	if (!ret)
		ret = find_metric(contrast, err);
	if (!ret)
		ret = compare(contrast, err);
	if (ret == -ENOMEM)
		error_set(err, ret, "out of memory");
	if (ret)
		contrast_free(contrast);
	return ret;
}

void contrast_free(struct contrast *contrast)
{
	for (int i = 0; i < contrast->nr_panels; i++) {
		free(contrast->panels[i].panel.rows);
		free(contrast->panels[i].panel.bases);
		free(contrast->panels[i].panel.threads);
		free(contrast->panels[i].panel.cells);
		free(contrast->panels[i].points);
	}
	free(contrast->panels);
	free(contrast->points);
	free(contrast->unmatched);
	free(contrast->differences);
	free(contrast->sides);
	results_arena_free(contrast->arena);
	*contrast = (struct contrast){0};
}
