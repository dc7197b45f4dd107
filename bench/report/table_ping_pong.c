// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * table_ping_pong.c: the matrix of hand-over times, or, where it would not fit, its smallest, middle
 * and largest entry.
 */
#include "bench/report/table_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/report/stats.h"

static double largest(const struct ping_pong_matrix *matrix)
{
	double most = 0;

	for (int i = 0; i < matrix->nr_cpus * matrix->nr_cpus; i++)
		most = fmax(most, matrix->one_way_ns[i]); /* which ignores a NAN */
	return most;
}

static void print_matrix(FILE *out, const struct ping_pong_matrix *matrix, int width)
{
	int n = matrix->nr_cpus;
	int decimals = largest(matrix) < 100 && n <= width / 8 ? 1 : 0;
	int column = (width - 5) / n < 8 ? (width - 5) / n : 8;

	fprintf(out, "  CPU");
	for (int i = 0; i < n; i++)
		fprintf(out, "%*d", column, matrix->cpus[i]);
	fputc('\n', out);
	for (int row = 0; row < n; row++) {
		fprintf(out, "%5d", matrix->cpus[row]);
		for (int i = 0; i < n; i++) {
			char text[TABLE_TEXT];

			table_number(text, matrix->one_way_ns[row * n + i], decimals);
			fprintf(out, "%*s", column, text);
		}
		fputc('\n', out);
	}
}

static void print_condensed(FILE *out, const struct ping_pong_matrix *matrix)
{
	size_t n = (size_t)matrix->nr_cpus;
	double *times = malloc(n * n * sizeof(*times));
	struct estimate middle;
	int nr = 0;

	if (!times) {
		fprintf(out, "%d CPUs: out of memory\n", matrix->nr_cpus);
		return;
	}
	for (size_t row = 0; row < n; row++) {
		for (size_t i = row; i < n; i++) {
			if (!isnan(matrix->one_way_ns[row * n + i]))
				times[nr++] = matrix->one_way_ns[row * n + i];
		}
	}
	middle = stats_estimate(times, nr); /* and they are sorted */
	fprintf(out, "%d CPUs, %d pairs: smallest %.1f, median %.1f, largest %.1f\n",
		matrix->nr_cpus, nr, times[0], middle.median, times[nr - 1]);
	free(times);
}

void table_ping_pong(FILE *out, const struct ping_pong_matrix *matrix, const struct layout *layout)
{
	char memory[32];

	fprintf(out, "ping-pong: one-way hand-over of a line between two CPUs");
	if (strcmp(matrix->memory, "local"))
		fprintf(out, ", memory %s", table_safe(memory, sizeof(memory), matrix->memory));
	fprintf(out, ", ns\n\n");
	if (matrix->nr_cpus <= layout->matrix_cpus)
		print_matrix(out, matrix, layout->width);
	else
		print_condensed(out, matrix);
	fputc('\n', out);
}
