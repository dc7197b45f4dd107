// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * summary_ping_pong.c: the matrices of one-way hand-over times. A ping-pong sample is one pair of
 * CPUs; its operations are the hand-overs of both, so a hand-over takes 1e9 / ops_per_sec nanoseconds.
 * Which node the line lies on decides the figure on several machines: the directory or the snoop
 * filter asked is the home's, and the third party may be far from both. So each memory has a matrix.
 */
#include "bench/report/summary_parts.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/grow.h"

/* As many as Linux can be built for. Without a limit a file naming wild CPUs asks for terabytes. */
#define MAX_CPUS 8192

/* One valid sample, the smaller CPU number first. */
struct exchange {
	int low, high, run, process;
	double one_way_ns;
};

static int compare_exchanges(const void *a, const void *b)
{
	const struct exchange *left = a, *right = b;
	const int differences[] = {
		(left->low > right->low) - (left->low < right->low),
		(left->high > right->high) - (left->high < right->high),
		(left->run > right->run) - (left->run < right->run),
		(left->process > right->process) - (left->process < right->process),
	};

	for (size_t i = 0; i < sizeof(differences) / sizeof(differences[0]); i++) {
		if (differences[i])
			return differences[i];
	}
	return 0;
}

static int compare_ints(const void *a, const void *b)
{
	int left = *(const int *)a, right = *(const int *)b;

	return (left > right) - (left < right);
}

static bool is_exchange(const struct summary *summary, int machine,
			const struct result_sample *sample)
{
	return summary->machines[sample->run] == machine &&
	       !strcmp(sample->key.workload, SUMMARY_PING_PONG) && sample->valid &&
	       sample->nr_cpus == 2 && sample->ops_per_sec > 0;
}

static int collect(const struct summary *summary, int machine, const char *memory,
		   struct exchange **exchanges)
{
	const struct results *results = summary->results;
	int nr = 0;

	*exchanges = calloc((size_t)results->nr_samples + 1, sizeof(**exchanges));
	if (!*exchanges)
		return -ENOMEM;
	for (int i = 0; i < results->nr_samples; i++) {
		const struct result_sample *sample = &results->samples[i];

		if (!is_exchange(summary, machine, sample) || sample->key.memory != memory)
			continue;
		(*exchanges)[nr++] = (struct exchange){
			.low = sample->cpus[sample->cpus[0] > sample->cpus[1]],
			.high = sample->cpus[sample->cpus[0] <= sample->cpus[1]],
			.run = sample->run,
			.process = sample->process,
			.one_way_ns = 1e9 / sample->ops_per_sec,
		};
	}
	qsort(*exchanges, (size_t)nr, sizeof(**exchanges), compare_exchanges);
	return nr;
}

static int make_empty(struct ping_pong_matrix *matrix, const struct exchange *exchanges, int nr)
{
	int *cpus = calloc((size_t)nr * 2, sizeof(*cpus));
	size_t n = 0;

	if (!cpus)
		return -ENOMEM;
	for (int i = 0; i < nr; i++) {
		cpus[2 * i] = exchanges[i].low;
		cpus[2 * i + 1] = exchanges[i].high;
	}
	qsort(cpus, (size_t)nr * 2, sizeof(*cpus), compare_ints);
	for (int i = 0; i < nr * 2; i++) {
		if (!n || cpus[n - 1] != cpus[i])
			cpus[n++] = cpus[i];
	}
	matrix->cpus = cpus;
	if (n > MAX_CPUS)
		return -ENOMEM;
	matrix->one_way_ns = calloc(n * n, sizeof(*matrix->one_way_ns));
	if (!matrix->one_way_ns)
		return -ENOMEM;
	for (size_t i = 0; i < n * n; i++)
		matrix->one_way_ns[i] = NAN;
	matrix->nr_cpus = (int)n;
	return 0;
}

static void set_pair(struct ping_pong_matrix *matrix, int low, int high, double one_way_ns)
{
	size_t n = (size_t)matrix->nr_cpus;
	size_t row = (size_t)((int *)bsearch(&low, matrix->cpus, n, sizeof(int), compare_ints) -
			      matrix->cpus);
	size_t column = (size_t)((int *)bsearch(&high, matrix->cpus, n, sizeof(int), compare_ints) -
				 matrix->cpus);

	matrix->one_way_ns[row * n + column] = one_way_ns;
	matrix->one_way_ns[column * n + row] = one_way_ns;
}

static void fill(struct ping_pong_matrix *matrix, const struct exchange *exchanges, int nr,
		 struct workspace *space)
{
	for (int i = 0; i < nr;) {
		const struct exchange *first = &exchanges[i];
		int n = 0;

		for (; i < nr && exchanges[i].low == first->low && exchanges[i].high == first->high;
		     i++)
			space->observations[n++] = (struct observation){
				exchanges[i].run, exchanges[i].process, exchanges[i].one_way_ns};
		set_pair(matrix, first->low, first->high, workspace_estimate(space, n).median);
	}
}

static int add_matrix(struct summary *summary, int machine, const char *memory,
		      const struct exchange *exchanges, int nr, struct workspace *space)
{
	struct ping_pong_matrix *matrices =
		grow(summary->ping_pongs, summary->nr_ping_pongs, sizeof(*matrices));
	struct ping_pong_matrix *matrix;
	int first = exchanges[0].run;
	int ret;

	if (!matrices)
		return -ENOMEM;
	summary->ping_pongs = matrices;
	matrix = &matrices[summary->nr_ping_pongs++];
	for (int i = 1; i < nr; i++)
		first = exchanges[i].run < first ? exchanges[i].run : first;
	*matrix = (struct ping_pong_matrix){
		.memory = memory,
		.run = &summary->results->runs[first],
		.machine = machine,
	};
	ret = make_empty(matrix, exchanges, nr);
	if (!ret)
		fill(matrix, exchanges, nr, space);
	return ret;
}

/* The memory that comes after @after (NULL: the first) among those of @machine; NULL after the last. */
static const char *next_memory(const struct summary *summary, int machine, const char *after)
{
	const struct results *results = summary->results;
	const char *next = NULL;

	for (int i = 0; i < results->nr_samples; i++) {
		const struct result_sample *sample = &results->samples[i];
		const char *memory = sample->key.memory;

		if (is_exchange(summary, machine, sample) &&
		    (!after || strverscmp(memory, after) > 0) &&
		    (!next || strverscmp(memory, next) < 0))
			next = memory;
	}
	return next;
}

int summary_make_ping_pongs(struct summary *summary, struct workspace *space)
{
	int ret = 0;

	for (int machine = 0; machine < summary->nr_machines; machine++) {
		const char *memory = NULL;

		while (ret >= 0 && (memory = next_memory(summary, machine, memory))) {
			struct exchange *exchanges;

			ret = collect(summary, machine, memory, &exchanges);
			if (ret > 0)
				ret = add_matrix(summary, machine, memory, exchanges, ret, space);
			free(exchanges);
		}
	}
	return ret < 0 ? ret : 0;
}
