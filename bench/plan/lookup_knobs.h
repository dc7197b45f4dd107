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

#define PATTERN_THETA_BELOW 10
#define PATTERN_MAX_HOT	    1000000
#define CHURN_MAX	    1e9

/*
 * From and to the text of the command line and the record: "uniform", "zipf:0.99", "sequential",
 * "hot:16"; "0", "1000" (or "1k"), "max". Parsing returns 0 or -EINVAL. Formatting returns the text,
 * in @text if it has to be made (32 bytes are enough).
 */
int pattern_parse(struct pattern *pattern, const char *text);
const char *pattern_format(const struct pattern *pattern, char *text, size_t size);
int churn_parse(double *churn, const char *text);
const char *churn_format(double churn, char *text, size_t size);

/* Bytes in the largest unit that they are a whole number of: "512M". */
const char *size_format(uint64_t size, char *text, size_t room);

bool lookup_knobs_equal(const struct lookup_knobs *a, const struct lookup_knobs *b);

#endif
