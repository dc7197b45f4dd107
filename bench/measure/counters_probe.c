// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * counters_probe.c: which events this machine really counts. Each candidate is added, started and
 * read over probe_work(), which does what the events count: one that still reads 0 is not there.
 */
#include <errno.h>
#include <papi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/measure/counters.h"
#include "bench/measure/events.h"
#include "bench/measure/probe_work.h"

struct excuse {
	const char *what, *remedy;
};

/* Whether @name counts what comes from another node, so that on one node it is null. */
static bool is_remote(const char *name)
{
	return !strcmp(name, "remote-node") || !strcmp(name, "remote-hitm");
}

/* Why an event does not count, and what a user can do about it. */
static struct excuse find_excuse(const struct counter *counter, int ret,
				 const struct machine *machine)
{
	const PAPI_component_info_t *component = PAPI_get_component_info(0);

	if (component && component->disabled)
		return (struct excuse){component->disabled_reason,
				       events_disabled_remedy(component->disabled_reason)};
	if (ret == PAPI_EPERM)
		return (struct excuse){PAPI_strerror(ret),
				       "as root: sysctl kernel.perf_event_paranoid=1"};
	if (is_remote(counter->name) && machine->nr_nodes < 2)
		return (struct excuse){"one NUMA node", "nothing here is remote"};
	if (!strcmp(counter->name, "migrations") && machine_allowed_pus(machine) < 2)
		return (struct excuse){"one CPU", "there is nowhere to move"};
	if (ret == PAPI_OK)
		return (struct excuse){"adds and starts, but reads 0",
				       "this CPU or virtual machine does not count it"};
	return (struct excuse){PAPI_strerror(ret),
			       "no PMU here: use bare metal, or a guest with a virtual PMU"};
}

static void explain(struct counter *counter, int ret, const struct machine *machine)
{
	struct excuse excuse = find_excuse(counter, ret, machine);

	counter->native[0] = '\0';
	snprintf(counter->reason, sizeof(counter->reason), "%.100s; %s", excuse.what,
		 excuse.remedy);
}

/* Count one event over the probe. Returns 0 and its value, or PAPI's error. */
static int try_event(int code, const struct machine *machine, long long *value)
{
	int eventset = PAPI_NULL, ret;
	struct probe_cpus cpus;

	*value = 0;
	if (probe_go_home(machine, &cpus))
		return PAPI_ESYS;
	ret = PAPI_create_eventset(&eventset);
	if (ret == PAPI_OK)
		ret = PAPI_add_event(eventset, code);
	if (ret == PAPI_OK)
		ret = PAPI_start(eventset);
	if (ret == PAPI_OK) {
		probe_work(machine, &cpus);
		ret = PAPI_stop(eventset, value);
	}
	if (eventset != PAPI_NULL) {
		PAPI_cleanup_eventset(eventset);
		PAPI_destroy_eventset(&eventset);
	}
	return ret;
}

/*
 * Take the first candidate that counts. PAPI_OK and PAPI_EPERM explain a failure better than an
 * event that does not exist, so they are what is remembered.
 */
static void prove(struct counter *counter, const char *const *candidates,
		  const struct machine *machine)
{
	static const char *const nothing[] = {NULL};
	int reason = PAPI_ENOEVNT;

	if (is_remote(counter->name) && machine->nr_nodes < 2)
		candidates = nothing;
	for (int i = 0; candidates[i] && !counter->available; i++) {
		long long value;
		int ret;

		snprintf(counter->native, sizeof(counter->native), "%s", candidates[i]);
		counter->from_rusage = !strncmp(candidates[i], "getrusage::", 11);
		ret = counter->from_rusage ? PAPI_OK
					   : PAPI_event_name_to_code(candidates[i], &counter->code);
		if (ret == PAPI_OK && !counter->from_rusage)
			ret = try_event(counter->code, machine, &value);
		counter->available = counter->from_rusage || (ret == PAPI_OK && value > 0);
		if (ret == PAPI_OK || ret == PAPI_EPERM)
			reason = ret;
	}
	if (!counter->available)
		explain(counter, reason, machine);
}

/* These need no hardware counter, so they fit into every set. */
static bool is_software(const struct counter *counter)
{
	static const char *const software[] = {
		"perf::TASK-CLOCK",	"perf::CPU-CLOCK",    "perf::PAGE-FAULTS",
		"perf::MINOR-FAULTS",	"perf::MAJOR-FAULTS", "perf::CONTEXT-SWITCHES",
		"perf::CPU-MIGRATIONS",
	};

	if (counter->from_rusage)
		return true;
	for (size_t i = 0; i < sizeof(software) / sizeof(software[0]); i++) {
		if (!strncmp(counter->native, software[i], strlen(software[i])))
			return true;
	}
	return false;
}

/* Whether each hardware event of @set has a value. */
static bool all_count(const struct counters *counters, int set, const long long *values)
{
	for (int i = 0; i < counters->nr; i++) {
		const struct counter *counter = &counters->counter[i];

		if (counter->available && !is_software(counter) && counter->sets & (1U << set) &&
		    values[i] <= 0)
			return false;
	}
	return true;
}

/*
 * Whether what @set holds now counts together. That it opens and starts says little: the kernel
 * leaves out of its reckoning what others hold (the NMI watchdog has a counter), and never schedules
 * a group that is too large for the rest.
 */
static bool set_fits(const struct counters *counters, int set, const struct machine *machine)
{
	long long values[COUNTERS_MAX_EVENTS];
	struct thread_counters thread;
	struct probe_cpus cpus;
	struct error err;
	bool fits;

	if (probe_go_home(machine, &cpus) || counters_open(&thread, counters, set, &err))
		return false;
	fits = !counters_start(&thread, &err);
	if (fits) {
		probe_work(machine, &cpus);
		fits = !counters_stop(&thread, values, &err) && all_count(counters, set, values);
	}
	counters_close(&thread);
	return fits;
}

/* Put a counter into the first set that still counts with it inside, or into a new one. */
static void find_set(struct counters *counters, struct counter *counter,
		     const struct machine *machine)
{
	/* In an empty set it may have been unlucky: one more is tried, no further. */
	int nr = counters->nr_sets + 1;

	for (int set = 0; set < nr && set < COUNTERS_MAX_SETS; set++) {
		counter->sets = 1U << set;
		if (set_fits(counters, set, machine)) {
			if (set >= counters->nr_sets)
				counters->nr_sets = set + 1;
			return;
		}
	}
	counter->sets = 0;
	counter->available = false;
	counter->native[0] = '\0';
	snprintf(counter->reason, sizeof(counter->reason), "counts alone, but not in any set");
}

static void fill_sets(struct counters *counters, const struct machine *machine)
{
	counters->nr_sets = 1;
	for (int i = 0; i < counters->nr; i++) {
		if (counters->counter[i].available && !is_software(&counters->counter[i]))
			find_set(counters, &counters->counter[i], machine);
	}
	for (int i = 0; i < counters->nr; i++) {
		if (counters->counter[i].available && is_software(&counters->counter[i]))
			counters->counter[i].sets = UINT32_MAX;
	}
}

static const struct event *find_event(const char *name)
{
	for (const struct event *event = events; event->name; event++) {
		if (!strcmp(event->name, name))
			return event;
	}
	return NULL;
}

static struct counter *add_counter(struct counters *counters, const char *name)
{
	struct counter *counter = &counters->counter[counters->nr++];

	snprintf(counter->name, sizeof(counter->name), "%s", name);
	return counter;
}

static int unknown_event(const char *name, struct error *err)
{
	char list[300] = "";
	size_t used = 0;

	for (const struct event *event = events; event->name && used < sizeof(list); event++)
		used += (size_t)snprintf(list + used, sizeof(list) - used, "%s%s", used ? ", " : "",
					 event->name);
	return error_set(err, -EINVAL,
			 "--events: '%.60s' does not exist; there are: %s, and PAPI's own names",
			 name, list);
}

/* One name of the list: ours with its candidates, or one of PAPI's as it stands. */
static int add_named(struct counters *counters, const char *name, const struct machine *machine,
		     struct error *err)
{
	const struct event *event = find_event(name);
	const char *own[] = {name, NULL};
	int code;

	for (int i = 0; i < counters->nr; i++) {
		if (!strcmp(counters->counter[i].name, name))
			return 0;
	}
	if (counters->nr == COUNTERS_MAX_EVENTS)
		return error_set(err, -EINVAL, "--events: more than %d", COUNTERS_MAX_EVENTS);
	if (!event &&
	    (!*name || strlen(name) >= sizeof(counters->counter[0].name) ||
	     !counters->papi_version[0] || PAPI_event_name_to_code(name, &code) != PAPI_OK))
		return unknown_event(name, err);
	if (counters->papi_version[0])
		prove(add_counter(counters, name), event ? event->candidates : own, machine);
	else
		snprintf(add_counter(counters, name)->reason, sizeof(counters->counter[0].reason),
			 "PAPI does not start here");
	return 0;
}

static int add_default(struct counters *counters, const struct machine *machine, struct error *err)
{
	int ret = 0;

	for (const struct event *event = events; event->name && !ret; event++)
		ret = add_named(counters, event->name, machine, err);
	return ret;
}

int counters_probe(struct counters *counters, const char *list, const struct machine *machine,
		   struct error *err)
{
	char *copy = strdup(list), *rest = copy, *name;
	struct error papi;
	int ret = copy ? 0 : error_set(err, -ENOMEM, "out of memory");

	*counters = (struct counters){.nr_sets = 1};
	if (!counters_start_papi(&papi))
		snprintf(counters->papi_version, sizeof(counters->papi_version), "%d.%d.%d",
			 PAPI_VERSION_MAJOR(PAPI_VERSION), PAPI_VERSION_MINOR(PAPI_VERSION),
			 PAPI_VERSION_REVISION(PAPI_VERSION));
	while (!ret && strcmp(list, "none") && (name = strsep(&rest, ",")))
		ret = strcmp(name, "default") ? add_named(counters, name, machine, err)
					      : add_default(counters, machine, err);
	free(copy);
	if (!ret)
		fill_sets(counters, machine);
	return ret;
}
