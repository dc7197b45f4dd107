// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * judge.c: what is called different. A point is called where the chance, corrected for the whole
 * table, is small enough, its interval leaves out 1, and the difference is no smaller than what was
 * asked for: an interval and a call beside it never contradict each other. A point whose processes are
 * too few to be called even alone cannot be called by chance either, and does not weigh on the others.
 */
#include "bench/compare/contrast_parts.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "bench/compare/holm.h"
#include "bench/compare/reach.h"

/* What reach_of() found, for the next point of as many processes. */
struct known_reach {
	bool paired;
	int nr_base, nr_test;
	double reach;
};

static double percent_of(double ratio)
{
	return fabs(ratio - 1) * 100;
}

static bool in_the_running(const struct contrast *contrast, const struct effect *effect)
{
	return effect_least_p(effect) <= contrast->options.alpha;
}

static int correct(struct contrast *contrast)
{
	double *p = malloc((size_t)(contrast->nr_points + 1) * sizeof(*p));
	int ret;

	if (!p)
		return -ENOMEM;
	contrast->family = 0;
	for (int i = 0; i < contrast->nr_points; i++) {
		const struct effect *effect = &contrast->points[i].effect;

		p[i] = in_the_running(contrast, effect) ? effect->p : NAN;
		contrast->family += !isnan(p[i]);
	}
	ret = holm_correct(p, contrast->nr_points);
	for (int i = 0; i < contrast->nr_points; i++)
		contrast->points[i].p_corrected = p[i];
	free(p);
	return ret;
}

/* Without a ratio there is no interval to be contradicted, and nothing to measure by. */
static void call(const struct contrast *contrast, struct contrast_point *point, double level)
{
	const struct effect *effect = &point->effect;
	bool ratio = !isnan(effect->ratio);
	bool outside = effect->low > 1 || effect->high < 1;
	bool more = ratio ? effect->ratio > 1 : effect->difference > 0;
	bool significant = point->p_corrected <= contrast->options.alpha &&
			   (ratio ? outside : effect->difference != 0);

	point->below_threshold = significant && ratio &&
				 percent_of(effect->ratio) < contrast->options.threshold_percent;
	if (significant && !point->below_threshold)
		point->call = more ? CALL_MORE : CALL_LESS;
	else
		point->call = effect_least_p(effect) > level ? CALL_TOO_FEW : CALL_NONE;
	point->uncalled = outside && !significant;
	point->bound_percent = fmax(percent_of(effect->low), percent_of(effect->high));
	if (isnan(effect->low))
		point->bound_percent = NAN;
	point->needed = effect_needed(effect->paired, level);
}

static double reach(struct known_reach *known, const struct effect *effect, double level)
{
	if (known->paired != effect->paired || known->nr_base != effect->nr_base ||
	    known->nr_test != effect->nr_test)
		*known = (struct known_reach){
			effect->paired, effect->nr_base, effect->nr_test,
			reach_of(effect->paired, effect->nr_base, effect->nr_test, level)};
	return isnan(effect->spread) ? INFINITY : (exp(known->reach * effect->spread) - 1) * 100;
}

int contrast_judge(struct contrast *contrast)
{
	struct known_reach known = {.nr_test = -1};
	int ret = correct(contrast);
	double level = contrast->options.alpha / fmax(1, contrast->family);

	for (int i = 0; !ret && i < contrast->nr_points; i++) {
		struct contrast_point *point = &contrast->points[i];

		call(contrast, point, level);
		point->reach_percent = reach(&known, &point->effect, level);
	}
	return ret;
}

double contrast_widest(const struct contrast *contrast)
{
	double widest = contrast->nr_points ? 0 : INFINITY;

	for (int i = 0; i < contrast->nr_points; i++) {
		const struct effect *effect = &contrast->points[i].effect;

		if (isnan(effect->low))
			return INFINITY;
		widest = fmax(widest, (effect->high - effect->low) / 2 / effect->ratio * 100);
	}
	return widest;
}

bool contrast_is_regression(const struct contrast *contrast, const struct contrast_point *point,
			    double percent)
{
	return point->call >= CALL_LESS &&
	       metric_is_worse(&contrast->metric, point->call == CALL_MORE) &&
	       (isnan(point->effect.ratio) || percent_of(point->effect.ratio) >= percent);
}
