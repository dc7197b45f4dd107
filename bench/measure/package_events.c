// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * package_events.c: what there is to count of a package, and one process's readings of it. What of it
 * this machine has was decided by package_probe.c.
 */
#include "bench/measure/package_events.h"

#include <errno.h>
#include <math.h>
#include <papi.h>
#include <stdlib.h>
#include <string.h>

#include "bench/measure/clock.h"
#include "topology/powercap.h"

/*
 * Joules of perf's power PMU come in 2^-32: libpfm4 says so, sysfs too (energy-pkg.scale), and PAPI leaves
 * it at that. A CAS command moves a cache line.
 */
#define RAPL_JOULES 0x1p-32
#define LINE_BYTES  64

#define CHANNELS(rw)                                                                              \
	{                                                                                         \
		"snbep_unc_imc#::UNC_M_CAS_COUNT:" rw, "ivbep_unc_imc#::UNC_M_CAS_COUNT:" rw,     \
			"hswep_unc_imc#::UNC_M_CAS_COUNT:" rw,                                    \
			"bdx_unc_imc#::UNC_M_CAS_COUNT:" rw, "knl_unc_imc#::UNC_M_CAS_COUNT:" rw, \
			"knm_unc_imc#::UNC_M_CAS_COUNT:" rw, "skx_unc_imc#::UNC_M_CAS_COUNT:" rw, \
			"icx_unc_imc#::UNC_M_CAS_COUNT:" rw, "spr_unc_imc#::UNC_M_CAS_COUNT:" rw, \
			"emr_unc_imc#::UNC_M_CAS_COUNT:" rw                                       \
	}

const struct package_kind package_kinds[] = {
	{"energy-package",
	 "joules that the package used: cores, caches, memory controllers",
	 "J",
	 "package",
	 RAPL_JOULES,
	 {"rapl::RAPL_ENERGY_PKG", "amd64_rapl::RAPL_ENERGY_PKG"}},
	{"energy-cores",
	 "joules that its cores used",
	 "J",
	 "core",
	 RAPL_JOULES,
	 {"rapl::RAPL_ENERGY_CORES"}},
	{"energy-dram",
	 "joules that its memory used",
	 "J",
	 "dram",
	 RAPL_JOULES,
	 {"rapl::RAPL_ENERGY_DRAM"}},
	{"memory-reads", "bytes that its memory controllers read", "B", NULL, LINE_BYTES,
	 CHANNELS("RD")},
	{"memory-writes", "bytes that its memory controllers wrote", "B", NULL, LINE_BYTES,
	 CHANNELS("WR")},
	{0},
};

struct package_counters {
	const struct package_events *events;
	int eventset; /* PAPI's; PAPI_NULL where all are powercap's */
	int nr_added, place[PACKAGE_MAX_COUNTERS]; /* in it, of each of PAPI's */
	struct package_reading first;
};

/* ---- one process's hold ---- */

/* An event under two names is one to PAPI, which refuses the second. */
static bool find_place(struct package_counters *counters, int index)
{
	const struct package_counter *counter = counters->events->counter;

	for (int i = 0; i < index; i++) {
		if (counter[i].from_powercap || strcmp(counter[i].source, counter[index].source))
			continue;
		counters->place[index] = counters->place[i];
		return true;
	}
	return false;
}

static int add_counter(struct package_counters *counters, int index, struct error *err)
{
	const char *source = counters->events->counter[index].source;
	int code, ret = PAPI_OK;

	if (find_place(counters, index))
		return 0;
	counters->place[index] = counters->nr_added++;
	if (counters->eventset == PAPI_NULL)
		ret = PAPI_create_eventset(&counters->eventset);
	if (ret == PAPI_OK)
		ret = PAPI_event_name_to_code(source, &code);
	if (ret == PAPI_OK)
		ret = PAPI_add_event(counters->eventset, code);
	return ret == PAPI_OK
		       ? 0
		       : error_set(err, -ENODEV, "PAPI event %s: %s", source, PAPI_strerror(ret));
}

int package_counters_open(struct package_counters **counters, const struct package_events *events,
			  struct error *err)
{
	struct package_counters *opened;
	int ret = 0;

	*counters = NULL;
	if (!events->nr_counters)
		return 0;
	opened = calloc(1, sizeof(*opened));
	if (!opened)
		return error_set(err, -ENOMEM, "out of memory");
	opened->events = events;
	opened->eventset = PAPI_NULL;
	for (int i = 0; i < events->nr_counters && !ret; i++) {
		if (!events->counter[i].from_powercap)
			ret = add_counter(opened, i, err);
	}
	if (!ret && opened->eventset != PAPI_NULL && PAPI_start(opened->eventset) != PAPI_OK)
		ret = error_set(err, -ENODEV, "PAPI does not start the events of packages");
	if (ret)
		package_counters_close(opened);
	else
		*counters = opened;
	return ret;
}

void package_counters_close(struct package_counters *counters)
{
	long long values[PACKAGE_MAX_COUNTERS];

	if (!counters)
		return;
	if (counters->eventset != PAPI_NULL) {
		PAPI_stop(counters->eventset, values);
		PAPI_cleanup_eventset(counters->eventset);
		PAPI_destroy_eventset(&counters->eventset);
	}
	free(counters);
}

/* ---- readings ---- */

static void take_reading(const struct package_counters *counters, struct package_reading *reading)
{
	long long values[PACKAGE_MAX_COUNTERS];
	bool counted = counters->eventset != PAPI_NULL;

	reading->ns = clock_now_ns();
	if (counted)
		counted = PAPI_read(counters->eventset, values) == PAPI_OK;
	for (int i = 0; i < counters->events->nr_counters; i++) {
		const struct package_counter *counter = &counters->events->counter[i];

		if (counter->from_powercap) {
			reading->had[i] = !powercap_read("", counter->source, &reading->value[i]);
		} else {
			reading->had[i] = counted;
			reading->value[i] = counted ? (uint64_t)values[counters->place[i]] : 0;
		}
	}
}

void package_counters_begin(struct package_counters *counters)
{
	take_reading(counters, &counters->first);
}

void package_counters_end(struct package_counters *counters, struct package_counts *counts)
{
	struct package_reading last;

	take_reading(counters, &last);
	package_counts_add_up(counts, counters->events, &counters->first, &last);
}

void package_counts_add_up(struct package_counts *counts, const struct package_events *events,
			   const struct package_reading *before,
			   const struct package_reading *after)
{
	counts->seconds = (double)(after->ns - before->ns) / 1e9;
	for (int p = 0; p < PACKAGE_MAX; p++) {
		for (int e = 0; e < PACKAGE_MAX_EVENTS; e++)
			counts->value[p][e] = e < events->nr && events->event[e].had[p] ? 0 : NAN;
	}
	for (int i = 0; i < events->nr_counters; i++) {
		const struct package_counter *counter = &events->counter[i];
		double used = powercap_used(before->value[i], after->value[i], counter->range);

		if (!before->had[i] || !after->had[i] || used < 0)
			used = NAN;
		counts->value[counter->package][counter->event] += used * counter->scale;
	}
}
