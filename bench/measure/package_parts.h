/* SPDX-License-Identifier: GPL-2.0-or-later */
/* package_parts.h: what finding the events of packages, and proving them, share. */
#ifndef BENCH_PACKAGE_PARTS_H
#define BENCH_PACKAGE_PARTS_H

#include "bench/measure/package_events.h"
#include "topology/powercap.h"

/* What is known of the machine while events are looked for. */
struct package_search {
	struct package_events *events;
	const struct machine *machine;
	struct powercap powercap;
	const char *disabled; /* why PAPI's component counts nothing; NULL: it does */
	int first; /* of the counters that are being tried */
	int papi_error; /* the last that told more than that there is no such event */
	bool seen, forbidden; /* a zone of the kind that is looked for; and it may not be read */
	bool crowded; /* it counts, but not together with those before it */
};

/* Why PAPI's perf_event_uncore counts nothing; NULL: it does. @papi: PAPI has started. */
const char *package_uncore_disabled(bool papi);

/*
 * Append the counters of PAPI's event @name for number @event: on the CPUs that the kernel names for its
 * @pmu, one for each of its boxes; where it names none, on the first CPU of each package. None where
 * perf_event_uncore does not know the name.
 */
void package_add_everywhere(struct package_search *search, int event, const char *name,
			    double scale, const char *pmu);

/* The same for a candidate of package_kinds[]: one a package, or one for each of its channels. */
void package_add_candidate(struct package_search *search, int event, const char *candidate,
			   double scale);

/* The same for powercap's zones of this @kind that can be read; notes whether there are any at all. */
void package_add_zones(struct package_search *search, int event, const char *kind);

#endif
