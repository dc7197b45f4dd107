// SPDX-License-Identifier: GPL-2.0-or-later
/* doctor_load.c: who else has the chosen CPUs: other work, the hypervisor, devices, quotas. */
#include "topology/doctor_parts.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "topology/system_file.h"

/* Of a CPU's time: from here the samples that survive the gate are too few, or of lucky moments. */
#define LOAD_SPOILS 0.10
#define LOAD_BLURS  0.02
/* As the gate's (GATE_STEAL), and what it lets through. */
#define STEAL_SPOILS 0.015
/* Interrupts a second on one CPU: a percent of its time, at some microseconds each; and no quiet. */
#define INTERRUPTS_SPOIL 5000
#define INTERRUPTS_BLUR	 100

/* ---- other work ---- */

/* While this program works: who else runs, at both ends. */
static enum doctor_verdict judge_running(struct doctor_look *look, struct doctor_finding *finding)
{
	int begin = look->begin.running, end = look->end.running;
	int others = (begin < end ? begin : end) - 1;

	if (look->begin.load_error && look->begin.load_error != ENOENT)
		look_problem(look, "/proc/loadavg", look->begin.load_error);
	if (begin < 0 || end < 0)
		return look_unfound(look, false);
	if (others < 1)
		return DOCTOR_FINE;
	finding->severity = look->online.nr - look->cpus->nr < others ? DOCTOR_SPOILS
								      : DOCTOR_BLURS;
	snprintf(finding->value, sizeof(finding->value), "%d running", others);
	snprintf(finding->what, sizeof(finding->what), "%d other task%s", others,
		 others == 1 ? " runs" : "s run");
	return DOCTOR_FOUND;
}

/* The largest share of a chosen CPU's time that @ticks tells of; -1 where none counted. */
static double worst_share(const struct doctor_look *look,
			  uint64_t (*ticks)(const struct moment_cpu *cpu), int *worst_cpu)
{
	double worst = -1;

	for (int i = 0; i < look->cpus->nr; i++) {
		const struct moment_cpu *a = &look->begin.cpus[i], *b = &look->end.cpus[i];
		double share;

		if (moment_seconds(&look->begin, &look->end, i) <= 0)
			continue;
		share = ticks(b) < ticks(a)
				? 0
				: (double)(ticks(b) - ticks(a)) / (double)(b->all - a->all);
		if (share > worst) {
			worst = share;
			*worst_cpu = look->cpus->values[i];
		}
	}
	return worst;
}

static uint64_t busy_ticks(const struct moment_cpu *cpu)
{
	return cpu->busy;
}

static uint64_t stolen_ticks(const struct moment_cpu *cpu)
{
	return cpu->stolen;
}

/* Whether /proc/stat told of time that went by. If it did not, nothing was seen, and that is said. */
static bool time_passed(struct doctor_look *look)
{
	bool counts = false;

	if (look->begin.stat_error && look->begin.stat_error != ENOENT)
		look_problem(look, "/proc/stat", look->begin.stat_error);
	for (int i = 0; i < look->cpus->nr; i++) {
		if (moment_seconds(&look->begin, &look->end, i) > 0)
			return true;
		counts |= look->begin.cpus[i].counts;
	}
	if (counts)
		look_problem_text(look, "no time passed between the two looks");
	return false;
}

enum doctor_verdict check_load(struct doctor_look *look, struct doctor_finding *finding)
{
	int cpu = 0;
	double share;

	if (look->working)
		return judge_running(look, finding);
	if (!time_passed(look))
		return look_unfound(look, false);
	share = worst_share(look, busy_ticks, &cpu);
	if (share < LOAD_BLURS)
		return DOCTOR_FINE;
	finding->severity = share < LOAD_SPOILS ? DOCTOR_BLURS : DOCTOR_SPOILS;
	snprintf(finding->value, sizeof(finding->value), "%.0f %% of CPU %d", share * 100, cpu);
	snprintf(finding->what, sizeof(finding->what),
		 "other work had CPU %d for %.0f %% of the time just now", cpu, share * 100);
	return DOCTOR_FOUND;
}

enum doctor_verdict check_steal(struct doctor_look *look, struct doctor_finding *finding)
{
	double share, ever = 0;
	bool passed = time_passed(look);
	int cpu = 0;

	share = worst_share(look, stolen_ticks, &cpu);
	for (int i = 0; i < look->cpus->nr; i++) {
		const struct moment_cpu *now = &look->end.cpus[i];

		if (now->all)
			ever = fmax(ever, (double)now->stolen / (double)now->all);
	}
	if (share <= 0 && ever < 0.001)
		return look_unfound(look, passed);
	finding->severity = share <= 0		   ? DOCTOR_NOTE
			    : share < STEAL_SPOILS ? DOCTOR_BLURS
						   : DOCTOR_SPOILS;
	snprintf(finding->value, sizeof(finding->value), "%.1f %% now, %.1f %% since boot",
		 fmax(share, 0) * 100, ever * 100);
	if (share > 0)
		snprintf(finding->what, sizeof(finding->what),
			 "the hypervisor took %.1f %% of CPU %d's time just now", share * 100, cpu);
	else
		snprintf(finding->what, sizeof(finding->what),
			 "the hypervisor took up to %.1f %% of a CPU's time since boot",
			 ever * 100);
	return DOCTOR_FOUND;
}

/* ---- interrupts ---- */

static const struct moment_interrupt *find_irq(const struct moment *moment, int irq, int hint)
{
	if (hint < moment->nr_interrupts && moment->interrupts[hint].irq == irq)
		return &moment->interrupts[hint];
	for (int i = 0; i < moment->nr_interrupts; i++) {
		if (moment->interrupts[i].irq == irq)
			return &moment->interrupts[i];
	}
	return NULL;
}

/* What arrived of the @nth interrupt of the second moment on the @index'th CPU. */
static uint64_t arrived(const struct doctor_look *look, int nth, int index)
{
	const struct moment_interrupt *end = &look->end.interrupts[nth];
	const struct moment_interrupt *begin = find_irq(&look->begin, end->irq, nth);
	uint64_t before = begin ? begin->counts[index] : 0;

	return end->counts[index] > before ? end->counts[index] - before : 0;
}

/* The CPUs that are online and not chosen, as a list that /proc/irq takes; false where there are none. */
static bool other_cpus(const struct doctor_look *look, char *text, size_t size)
{
	struct int_list others = {0};
	bool any;

	for (int i = 0; i < look->online.nr; i++) {
		if (!look_has(look->cpus, look->online.values[i]))
			int_list_add(&others, look->online.values[i]);
	}
	any = others.nr;
	int_list_format(&others, text, (int)size);
	int_list_free(&others);
	return any;
}

/* Every interrupt that arrived goes to the CPUs that are not chosen. */
static int send_away(struct doctor_look *look, struct doctor_finding *finding)
{
	char others[64];
	int ret = 0;

	if (!other_cpus(look, others, sizeof(others)) || strstr(others, "..."))
		return 0;
	for (int n = 0; n < look->end.nr_interrupts && !ret; n++) {
		int irq = look->end.interrupts[n].irq;
		uint64_t count = 0;
		char path[64], *old;

		for (int i = 0; i < look->cpus->nr; i++)
			count += arrived(look, n, i);
		snprintf(path, sizeof(path), "/proc/irq/%d/smp_affinity_list", irq);
		old = count ? look_text(look, path) : NULL;
		if (old)
			ret = finding_write(finding, "/proc/irq/", irq, "/smp_affinity_list",
					    others, old);
		free(old);
	}
	return ret;
}

enum doctor_verdict check_interrupts(struct doctor_look *look, struct doctor_finding *finding)
{
	int worst_cpu = 0, error = look->begin.interrupts_error;
	const char *device = "";
	double worst = 0;

	if (error && error != ENOENT)
		look_problem(look, "/proc/interrupts", error);
	if (error || !time_passed(look))
		return look_unfound(look, false);
	for (int i = 0; i < look->cpus->nr; i++) {
		double seconds = moment_seconds(&look->begin, &look->end, i);
		uint64_t sum = 0, most = 0;
		const char *source = "";

		for (int n = 0; n < look->end.nr_interrupts && seconds > 0; n++) {
			uint64_t count = arrived(look, n, i);

			sum += count;
			if (count > most) {
				most = count;
				source = look->end.interrupts[n].device;
			}
		}
		if (seconds > 0 && (double)sum / seconds > worst) {
			worst = (double)sum / seconds;
			worst_cpu = look->cpus->values[i];
			device = source;
		}
	}
	if (worst < INTERRUPTS_BLUR)
		return DOCTOR_FINE;
	finding->severity = worst < INTERRUPTS_SPOIL ? DOCTOR_BLURS : DOCTOR_SPOILS;
	snprintf(finding->value, sizeof(finding->value), "%.0f/s on CPU %d", worst, worst_cpu);
	snprintf(finding->what, sizeof(finding->what),
		 "devices interrupt CPU %d %.0f times a second, mostly %.47s", worst_cpu, worst,
		 device);
	return send_away(look, finding) ? DOCTOR_NO_MEMORY : DOCTOR_FOUND;
}

/* Whether the process below /proc/@pid is irqbalance. */
static bool is_irqbalance(struct doctor_look *look, const char *pid)
{
	char path[300], *name;
	bool is;

	snprintf(path, sizeof(path), "/proc/%.200s/comm", pid);
	/* A process that has just ended is no problem. */
	name = system_text(look->root, path);
	is = name && !strcmp(name, "irqbalance");
	free(name);
	return is;
}

enum doctor_verdict check_irqbalance(struct doctor_look *look, struct doctor_finding *finding)
{
	bool running = false, seen = false;
	struct dirent *entry;
	char path[1024];
	DIR *folder;

	snprintf(path, sizeof(path), "%s/proc", look->root);
	folder = opendir(path);
	if (!folder && errno != ENOENT)
		look_problem(look, "/proc", errno);
	while (folder && !running && (entry = readdir(folder))) {
		if (!isdigit((unsigned char)entry->d_name[0]))
			continue;
		seen = true;
		running = is_irqbalance(look, entry->d_name);
	}
	if (folder)
		closedir(folder);
	if (!running)
		return look_unfound(look, seen);
	snprintf(finding->value, sizeof(finding->value), "running");
	snprintf(finding->what, sizeof(finding->what), "irqbalance is running");
	return finding_stop(finding, "irqbalance") ? DOCTOR_NO_MEMORY : DOCTOR_FOUND;
}

/* ---- quotas ---- */

/* Version 2: "cpu.max" holds "max 100000" or "200000 100000"; version 1 has a file for each. */
static bool read_quota(struct doctor_look *look, const char *folder, char *path, size_t size,
		       double *cpus, char *old, size_t old_size, const char **no_quota)
{
	long long quota = -1, period = 0;
	char period_path[1200], *text;

	snprintf(path, size, "%s/cpu.max", folder);
	text = look_text(look, path);
	*no_quota = "max";
	if (!text) {
		snprintf(path, size, "%s/cpu.cfs_quota_us", folder);
		snprintf(period_path, sizeof(period_path), "%s/cpu.cfs_period_us", folder);
		text = look_text(look, path);
		*no_quota = "-1";
		if (text)
			look_number(look, period_path, &period);
	}
	if (!text)
		return false;
	if (strncmp(text, "max", 3) && sscanf(text, "%lld %lld", &quota, &period) < 1)
		look_problem(look, path, EINVAL);
	*cpus = quota > 0 && period > 0 ? (double)quota / (double)period : INFINITY;
	snprintf(old, old_size, "%s", text);
	free(text);
	return true;
}

/*
 * The tightest quota on the way from this process's group up to the root of the hierarchy at @mount.
 * In a container the group's own folder may not be there, and the mount's root is the group.
 */
static int see_quotas(struct doctor_look *look, struct doctor_finding *finding, const char *mount,
		      const char *group, double *least, bool *seen)
{
	char folder[1100], path[1200], old[200], *slash;
	const char *no_quota;
	double cpus;
	int ret = 0;

	snprintf(folder, sizeof(folder), "%s%.1000s", mount, strcmp(group, "/") ? group : "");
	while (!ret && strlen(folder) >= strlen(mount)) {
		if (read_quota(look, folder, path, sizeof(path), &cpus, old, sizeof(old),
			       &no_quota)) {
			*seen = true;
			*least = fmin(*least, cpus);
			if (cpus < look->cpus->nr && strlen(path) < 200)
				ret = finding_write(finding, path, 0, NULL, no_quota, old);
		}
		slash = strrchr(folder, '/');
		if (!slash || strlen(folder) == strlen(mount))
			break;
		*slash = '\0';
	}
	return ret;
}

/* A line "0::/path" (version 2) or "4:cpu,cpuacct:/path" (version 1) of /proc/self/cgroup. */
static int see_group(struct doctor_look *look, struct doctor_finding *finding, char *line,
		     double *least, bool *seen)
{
	static const char *const mounts[][3] = {
		{"/sys/fs/cgroup", "/sys/fs/cgroup/unified", NULL},
		{"/sys/fs/cgroup/cpu", "/sys/fs/cgroup/cpu,cpuacct", NULL},
	};
	char *controllers, *group, *controller;
	bool second = !strncmp(line, "0::", 3), wanted = second;
	bool found = false;
	int ret = 0;

	strsep(&line, ":");
	controllers = strsep(&line, ":");
	group = line;
	while (!wanted && controllers && (controller = strsep(&controllers, ",")))
		wanted = !strcmp(controller, "cpu");
	if (!wanted || !group || *group != '/' || strstr(group, ".."))
		return 0;
	for (int i = 0; !ret && !found && mounts[!second][i]; i++)
		ret = see_quotas(look, finding, mounts[!second][i], group, least, &found);
	*seen |= found;
	return ret;
}

enum doctor_verdict check_quota(struct doctor_look *look, struct doctor_finding *finding)
{
	static const char path[] = "/proc/self/cgroup";
	double least = INFINITY;
	bool seen = false;
	char *text, *rest, *line;
	int error, ret = 0;

	text = rest = system_raw(look->root, path, &error);
	if (!text && error != ENOENT)
		look_problem(look, path, error);
	while (!ret && (line = strsep(&rest, "\n")))
		ret = see_group(look, finding, system_clean(line), &least, &seen);
	free(text);
	if (ret)
		return DOCTOR_NO_MEMORY;
	if (least >= look->cpus->nr)
		return look_unfound(look, seen);
	snprintf(finding->value, sizeof(finding->value), "%.4g CPUs", least);
	snprintf(finding->what, sizeof(finding->what),
		 "a cgroup quota allows the time of %.4g CPU%s, and %d %s chosen", least,
		 least == 1 ? "" : "s", look->cpus->nr, look->cpus->nr == 1 ? "is" : "are");
	return DOCTOR_FOUND;
}
