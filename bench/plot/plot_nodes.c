// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plot_nodes.c: threads on each node by memory on each node, as a heat map of the time an operation takes
 * a thread: one for each row of the panels behind it, each node's threads being as many as were tried. In
 * small below each time stands what firmware says of the pair, where there is room for it.
 */
#include "bench/plot/plot_job.h"

#include <errno.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

#include "bench/plot/plot_lines.h"
#include "bench/plot/plot_map.h"

#define MAX_NUMBERED_NODES 12

/* Of row @row of the matrix, the largest thread count that the panels there have; 0: there are none. */
static int threads_of(const struct node_matrix *matrix, int row)
{
	int most = 0;

	for (int i = 0; i < matrix->nr_memory_nodes; i++) {
		const struct panel *panel = matrix->panels[row * matrix->nr_memory_nodes + i];

		if (panel && panel->threads[panel->nr_threads - 1] > most)
			most = panel->threads[panel->nr_threads - 1];
	}
	return most;
}

static double time_at(const struct node_matrix *matrix, int row, int column,
		      const struct result_key *key)
{
	const struct cell *cell =
		node_matrix_cell(matrix, row, column, key, threads_of(matrix, row));

	return cell && cell->ns_per_op.n ? cell->ns_per_op.median : NAN;
}

static bool find_range(double range[2], const struct node_matrix *matrix,
		       const struct result_key *key)
{
	range[0] = INFINITY;
	range[1] = -INFINITY;
	for (int row = 0; row < matrix->nr_cpu_nodes; row++) {
		for (int i = 0; i < matrix->nr_memory_nodes; i++) {
			range[0] = fmin(range[0], time_at(matrix, row, i, key));
			range[1] = fmax(range[1], time_at(matrix, row, i, key));
		}
	}
	return isfinite(range[0]);
}

/* ---- what firmware says ---- */

static const struct claim {
	size_t matrix; /* in a run */
	const char *what, *format;
	double scale;
} claims[] = {
	{offsetof(struct result_run, distances), "SLIT distance", "%.0f", 1},
	{offsetof(struct result_run, latencies_ns), "HMAT latency", "%.0f ns", 1},
	{offsetof(struct result_run, bandwidths_mib), "HMAT bandwidth", "%.3g GiB/s", 1.0 / 1024},
};

#define NR_CLAIMS ((int)(sizeof(claims) / sizeof(claims[0])))

static double claim_at(const struct claim *claim, const struct node_matrix *matrix, int row,
		       int column)
{
	const struct result_run *run = matrix->example->run;
	const double *said = *(double *const *)((const char *)run + claim->matrix);

	return result_run_between(run, said, matrix->cpu_nodes[row], matrix->memory_nodes[column]);
}

/* The lines that fit below the number of a cell, most important first. */
static int claims_that_fit(const struct node_matrix *matrix)
{
	int nr = matrix->nr_cpu_nodes > matrix->nr_memory_nodes ? matrix->nr_cpu_nodes
								: matrix->nr_memory_nodes;

	return nr <= 4 ? 3 : nr <= 6 ? 2 : nr <= 8 ? 1 : 0;
}

static bool is_claimed(const struct claim *claim, const struct node_matrix *matrix)
{
	for (int i = 0; i < matrix->nr_cpu_nodes * matrix->nr_memory_nodes; i++) {
		if (!isnan(claim_at(claim, matrix, i / matrix->nr_memory_nodes,
				    i % matrix->nr_memory_nodes)))
			return true;
	}
	return false;
}

/* Each in quotes, for it has blanks, "-" where there is none; without those that nobody claims. */
static void write_claims(const struct picture *picture, const struct node_matrix *matrix, int row,
			 int column)
{
	int nr = 0;

	for (int c = 0; c < NR_CLAIMS; c++) {
		double value = claim_at(&claims[c], matrix, row, column);

		if (!is_claimed(&claims[c], matrix) || nr == claims_that_fit(matrix))
			continue;
		nr++;
		fputs(" \"", picture->data);
		if (isnan(value))
			fputc('-', picture->data);
		else
			fprintf(picture->data, claims[c].format, value * claims[c].scale);
		fputc('"', picture->data);
	}
	fputc('\n', picture->data);
}

/* What the small words are, behind @text; returns how many a cell has. */
static int describe_claims(char *text, size_t size, const struct node_matrix *matrix)
{
	int nr = 0;

	for (int c = 0; c < NR_CLAIMS; c++) {
		if (!is_claimed(&claims[c], matrix) || nr == claims_that_fit(matrix))
			continue;
		snprintf(text + strlen(text), size - strlen(text), "%s%s",
			 nr++ ? ", " : "; in small, as firmware says: ", claims[c].what);
	}
	return nr;
}

static void write_cells(const struct picture *picture, const struct node_matrix *matrix,
			const struct result_key *key, const struct axis *colours)
{
	fputs("# column row ns-per-op light-number number firmware\n", picture->data);
	for (int row = 0; row < matrix->nr_cpu_nodes; row++) {
		for (int i = 0; i < matrix->nr_memory_nodes; i++) {
			double ns = time_at(matrix, row, i, key);
			char number[32];

			map_number(number, sizeof(number), ns, ns < 9.995 ? 2 : ns < 99.95);
			if (isfinite(ns))
				fprintf(picture->data, "%d %d %.6g %d %s", i, row, ns,
					map_is_dark(colours, ns), number);
			else
				fprintf(picture->data, "%d %d NaN 0 -", i, row);
			write_claims(picture, matrix, row, i);
		}
		fputc('\n', picture->data);
	}
}

static void write_ticks(const struct picture *picture, const struct node_matrix *matrix)
{
	script_number(picture, "nr_columns", matrix->nr_memory_nodes);
	script_number(picture, "nr_lines", matrix->nr_cpu_nodes);
	fprintf(picture->script, "array column_text[%d]\narray line_text[%d]\n",
		matrix->nr_memory_nodes, matrix->nr_cpu_nodes);
	for (int i = 0; i < matrix->nr_memory_nodes; i++)
		fprintf(picture->script, "column_text[%d] = '%d'\n", i + 1,
			matrix->memory_nodes[i]);
	for (int row = 0; row < matrix->nr_cpu_nodes; row++)
		fprintf(picture->script, "line_text[%d] = '%d'\n", row + 1, matrix->cpu_nodes[row]);
}

/* "4 threads on a node", or as many as there are where nodes differ. */
static void describe(char *out, size_t size, const struct node_matrix *matrix, const char *scheme)
{
	int least = 0, most = 0;
	char cut[PLOT_TEXT_SIZE];

	for (int row = 0; row < matrix->nr_cpu_nodes; row++) {
		int threads = threads_of(matrix, row);

		least = !least || threads < least ? threads : least;
		most = threads > most ? threads : most;
	}
	text_shorten(cut, sizeof(cut), scheme, 60);
	if (least == most)
		snprintf(out, size, "%.300s, %d thread%s on each node", cut, most,
			 most == 1 ? "" : "s");
	else
		snprintf(out, size, "%.300s, %d to %d threads on a node", cut, least, most);
}

static int draw_row(struct plot_job *job, const struct plot_kind *kind,
		    const struct node_matrix *matrix, int row, struct error *err)
{
	const struct panel *example = matrix->example;
	const struct result_key *key = &example->rows[row];
	char label[PLOT_TEXT_SIZE], text[PLOT_TEXT_SIZE], machine[PLOT_TEXT_SIZE], note[200];
	struct picture picture;
	struct axis colours;
	struct panel words = *example; /* whose place is not the picture's */
	double range[2];
	int nr_claims = 0, ret;

	if (!find_range(range, matrix, key))
		return 0;
	ret = axis_values(&colours, range[0], range[1], range[0], range[1], FIT_FROM_ZERO);
	if (ret)
		return error_set(err, ret, "out of memory");
	row_label(label, sizeof(label), example, row);
	words.key.placement = "matrix";
	words.key.memory = "local"; /* which goes without saying */
	ret = picture_begin(&picture, job, kind->name, label, &words, err);
	if (ret) {
		axis_free(&colours);
		return ret;
	}
	script_panel(&picture, job, &words);
	describe_machine(machine, sizeof(machine), job, example->run);
	describe(text, sizeof(text), matrix, label);
	snprintf(machine + strlen(machine), sizeof(machine) - strlen(machine), "%s", text);
	script_text(&picture, "conditions", machine);
	snprintf(note, sizeof(note), "medians; their intervals are in the CSV");
	if (!job->options->terminal)
		nr_claims = describe_claims(note, sizeof(note), matrix);
	script_number(&picture, "nr_claims", nr_claims);
	script_footer(&picture, job, example->run, note);
	script_number(&picture, "numbered",
		      matrix->nr_cpu_nodes <= MAX_NUMBERED_NODES &&
			      matrix->nr_memory_nodes <= MAX_NUMBERED_NODES);
	if (job->options->terminal)
		script_number(&picture, "rows", 12 + matrix->nr_cpu_nodes);
	map_write_colours(&picture, &colours);
	write_ticks(&picture, matrix);
	write_cells(&picture, matrix, key, &colours);
	axis_free(&colours);
	return picture_end(&picture, job, kind->name, err);
}

int draw_nodes(struct plot_job *job, const struct plot_kind *kind, struct error *err)
{
	const struct summary *summary = job->summary;
	int ret = 0;

	if (!summary->nr_node_matrices && job->options->kinds)
		picture_skip(job, kind->name, NULL, "no threads on one node by memory on one node");
	for (int i = 0; i < summary->nr_node_matrices; i++) {
		const struct node_matrix *matrix = &summary->node_matrices[i];

		for (int row = 0; !ret && row < matrix->example->nr_rows; row++)
			ret = draw_row(job, kind, matrix, row, err);
	}
	return ret;
}
