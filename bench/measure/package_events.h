/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * package_events.h: what is counted of a package and not of a thread: energy, what its memory
 * controllers moved, and any other event of its uncore. Counted for everything that ran there meanwhile,
 * by whoever controls a sample: just before its threads begin and as soon as the last has ended, never
 * in between.
 *
 * PAPI's perf_event_uncore is asked first (libpfm4's rapl::, ..._unc_imcN:: and whatever is named by
 * hand), then, for energy, the kernel's powercap class. As for threads an event is available only where it
 * was added and started and has advanced, here for each package by itself. What is not carries its reason
 * and is null in the results.
 *
 * The structs are flat, so that a probing child process can fill them in shared memory.
 */
#ifndef BENCH_PACKAGE_EVENTS_H
#define BENCH_PACKAGE_EVENTS_H

#include <stdbool.h>
#include <stdint.h>

#include "topology/error.h"
#include "topology/machine.h"

#define PACKAGE_MAX_EVENTS   16
#define PACKAGE_MAX	     32
#define PACKAGE_MAX_COUNTERS 384 /* what PAPI's component bears in one set */

/* What `--package-events auto` asks for, in the order of tables. */
struct package_kind {
	const char *name, *summary;
	const char *unit; /* "J", "B" */
	const char *zone; /* powercap's kind of zone; NULL: it does not tell */
	/*
	 * PAPI's names without their ":cpu=". "#" stands for the number of a memory controller's
	 * channel: all of a package are added up. A count is this many of the unit.
	 */
	double scale;
	const char *candidates[12];
};
extern const struct package_kind package_kinds[]; /* ends with a NULL name */

struct package_event {
	char name[96]; /* one of package_kinds[], or PAPI's */
	char unit[8]; /* "" for a count of something */
	char native[128]; /* what is read for it; "" where nothing is */
	char reason[240]; /* why it is not available; "" where it is */
	bool available;
	bool had[PACKAGE_MAX]; /* of each package: it advanced when it was probed */
};

/* One of those whose sum is an event of a package. */
struct package_counter {
	int event, package; /* indexes */
	bool from_powercap; /* else PAPI's */
	double scale; /* of a count, in units of the event */
	uint64_t range; /* powercap's */
	char source[112]; /* PAPI's name with its ":cpu=", or the path of energy_uj */
};

struct package_events {
	int nr, nr_packages, nr_counters;
	struct package_event event[PACKAGE_MAX_EVENTS];
	struct package_counter counter[PACKAGE_MAX_COUNTERS];
};

/*
 * Resolve @list ("auto", "none", or a comma list of names) and prove each event on the packages of
 * @machine. PAPI must have started (@papi) or is left out. Takes some 100 ms where there is something to
 * prove: run it in a child. Returns 0, or -EINVAL with @err for a name that is neither ours nor, by its
 * form, PAPI's.
 */
int package_events_probe(struct package_events *events, const char *list, bool papi,
			 const struct machine *machine, struct error *err);

/* ---- readings ---- */

/* One process's hold on the counters; NULL where nothing is available. */
struct package_counters;

/*
 * Open and start what @events found available, which must outlive it; *@counters is NULL where that is
 * nothing. PAPI must have started. By the thread that will read. 0 or a negative errno with @err.
 */
int package_counters_open(struct package_counters **counters, const struct package_events *events,
			  struct error *err);
void package_counters_close(struct package_counters *counters);

/* What each package did between two readings. */
struct package_counts {
	double seconds; /* between the two */
	double value[PACKAGE_MAX][PACKAGE_MAX_EVENTS]; /* in units; NAN where not had */
};

/* The first reading of a sample, and the second, which fills @counts. */
void package_counters_begin(struct package_counters *counters);
void package_counters_end(struct package_counters *counters, struct package_counts *counts);

/* ---- their arithmetic ---- */

/* The counters at one moment; what could not be read is not had. */
struct package_reading {
	uint64_t ns;
	uint64_t value[PACKAGE_MAX_COUNTERS];
	bool had[PACKAGE_MAX_COUNTERS];
};

/*
 * Add up what each counter has counted from @before to @after. Where one of a package's counters could
 * not be read, or went back, the event of that package is NAN: a sum that lacks a part is no sum.
 */
void package_counts_add_up(struct package_counts *counts, const struct package_events *events,
			   const struct package_reading *before,
			   const struct package_reading *after);

#endif
