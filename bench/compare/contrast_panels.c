// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * contrast_panels.c: points laid out as the report's tables and pictures want them: a panel for each
 * set of conditions, a row for each scheme that is compared with itself, or for each test.
 */
#include "bench/compare/contrast_parts.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/grow.h"
#include "bench/results/results_arena.h"

#define BIT(dimension) (1u << (dimension))

/* What tells a point's row: its scheme, or the test, or both. */
static int name_row(struct contrast *contrast, struct contrast_point *point)
{
	const char *label = contrast->sides[point->test + 1].label;
	char name[1024];

	if (contrast->by_scheme)
		snprintf(name, sizeof(name), "%s", label);
	else if (contrast->nr_sides > 2)
		snprintf(name, sizeof(name), "%.500s (%.500s)", point->scheme, label);
	else
		snprintf(name, sizeof(name), "%s", point->scheme);
	point->key.scheme = results_arena_intern(contrast->arena, name, strlen(name));
	return point->key.scheme ? 0 : -ENOMEM;
}

static int compare_points(const void *a, const void *b)
{
	const struct contrast_point *left = a, *right = b;
	int difference = summary_workload_rank(left->key.workload) -
			 summary_workload_rank(right->key.workload);

	if (!difference)
		difference = result_key_compare(&left->key, &right->key);
	return difference ? difference : left->test - right->test;
}

static struct contrast_panel *find_panel(struct contrast *contrast, const struct result_key *key)
{
	struct contrast_panel *panels;

	for (int i = 0; i < contrast->nr_panels; i++) {
		if (key_same_conditions(&contrast->panels[i].panel.key, key))
			return &contrast->panels[i];
	}
	panels = grow(contrast->panels, contrast->nr_panels, sizeof(*panels));
	if (!panels)
		return NULL;
	contrast->panels = panels;
	panels += contrast->nr_panels++;
	*panels = (struct contrast_panel){
		.panel.key = *key,
		.panel.run = contrast_run_of(&contrast->sides[0]),
		.contrast = contrast,
	};
	panels->panel.key.scheme = NULL;
	panels->panel.key.threads = 0;
	return panels;
}

static int row_of(const struct panel *panel, const struct result_key *key)
{
	int i = 0;

	while (i < panel->nr_rows && !key_same_row(&panel->rows[i], key, 0))
		i++;
	return i;
}

static int threads_of(const struct panel *panel, int threads)
{
	int i = 0;

	while (i < panel->nr_threads && panel->threads[i] != threads)
		i++;
	return i;
}

/* Make sure that @panel has a row and a thread count for @key. */
static int add_row(struct panel *panel, const struct result_key *key)
{
	if (row_of(panel, key) == panel->nr_rows) {
		struct result_key *rows = grow(panel->rows, panel->nr_rows, sizeof(*rows));

		if (!rows)
			return -ENOMEM;
		panel->rows = rows;
		rows[panel->nr_rows] = *key;
		rows[panel->nr_rows++].threads = 0;
	}
	if (threads_of(panel, key->threads) == panel->nr_threads) {
		int *threads = grow(panel->threads, panel->nr_threads, sizeof(*threads));

		if (!threads)
			return -ENOMEM;
		panel->threads = threads;
		threads[panel->nr_threads++] = key->threads;
	}
	return 0;
}

static int compare_rows(const void *a, const void *b)
{
	return key_compare_rows(a, b);
}

static int compare_threads(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static int make_cells(struct contrast_panel *contrast_panel)
{
	struct panel *panel = &contrast_panel->panel;
	size_t nr = (size_t)panel->nr_rows * (size_t)panel->nr_threads;

	qsort(panel->rows, (size_t)panel->nr_rows, sizeof(*panel->rows), compare_rows);
	qsort(panel->threads, (size_t)panel->nr_threads, sizeof(*panel->threads), compare_threads);
	for (int i = 0; i < panel->nr_rows; i++) {
		for (int d = 0; d < NR_DIMENSIONS; d++) {
			if (!dimension_same((enum dimension)d, &panel->rows[i], panel->rows))
				panel->varies |= BIT(d);
		}
	}
	panel->bases = calloc((size_t)panel->nr_rows, sizeof(*panel->bases));
	panel->cells = calloc(nr, sizeof(*panel->cells));
	contrast_panel->points = calloc(nr, sizeof(*contrast_panel->points));
	return panel->bases && panel->cells && contrast_panel->points ? 0 : -ENOMEM;
}

/* The ratio as an estimate, which pictures draw: without an interval it is one value's. */
static struct estimate as_estimate(const struct effect *effect)
{
	bool interval = !isnan(effect->low);

	return (struct estimate){
		.median = effect->ratio,
		.low = interval ? effect->low : effect->ratio,
		.high = interval ? effect->high : effect->ratio,
		.coverage = interval ? EFFECT_CONFIDENCE : 0,
		.n = isnan(effect->ratio) ? 0
		     : interval		  ? effect->nr_test
					  : 1,
	};
}

static void place(struct contrast_panel *contrast_panel, const struct contrast_point *point)
{
	struct panel *panel = &contrast_panel->panel;
	int at =
		threads_of(panel, point->key.threads) * panel->nr_rows + row_of(panel, &point->key);

	contrast_panel->points[at] = point;
	panel->cells[at].nr_valid = point->nr_test;
	panel->cells[at].effect = as_estimate(&point->effect);
}

/* Three digits or more of the largest value of base, and a tenth of the narrowest interval. */
static void choose_decimals(struct contrast_panel *panel, double scale)
{
	double largest = 0, narrowest = INFINITY;

	for (int i = 0; i < panel->panel.nr_rows * panel->panel.nr_threads; i++) {
		const struct contrast_point *point = panel->points[i];

		if (!point)
			continue;
		largest = fmax(largest, point->base * scale);
		if (!isnan(point->effect.low))
			narrowest = fmin(narrowest, point->effect.high - point->effect.low);
	}
	panel->decimals = largest >= 1000 ? 0 : largest >= 100 ? 1 : largest >= 1 ? 2 : 4;
	panel->percent_decimals = narrowest < 0.01 ? 2 : 1;
}

/* Interned: equal means same pointer. */
static void find_only_scheme(struct contrast *contrast)
{
	contrast->only_scheme = contrast->by_scheme ? NULL : contrast->points[0].scheme;
	for (int i = 1; i < contrast->nr_points; i++) {
		if (contrast->points[i].scheme != contrast->only_scheme)
			contrast->only_scheme = NULL;
	}
}

int contrast_lay_out(struct contrast *contrast)
{
	int ret = 0;

	find_only_scheme(contrast);
	for (int i = 0; !ret && i < contrast->nr_points; i++)
		ret = name_row(contrast, &contrast->points[i]);
	qsort(contrast->points, (size_t)contrast->nr_points, sizeof(*contrast->points),
	      compare_points);
	for (int i = 0; !ret && i < contrast->nr_points; i++) {
		const struct result_key *key = &contrast->points[i].key;
		struct contrast_panel *panel = find_panel(contrast, key);

		ret = panel ? add_row(&panel->panel, key) : -ENOMEM;
	}
	for (int i = 0; !ret && i < contrast->nr_panels; i++)
		ret = make_cells(&contrast->panels[i]);
	for (int i = 0; !ret && i < contrast->nr_points; i++)
		place(find_panel(contrast, &contrast->points[i].key), &contrast->points[i]);
	for (int i = 0; !ret && i < contrast->nr_panels; i++)
		choose_decimals(&contrast->panels[i], contrast->metric.scale);
	return ret;
}
