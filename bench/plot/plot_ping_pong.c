// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plot_ping_pong.c: the matrix of one-way hand-over times as a heat map, and beside it the median by
 * how far two CPUs are apart, which is what one takes home from 65,536 cells.
 */
#include "bench/plot/plot_job.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/plot/plot_map.h"

#define MAX_NUMBERED_CPUS 16
#define MAX_DECIMAL_CPUS  8
#define TICK_CHARACTERS	  52 /* that fit below the map, with a space between */
#define MAX_TICKS	  (TICK_CHARACTERS / 2)

enum distance { SAME_LLC, SAME_NODE, SAME_PACKAGE, OTHER_PACKAGE, UNKNOWN, NR_DISTANCES };

static const char *const distances[NR_DISTANCES] = {
	[SAME_LLC] = "same last-level cache",
	[SAME_NODE] = "same node, other cache",
	[SAME_PACKAGE] = "same package, other node",
	[OTHER_PACKAGE] = "other package",
	[UNKNOWN] = "all pairs",
};

static int cpu_row(const struct result_run *run, int cpu)
{
	for (int i = 0; i < run->nr_cpus; i++) {
		if (run->cpu[i] == cpu)
			return i;
	}
	return -1;
}

static enum distance distance_of(const struct result_run *run, int a, int b)
{
	int row_a = cpu_row(run, a), row_b = cpu_row(run, b);

	if (row_a < 0 || row_b < 0)
		return UNKNOWN;
	if (run->cpu_package[row_a] != run->cpu_package[row_b])
		return OTHER_PACKAGE;
	if (run->cpu_node[row_a] != run->cpu_node[row_b])
		return SAME_PACKAGE;
	return run->cpu_llc[row_a] != run->cpu_llc[row_b] ? SAME_NODE : SAME_LLC;
}

static double time_between(const struct ping_pong_matrix *matrix, int i, int k)
{
	return matrix->one_way_ns[i * matrix->nr_cpus + k];
}

/* ---- beside the map ---- */

/* Of all pairs @wanted apart: how many were measured, and their times in @values. */
static int collect(double *values, const struct ping_pong_matrix *matrix,
		   const struct result_run *run, enum distance wanted)
{
	int nr = 0;

	for (int i = 0; i < matrix->nr_cpus; i++) {
		for (int k = i + 1; k < matrix->nr_cpus; k++) {
			double ns = time_between(matrix, i, k);

			if (isfinite(ns) &&
			    distance_of(run, matrix->cpus[i], matrix->cpus[k]) == wanted)
				values[nr++] = ns;
		}
	}
	return nr;
}

static int write_medians(const struct picture *picture, const struct ping_pong_matrix *matrix,
			 const struct result_run *run)
{
	size_t cells = (size_t)matrix->nr_cpus * (size_t)matrix->nr_cpus;
	double *values = calloc(cells, sizeof(*values));
	int nr = 0;

	if (!values)
		return -ENOMEM;
	fprintf(picture->script, "array fact_name[%d]\narray fact_text[%d]\n", NR_DISTANCES,
		NR_DISTANCES);
	for (int d = 0; d < NR_DISTANCES; d++) {
		int pairs = collect(values, matrix, run, (enum distance)d);

		if (!pairs)
			continue;
		nr++;
		fprintf(picture->script, "fact_name[%d] = '%s'\n", nr, distances[d]);
		fprintf(picture->script, "fact_text[%d] = '%.3g ns, %d pair%s'\n", nr,
			stats_estimate(values, pairs).median, pairs, pairs == 1 ? "" : "s");
	}
	script_number(picture, "nr_facts", nr);
	free(values);
	return 0;
}

/* ---- the map ---- */

/* Rows of x, y, nanoseconds, whether a number on that cell must be light, and that number. */
static void write_cells(const struct picture *picture, const struct ping_pong_matrix *matrix,
			const struct axis *colours, int decimals)
{
	fputs("# column row one-way-ns light-number number; some CPUs are named in the script\n",
	      picture->data);
	for (int i = 0; i < matrix->nr_cpus; i++) {
		for (int k = 0; k < matrix->nr_cpus; k++) {
			double ns = time_between(matrix, i, k);
			char number[32];

			map_number(number, sizeof(number), ns, decimals);
			if (isfinite(ns))
				fprintf(picture->data, "%d %d %.6g %d %s\n", k, i, ns,
					map_is_dark(colours, ns), number);
			else
				fprintf(picture->data, "%d %d NaN 0 -\n", k, i);
		}
		fputc('\n', picture->data);
	}
}

static void write_ticks(const struct picture *picture, const struct ping_pong_matrix *matrix)
{
	int every = 1, nr = 0;
	char widest[16];

	snprintf(widest, sizeof(widest), "%d", matrix->cpus[matrix->nr_cpus - 1]);
	while (matrix->nr_cpus * ((int)strlen(widest) + 1) > every * TICK_CHARACTERS)
		every *= 2;
	fprintf(picture->script, "array tick_at[%d]\narray tick_text[%d]\n", MAX_TICKS, MAX_TICKS);
	for (int i = 0; i < matrix->nr_cpus; i += every) {
		nr++;
		fprintf(picture->script, "tick_at[%d] = %d\ntick_text[%d] = '%d'\n", nr, i, nr,
			matrix->cpus[i]);
	}
	script_number(picture, "nr_ticks", nr);
}

/*
 * Lines where neighbours lie in different nodes. Where CPU numbers go round over the nodes, they
 * would cover the map, so there are none.
 */
static void write_edges(const struct picture *picture, const struct ping_pong_matrix *matrix,
			const struct result_run *run)
{
	int most = 2 * run->nr_nodes, nr = 0;

	fprintf(picture->script, "array edge_at[%d]\narray edge_package[%d]\n", most + 1, most + 1);
	for (int i = 0; i + 1 < matrix->nr_cpus && nr <= most; i++) {
		enum distance d = distance_of(run, matrix->cpus[i], matrix->cpus[i + 1]);

		if (d != SAME_PACKAGE && d != OTHER_PACKAGE)
			continue;
		nr++;
		fprintf(picture->script, "edge_at[%d] = %g\nedge_package[%d] = %d\n", nr, i + 0.5,
			nr, d == OTHER_PACKAGE);
	}
	script_number(picture, "nr_edges", nr <= most ? nr : 0);
}

static int write_map(const struct picture *picture, const struct ping_pong_matrix *matrix,
		     const struct result_run *run, const double range[2], bool terminal)
{
	struct axis colours;
	int ret = axis_values(&colours, range[0], range[1], range[0], range[1], FIT_FROM_ZERO);

	if (ret)
		return ret;
	map_write_colours(picture, &colours);
	script_number(picture, "nr_cpus", matrix->nr_cpus);
	script_number(picture, "numbered", matrix->nr_cpus <= MAX_NUMBERED_CPUS);
	write_ticks(picture, matrix);
	write_edges(picture, matrix, run);
	write_cells(picture, matrix, &colours, matrix->nr_cpus <= MAX_DECIMAL_CPUS && !terminal);
	axis_free(&colours);
	return write_medians(picture, matrix, run);
}

static bool find_range(double range[2], const struct ping_pong_matrix *matrix)
{
	range[0] = INFINITY;
	range[1] = -INFINITY;
	for (int i = 0; i < matrix->nr_cpus * matrix->nr_cpus; i++) {
		range[0] = fmin(range[0], matrix->one_way_ns[i]);
		range[1] = fmax(range[1], matrix->one_way_ns[i]);
	}
	return isfinite(range[0]);
}

/* The map has a row for each CPU where its numbers fit; around it words, ticks, medians, footers. */
static int rows_on_terminal(const struct ping_pong_matrix *matrix)
{
	return 12 + NR_DISTANCES + (matrix->nr_cpus <= MAX_NUMBERED_CPUS ? matrix->nr_cpus : 0);
}

/* A run without ping-pong is no run whose matrix is missing, unless somebody asks for it. */
static bool is_expected(const struct plot_job *job)
{
	const struct results *results = job->summary->results;

	if (job->options->kinds)
		return true;
	for (int i = 0; i < results->nr_samples; i++) {
		if (!strcmp(results->samples[i].key.workload, "ping-pong"))
			return true;
	}
	return false;
}

static int draw_matrix(struct plot_job *job, const struct plot_kind *kind,
		       const struct ping_pong_matrix *matrix, struct error *err)
{
	const char *home = strcmp(matrix->memory, "local") ? matrix->memory : NULL;
	char text[PLOT_TEXT_SIZE], memory[80] = "";
	struct picture picture;
	double range[2];
	int ret;

	if (!find_range(range, matrix))
		return 0;
	ret = picture_begin(&picture, job, kind->name, home, NULL, err);
	if (ret)
		return ret;
	describe_machine(text, sizeof(text), job, matrix->run);
	script_text(&picture, "machine", text);
	text_shorten(memory, sizeof(memory), home ? home : "", 24);
	script_text(&picture, "memory", memory);
	script_footer(&picture, job, matrix->run, "");
	if (job->options->terminal)
		script_number(&picture, "rows", rows_on_terminal(matrix));
	if (write_map(&picture, matrix, matrix->run, range, job->options->terminal)) {
		picture_abandon(&picture);
		return error_set(err, -ENOMEM, "out of memory");
	}
	return picture_end(&picture, job, kind->name, err);
}

int draw_ping_pong(struct plot_job *job, const struct plot_kind *kind, struct error *err)
{
	const struct summary *summary = job->summary;
	int ret = 0;

	if (!summary->nr_ping_pongs && is_expected(job))
		picture_skip(job, kind->name, NULL, "no valid sample of ping-pong");
	for (int i = 0; !ret && i < summary->nr_ping_pongs; i++)
		ret = draw_matrix(job, kind, &summary->ping_pongs[i], err);
	return ret;
}
