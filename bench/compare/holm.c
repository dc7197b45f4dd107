// SPDX-License-Identifier: GPL-2.0-or-later
/* holm.c: the smallest chance times their number, the next times one less, and so on. See holm.h. */
#include "bench/compare/holm.h"

#include <errno.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>

int holm_correct(double *p, int nr)
{
	size_t *order = calloc((size_t)nr + 1, sizeof(*order));
	double *kept = calloc((size_t)nr + 1, sizeof(*kept));
	double largest = 0;
	int nr_kept = 0;

	if (!order || !kept) {
		free(order);
		free(kept);
		return -ENOMEM;
	}
	for (int i = 0; i < nr; i++) {
		if (!isnan(p[i]))
			kept[nr_kept++] = p[i];
	}
	gsl_sort_index(order, kept, 1, (size_t)nr_kept);
	for (int i = 0; i < nr_kept; i++) {
		/* A larger chance is never corrected to a smaller one. */
		largest = fmax(largest, fmin(1, kept[order[i]] * (nr_kept - i)));
		kept[order[i]] = largest;
	}
	for (int i = 0, k = 0; i < nr; i++) {
		if (!isnan(p[i]))
			p[i] = kept[k++];
	}
	free(order);
	free(kept);
	return 0;
}
