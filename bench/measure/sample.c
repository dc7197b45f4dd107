// SPDX-License-Identifier: GPL-2.0-or-later
/* sample.c: what follows from a sample's counts. See sample.h. */
#include "bench/measure/sample.h"

#include <math.h>
#include <stdlib.h>

void sample_free(struct sample *sample)
{
	assignment_free(&sample->assignment);
	free(sample->threads);
	numastat_free(&sample->pages);
	free(sample->packages);
	if (sample->lookup) {
		free(sample->lookup->backlog.folios);
		free(sample->lookup->backlog.bytes);
		free(sample->lookup);
	}
	*sample = (struct sample){0};
}

double sample_ops_per_sec(const struct sample *sample)
{
	return sample->seconds > 0 ? (double)sample->ops / sample->seconds : 0;
}

double sample_ns_per_op(const struct sample *sample)
{
	return sample->ops
		       ? sample->seconds * 1e9 * sample->assignment.nr_threads / (double)sample->ops
		       : NAN;
}
