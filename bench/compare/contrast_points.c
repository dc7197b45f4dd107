// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * contrast_points.c: from the observations of a point to its effect. First each process becomes one
 * value, the median of what it saw: of the ratios of its rounds where these are pairs, of its figures
 * where they are not. A zero has no ratio: it is then only asked which side has more.
 */
#include "bench/compare/contrast_parts.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/compare/rank_test.h"
#include "bench/grow.h"

/* What one side saw of a point, sorted by run, process and round. */
struct stretch {
	const struct observation *first;
	int nr, nr_valid;
};

/* Room for one value of each process, and for those of one process. */
struct room {
	double *base, *test, *in_process;
};

static int room_make(struct room *room, int nr)
{
	size_t n = (size_t)nr + 1;

	room->base = malloc(n * sizeof(*room->base));
	room->test = malloc(n * sizeof(*room->test));
	room->in_process = malloc(n * sizeof(*room->in_process));
	return room->base && room->test && room->in_process ? 0 : -ENOMEM;
}

static void room_free(struct room *room)
{
	free(room->base);
	free(room->test);
	free(room->in_process);
}

static bool same_process(const struct observation *a, const struct observation *b)
{
	return a->run == b->run && a->process == b->process;
}

/* The median of each process into @medians; returns how many have any. */
static int reduce(const struct stretch *stretch, double *medians, double *in_process)
{
	int nr = 0;

	for (int i = 0, end; i < stretch->nr; i = end) {
		double median;
		int n = 0;

		for (end = i;
		     end < stretch->nr && same_process(&stretch->first[i], &stretch->first[end]);
		     end++)
			in_process[n++] = stretch->first[end].value;
		median = stats_median(in_process, n);
		if (!isnan(median))
			medians[nr++] = median;
	}
	return nr;
}

static bool any_zero(const struct stretch *stretch)
{
	for (int i = 0; i < stretch->nr; i++) {
		if (stretch->first[i].value <= 0)
			return true;
	}
	return false;
}

/* ---- pairs ---- */

static int compare_rounds(const struct observation *a, const struct observation *b)
{
	const int left[] = {a->run, a->process, a->repeat};
	const int right[] = {b->run, b->process, b->repeat};

	for (int i = 0; i < 3; i++) {
		if (left[i] != right[i])
			return left[i] < right[i] ? -1 : 1;
	}
	return 0;
}

/*
 * One value of each process into @values: how test and base differed in its rounds. What is invalid was
 * taken again in the same round, of either side as often as it took: it steps aside first.
 */
static int reduce_pairs(const struct stretch *base, const struct stretch *test, bool ratios,
			double *values, double *in_process)
{
	const struct observation *process = NULL;
	int n = 0, nr = 0;

	for (int b = 0, t = 0; b < base->nr && t < test->nr;) {
		const struct observation *from = &base->first[b], *to = &test->first[t];
		int order = isnan(from->value) ? -1
			    : isnan(to->value) ? 1
					       : compare_rounds(from, to);

		b += order <= 0;
		t += order >= 0;
		if (order)
			continue;
		if (process && !same_process(process, to)) {
			values[nr++] = stats_median(in_process, n);
			n = 0;
		}
		process = to;
		in_process[n++] = ratios ? log(to->value / from->value) : to->value - from->value;
	}
	if (n)
		values[nr++] = stats_median(in_process, n);
	return nr;
}

/*
 * @difference is of what was judged: the median of the pairs' differences, or that between the groups'
 * medians. Medians of either side's own need not lie as their pairs do.
 */
static int effect_without_ratio(struct effect *effect, double p, double difference, int nr_base,
				int nr_test, bool paired)
{
	*effect = (struct effect){
		.ratio = NAN,
		.low = NAN,
		.high = NAN,
		.spread = NAN,
		.difference = difference,
		.p = p,
		.nr_base = nr_base,
		.nr_test = nr_test,
		.paired = paired,
	};
	return isnan(p) ? -ENOMEM : 0;
}

/* 1 where there are no pairs. */
static int compare_pairs(struct contrast_point *point, const struct stretch *base,
			 const struct stretch *test, const struct room *room, uint64_t seed)
{
	bool ratios = !any_zero(base) && !any_zero(test);
	int nr = reduce_pairs(base, test, ratios, room->test, room->in_process);
	double p;

	if (!nr)
		return 1;
	if (ratios)
		return effect_of_pairs(&point->effect, room->test, nr, seed);
	p = rank_test_pairs(room->test, nr);
	return effect_without_ratio(&point->effect, p, stats_median(room->test, nr), nr, nr, true);
}

/* ---- groups ---- */

static void to_logarithms(double *values, int nr)
{
	for (int i = 0; i < nr; i++)
		values[i] = log(values[i]);
}

static int compare_groups(struct contrast_point *point, const struct stretch *base,
			  const struct stretch *test, const struct room *room, uint64_t seed)
{
	int nr_base = reduce(base, room->base, room->in_process);
	int nr_test = reduce(test, room->test, room->in_process);

	if (any_zero(base) || any_zero(test))
		return effect_without_ratio(
			&point->effect, rank_test_groups(room->base, nr_base, room->test, nr_test),
			point->test_value - point->base, nr_base, nr_test, false);
	to_logarithms(room->base, nr_base);
	to_logarithms(room->test, nr_test);
	return effect_of_groups(&point->effect, room->base, nr_base, room->test, nr_test, seed);
}

/* ---- points ---- */

static int add_point(struct contrast *contrast, const struct result_key *key, int side,
		     const struct stretch *base, const struct stretch *test,
		     const struct room *room)
{
	struct contrast_point *points =
		grow(contrast->points, contrast->nr_points, sizeof(*points));
	struct contrast_point *point;
	int ret = 1;

	if (!points)
		return -ENOMEM;
	contrast->points = points;
	point = &points[contrast->nr_points++];
	*point = (struct contrast_point){
		.key = *key,
		.scheme = key->scheme,
		.test = side - 1,
		.nr_base = base->nr_valid,
		.nr_test = test->nr_valid,
	};
	point->base = stats_median(room->base, reduce(base, room->base, room->in_process));
	point->test_value = stats_median(room->test, reduce(test, room->test, room->in_process));
	if (contrast->sides[0].results == contrast->sides[side].results)
		ret = compare_pairs(point, base, test, room, contrast->options.seed);
	if (ret > 0)
		ret = compare_groups(point, base, test, room, contrast->options.seed);
	return ret;
}

static int add_unmatched(struct contrast *contrast, const struct result_key *key, int side,
			 int other, bool invalid)
{
	struct contrast_unmatched *unmatched =
		grow(contrast->unmatched, contrast->nr_unmatched, sizeof(*unmatched));

	if (!unmatched)
		return -ENOMEM;
	contrast->unmatched = unmatched;
	unmatched[contrast->nr_unmatched++] = (struct contrast_unmatched){
		.key = *key,
		.side = side,
		.other = other,
		.invalid = invalid,
	};
	return 0;
}

/* Base against the test of @side in the point that @stretches are of. */
static int compare_sides(struct contrast *contrast, const struct match *match, int point, int side,
			 const struct stretch *stretches, const struct room *room)
{
	const struct stretch *base = &stretches[0], *test = &stretches[side];
	const bool *seen = &match->seen[point * contrast->nr_sides];
	const struct result_key *key = &match->points[point];

	if (base->nr_valid && test->nr_valid)
		return add_point(contrast, key, side, base, test, room);
	if (seen[0] && !test->nr_valid && base->nr_valid)
		return add_unmatched(contrast, key, 0, side, seen[side]);
	if (seen[side] && !base->nr_valid && test->nr_valid)
		return add_unmatched(contrast, key, side, 0, seen[0]);
	return 0;
}

/* The observations of one point, by side; returns where they end. */
static int find_stretches(struct stretch *stretches, int nr_sides, const struct match *match,
			  int begin)
{
	const struct observation *all = match->observations;
	int end = begin;

	memset(stretches, 0, (size_t)nr_sides * sizeof(*stretches));
	for (; end < match->nr_observations && all[end].point == all[begin].point; end++) {
		struct stretch *stretch = &stretches[all[end].side];

		if (!stretch->nr++)
			stretch->first = &all[end];
		stretch->nr_valid += !isnan(all[end].value);
	}
	return end;
}

int contrast_add_points(struct contrast *contrast, const struct match *match)
{
	struct stretch *stretches = calloc((size_t)contrast->nr_sides, sizeof(*stretches));
	struct room room = {0};
	int ret = stretches ? room_make(&room, match->nr_observations) : -ENOMEM;

	for (int i = 0, end; !ret && i < match->nr_observations; i = end) {
		end = find_stretches(stretches, contrast->nr_sides, match, i);
		for (int side = 1; !ret && side < contrast->nr_sides; side++)
			ret = compare_sides(contrast, match, match->observations[i].point, side,
					    stretches, &room);
	}
	room_free(&room);
	free(stretches);
	return ret;
}
