/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * contrast.h: test against base, point by point: one metric of two or more sides, each a results file
 * or one scheme of it. A point is all that a key says but for the scheme; where a side names no scheme,
 * each scheme is compared with itself.
 *
 * Samples of one round of one run are pairs: slow drift has hit both alike, and their ratio is taken
 * before anything else. Where there are none, as in two files, processes are compared as two groups.
 * Only valid samples count. Whether a point is called different is decided over the whole table
 * (holm.h), and never against its own interval.
 */
#ifndef BENCH_CONTRAST_H
#define BENCH_CONTRAST_H

#include "bench/compare/effect.h"
#include "bench/compare/metric.h"
#include "bench/report/summary.h"

struct results_arena;

struct contrast_side {
	const struct results *results;
	const char *label; /* what it is called; of a file "vanilla" for vanilla.jsonl */
	const char *scheme; /* only its samples; NULL: every scheme, matched with itself */
};

struct contrast_options {
	const char *metric; /* NULL: ops_per_sec */
	double alpha; /* chance of a false call anywhere in the table; 0: 0.05 */
	double threshold_percent; /* a smaller difference is not called */
	uint64_t seed; /* of the bootstrap; 0: 1 */
};

enum contrast_call {
	CALL_TOO_FEW, /* processes: nothing could be called, whatever they showed */
	CALL_NONE,
	CALL_LESS, /* than base: metric_word() has the word */
	CALL_MORE,
};

struct contrast_point {
	struct result_key key; /* its scheme tells its row: see below */
	const char *scheme; /* that both sides share, "" where sides name theirs */
	int test; /* which of the tests */
	int nr_base, nr_test; /* samples, the valid ones */
	double base, test_value; /* medians over processes, in the metric's own unit */
	struct effect effect; /* of test over base */
	double p_corrected; /* NAN where it was not in the running: too few processes */
	enum contrast_call call;
	bool uncalled; /* the interval leaves out 1, and yet nothing was called */
	bool below_threshold; /* it would have been called but for that */
	double bound_percent; /* no difference larger than this: the interval's far end; or NAN */
	double reach_percent; /* what would have been called four times in five; or INFINITY */
	int needed; /* processes, on either side, for a call of one point in this table */
};

/* A panel of the report whose cells are points: rows are told by their schemes, or by the tests. */
struct contrast_panel {
	struct panel panel; /* first, so that a column finds the others */
	const struct contrast *contrast;
	int decimals, percent_decimals; /* of values and changes, alike in the whole panel */
	const struct contrast_point **points; /* [nr_threads * nr_rows], NULL where there is none */
};

/* What one side has and another lacks. */
struct contrast_unmatched {
	struct result_key key;
	int side; /* that has it: 0 is base, then the tests */
	int other; /* that lacks it */
	bool invalid; /* the other has samples, but none that is valid and has the metric */
};

/* One thing that the runs of two sides say differently; without @test, those of one side. */
struct contrast_difference {
	const char *name;
	const char *base, *test; /* several values of one side are strung together */
	int side; /* the test's, from 1; without @test, whose runs differ */
	bool machine; /* it makes another machine */
};

struct contrast {
	struct contrast_options options;
	struct metric metric;
	struct contrast_side *sides; /* base first */
	int nr_sides;
	bool by_scheme; /* sides name their schemes */
	const char *only_scheme; /* that all points are of, or NULL */
	int nr_points, nr_panels, nr_unmatched, nr_differences;
	struct contrast_point *points; /* in an order that any two files share */
	struct contrast_panel *panels;
	struct contrast_unmatched *unmatched;
	struct contrast_difference *differences;
	int nr_invalid,
		nr_without; /* samples left out: invalid ones, and those without the metric */
	int family; /* comparisons that Holm's correction is over */
	struct results_arena *arena;
};

enum contrast_format {
	CONTRAST_TABLE,
	CONTRAST_MAIL,
	CONTRAST_MARKDOWN,
	CONTRAST_CSV,
	CONTRAST_JSON,
	NR_CONTRAST_FORMATS
};
extern const char *const contrast_format_names[NR_CONTRAST_FORMATS + 1]; /* ends with NULL */

/*
 * Compare each of @nr_tests @tests with @base. What they point to must outlive the contrast, which
 * contrast_free() frees. Returns 0; -EINVAL with @err for a metric or a scheme that does not exist, or
 * -ENODATA where base and tests have no point in common; or -ENOMEM.
 */
int contrast_make(struct contrast *contrast, const struct contrast_side *base,
		  const struct contrast_side *tests, int nr_tests,
		  const struct contrast_options *options, struct error *err);
void contrast_free(struct contrast *contrast);

/*
 * The largest half width of all intervals, in percent of what it is around; INFINITY while a point has
 * none.
 */
double contrast_widest(const struct contrast *contrast);

/* Whether @point was called worse by at least @percent. */
bool contrast_is_regression(const struct contrast *contrast, const struct contrast_point *point,
			    double percent);

/* "get-put, 2 threads, compact, ...", for messages; any text of the file in it is made safe. */
char *contrast_describe(const struct contrast *contrast, const struct result_key *key, char *text,
			size_t size);

/*
 * Why @unmatched met nothing: what the most similar point that only the other side has says
 * differently, as "pages 1 | 64"; "" where none is similar.
 */
char *contrast_why(const struct contrast *contrast, const struct contrast_unmatched *unmatched,
		   char *text, size_t size);

/* Print it. Returns 0, or -ENOMEM. */
int contrast_print(FILE *out, const struct contrast *contrast, enum contrast_format format);

#endif
