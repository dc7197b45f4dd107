// SPDX-License-Identifier: GPL-2.0-or-later
/* doctor_limits.c: what cannot be measured here, whatever one does with the load. */
#include "topology/doctor_parts.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "topology/powercap.h"
#include "topology/system_file.h"

/* What io_uring's buffers and perf's own need for a few hundred threads. */
#define MEMLOCK_BYTES (64LL << 20)

/* Bits of CapEff, as linux/capability.h numbers them. */
#define CAP_IPC_LOCK_BIT  14
#define CAP_SYS_ADMIN_BIT 21
#define CAP_PERFMON_BIT	  38

static char *read_status(struct doctor_look *look, const char *path)
{
	int error;
	char *text = system_raw(look->root, path, &error);

	if (!text && error != ENOENT)
		look_problem(look, path, error);
	return text;
}

/* Whether this process has a capability; false where that is not told. */
static bool may(struct doctor_look *look, int bit)
{
	char *status = read_status(look, "/proc/self/status");
	char *value = status ? look_field(status, "CapEff") : NULL;
	unsigned long long effective = value ? strtoull(value, NULL, 16) : 0;

	free(value);
	free(status);
	return effective >> bit & 1;
}

enum doctor_verdict check_virtualisation(struct doctor_look *look, struct doctor_finding *finding)
{
	const char *name = look->environment.virtualisation;

	if (!name || !strcmp(name, "unknown")) {
		/* Beyond x86 the lack of a hint proves nothing. */
		if (look->environment.cpu_model)
			look_problem_text(look, "no file tells whether there is a hypervisor");
		return look_unfound(look, false);
	}
	if (!strcmp(name, "none"))
		return DOCTOR_FINE;
	snprintf(finding->value, sizeof(finding->value), "%s", name);
	snprintf(finding->what, sizeof(finding->what), "this is a virtual machine (%.40s)", name);
	return DOCTOR_FOUND;
}

/* The number of nodes that have a chosen CPU. */
static int chosen_nodes(struct doctor_look *look, const struct int_list *nodes)
{
	int nr = 0;

	for (int n = 0; n < nodes->nr; n++) {
		struct int_list cpus;
		bool used = false;
		char path[100];

		snprintf(path, sizeof(path), "/sys/devices/system/node/node%d/cpulist",
			 nodes->values[n]);
		if (!look_list(look, path, &cpus))
			continue;
		for (int i = 0; i < look->cpus->nr && !used; i++)
			used = look_has(&cpus, look->cpus->values[i]);
		nr += used;
		int_list_free(&cpus);
	}
	return nr;
}

enum doctor_verdict check_nodes(struct doctor_look *look, struct doctor_finding *finding)
{
	struct int_list nodes;
	bool seen = look_list(look, "/sys/devices/system/node/online", &nodes);
	int nr = nodes.nr, used = nr > 1 ? chosen_nodes(look, &nodes) : nr;

	int_list_free(&nodes);
	if (!nr || used > 1 || (nr > 1 && !used))
		return look_unfound(look, seen);
	snprintf(finding->value, sizeof(finding->value), "%d of %d", used, nr);
	if (nr == 1) {
		snprintf(finding->what, sizeof(finding->what), "there is a single NUMA node");
		return DOCTOR_FOUND;
	}
	snprintf(finding->what, sizeof(finding->what), "the chosen CPUs lie on one NUMA node of %d",
		 nr);
	snprintf(finding->mend, sizeof(finding->mend), "pageref run --placement scatter ...");
	finding->advice = NULL;
	return DOCTOR_FOUND;
}

/* How many of @all are not in the list that /proc/self/status gives for @key. */
static int nr_forbidden(const char *status, const char *key, const struct int_list *all,
			struct doctor_look *look)
{
	struct int_list allowed;
	char *value = all->nr ? look_field(status, key) : NULL;
	struct error err;
	int nr = 0, ret;

	if (!value)
		return 0;
	ret = int_list_parse(&allowed, key, value, 0, 65535, 65535, &err);
	free(value);
	if (ret) {
		look_problem(look, "/proc/self/status", EINVAL);
		return 0;
	}
	for (int i = 0; i < all->nr; i++)
		nr += !look_has(&allowed, all->values[i]);
	int_list_free(&allowed);
	return nr;
}

enum doctor_verdict check_cpuset(struct doctor_look *look, struct doctor_finding *finding)
{
	char *status = read_status(look, "/proc/self/status"), list[160];
	struct int_list nodes;
	int cpus, memory;

	if (!status)
		return look_unfound(look, false);
	look_list(look, "/sys/devices/system/node/has_memory", &nodes);
	cpus = nr_forbidden(status, "Cpus_allowed_list", &look->online, look);
	memory = nr_forbidden(status, "Mems_allowed_list", &nodes, look);
	free(status);
	if (cpus || memory) {
		snprintf(finding->value, sizeof(finding->value),
			 "%d of %d CPUs, %d of %d memory nodes", look->online.nr - cpus,
			 look->online.nr, nodes.nr - memory, nodes.nr);
		snprintf(finding->what, sizeof(finding->what), "this process may use %s only",
			 finding->value);
		if (!strstr(int_list_format(&look->online, list, sizeof(list)), "..."))
			snprintf(finding->mend, sizeof(finding->mend),
				 "taskset -c %s pageref run ...", list);
	}
	int_list_free(&nodes);
	return cpus || memory ? DOCTOR_FOUND : look_unfound(look, look->online.nr);
}

/* Whether the kernel drives the counters of a CPU: x86 calls them cpu, or by the kind; arm64 armv8_*. */
static bool kernel_has_pmu(struct doctor_look *look, bool *told)
{
	char path[1024];
	struct dirent *entry;
	bool found = false;
	DIR *folder;

	snprintf(path, sizeof(path), "%s/sys/bus/event_source/devices", look->root);
	folder = opendir(path);
	*told = folder;
	while (folder && !found && (entry = readdir(folder)))
		found = !strncmp(entry->d_name, "cpu", 3) || !strncmp(entry->d_name, "arm", 3);
	if (folder)
		closedir(folder);
	return found;
}

enum doctor_verdict check_pmu(struct doctor_look *look, struct doctor_finding *finding)
{
	const char *uncounted = look->uncounted ? look->uncounted : "";
	bool told, here = kernel_has_pmu(look, &told);

	if (told && !here) {
		snprintf(finding->value, sizeof(finding->value), "absent");
		/* Why is plain; what PAPI makes of it, in parentheses, would mislead. */
		snprintf(finding->what, sizeof(finding->what),
			 "there is no PMU that the kernel knows%s%.*s", uncounted[0] ? ": " : "",
			 (int)strcspn(uncounted, "("), uncounted);
		system_clean(finding->what);
		return DOCTOR_FOUND;
	}
	if (!look->uncounted)
		return DOCTOR_UNASKED;
	if (!*uncounted)
		return DOCTOR_FINE;
	snprintf(finding->value, sizeof(finding->value), "not counted");
	snprintf(finding->what, sizeof(finding->what), "%s", uncounted);
	return DOCTOR_FOUND;
}

/* From 3 (Debian's) PAPI counts nothing, not even for root; rights help against 2. */
enum doctor_verdict check_paranoid(struct doctor_look *look, struct doctor_finding *finding)
{
	static const char path[] = "/proc/sys/kernel/perf_event_paranoid";
	long long level;
	char old[24];
	bool rights;

	if (!look_number(look, path, &level))
		return look_unfound(look, false);
	if (level < 2)
		return DOCTOR_FINE;
	rights = may(look, CAP_PERFMON_BIT) || may(look, CAP_SYS_ADMIN_BIT);
	finding->severity = level == 2 && rights ? DOCTOR_NOTE : DOCTOR_LIMITS;
	snprintf(finding->value, sizeof(finding->value), "%lld%s", level,
		 rights ? ", with rights" : "");
	snprintf(finding->what, sizeof(finding->what), "kernel.perf_event_paranoid is %lld: %s",
		 level,
		 level > 2 ? "PAPI counts nothing, not even for root"
		 : rights  ? "this user has the right to count all the same; others count their "
			     "own code only"
			   : "only this program's own code is counted, not the kernel's");
	snprintf(old, sizeof(old), "%lld", level);
	return finding_write(finding, path, 0, NULL, "1", old) ? DOCTOR_NO_MEMORY : DOCTOR_FOUND;
}

enum doctor_verdict check_watchdog(struct doctor_look *look, struct doctor_finding *finding)
{
	static const char path[] = "/proc/sys/kernel/nmi_watchdog";
	long long value;

	if (!look_number(look, path, &value))
		return look_unfound(look, false);
	if (value != 1 || (look->uncounted && *look->uncounted))
		return DOCTOR_FINE;
	snprintf(finding->value, sizeof(finding->value), "1");
	snprintf(finding->what, sizeof(finding->what),
		 "the NMI watchdog holds a hardware counter of every CPU");
	return finding_write(finding, path, 0, NULL, "0", "1") ? DOCTOR_NO_MEMORY : DOCTOR_FOUND;
}

/* "Max locked memory         8388608              8388608              bytes" */
enum doctor_verdict check_memlock(struct doctor_look *look, struct doctor_finding *finding)
{
	static const char path[] = "/proc/self/limits", key[] = "Max locked memory";
	char *text = read_status(look, path), *line = text ? strstr(text, key) : NULL;
	bool seen = line, low;
	long long bytes = 0;

	low = line && sscanf(line + strlen(key), "%lld", &bytes) == 1 && bytes >= 0 &&
	      bytes < MEMLOCK_BYTES && !may(look, CAP_IPC_LOCK_BIT);
	free(text);
	if (!low)
		return look_unfound(look, seen);
	snprintf(finding->value, sizeof(finding->value), "%lld KiB", bytes >> 10);
	snprintf(finding->what, sizeof(finding->what),
		 "this process may lock %lld KiB of memory only", bytes >> 10);
	return DOCTOR_FOUND;
}

/* Read often, it betrays what others compute (CVE-2020-8694): the kernel gives it to root alone. */
enum doctor_verdict check_energy(struct doctor_look *look, struct doctor_finding *finding)
{
	struct powercap powercap;
	const char *path = NULL;
	int ret = powercap_find(&powercap, look->root);
	uint64_t uj;

	if (!ret && powercap.nr) {
		path = powercap.zones[0].path;
		ret = powercap_read(look->root, path, &uj);
	}
	if (ret && ret != -ENOMEM && ret != -EACCES && ret != -EPERM)
		look_problem(look, path, -ret);
	powercap_free(&powercap);
	if (ret == -ENOMEM)
		return DOCTOR_NO_MEMORY;
	if (ret != -EACCES && ret != -EPERM)
		return look_unfound(look, path && !ret);
	snprintf(finding->value, sizeof(finding->value), "root only");
	snprintf(finding->what, sizeof(finding->what),
		 "only root may read what energy a package has used");
	return DOCTOR_FOUND;
}
