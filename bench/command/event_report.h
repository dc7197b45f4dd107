/* SPDX-License-Identifier: GPL-2.0-or-later */
/* event_report.h: which events this machine does not count, and why, said once. */
#ifndef BENCH_EVENT_REPORT_H
#define BENCH_EVENT_REPORT_H

#include "bench/measure/counters.h"
#include "bench/measure/package_events.h"

/*
 * One line on standard error for each reason that events are not available, and one where there are
 * several sets of events: how many of @repeats rounds carry each, or that there are too few rounds;
 * @repeats is 0 where nobody knows how many rounds there will be.
 */
void event_report(const struct counters *counters, int repeats);

/* The same lines for events of packages. */
void event_report_packages(const struct package_events *events);

#endif
