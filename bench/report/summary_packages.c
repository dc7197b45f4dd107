// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * summary_packages.c: what was counted of each package, per operation of all threads: a package does not
 * know whose energy it was.
 */
#include "bench/report/summary_parts.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "bench/grow.h"

static int add_event(struct panel *panel, const char *name, const char *unit)
{
	const char **names, **units;

	for (int i = 0; i < panel->nr_package_events; i++) {
		if (panel->package_events[i] == name)
			return 0;
	}
	names = grow(panel->package_events, panel->nr_package_events, sizeof(*names));
	if (!names)
		return -ENOMEM;
	panel->package_events = names;
	units = grow(panel->package_units, panel->nr_package_events, sizeof(*units));
	if (!units)
		return -ENOMEM;
	panel->package_units = units;
	names[panel->nr_package_events] = name;
	units[panel->nr_package_events++] = unit;
	return 0;
}

static int add_package(struct panel *panel, int package)
{
	int *packages, at = panel->nr_packages;

	for (int i = 0; i < panel->nr_packages; i++) {
		if (panel->packages[i] == package)
			return 0;
	}
	packages = grow(panel->packages, panel->nr_packages, sizeof(*packages));
	if (!packages)
		return -ENOMEM;
	panel->packages = packages;
	for (; at && packages[at - 1] > package; at--)
		packages[at] = packages[at - 1];
	packages[at] = package;
	panel->nr_packages++;
	return 0;
}

int summary_collect_packages(struct panel *panel, const struct results *results,
			     const struct entry *entries, int nr)
{
	int ret = 0;

	for (int i = 0; i < nr; i++) {
		const struct result_sample *sample = entries[i].sample;
		const struct result_run *run = &results->runs[sample->run];

		for (int p = 0; p < sample->nr_packages && !ret; p++)
			ret = add_package(panel, sample->packages[p].package);
		for (int e = 0; sample->nr_packages && e < run->nr_package_events && !ret; e++)
			ret = add_event(panel, run->package_events[e], run->package_event_unit[e]);
	}
	return ret;
}

static struct estimate estimate_event(const struct panel *panel, int package, int event,
				      const struct results *results,
				      const struct result_sample *const *samples, int nr,
				      struct workspace *space)
{
	for (int i = 0; i < nr; i++) {
		int at = result_package_event_find(&results->runs[samples[i]->run],
						   panel->package_events[event]);

		workspace_observe(space, i, samples[i],
				  at < 0 ? NAN : result_package_event(samples[i], package, at));
	}
	return workspace_estimate(space, nr);
}

int summary_fill_packages(struct cell *cell, const struct panel *panel,
			  const struct results *results, const struct result_sample *const *samples,
			  int nr, struct workspace *space)
{
	struct estimate *estimate;

	if (!panel->nr_packages || !panel->nr_package_events)
		return 0;
	estimate = calloc((size_t)(panel->nr_packages + 1) * (size_t)panel->nr_package_events,
			  sizeof(*estimate));
	cell->package_events_per_op = estimate;
	if (!estimate)
		return -ENOMEM;
	for (int p = -1; p < panel->nr_packages; p++) {
		int package = p < 0 ? -1 : panel->packages[p];

		for (int e = 0; e < panel->nr_package_events; e++)
			*estimate++ =
				estimate_event(panel, package, e, results, samples, nr, space);
	}
	return 0;
}

const struct estimate *panel_package_event(const struct panel *panel, const struct cell *cell,
					   int package, int event)
{
	if (!cell || !cell->package_events_per_op)
		return NULL;
	return &cell->package_events_per_op[(package + 1) * panel->nr_package_events + event];
}
