// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * match.c: which samples are of the same point. Keys of different files are compared by what they
 * say; a hash table finds each sample's point, and one sort brings together what belongs together:
 * 200,000 samples take a fraction of a second.
 */
#include "bench/compare/contrast_parts.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/grow.h"
#include "bench/results/results_arena.h"

#define PING_PONG "ping-pong" /* has a matrix, and no schemes */

bool contrast_side_has(const struct contrast_side *side, const struct result_sample *sample)
{
	return strcmp(sample->key.workload, PING_PONG) &&
	       (!side->scheme || !strcmp(side->scheme, sample->key.scheme));
}

static int *find_place(const struct match *match, const struct result_key *key)
{
	for (uint64_t i = result_key_hash(key);; i++) {
		int *place = &match->places[i & (uint64_t)(match->nr_places - 1)];

		if (*place < 0 || !result_key_compare(&match->points[*place], key))
			return place;
	}
}

/* At most half of the places are ever taken. */
static int make_room(struct match *match)
{
	int nr = match->nr_places ? match->nr_places * 2 : 256;
	int *places;

	if (match->nr_points < match->nr_places / 2)
		return 0;
	places = malloc((size_t)nr * sizeof(*places));
	if (!places)
		return -ENOMEM;
	memset(places, -1, (size_t)nr * sizeof(*places));
	free(match->places);
	match->places = places;
	match->nr_places = nr;
	for (int i = 0; i < match->nr_points; i++)
		*find_place(match, &match->points[i]) = i;
	return 0;
}

/* Which point @key is; one of its own where it is new. -ENOMEM. */
static int find_point(struct match *match, const struct result_key *key)
{
	struct result_key *points;
	int *place;

	if (make_room(match))
		return -ENOMEM;
	place = find_place(match, key);
	if (*place >= 0)
		return *place;
	points = grow(match->points, match->nr_points, sizeof(*points));
	if (!points)
		return -ENOMEM;
	match->points = points;
	if (result_key_intern(&points[match->nr_points], key, match->arena))
		return -ENOMEM;
	*place = match->nr_points;
	return match->nr_points++;
}

static int observe(struct match *match, struct contrast *contrast, int side,
		   const struct result_sample *sample)
{
	const struct results *results = contrast->sides[side].results;
	struct result_key key = sample->key;
	int point;

	if (contrast->by_scheme)
		key.scheme = "";
	point = find_point(match, &key);
	if (point < 0)
		return point;
	match->observations[match->nr_observations++] = (struct observation){
		.point = point,
		.side = side,
		.run = sample->run,
		.process = sample->process,
		.repeat = sample->repeat,
		.value = sample->valid ? metric_value(&contrast->metric, results, sample) : NAN,
	};
	contrast->nr_invalid += !sample->valid;
	return 0;
}

static int compare_observations(const void *a, const void *b)
{
	const struct observation *l = a, *r = b;
	const int left[] = {l->point, l->side, l->run, l->process, l->repeat};
	const int right[] = {r->point, r->side, r->run, r->process, r->repeat};

	for (int i = 0; i < 5; i++) {
		if (left[i] != right[i])
			return left[i] < right[i] ? -1 : 1;
	}
	return 0;
}

static void note_seen(struct match *match, struct contrast *contrast)
{
	for (int i = 0; i < match->nr_observations; i++) {
		const struct observation *observation = &match->observations[i];

		match->seen[observation->point * contrast->nr_sides + observation->side] = true;
		contrast->nr_without += isnan(observation->value);
	}
	contrast->nr_without -= contrast->nr_invalid;
}

int match_make(struct match *match, struct contrast *contrast)
{
	size_t room = 1;
	int ret = 0;

	*match = (struct match){.arena = contrast->arena};
	for (int s = 0; s < contrast->nr_sides; s++)
		room += (size_t)contrast->sides[s].results->nr_samples;
	match->observations = malloc(room * sizeof(*match->observations));
	if (!match->observations)
		return -ENOMEM;
	for (int s = 0; s < contrast->nr_sides; s++) {
		const struct contrast_side *side = &contrast->sides[s];

		for (int i = 0; !ret && i < side->results->nr_samples; i++) {
			if (contrast_side_has(side, &side->results->samples[i]))
				ret = observe(match, contrast, s, &side->results->samples[i]);
		}
	}
	if (ret)
		return ret;
	qsort(match->observations, (size_t)match->nr_observations, sizeof(*match->observations),
	      compare_observations);
	match->seen =
		calloc((size_t)match->nr_points * (size_t)contrast->nr_sides + 1, sizeof(bool));
	if (!match->seen)
		return -ENOMEM;
	note_seen(match, contrast);
	return 0;
}

void match_free(struct match *match)
{
	free(match->points);
	free(match->places);
	free(match->observations);
	free(match->seen);
}
