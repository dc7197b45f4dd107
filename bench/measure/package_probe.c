// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * package_probe.c: what this machine really counts of its packages. Each source of an event is added,
 * started and read while something is done; one that has not moved by then is not there.
 */
#include <errno.h>
#include <papi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench/measure/events.h"
#include "bench/measure/package_parts.h"

#define TRIES	   10
#define WORK_BYTES (32 << 20) /* more than a cache holds, so that memory is written and read */

/* ---- proof ---- */

/* Something that a package does not do without energy, nor without its memory. */
static void work(void)
{
	const struct timespec moment = {.tv_nsec = 10000000};
	char *memory = malloc(WORK_BYTES);

	if (memory) {
		memset(memory, 1, WORK_BYTES);
		__asm__ volatile("" : : "r"(memory) : "memory");
	}
	free(memory);
	nanosleep(&moment, NULL);
}

/* The counters that are tried, and no others. */
static void set_aside(const struct package_search *search, struct package_events *tried)
{
	const struct package_events *found = search->events;

	*tried = (struct package_events){.nr = found->nr, .nr_packages = found->nr_packages};
	tried->nr_counters = found->nr_counters - search->first;
	memcpy(tried->counter, &found->counter[search->first],
	       (size_t)tried->nr_counters * sizeof(tried->counter[0]));
	memset(tried->event[found->nr - 1].had, true, sizeof(tried->event[0].had));
}

static bool all_moved(const struct package_counts *counts, const struct package_events *tried)
{
	for (int i = 0; i < tried->nr_counters; i++) {
		if (!(counts->value[tried->counter[i].package][tried->counter[i].event] > 0))
			return false;
	}
	return true;
}

/* Keep the tried counters of the packages that have the event; without one, none. */
static void keep_those_had(struct package_search *search, const struct package_event *event)
{
	struct package_events *found = search->events;
	int nr = search->first;

	for (int i = search->first; i < found->nr_counters; i++) {
		if (event->had[found->counter[i].package])
			found->counter[nr++] = found->counter[i];
	}
	found->nr_counters = nr;
}

/* Read the tried counters until each package's have moved, or for long enough that they should. */
static void prove(struct package_search *search, struct package_event *event,
		  struct package_events *tried)
{
	struct package_counters *counters;
	struct package_counts counts;
	struct error err;

	if (package_counters_open(&counters, tried, &err) || !counters)
		return;
	package_counters_begin(counters);
	for (int i = 0; i < TRIES; i++) {
		work();
		package_counters_end(counters, &counts);
		if (all_moved(&counts, tried))
			break;
	}
	package_counters_close(counters);
	for (int p = 0; p < search->events->nr_packages; p++) {
		event->had[p] = counts.value[p][tried->nr - 1] > 0;
		event->available |= event->had[p];
	}
}

/* Why one cannot be opened that is there: one on its own, for a set says it of none. */
static void drop_unopened(struct package_search *search)
{
	struct package_events *found = search->events;
	int nr = search->first;

	for (int i = search->first; i < found->nr_counters; i++) {
		int code, eventset = PAPI_NULL, ret = PAPI_OK;

		if (!found->counter[i].from_powercap) {
			ret = PAPI_create_eventset(&eventset);
			if (ret == PAPI_OK)
				ret = PAPI_event_name_to_code(found->counter[i].source, &code);
			if (ret == PAPI_OK)
				ret = PAPI_add_event(eventset, code);
			PAPI_cleanup_eventset(eventset);
			PAPI_destroy_eventset(&eventset);
		}
		if (ret == PAPI_OK)
			found->counter[nr++] = found->counter[i];
		else
			search->papi_error = ret;
	}
	found->nr_counters = nr;
}

/* A controller has a few counters only. */
static bool open_together(const struct package_events *found)
{
	struct package_counters *counters;
	struct error err;
	int ret = package_counters_open(&counters, found, &err);

	package_counters_close(counters);
	return !ret;
}

/* Whether the counters that were added are an event: if not, they are dropped. */
static bool settle(struct package_search *search, struct package_event *event, const char *native)
{
	struct package_events *tried = malloc(sizeof(*tried));

	drop_unopened(search);
	search->seen |= search->events->nr_counters > search->first;
	if (tried && search->events->nr_counters > search->first) {
		set_aside(search, tried);
		prove(search, event, tried);
	}
	free(tried);
	keep_those_had(search, event);
	if (event->available && !open_together(search->events)) {
		search->crowded = true;
		event->available = false;
		memset(event->had, false, sizeof(event->had));
		keep_those_had(search, event);
	}
	if (event->available)
		snprintf(event->native, sizeof(event->native), "%s", native);
	return event->available;
}

/* ---- reasons ---- */

/* Of what is there and gives nothing; NULL: it is not there. */
static const char *why_not_given(const struct package_search *search)
{
	if (search->forbidden)
		return "only root may read energy_uj (CVE-2020-8694); as root: chmod a+r "
		       "/sys/class/powercap/intel-rapl:*/energy_uj";
	if (search->papi_error == PAPI_EPERM ||
	    (search->disabled && strstr(search->disabled, "paranoid")))
		return "the kernel lets nobody here count what a whole CPU does; as root: sysctl "
		       "kernel.perf_event_paranoid=0";
	if (search->crowded)
		return "it counts alone, but not beside the events before it; ask for it alone";
	if (search->seen)
		return "it is there, but does not advance; this CPU or virtual machine does not "
		       "count it";
	return NULL;
}

/* Of what is not there. */
static void say_why_absent(const struct package_search *search, const struct package_kind *kind,
			   char *reason, size_t size)
{
	const char *disabled = search->disabled;

	if (disabled && kind && kind->zone && !search->powercap.nr)
		snprintf(
			reason, size,
			"no RAPL: PAPI says '%.60s', and there is no /sys/class/powercap/intel-rapl:0; "
			"use bare metal, or modprobe intel_rapl_msr",
			disabled);
	else if (disabled)
		snprintf(
			reason, size, "PAPI says '%.80s'; %s", disabled,
			strstr(disabled, "No uncore")
				? "use bare metal, and a PAPI whose libpfm4 knows this CPU's uncore"
				: events_disabled_remedy(disabled));
	else if (search->papi_error != PAPI_OK)
		snprintf(reason, size,
			 "PAPI knows it, but says '%.60s'; this CPU or virtual machine does not "
			 "count it",
			 PAPI_strerror(search->papi_error));
	else
		snprintf(
			reason, size, "%s; nothing to be done about it",
			kind ? "this CPU does not tell it, or PAPI's libpfm4 does not know it"
			     : "not an event of PAPI's perf_event_uncore (papi_native_avail has them)");
}

static void explain(const struct package_search *search, const struct package_kind *kind,
		    struct package_event *event)
{
	const char *why = why_not_given(search);

	if (why)
		snprintf(event->reason, sizeof(event->reason), "%s", why);
	else
		say_why_absent(search, kind, event->reason, sizeof(event->reason));
}

/* ---- events ---- */

/* Whether PAPI counts it, by one of its names. */
static bool try_papi(struct package_search *search, const struct package_kind *kind,
		     struct package_event *event)
{
	int index = search->events->nr - 1;

	if (!kind) {
		package_add_everywhere(search, index, event->name, 1, "");
		return settle(search, event, event->name);
	}
	for (int i = 0; kind->candidates[i]; i++) {
		package_add_candidate(search, index, kind->candidates[i], kind->scale);
		if (settle(search, event, kind->candidates[i]))
			return true;
	}
	return false;
}

static void find_sources(struct package_search *search, const struct package_kind *kind,
			 struct package_event *event)
{
	search->first = search->events->nr_counters;
	search->papi_error = PAPI_OK;
	search->seen = search->forbidden = search->crowded = false;
	if (!search->disabled && try_papi(search, kind, event))
		return;
	if (kind && kind->zone) {
		package_add_zones(search, search->events->nr - 1, kind->zone);
		if (settle(search, event, "powercap energy_uj"))
			return;
	}
	explain(search, kind, event);
}

static const struct package_kind *find_kind(const char *name)
{
	for (const struct package_kind *kind = package_kinds; kind->name; kind++) {
		if (!strcmp(kind->name, name))
			return kind;
	}
	return NULL;
}

static int unknown(const char *name, struct error *err)
{
	char list[200] = "", quote[ERROR_QUOTE_SIZE];

	for (const struct package_kind *kind = package_kinds; kind->name; kind++)
		snprintf(list + strlen(list), sizeof(list) - strlen(list), ", %s", kind->name);
	return error_set(err, -EINVAL,
			 "--package-events: '%s' does not exist; there are: auto, none%s, and the "
			 "uncore events of papi_native_avail (PMU::EVENT)",
			 error_quote(quote, name, strlen(name)), list);
}

static int add_event(struct package_search *search, const char *name, struct error *err)
{
	struct package_events *found = search->events;
	const struct package_kind *kind = find_kind(name);
	struct package_event *event = &found->event[found->nr];

	for (int i = 0; i < found->nr; i++) {
		if (!strcmp(found->event[i].name, name))
			return 0;
	}
	if (!kind && (!strstr(name, "::") || strlen(name) >= sizeof(event->name)))
		return unknown(name, err);
	if (strstr(name, ":cpu="))
		return error_set(err, -EINVAL,
				 "--package-events: leave out ':cpu=' (every package is counted)");
	if (found->nr == PACKAGE_MAX_EVENTS)
		return error_set(err, -EINVAL, "--package-events: more than %d",
				 PACKAGE_MAX_EVENTS);
	found->nr++;
	snprintf(event->name, sizeof(event->name), "%s", name);
	snprintf(event->unit, sizeof(event->unit), "%s", kind ? kind->unit : "");
	find_sources(search, kind, event);
	return 0;
}

int package_events_probe(struct package_events *found, const char *list, bool papi,
			 const struct machine *machine, struct error *err)
{
	struct package_search search = {
		.events = found, .machine = machine, .disabled = package_uncore_disabled(papi)};
	char *copy = strdup(list), *rest = copy, *name;
	int ret = copy && !powercap_find(&search.powercap, "")
			  ? 0
			  : error_set(err, -ENOMEM, "out of memory");

	*found = (struct package_events){.nr_packages = machine->nr_packages < PACKAGE_MAX
								? machine->nr_packages
								: PACKAGE_MAX};
	while (!ret && strcmp(list, "none") && (name = strsep(&rest, ","))) {
		if (strcmp(name, "auto")) {
			ret = add_event(&search, name, err);
			continue;
		}
		for (const struct package_kind *kind = package_kinds; kind->name && !ret; kind++)
			ret = add_event(&search, kind->name, err);
	}
	powercap_free(&search.powercap);
	free(copy);
	return ret;
}
