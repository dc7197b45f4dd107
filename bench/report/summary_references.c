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
 * machine is sampled) count as the median of their class: siblings of a core, one last-level cache,
 * one node, the same two nodes, else two nodes of one package or of two.
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

/* ---- how far two CPUs are apart ---- */

struct place {
	int cpu, core, llc, node, package; /* -1: not known */
};

static int compare_places(const void *a, const void *b)
{
	const struct place *left = a, *right = b;

	return (left->cpu > right->cpu) - (left->cpu < right->cpu);
}

static int at(const int *column, int i)
{
	return column ? column[i] : -1;
}

static struct place place_of(const struct result_run *run, int cpu)
{
	struct place place = {cpu, -1, -1, -1, -1};

	for (int i = 0; i < run->nr_cpus; i++) {
		if (run->cpu[i] == cpu)
			place = (struct place){cpu, at(run->cpu_core, i), at(run->cpu_llc, i),
					       at(run->cpu_node, i), at(run->cpu_package, i)};
	}
	return place;
}

static struct place *places_of(const struct result_run *run, const int *cpus, int nr)
{
	struct place *places = calloc((size_t)nr + 1, sizeof(*places));

	for (int i = 0; places && i < nr; i++)
		places[i] = place_of(run, cpus[i]);
	return places;
}

enum kind { SIBLINGS, SAME_LLC, SAME_NODE, THESE_NODES, SAME_PACKAGE, OTHER_PACKAGE };

/* Pairs that are as far apart as each other, and how long a line takes between their CPUs. */
struct transfer_class {
	enum kind kind;
	int low, high; /* of THESE_NODES */
	double ns;
};

static struct transfer_class class_of(const struct place *a, const struct place *b)
{
	struct transfer_class class = {.kind = SAME_NODE};

	if (a->node != b->node) {
		class.kind = THESE_NODES;
		class.low = a->node < b->node ? a->node : b->node;
		class.high = a->node < b->node ? b->node : a->node;
	} else if (a->core >= 0 && a->core == b->core) {
		class.kind = SIBLINGS;
	} else if (a->llc == b->llc) {
		class.kind = SAME_LLC;
	}
	return class;
}

/* Where no pair of these two nodes was measured, another two will do. */
static struct transfer_class coarse_class_of(const struct place *a, const struct place *b)
{
	return (struct transfer_class){.kind = a->package == b->package ? SAME_PACKAGE
									: OTHER_PACKAGE};
}

static int compare_classes(const void *a, const void *b)
{
	const struct transfer_class *left = a, *right = b;

	if (left->kind != right->kind)
		return left->kind < right->kind ? -1 : 1;
	if (left->low != right->low)
		return left->low < right->low ? -1 : 1;
	return (left->high > right->high) - (left->high < right->high);
}

/* ---- a matrix, ready to be asked ---- */

struct transfers {
	const struct ping_pong_matrix *matrix;
	struct transfer_class *classes; /* sorted, each once */
	int nr_classes;
};

static int list_classes(struct transfer_class *classes, const struct ping_pong_matrix *matrix,
			const struct place *places)
{
	int nr = 0;

	for (int i = 0; i < matrix->nr_cpus; i++) {
		for (int k = i + 1; k < matrix->nr_cpus; k++) {
			struct transfer_class class = class_of(&places[i], &places[k]);

			class.ns = matrix->one_way_ns[i * matrix->nr_cpus + k];
			if (isnan(class.ns) || places[i].node < 0 || places[k].node < 0)
				continue;
			classes[nr++] = class;
			if (class.kind != THESE_NODES)
				continue;
			classes[nr] = coarse_class_of(&places[i], &places[k]);
			classes[nr++].ns = class.ns;
		}
	}
	return nr;
}

/* Of the pairs of each class one is left, with the median of all. */
static int condense(struct transfer_class *classes, int nr, double *values)
{
	int kept = 0;

	qsort(classes, (size_t)nr, sizeof(*classes), compare_classes);
	for (int i = 0, end; i < nr; i = end) {
		for (end = i; end < nr && !compare_classes(&classes[end], &classes[i]); end++)
			values[end - i] = classes[end].ns;
		classes[kept] = classes[i];
		classes[kept++].ns = stats_median(values, end - i);
	}
	return kept;
}

/* As many as there are measured pairs, each of which stands in the matrix twice. */
static size_t room_for_classes(const struct ping_pong_matrix *matrix)
{
	size_t nr = 0;

	for (int i = 0; i < matrix->nr_cpus * matrix->nr_cpus; i++)
		nr += !isnan(matrix->one_way_ns[i]);
	return nr + 1;
}

static int transfers_make(struct transfers *transfers, const struct ping_pong_matrix *matrix)
{
	size_t room = room_for_classes(matrix);
	struct place *places = places_of(matrix->run, matrix->cpus, matrix->nr_cpus);
	double *values = calloc(room, sizeof(*values));
	int ret = -ENOMEM;

	*transfers = (struct transfers){
		.matrix = matrix,
		.classes = calloc(room, sizeof(*transfers->classes)),
	};
	if (places && values && transfers->classes) {
		int nr = list_classes(transfers->classes, matrix, places);

		transfers->nr_classes = condense(transfers->classes, nr, values);
		ret = 0;
	}
	free(places);
	free(values);
	return ret;
}

static int compare_ints(const void *a, const void *b)
{
	int left = *(const int *)a, right = *(const int *)b;

	return (left > right) - (left < right);
}

static int index_of(const struct ping_pong_matrix *matrix, int cpu)
{
	const int *found =
		bsearch(&cpu, matrix->cpus, (size_t)matrix->nr_cpus, sizeof(int), compare_ints);

	return found ? (int)(found - matrix->cpus) : -1;
}

static double class_time(const struct transfers *transfers, const struct transfer_class *class)
{
	const struct transfer_class *found = bsearch(class, transfers->classes,
						     (size_t)transfers->nr_classes, sizeof(*class),
						     compare_classes);

	return found ? found->ns : NAN;
}

static double transfer_time(const struct transfers *transfers, const struct place *a,
			    const struct place *b)
{
	const struct ping_pong_matrix *matrix = transfers->matrix;
	int i = index_of(matrix, a->cpu), k = index_of(matrix, b->cpu);
	double ns = i >= 0 && k >= 0 ? matrix->one_way_ns[i * matrix->nr_cpus + k] : NAN;
	struct transfer_class class = class_of(a, b);

	if (!isnan(ns) || a->node < 0 || b->node < 0)
		return ns;
	ns = class_time(transfers, &class);
	if (isnan(ns) && class.kind == THESE_NODES) {
		class = coarse_class_of(a, b);
		ns = class_time(transfers, &class);
	}
	return ns;
}

/* ---- lines ---- */

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
	struct place *places = places_of(panel->run, sample->cpus, nr);
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
			 place_of(panel->run, panel->examples[0]->cpus[0]).node);
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
	free(transfers.classes);
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
