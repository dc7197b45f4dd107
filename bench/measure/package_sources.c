// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * package_sources.c: the counters that an event of packages could be the sum of: PAPI's, on one CPU of
 * each package, and powercap's zones. Whether they count is not asked here.
 */
#include <errno.h>
#include <papi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/measure/package_parts.h"
#include "topology/int_list.h"
#include "topology/system_file.h"

#define MAX_CHANNELS 16

/* ---- PAPI's component ---- */

const char *package_uncore_disabled(bool papi)
{
	for (int i = 0; papi && i < PAPI_num_components(); i++) {
		const PAPI_component_info_t *info = PAPI_get_component_info(i);

		if (info && !strcmp(info->name, "perf_event_uncore"))
			return info->disabled ? info->disabled_reason : NULL;
	}
	return papi ? "this PAPI was built without perf_event_uncore" : "PAPI does not start here";
}

static bool is_uncore_event(const char *name)
{
	const PAPI_component_info_t *info;
	int code;

	if (PAPI_event_name_to_code(name, &code) != PAPI_OK)
		return false;
	info = PAPI_get_component_info(PAPI_get_event_component(code));
	return info && !strcmp(info->name, "perf_event_uncore");
}

static struct package_counter *add_counter(struct package_search *search, int event, int package)
{
	struct package_events *events = search->events;
	struct package_counter *counter;

	if (events->nr_counters == PACKAGE_MAX_COUNTERS || package < 0 ||
	    package >= events->nr_packages)
		return NULL;
	counter = &events->counter[events->nr_counters++];
	*counter = (struct package_counter){.event = event, .package = package};
	return counter;
}

static void add_on_cpu(struct package_search *search, int event, const char *name, double scale,
		       const struct machine_pu *pu)
{
	struct package_counter *counter;
	char full[sizeof(counter->source)];

	if (snprintf(full, sizeof(full), "%s:cpu=%d", name, pu->os) >= (int)sizeof(full) ||
	    !is_uncore_event(full))
		return;
	counter = add_counter(search, event, pu->package);
	if (!counter)
		return;
	counter->scale = scale;
	memcpy(counter->source, full, sizeof(full));
}

void package_add_everywhere(struct package_search *search, int event, const char *name,
			    double scale, const char *pmu)
{
	const struct machine *machine = search->machine;
	struct int_list cpus = {0};
	char path[128], *mask;
	struct error err;
	int done = -1;

	snprintf(path, sizeof(path), "/sys/bus/event_source/devices/%.60s/cpumask", pmu);
	mask = *pmu ? system_text("", path) : NULL;
	if (mask && int_list_parse(&cpus, pmu, mask, 0, 65535, 65535, &err))
		cpus = (struct int_list){0};
	free(mask);
	for (int i = 0; i < cpus.nr; i++) {
		const struct machine_pu *pu = machine_pu(machine, cpus.values[i]);

		if (pu)
			add_on_cpu(search, event, name, scale, pu);
	}
	for (int i = 0; !cpus.nr && i < machine->nr_pus; i++) {
		if (machine->pus[i].package <= done)
			continue;
		done = machine->pus[i].package;
		add_on_cpu(search, event, name, scale, &machine->pus[i]);
	}
	int_list_free(&cpus);
}

void package_add_candidate(struct package_search *search, int event, const char *candidate,
			   double scale)
{
	const char *number = strchr(candidate, '#');
	char name[96], pmu[24];

	if (!number) {
		package_add_everywhere(search, event, candidate, scale, "power");
		return;
	}
	for (int i = 0; i < MAX_CHANNELS; i++) {
		snprintf(name, sizeof(name), "%.*s%d%s", (int)(number - candidate), candidate, i,
			 number + 1);
		snprintf(pmu, sizeof(pmu), "uncore_imc_%d", i);
		package_add_everywhere(search, event, name, scale, pmu);
	}
}

/* ---- powercap ---- */

/* The package that the kernel calls @id: machine numbers them itself. -1: none. */
static int package_of(const struct machine *machine, int id)
{
	for (int i = 0; i < machine->nr_pus; i++) {
		char path[96];

		snprintf(path, sizeof(path),
			 "/sys/devices/system/cpu/cpu%d/topology/physical_package_id",
			 machine->pus[i].os);
		if (system_int("", path, -1) == id)
			return machine->pus[i].package;
	}
	return -1;
}

void package_add_zones(struct package_search *search, int event, const char *kind)
{
	for (int i = 0; i < search->powercap.nr; i++) {
		const struct powercap_zone *zone = &search->powercap.zones[i];
		struct package_counter *counter;
		uint64_t uj;
		int ret;

		if (strcmp(zone->kind, kind))
			continue;
		search->seen = true;
		ret = powercap_read("", zone->path, &uj);
		search->forbidden |= ret == -EACCES || ret == -EPERM;
		counter = ret ? NULL
			      : add_counter(search, event,
					    package_of(search->machine, zone->package));
		if (!counter)
			continue;
		counter->from_powercap = true;
		counter->scale = 1e-6;
		counter->range = zone->range_uj;
		snprintf(counter->source, sizeof(counter->source), "%s", zone->path);
	}
}
