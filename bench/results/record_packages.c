// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * record_packages.c: what was counted of each package around a sample, by whoever ran there, with the
 * time that it was counted for: that is somewhat longer than the window. Where events were asked for and
 * none counts, all of it is null.
 */
#include <math.h>

#include "bench/json.h"
#include "bench/results/record_parts.h"

static void put_nodes(yajl_gen json, const struct machine *machine, int package)
{
	json_open_array(json, "nodes");
	for (int i = 0; i < machine->nr_nodes; i++) {
		if (machine->nodes[i].package == package)
			yajl_gen_integer(json, machine->nodes[i].os);
	}
	yajl_gen_array_close(json);
}

static void put_package(yajl_gen json, const struct run *run, const struct package_counts *counts,
			int package)
{
	const struct package_events *events = &run->probe->packages;

	yajl_gen_map_open(json);
	json_put_integer(json, "package", package);
	put_nodes(json, run->machine, package);
	json_open_map(json, "events");
	for (int e = 0; e < events->nr; e++)
		json_put_number(json, events->event[e].name,
				counts ? counts->value[package][e] : NAN);
	yajl_gen_map_close(json);
	yajl_gen_map_close(json);
}

void record_packages(yajl_gen json, const struct run *run, const struct sample *sample)
{
	const struct package_counts *counts = sample->packages;

	if (!run->probe->packages.nr)
		return;
	json_put_number(json, "package_seconds", counts ? counts->seconds : NAN);
	json_open_array(json, "packages");
	for (int p = 0; p < run->probe->packages.nr_packages; p++)
		put_package(json, run, counts, p);
	yajl_gen_array_close(json);
}
