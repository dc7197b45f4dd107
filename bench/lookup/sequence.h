/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sequence.h: the places that a thread visits, drawn before the window: a random number in a
 * measured loop costs more than what is measured. A loop walks the array round and round; it is long
 * enough to meet most places, and read in order, so that its lines are there before they are needed.
 */
#ifndef BENCH_LOOKUP_SEQUENCE_H
#define BENCH_LOOKUP_SEQUENCE_H

#include <stdint.h>

#include "bench/plan/lookup_knobs.h"

struct sequence_request {
	struct pattern pattern;
	uint32_t places; /* there are so many, from 0 */
	uint32_t step; /* a visit begins at a multiple of it ... */
	uint32_t call; /* ... and takes in so many from there: none goes past the end */
	uint32_t thread; /* each begins elsewhere and has random numbers of its own */
	uint32_t part, parts; /* only places that are this modulo that; 0 of 1: all */
};

/*
 * A malloc'ed array of a power of two of places, *@mask one less; NULL when out of memory. The same
 * request gives the same places: schemes are compared over the same visits. Which places are popular
 * under zipf and hot is the same for all threads.
 */
uint32_t *sequence_make(const struct sequence_request *request, uint32_t *mask);

#endif
