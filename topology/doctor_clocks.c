// SPDX-License-Identifier: GPL-2.0-or-later
/* doctor_clocks.c: how fast the chosen CPUs run, whether they sleep, and what tells the time. */
#include "topology/doctor_parts.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "topology/system_file.h"

/* A CPU that sleeps deeper than this wakes up late, and with cold caches. */
#define IDLE_LATENCY_US 10

#define STATES_MAX 16

/* ---- governor ---- */

/* What the chosen CPUs have: "performance, powersave". */
struct governors {
	char names[100];
	int nr; /* different ones */
	struct int_list bad;
};

static void see_name(struct governors *governors, const char *name)
{
	size_t used = strlen(governors->names);
	const char *known = strstr(governors->names, name);

	/* A name inside another is a hostile file's: it is missed in a list. */
	if (known && governors->nr)
		return;
	snprintf(governors->names + used, sizeof(governors->names) - used, "%s%.30s",
		 governors->nr++ ? ", " : "", name);
}

static int see_governor(struct doctor_look *look, struct doctor_finding *finding,
			struct governors *governors, int cpu)
{
	char *name = look_cpu_text(look, cpu, "cpufreq/scaling_governor");
	int ret = 0;

	if (!name)
		return 0;
	see_name(governors, name);
	if (strcmp(name, "performance")) {
		ret = int_list_add(&governors->bad, cpu);
		if (!ret)
			ret = finding_write(finding, DOCTOR_CPU "/cpu", cpu,
					    "/cpufreq/scaling_governor", "performance", name);
	}
	free(name);
	return ret;
}

enum doctor_verdict check_governor(struct doctor_look *look, struct doctor_finding *finding)
{
	struct governors governors = {.nr = 0};
	bool found, mixed;
	char which[120];
	int ret = 0;

	for (int i = 0; i < look->cpus->nr && !ret; i++)
		ret = see_governor(look, finding, &governors, look->cpus->values[i]);
	found = governors.bad.nr;
	mixed = governors.nr > 1;
	if (found) {
		finding->severity = mixed ? DOCTOR_SPOILS : DOCTOR_BLURS;
		snprintf(finding->value, sizeof(finding->value), "%s", governors.names);
		look_cpus(look, &governors.bad, which, sizeof(which));
		if (mixed)
			snprintf(finding->what, sizeof(finding->what),
				 "the chosen CPUs differ in their frequency governor: %s",
				 governors.names);
		else
			snprintf(finding->what, sizeof(finding->what),
				 "the frequency governor is %s on %s", governors.names, which);
	}
	int_list_free(&governors.bad);
	if (ret)
		return DOCTOR_NO_MEMORY;
	return found ? DOCTOR_FOUND : look_unfound(look, governors.nr);
}

/* ---- frequency limits ---- */

/* Of the limits of the chosen CPUs: the least and the largest, and how far below the hardware's. */
struct limits {
	long long lowest_max, highest_max, lowest_min, highest_min, hardware;
	struct int_list capped;
	bool seen;
};

static int see_limits(struct doctor_look *look, struct doctor_finding *finding,
		      struct limits *limits, int cpu)
{
	long long max, min, hardware;
	char old[24], value[24];

	if (!look_cpu_number(look, cpu, "cpufreq/scaling_max_freq", &max) ||
	    !look_cpu_number(look, cpu, "cpufreq/scaling_min_freq", &min))
		return 0;
	if (!limits->seen || max < limits->lowest_max)
		limits->lowest_max = max;
	if (!limits->seen || max > limits->highest_max)
		limits->highest_max = max;
	if (!limits->seen || min < limits->lowest_min)
		limits->lowest_min = min;
	if (!limits->seen || min > limits->highest_min)
		limits->highest_min = min;
	limits->seen = true;
	if (!look_cpu_number(look, cpu, "cpufreq/cpuinfo_max_freq", &hardware) || max >= hardware)
		return 0;
	limits->hardware = hardware;
	snprintf(old, sizeof(old), "%lld", max);
	snprintf(value, sizeof(value), "%lld", hardware);
	if (int_list_add(&limits->capped, cpu))
		return -1;
	return finding_write(finding, DOCTOR_CPU "/cpu", cpu, "/cpufreq/scaling_max_freq", value,
			     old);
}

enum doctor_verdict check_frequency(struct doctor_look *look, struct doctor_finding *finding)
{
	struct limits limits = {0};
	char which[120];
	bool found;
	int ret = 0;

	for (int i = 0; i < look->cpus->nr && !ret; i++)
		ret = see_limits(look, finding, &limits, look->cpus->values[i]);
	/* CPUs that differ by their build are another row's. */
	found = limits.capped.nr;
	if (found) {
		bool same = limits.lowest_max == limits.highest_max;

		finding->severity = same ? DOCTOR_NOTE : DOCTOR_SPOILS;
		snprintf(finding->value, sizeof(finding->value), "%lld-%lld kHz", limits.lowest_max,
			 limits.highest_max);
		snprintf(finding->what, sizeof(finding->what),
			 "%s may run at %.2f GHz at most, of %.2f%s",
			 look_cpus(look, &limits.capped, which, sizeof(which)),
			 (double)limits.lowest_max / 1e6, (double)limits.hardware / 1e6,
			 same ? "" : "; others at more");
	}
	int_list_free(&limits.capped);
	if (ret)
		return DOCTOR_NO_MEMORY;
	return found ? DOCTOR_FOUND : look_unfound(look, limits.seen);
}

/* ---- turbo ---- */

enum doctor_verdict check_turbo(struct doctor_look *look, struct doctor_finding *finding)
{
	static const struct {
		const char *path;
		long long on;
		const char *off, *old;
	} rows[] = {
		{DOCTOR_CPU "/intel_pstate/no_turbo", 0, "1", "0"},
		{DOCTOR_CPU "/cpufreq/boost", 1, "0", "1"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		long long value;

		if (!look_number(look, rows[i].path, &value))
			continue;
		if (value != rows[i].on)
			return DOCTOR_FINE;
		snprintf(finding->value, sizeof(finding->value), "on");
		snprintf(finding->what, sizeof(finding->what), "turbo is on");
		return finding_write(finding, rows[i].path, 0, NULL, rows[i].off, rows[i].old)
			       ? DOCTOR_NO_MEMORY
			       : DOCTOR_FOUND;
	}
	return look_unfound(look, false);
}

/* ---- sleep ---- */

/* The states of one CPU that are too deep and not disabled; the deepest latency so far is kept. */
static int see_states(struct doctor_look *look, struct doctor_finding *finding, int cpu,
		      long long *deepest, char *name, size_t size, bool *seen)
{
	int ret = 0;

	for (int state = 0; state < STATES_MAX && !ret; state++) {
		char rest[64], *called;
		long long latency, disabled = 0;

		snprintf(rest, sizeof(rest), "cpuidle/state%d/latency", state);
		if (!look_cpu_number(look, cpu, rest, &latency))
			break;
		*seen = true;
		snprintf(rest, sizeof(rest), "cpuidle/state%d/disable", state);
		look_cpu_number(look, cpu, rest, &disabled);
		if (disabled || latency <= IDLE_LATENCY_US)
			continue;
		if (latency > *deepest) {
			*deepest = latency;
			snprintf(rest, sizeof(rest), "cpuidle/state%d/name", state);
			called = look_cpu_text(look, cpu, rest);
			snprintf(name, size, "%s", called ? called : "a state");
			free(called);
		}
		snprintf(rest, sizeof(rest), "/cpuidle/state%d/disable", state);
		ret = finding_write(finding, DOCTOR_CPU "/cpu", cpu, rest, "1", "0");
	}
	return ret;
}

enum doctor_verdict check_idle(struct doctor_look *look, struct doctor_finding *finding)
{
	long long deepest = 0;
	char name[32] = "";
	bool seen = false;

	for (int i = 0; i < look->cpus->nr; i++) {
		if (see_states(look, finding, look->cpus->values[i], &deepest, name, sizeof(name),
			       &seen))
			return DOCTOR_NO_MEMORY;
	}
	if (!deepest)
		return look_unfound(look, seen);
	snprintf(finding->value, sizeof(finding->value), "%.30s: %lld us", name, deepest);
	snprintf(finding->what, sizeof(finding->what),
		 "idle CPUs sleep as deep as %.30s, which takes %lld us to leave", name, deepest);
	return DOCTOR_FOUND;
}

/* ---- heat ---- */

enum doctor_verdict check_throttling(struct doctor_look *look, struct doctor_finding *finding)
{
	uint64_t total = 0, now = 0;
	bool seen = false;

	for (int i = 0; i < look->cpus->nr; i++) {
		seen |= look->end.cpus[i].counts_throttles;
		total += look->end.cpus[i].throttled;
		if (look->end.cpus[i].throttled > look->begin.cpus[i].throttled)
			now += look->end.cpus[i].throttled - look->begin.cpus[i].throttled;
	}
	if (!total)
		return look_unfound(look, seen);
	finding->severity = now ? DOCTOR_SPOILS : DOCTOR_NOTE;
	snprintf(finding->value, sizeof(finding->value), "%" PRIu64 " (now: %" PRIu64 ")", total,
		 now);
	if (now)
		snprintf(finding->what, sizeof(finding->what),
			 "the chosen CPUs are being slowed down for their heat");
	else
		snprintf(finding->what, sizeof(finding->what),
			 "the chosen CPUs were slowed down for their heat %" PRIu64
			 " times since boot",
			 total);
	return DOCTOR_FOUND;
}

/* ---- kinds of CPUs ---- */

/* arm64 tells by a capacity, x86 by a list of each kind. */
static int nr_kinds(struct doctor_look *look, bool *seen)
{
	static const char *const paths[] = {"/sys/devices/cpu_core/cpus",
					    "/sys/devices/cpu_atom/cpus",
					    "/sys/devices/cpu_lowpower/cpus"};
	long long first = -1, capacity;
	int kinds = 0;

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		struct int_list kind;
		bool used = false;

		if (!look_list(look, paths[i], &kind))
			continue;
		*seen = true;
		for (int c = 0; c < look->cpus->nr && !used; c++)
			used = look_has(&kind, look->cpus->values[c]);
		kinds += used;
		int_list_free(&kind);
	}
	for (int i = 0; i < look->cpus->nr && kinds < 2; i++) {
		if (!look_cpu_number(look, look->cpus->values[i], "cpu_capacity", &capacity))
			continue;
		*seen = true;
		if (first >= 0 && capacity != first)
			kinds = 2;
		first = capacity;
	}
	return kinds;
}

enum doctor_verdict check_hybrid(struct doctor_look *look, struct doctor_finding *finding)
{
	bool seen = false;
	int kinds = nr_kinds(look, &seen);

	if (kinds < 2)
		return look_unfound(look, seen);
	snprintf(finding->value, sizeof(finding->value), "%d kinds", kinds);
	snprintf(finding->what, sizeof(finding->what), "the chosen CPUs are of different kinds");
	return DOCTOR_FOUND;
}

/* A chosen CPU whose sibling is not chosen, or -1; *@threads: how many the core of any has. */
static int lonely_sibling(struct doctor_look *look, int *threads, bool *seen)
{
	int lonely = -1;

	for (int i = 0; i < look->cpus->nr; i++) {
		int cpu = look->cpus->values[i];
		struct int_list siblings;
		char path[160];

		snprintf(path, sizeof(path), DOCTOR_CPU "/cpu%d/topology/thread_siblings_list",
			 cpu);
		if (!look_list(look, path, &siblings))
			continue;
		*seen = true;
		if (siblings.nr > *threads)
			*threads = siblings.nr;
		for (int s = 0; s < siblings.nr && lonely < 0; s++) {
			if (!look_has(look->cpus, siblings.values[s]))
				lonely = cpu;
		}
		int_list_free(&siblings);
	}
	return lonely;
}

enum doctor_verdict check_smt(struct doctor_look *look, struct doctor_finding *finding)
{
	bool seen = false;
	int threads = 0, lonely = lonely_sibling(look, &threads, &seen);

	if (threads < 2)
		return look_unfound(look, seen);
	finding->severity = lonely >= 0 ? DOCTOR_BLURS : DOCTOR_NOTE;
	snprintf(finding->value, sizeof(finding->value), "%d threads a core%s", threads,
		 lonely >= 0 ? ", not all chosen" : "");
	if (lonely >= 0)
		snprintf(
			finding->what, sizeof(finding->what),
			"CPU %d shares its core with a CPU that is not chosen, where others may run",
			lonely);
	else
		snprintf(finding->what, sizeof(finding->what), "SMT is on: %d CPUs share a core",
			 threads);
	return DOCTOR_FOUND;
}

/* ---- what tells the time ---- */

/* Those that cost a system call or a trip out of the CPU. */
static bool is_slow_clock(const char *name)
{
	static const char *const slow[] = {"hpet", "acpi_pm", "jiffies", "refined-jiffies",
					   "xen",  "pit"};

	for (size_t i = 0; i < sizeof(slow) / sizeof(slow[0]); i++) {
		if (!strcmp(name, slow[i]))
			return true;
	}
	return false;
}

enum doctor_verdict check_clock_source(struct doctor_look *look, struct doctor_finding *finding)
{
	const char *folder = "/sys/devices/system/clocksource/clocksource0";
	char path[128], *available, *now;
	bool found, has_tsc, seen;
	int ret = 0;

	snprintf(path, sizeof(path), "%s/available_clocksource", folder);
	available = look_text(look, path);
	snprintf(path, sizeof(path), "%s/current_clocksource", folder);
	now = look_text(look, path);
	found = now && is_slow_clock(now);
	has_tsc = available && strstr(available, "tsc");
	if (found) {
		snprintf(finding->value, sizeof(finding->value), "%s", now);
		snprintf(finding->what, sizeof(finding->what), "the clock source is %.40s%s", now,
			 has_tsc ? ", though there is tsc" : "");
		if (has_tsc)
			ret = finding_write(finding, path, 0, NULL, "tsc", now);
	}
	seen = now;
	free(available);
	free(now);
	if (ret)
		return DOCTOR_NO_MEMORY;
	return found ? DOCTOR_FOUND : look_unfound(look, seen);
}
