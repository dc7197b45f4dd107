/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * contrast_parts.h: what the files of the contrast share. match.c sorts samples by point, side and
 * process; contrast.c makes an effect of each point, judge.c calls it, contrast_panels.c lays the
 * points out, conditions.c tells how the runs differ; contrast_columns.c, contrast_print.c,
 * contrast_notes.c, contrast_markdown.c, contrast_csv.c and contrast_json.c print.
 */
#ifndef BENCH_CONTRAST_PARTS_H
#define BENCH_CONTRAST_PARTS_H

#include "bench/compare/contrast.h"

/* One figure: which point, whose, and when it was taken. Sorted in the order of its members. */
struct observation {
	int point, side, run, process, repeat;
	double value;
};

struct match {
	struct results_arena *arena; /* the contrast's */
	struct result_key *points; /* interned; the scheme is "" where sides name theirs */
	int nr_points;
	int *places, nr_places; /* a hash table of them */
	struct observation *observations;
	int nr_observations;
	bool *seen; /* [points * sides]: has samples, valid or not */
};

/* Sort every sample of @contrast's sides. Returns 0 or -ENOMEM. match_free() in either case. */
int match_make(struct match *match, struct contrast *contrast);
void match_free(struct match *match);

/* Points, unmatched and effects of all that was matched. 0 or -ENOMEM. */
int contrast_add_points(struct contrast *contrast, const struct match *match);

/* Call or do not call each point. 0 or -ENOMEM. */
int contrast_judge(struct contrast *contrast);

/* Sort the points into panels. 0 or -ENOMEM. */
int contrast_lay_out(struct contrast *contrast);

/* How the runs that the sides' samples are of differ. 0 or -ENOMEM. */
int contrast_find_differences(struct contrast *contrast);

/* The first run of @side that has samples of it; its first run where none has; never NULL. */
const struct result_run *contrast_run_of(const struct contrast_side *side);

/* Whether @sample is one of @side's. */
bool contrast_side_has(const struct contrast_side *side, const struct result_sample *sample);

#endif
