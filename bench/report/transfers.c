// SPDX-License-Identifier: GPL-2.0-or-later
/* transfers.c: classes of pairs, and the median time of each. See transfers.h. */
#include "bench/report/transfers.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static int at(const int *column, int i)
{
	return column ? column[i] : -1;
}

struct place place_find(const struct result_run *run, int cpu)
{
	struct place place = {cpu, -1, -1, -1, -1};

	for (int i = 0; i < run->nr_cpus; i++) {
		if (run->cpu[i] == cpu)
			place = (struct place){cpu, at(run->cpu_core, i), at(run->cpu_llc, i),
					       at(run->cpu_node, i), at(run->cpu_package, i)};
	}
	return place;
}

struct place *places_find(const struct result_run *run, const int *cpus, int nr)
{
	struct place *places = calloc((size_t)nr + 1, sizeof(*places));

	for (int i = 0; places && i < nr; i++)
		places[i] = place_find(run, cpus[i]);
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

int transfers_make(struct transfers *transfers, const struct ping_pong_matrix *matrix)
{
	size_t room = room_for_classes(matrix);
	struct place *places = places_find(matrix->run, matrix->cpus, matrix->nr_cpus);
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

void transfers_free(struct transfers *transfers)
{
	free(transfers->classes);
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

double transfer_time(const struct transfers *transfers, const struct place *a,
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
