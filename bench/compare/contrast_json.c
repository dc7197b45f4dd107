// SPDX-License-Identifier: GPL-2.0-or-later
/* contrast_json.c: all that a contrast knows, as one JSON object. */
#include <errno.h>
#include <stdlib.h>

#include "bench/compare/contrast_columns.h"
#include "bench/compare/contrast_parts.h"
#include "bench/compare/contrast_print.h"
#include "bench/json.h"

static void put_key(yajl_gen json, const struct result_key *key)
{
	char text[32];
	const char *name, *value;
	enum result_member kind;

	for (int i = 0; (name = result_key_member(key, i, text, &value, &kind)); i++) {
		if (kind == MEMBER_TEXT)
			json_put_text(json, name, value);
		else if (kind == MEMBER_BOOL)
			json_put_bool(json, name, *value == 't');
		else
			json_put_number(json, name, strtod(value, NULL));
	}
}

static void put_side(yajl_gen json, const struct contrast_side *side)
{
	const struct result_run *run = contrast_run_of(side);

	json_put_text(json, "label", side->label);
	json_put_text(json, "scheme", side->scheme);
	json_put_text(json, "host", run->host);
	json_put_text(json, "kernel", run->kernel);
	json_put_text(json, "cpu_model", run->cpu_model);
	json_put_text(json, "virtualisation", run->virtualisation);
	json_put_text(json, "version", run->version);
	json_put_text(json, "revision", run->revision);
	json_put_text(json, "start_time", run->start_time);
}

static void put_sides(yajl_gen json, const struct contrast *contrast)
{
	json_open_map(json, "base");
	put_side(json, &contrast->sides[0]);
	yajl_gen_map_close(json);
	json_open_array(json, "tests");
	for (int s = 1; s < contrast->nr_sides; s++) {
		yajl_gen_map_open(json);
		put_side(json, &contrast->sides[s]);
		yajl_gen_map_close(json);
	}
	yajl_gen_array_close(json);
}

static void put_effect(yajl_gen json, const struct effect *effect)
{
	json_put_number(json, "ratio", effect->ratio);
	json_put_number(json, "low", effect->low);
	json_put_number(json, "high", effect->high);
	json_put_number(json, "p", effect->p);
	json_put_bool(json, "paired", effect->paired);
	json_put_integer(json, "base_processes", effect->nr_base);
	json_put_integer(json, "test_processes", effect->nr_test);
}

static void put_point(yajl_gen json, const struct contrast *contrast,
		      const struct contrast_point *point)
{
	static const char *const calls[] = {"too few", "none", "less", "more"};
	struct result_key key = point->key;
	char verdict[TABLE_TEXT];

	key.scheme = point->scheme;
	contrast_verdict(verdict, contrast, point);
	yajl_gen_map_open(json);
	json_put_text(json, "test", contrast->sides[point->test + 1].label);
	json_open_map(json, "key");
	put_key(json, &key);
	yajl_gen_map_close(json);
	json_put_number(json, "base_value", point->base);
	json_put_number(json, "test_value", point->test_value);
	put_effect(json, &point->effect);
	json_put_number(json, "p_corrected", point->p_corrected);
	json_put_text(json, "call", calls[point->call]);
	json_put_bool(json, "worse", contrast_is_regression(contrast, point, 0));
	json_put_text(json, "verdict", verdict);
	json_put_number(json, "bound_percent", point->bound_percent);
	json_put_number(json, "visible_percent", point->reach_percent);
	json_put_bool(json, "below_threshold", point->below_threshold);
	json_put_integer(json, "processes_needed", point->needed);
	json_put_integer(json, "base_samples", point->nr_base);
	json_put_integer(json, "test_samples", point->nr_test);
	yajl_gen_map_close(json);
}

static void put_points(yajl_gen json, const struct contrast *contrast)
{
	json_open_array(json, "points");
	for (int p = 0; p < contrast->nr_panels; p++) {
		const struct contrast_panel *panel = &contrast->panels[p];

		for (int i = 0; i < panel->panel.nr_rows * panel->panel.nr_threads; i++) {
			if (panel->points[i])
				put_point(json, contrast, panel->points[i]);
		}
	}
	yajl_gen_array_close(json);
}

static void put_unmatched(yajl_gen json, const struct contrast *contrast)
{
	json_open_array(json, "unmatched");
	for (int i = 0; i < contrast->nr_unmatched; i++) {
		const struct contrast_unmatched *unmatched = &contrast->unmatched[i];

		yajl_gen_map_open(json);
		json_put_text(json, "only_in", contrast->sides[unmatched->side].label);
		json_put_text(json, "not_in", contrast->sides[unmatched->other].label);
		json_put_text(json, "why", unmatched->invalid ? "no valid sample" : "no sample");
		json_open_map(json, "key");
		put_key(json, &unmatched->key);
		yajl_gen_map_close(json);
		yajl_gen_map_close(json);
	}
	yajl_gen_array_close(json);
}

static void put_differences(yajl_gen json, const struct contrast *contrast)
{
	json_open_array(json, "differences");
	for (int i = 0; i < contrast->nr_differences; i++) {
		const struct contrast_difference *difference = &contrast->differences[i];

		yajl_gen_map_open(json);
		json_put_text(json, "name", difference->name);
		json_put_text(json, difference->test ? "base" : "mixed", difference->base);
		if (difference->test)
			json_put_text(json, "test", difference->test);
		json_put_text(json, "of", contrast->sides[difference->side].label);
		json_put_bool(json, "another_machine", difference->machine);
		yajl_gen_map_close(json);
	}
	yajl_gen_array_close(json);
}

static void put_all(yajl_gen json, const struct contrast *contrast)
{
	yajl_gen_map_open(json);
	json_put_text(json, "type", "comparison");
	json_put_text(json, "metric", contrast->metric.name);
	json_put_number(json, "alpha", contrast->options.alpha);
	json_put_number(json, "threshold_percent", contrast->options.threshold_percent);
	json_put_number(json, "confidence", EFFECT_CONFIDENCE);
	json_put_integer(json, "seed", (long long)contrast->options.seed);
	json_put_integer(json, "comparisons_corrected_for", contrast->family);
	json_put_integer(json, "invalid_samples", contrast->nr_invalid);
	json_put_integer(json, "samples_without_metric", contrast->nr_without);
	put_sides(json, contrast);
	put_differences(json, contrast);
	put_points(json, contrast);
	put_unmatched(json, contrast);
	yajl_gen_map_close(json);
}

int contrast_print_json(FILE *out, const struct contrast *contrast)
{
	yajl_gen json = json_new(true);
	size_t length;
	char *text;

	if (!json)
		return -ENOMEM;
	put_all(json, contrast);
	text = json_line(json, &length);
	if (text)
		fwrite(text, 1, length, out);
	free(text);
	yajl_gen_free(json);
	return text ? 0 : -ENOMEM;
}
