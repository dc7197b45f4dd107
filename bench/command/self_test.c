// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * self_test.c: before a comparison is believed: can this machine, as it is now, show so small a
 * difference, and does it show none where there is none? See self_test.h.
 */
#include "bench/command/self_test.h"

#include <math.h>

#include "bench/exit_status.h"

static void print_point(FILE *out, const struct contrast *contrast,
			const struct contrast_point *point)
{
	char what[512];

	contrast_describe(contrast, &point->key, what, sizeof(what));
	if (isfinite(point->reach_percent))
		fprintf(out, "%s: a difference of %.2g %% can be seen\n", what,
			point->reach_percent);
	else
		fprintf(out, "%s: nothing can be seen with %d processes, it takes %d\n", what,
			point->effect.nr_test, point->needed);
}

int self_test_print(FILE *out, const struct contrast *contrast, double seconds)
{
	int called = 0;

	fprintf(out, "\non this machine, now, in %.0f s:\n", seconds);
	for (int i = 0; i < contrast->nr_points; i++) {
		print_point(out, contrast, &contrast->points[i]);
		called += contrast->points[i].call > CALL_NONE;
	}
	fprintf(out,
		"(four times in five, with a chance of %g %% that anything in such a table is "
		"called that is not there)\n",
		contrast->options.alpha * 100);
	if (!called)
		return EXIT_DONE;
	fprintf(out,
		"%d of %d called different from a copy of itself: by chance, or the machine "
		"cannot be trusted now; try again\n",
		called, contrast->nr_points);
	return EXIT_ANSWER_IS_NO;
}
