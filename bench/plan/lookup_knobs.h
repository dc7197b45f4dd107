/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lookup_knobs.h: what tells one point of a lookup workload from another, besides what all have. */
#ifndef BENCH_LOOKUP_KNOBS_H
#define BENCH_LOOKUP_KNOBS_H

#include "core/lifetime/zone.h"

enum pattern_kind { PATTERN_UNIFORM, PATTERN_ZIPF, PATTERN_SEQUENTIAL, PATTERN_HOT };

/* Which pages are looked up. */
struct pattern {
	enum pattern_kind kind;
	double theta; /* zipf: the skew; 0 would be uniform */
	int hot; /* hot: only so many pages, in turn at random */
};

struct lookup_knobs {
	enum memmap memmap;
	enum lifetime lifetime;
	enum rcu_flavour rcu;
	struct pattern pattern;
	double churn; /* mutations a second of each mutator; 0: no mutator; INFINITY: as many as it can */
	bool no_recheck; /* do not look again after a try_get */
	bool pin; /* take 1024 references instead of one, as FOLL_PIN does */
	int verify; /* look closely at one lookup in so many; 0: never */
	uint64_t memory_limit; /* bytes of modelled memory that a sharing group has */
	uint64_t grace_period_ns; /* from the beginning of one to that of the next, at least */
};

#endif
