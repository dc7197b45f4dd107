// SPDX-License-Identifier: GPL-2.0-or-later
/* sequence.c: places in a row, at random, by Zipf's law, or a few of them only. See sequence.h. */
#include "bench/lookup/sequence.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>

#define LEAST_LENGTH   4096U
#define LARGEST_LENGTH (1U << 18)

/* The begins of visits, in the order of their popularity where the pattern has one. */
struct choice {
	uint32_t *begins;
	uint32_t nr;
};

/* A thread that owns a part of the places visits no others. */
static struct choice all_begins(const struct sequence_request *request)
{
	struct choice choice = {.begins = calloc(request->places, sizeof(uint32_t))};

	for (uint32_t i = 0; choice.begins && i + request->call <= request->places;
	     i += request->step) {
		if (i / request->step % request->parts == request->part)
			choice.begins[choice.nr++] = i;
	}
	return choice;
}

static uint32_t length(const struct choice *choice)
{
	uint32_t nr = LEAST_LENGTH;

	while (nr < 8 * (uint64_t)choice->nr && nr < LARGEST_LENGTH)
		nr *= 2;
	return nr;
}

static void fill_in_a_row(uint32_t *places, uint32_t nr, const struct choice *choice,
			  const struct sequence_request *request)
{
	uint32_t stride = request->call > request->step ? request->call / request->step : 1;
	uint64_t at = (uint64_t)request->thread * choice->nr / 7;

	for (uint32_t i = 0; i < nr; i++, at += stride)
		places[i] = choice->begins[at % choice->nr];
}

static void fill_uniform(uint32_t *places, uint32_t nr, const struct choice *choice, uint32_t among,
			 gsl_rng *rng)
{
	for (uint32_t i = 0; i < nr; i++)
		places[i] = choice->begins[gsl_rng_uniform_int(rng, among)];
}

static int fill_zipf(uint32_t *places, uint32_t nr, const struct choice *choice, double theta,
		     gsl_rng *rng)
{
	double *weights = calloc(choice->nr, sizeof(*weights));
	gsl_ran_discrete_t *law;

	if (!weights)
		return -1;
	for (uint32_t i = 0; i < choice->nr; i++)
		weights[i] = pow(i + 1.0, -theta);
	law = gsl_ran_discrete_preproc(choice->nr, weights);
	for (uint32_t i = 0; law && i < nr; i++)
		places[i] = choice->begins[gsl_ran_discrete(rng, law)];
	if (law)
		gsl_ran_discrete_free(law);
	free(weights);
	return law ? 0 : -1;
}

static int fill(uint32_t *places, uint32_t nr, struct choice *choice,
		const struct sequence_request *request, gsl_rng *rng)
{
	const struct pattern *pattern = &request->pattern;
	uint32_t hot = (uint32_t)pattern->hot;

	if (pattern->kind == PATTERN_SEQUENTIAL) {
		fill_in_a_row(places, nr, choice, request);
		return 0;
	}
	/* Popularity first, the same for all threads; then each thread's own numbers. */
	gsl_rng_set(rng, 1);
	gsl_ran_shuffle(rng, choice->begins, choice->nr, sizeof(*choice->begins));
	gsl_rng_set(rng, 2 + request->thread);
	if (pattern->kind == PATTERN_ZIPF)
		return fill_zipf(places, nr, choice, pattern->theta, rng);
	if (pattern->kind != PATTERN_HOT || hot > choice->nr)
		hot = choice->nr;
	fill_uniform(places, nr, choice, hot, rng);
	return 0;
}

uint32_t *sequence_make(const struct sequence_request *request, uint32_t *mask)
{
	struct choice choice = all_begins(request);
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	uint32_t nr = length(&choice), *places = calloc(nr, sizeof(*places));

	*mask = nr - 1;
	if (!choice.nr || !rng || !places || fill(places, nr, &choice, request, rng)) {
		free(places);
		places = NULL;
	}
	if (rng)
		gsl_rng_free(rng);
	free(choice.begins);
	return places;
}
