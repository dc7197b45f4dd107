// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * summary_references.c: what a contended measurement lies between, worked out from what was measured
 * on the same machine, and from it the operations per visit.
 *
 * Ceiling, "one thread alone": a line that never moves serves its threads no faster than one of them
 * alone. For each line that is the fastest scheme's rate at one thread. It is no ceiling for a scheme
 * that only reads, as all cores may read a line at once: a row that got more done together than
 * alone did not have to move its line, and has no operations per visit.
 *
 * Floor, "strict alternation": the line moves for every operation, to any other of the CPUs in use
 * with the same chance. So a move takes the mean of the one-way times of their pairs in the ping-pong
 * matrix, and a line serves 1e9 / mean operations a second. Pairs that were not measured (a large
 * machine is sampled) count as the median of their class (transfers.h).
 *
 * Operations per visit = measured rate x transfer time, summed over lines. Its interval is the rate's
 * alone: the matrix is taken as it stands.
 *
 * Where this does not hold:
 *  - Store forwarding: a core that has lost the line may go on from its store buffer for plain loads
 *    and stores; a locked operation drains it. The one-way time, of an atomic's plain store and its
 *    sight by the other, has the store's way out of the buffer in it, which a compare-and-swap that
 *    owns the line has not. So a figure near 1 is not "exactly one".
 *  - Far atomics (arm64 with LSE, on CPUs and interconnects that have them): the operation goes to the
 *    line's home instead of the line to the core. The line then moves for none, and the product says
 *    only how much faster than a hand-over the home is.
 *  - Siblings of one core share the L1 cache: the line does not move between them at all. Their time
 *    is that of the store buffer and of waiting for the other's turn.
 *  - A get and its put are one operation and at least two atomics: where the line is lost between
 *    them the figure falls to 1/2, and each compare-and-swap that fails is a visit for nothing.
 *  - With pages or writers besides, the threads of a group are not all after one line: no figure.
 */
#include "bench/report/summary_parts.h"
#include "bench/report/transfers.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/scheme_order.h"

/* A row that got this much more done together than one thread alone shares its line for reading. */
#define READS_TOGETHER 1.05

int summary_find_examples(struct panel *panel, const struct entry *entries, int nr)
{
	panel->examples = calloc((size_t)panel->nr_threads, sizeof(*panel->examples));
	if (!panel->examples)
		return -ENOMEM;
	for (int i = 0; i < nr; i++) {
		int threads = entries[i].cell / panel->nr_rows;

		if (entries[i].sample->valid && !panel->examples[threads])
			panel->examples[threads] = entries[i].sample;
	}
	return 0;
}

/* ---- lines ---- */

static int compare_places(const void *a, const void *b)
{
	const struct place *left = a, *right = b;

	return (left->cpu > right->cpu) - (left->cpu < right->cpu);
}

static bool shares(const char *share, const struct place *a, const struct place *b)
{
	if (!strcmp(share, "all"))
		return true;
	if (!strcmp(share, "node"))
		return a->node >= 0 && a->node == b->node;
	if (!strcmp(share, "llc"))
		return a->llc >= 0 && a->llc == b->llc;
	return !strcmp(share, "core") && a->core >= 0 && a->core == b->core;
}

/* What the lines of one thread count can do together. */
struct lines_total {
	int nr, nr_shared; /* of those, lines that several threads share */
	double alternation_per_sec; /* of those that are shared */
};

/* The line of the group that place @first begins; its other members are marked. */
static void add_line(struct lines_total *total, const struct place *places, bool *seen, int nr,
		     int first, const char *share, const struct transfers *transfers, int *members)
{
	double sum = 0;
	int n = 0;

	for (int i = first; i < nr; i++) {
		if (seen[i] || !shares(share, &places[first], &places[i]))
			continue;
		seen[i] = true;
		for (int k = 0; k < n; k++)
			sum += transfer_time(transfers, &places[members[k]], &places[i]);
		members[n++] = i;
	}
	seen[first] = true;
	total->nr++;
	if (n < 2)
		return;
	total->nr_shared++;
	total->alternation_per_sec += 1e9 / (sum / (n * (n - 1.0) / 2));
}

/* Two threads on one CPU take turns at the scheduler's pleasure, not at the line's. */
static bool any_twice(struct place *places, int nr)
{
	bool twice = false;

	qsort(places, (size_t)nr, sizeof(*places), compare_places);
	for (int i = 1; i < nr; i++)
		twice |= places[i].cpu == places[i - 1].cpu;
	return twice;
}

static int find_lines(struct lines_total *total, const struct panel *panel,
		      const struct result_sample *sample, const struct transfers *transfers)
{
	int nr = sample->nr_cpus;
	struct place *places = places_find(panel->run, sample->cpus, nr);
	bool *seen = calloc((size_t)nr + 1, sizeof(*seen));
	int *members = calloc((size_t)nr + 1, sizeof(*members));
	int ret = places && seen && members ? 0 : -ENOMEM;
	bool known = !ret && !any_twice(places, nr);

	*total = (struct lines_total){0};
	for (int i = 0; known && i < nr; i++) {
		if (!seen[i])
			add_line(total, places, seen, nr, i, panel->key.share, transfers, members);
	}
	free(places);
	free(seen);
	free(members);
	return ret;
}

/* ---- panels ---- */

/* All threads are after one line of their group, and nothing else. */
static bool is_contended(const struct result_key *key)
{
	return (!strcmp(key->workload, "get-put") || !strcmp(key->workload, "frozen-get")) &&
	       key->pages == 1 && !key->writers && strcmp(key->share, "thread");
}

static const struct ping_pong_matrix *find_matrix(const struct summary *summary,
						  const struct result_run *run, const char *memory)
{
	for (int i = 0; i < summary->nr_ping_pongs; i++) {
		const struct ping_pong_matrix *matrix = &summary->ping_pongs[i];

		if (summary_same_machine(matrix->run, run) && !strcmp(matrix->memory, memory))
			return matrix;
	}
	return NULL;
}

/*
 * The matrix of a line with the same home. Where all threads share one, `local` is the node of the
 * first of them; pairs whose line was local to each pair are the second choice. Where there is but
 * one node, every home is the same.
 */
static const struct ping_pong_matrix *matrix_for(const struct summary *summary,
						 const struct panel *panel)
{
	const char *memory = panel->key.memory;
	const struct ping_pong_matrix *matrix = NULL;
	char home[32];

	if (!strcmp(memory, "local") && !strcmp(panel->key.share, "all") && panel->examples[0]) {
		snprintf(home, sizeof(home), "node:%d",
			 place_find(panel->run, panel->examples[0]->cpus[0]).node);
		matrix = find_matrix(summary, panel->run, home);
	}
	if (!matrix)
		matrix = find_matrix(summary, panel->run, memory);
	if (!matrix && panel->run->nr_nodes == 1)
		matrix = find_matrix(summary, panel->run, "local");
	for (int i = 0; !matrix && panel->run->nr_nodes == 1 && i < summary->nr_ping_pongs; i++) {
		if (summary_same_machine(summary->ping_pongs[i].run, panel->run))
			matrix = &summary->ping_pongs[i];
	}
	return matrix;
}

/* What row @row got done at thread count @threads, NAN where that is not known. */
static double rate(const struct panel *panel, int row, int threads)
{
	const struct cell *cell = panel_cell(panel, row, threads);

	return cell && cell->ops_per_sec.n ? cell->ops_per_sec.median : NAN;
}

static double rate_alone(const struct panel *panel, int row)
{
	return panel->threads[0] == 1 ? rate(panel, row, 0) : NAN;
}

/* Whether row @row has to have the line to itself; not known of a yardstick that was not run alone. */
static bool needs_the_line(const struct panel *panel, int row, int threads,
			   const struct lines_total *lines)
{
	double alone = rate_alone(panel, row);

	if (isnan(alone))
		return !scheme_is_reference_line(panel->rows[row].scheme);
	return !(rate(panel, row, threads) > alone * lines->nr * READS_TOGETHER);
}

/* The fastest scheme alone, of those that need the line at thread count @threads. */
static double find_alone(struct panel *panel, int threads, const struct lines_total *lines)
{
	double best = NAN;

	for (int row = 0; row < panel->nr_rows; row++) {
		double alone = rate_alone(panel, row);

		if (isnan(alone) || scheme_is_reference_line(panel->rows[row].scheme) ||
		    !needs_the_line(panel, row, threads, lines) || alone <= best)
			continue;
		best = alone;
		panel->alone = panel->rows[row].scheme;
	}
	return best;
}

static struct estimate scaled(struct estimate estimate, double factor)
{
	estimate.median *= factor;
	estimate.low *= factor;
	estimate.high *= factor;
	return estimate;
}

static void set_visits(struct panel *panel, int threads, const struct lines_total *lines)
{
	for (int row = 0; row < panel->nr_rows; row++) {
		struct cell *cell = &panel->cells[threads * panel->nr_rows + row];

		if (cell->ops_per_sec.n && lines->nr == lines->nr_shared &&
		    needs_the_line(panel, row, threads, lines))
			cell->ops_per_visit =
				scaled(cell->ops_per_sec, 1 / lines->alternation_per_sec);
	}
}

static void set_reference(struct panel *panel, int threads, const struct lines_total *lines,
			  double alone)
{
	struct reference *reference = &panel->references[threads];

	reference->alone_per_sec = alone * lines->nr;
	/* A thread that has a line to itself goes on as if it were alone. */
	reference->alternation_per_sec = lines->alternation_per_sec;
	if (lines->nr > lines->nr_shared)
		reference->alternation_per_sec += alone * (lines->nr - lines->nr_shared);
	reference->transfer_ns = 1e9 * lines->nr_shared / lines->alternation_per_sec;
	set_visits(panel, threads, lines);
}

/* Whether the threads share lines, and it is known how long each takes to move. */
static bool is_known(const struct lines_total *lines)
{
	return lines->nr_shared && isfinite(lines->alternation_per_sec);
}

static int set_references(struct panel *panel, const struct ping_pong_matrix *matrix,
			  const struct lines_total *lines)
{
	double alone = NAN;
	int last = -1;

	for (int t = 0; t < panel->nr_threads; t++)
		last = is_known(&lines[t]) ? t : last;
	if (last < 0)
		return 0;
	panel->references = calloc((size_t)panel->nr_threads, sizeof(*panel->references));
	if (!panel->references)
		return -ENOMEM;
	panel->transfers = matrix;
	alone = find_alone(panel, last, &lines[last]);
	for (int t = 0; t < panel->nr_threads; t++) {
		panel->references[t] =
			(struct reference){panel->threads[t] == 1 ? alone : NAN, NAN, NAN};
		if (is_known(&lines[t]))
			set_reference(panel, t, &lines[t], alone);
	}
	return 0;
}

static int add_references(struct panel *panel, const struct ping_pong_matrix *matrix)
{
	struct lines_total *lines = calloc((size_t)panel->nr_threads, sizeof(*lines));
	struct transfers transfers;
	int ret = transfers_make(&transfers, matrix);

	if (!lines)
		ret = -ENOMEM;
	for (int t = 0; !ret && t < panel->nr_threads; t++) {
		if (panel->examples[t])
			ret = find_lines(&lines[t], panel, panel->examples[t], &transfers);
	}
	if (!ret)
		ret = set_references(panel, matrix, lines);
	transfers_free(&transfers);
	free(lines);
	return ret;
}

/* References of every panel that can have some and has none, from the matrices of @source. */
static int add_all_references(struct summary *summary, const struct summary *source)
{
	int ret = 0;

	for (int i = 0; !ret && i < summary->nr_panels; i++) {
		struct panel *panel = &summary->panels[i];
		const struct ping_pong_matrix *matrix = NULL;

		if (is_contended(&panel->key) && panel->examples && !panel->references)
			matrix = matrix_for(source, panel);
		if (matrix)
			ret = add_references(panel, matrix);
		if (matrix && panel->transfers == matrix)
			panel->transfers_kept = source != summary;
	}
	return ret;
}

int summary_make_references(struct summary *summary)
{
	return add_all_references(summary, summary);
}

int summary_use_kept(struct summary *summary, const struct summary *kept)
{
	return add_all_references(summary, kept);
}
