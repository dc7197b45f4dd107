// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plot_labels.c: spreading labels is isotonic regression. With the i-th gap subtracted, "at least a
 * gap apart" becomes "never falling", which pooling adjacent violators solves in one pass; holding
 * the solution within the axis keeps it optimal.
 */
#include "bench/plot/plot_labels.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

struct wish {
	double place;
	int index;
};

/* Labels that were pooled: they stand as one block, each a gap above the one before. */
struct block {
	double sum;
	int nr;
};

/* Equal places keep the order they came in, so that a picture never depends on the sort. */
static int compare_wishes(const void *left, const void *right)
{
	const struct wish *a = left, *b = right;

	if (a->place != b->place)
		return a->place < b->place ? -1 : 1;
	return a->index - b->index;
}

static double mean(const struct block *block)
{
	return block->sum / block->nr;
}

static int pool(struct block *blocks, const struct wish *wishes, int nr, double gap)
{
	int nr_blocks = 0;

	for (int i = 0; i < nr; i++) {
		blocks[nr_blocks++] = (struct block){wishes[i].place - i * gap, 1};
		while (nr_blocks > 1 &&
		       mean(&blocks[nr_blocks - 2]) >= mean(&blocks[nr_blocks - 1])) {
			blocks[nr_blocks - 2].sum += blocks[nr_blocks - 1].sum;
			blocks[nr_blocks - 2].nr += blocks[nr_blocks - 1].nr;
			nr_blocks--;
		}
	}
	return nr_blocks;
}

static void place_blocks(double *places, const struct wish *wishes, const struct block *blocks,
			 int nr_blocks, double gap, double highest)
{
	int next = 0;

	for (int b = 0; b < nr_blocks; b++) {
		double base = fmin(fmax(mean(&blocks[b]), 0), highest);

		for (int k = 0; k < blocks[b].nr; k++, next++)
			places[wishes[next].index] = base + next * gap;
	}
}

double labels_spread(double *places, int nr, double gap)
{
	struct wish *wishes = calloc((size_t)nr + 1, sizeof(*wishes));
	struct block *blocks = calloc((size_t)nr + 1, sizeof(*blocks));
	double kept = -ENOMEM;

	if (wishes && blocks) {
		kept = nr > 1 ? fmin(gap, 1.0 / (nr - 1)) : gap;
		for (int i = 0; i < nr; i++)
			wishes[i] = (struct wish){places[i], i};
		qsort(wishes, (size_t)nr, sizeof(*wishes), compare_wishes);
		place_blocks(places, wishes, blocks, pool(blocks, wishes, nr, kept), kept,
			     1 - (nr - 1) * kept);
	}
	free(wishes);
	free(blocks);
	return kept;
}

void labels_keep(struct span *spans, int nr)
{
	for (int i = 0; i < nr; i++) {
		spans[i].kept = spans[i].begin >= 0 && spans[i].end <= 1;
		for (int k = 0; k < i && spans[i].kept; k++)
			spans[i].kept = !spans[k].kept || spans[i].begin >= spans[k].end ||
					spans[i].end <= spans[k].begin;
	}
}
