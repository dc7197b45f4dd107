// SPDX-License-Identifier: GPL-2.0-or-later
/* doctor_kernel.c: what the kernel does by itself while something is measured. */
#include "topology/doctor_parts.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "topology/system_file.h"

/* ---- memory ---- */

static bool has_nodes(struct doctor_look *look)
{
	struct int_list nodes;
	bool several;

	several = look_list(look, "/sys/devices/system/node/online", &nodes) && nodes.nr > 1;
	int_list_free(&nodes);
	return several;
}

enum doctor_verdict check_numa_balancing(struct doctor_look *look, struct doctor_finding *finding)
{
	static const char path[] = "/proc/sys/kernel/numa_balancing";
	long long value;
	char old[24];

	if (!look_number(look, path, &value))
		return look_unfound(look, false);
	/* One node has nothing to balance. */
	if (!value || !has_nodes(look))
		return DOCTOR_FINE;
	snprintf(old, sizeof(old), "%lld", value);
	snprintf(finding->value, sizeof(finding->value), "%lld", value);
	snprintf(finding->what, sizeof(finding->what), "automatic NUMA balancing is on");
	return finding_write(finding, path, 0, NULL, "0", old) ? DOCTOR_NO_MEMORY : DOCTOR_FOUND;
}

enum doctor_verdict check_thp(struct doctor_look *look, struct doctor_finding *finding)
{
	static const char path[] = "/sys/kernel/mm/transparent_hugepage/enabled";
	char *text = look_text(look, path);
	bool seen = text, always = text && strstr(text, "[always]");

	free(text);
	if (!always)
		return look_unfound(look, seen);
	snprintf(finding->value, sizeof(finding->value), "always");
	snprintf(finding->what, sizeof(finding->what), "transparent huge pages are always on");
	return finding_write(finding, path, 0, NULL, "madvise", "always") ? DOCTOR_NO_MEMORY
									  : DOCTOR_FOUND;
}

enum doctor_verdict check_ksm(struct doctor_look *look, struct doctor_finding *finding)
{
	static const char path[] = "/sys/kernel/mm/ksm/run";
	long long value;

	if (!look_number(look, path, &value))
		return look_unfound(look, false);
	if (value != 1)
		return DOCTOR_FINE;
	snprintf(finding->value, sizeof(finding->value), "1");
	snprintf(finding->what, sizeof(finding->what), "KSM scans memory for equal pages");
	return finding_write(finding, path, 0, NULL, "0", "1") ? DOCTOR_NO_MEMORY : DOCTOR_FOUND;
}

/* ---- CPUs left alone ---- */

/* The value of "name=value" on the kernel's command line; false where it is not there. */
static bool boot_parameter(const char *line, const char *name, char *value, size_t size)
{
	const size_t length = strlen(name);

	for (const char *at = line; at && *at; at += strcspn(at, " "), at += strspn(at, " ")) {
		if (!strncmp(at, "-- ", 3))
			break; /* what follows is init's */
		if (strncmp(at, name, length) || at[length] != '=')
			continue;
		at += length + 1;
		snprintf(value, size, "%.*s", (int)strcspn(at, " "), at);
		return true;
	}
	return false;
}

#define LIST_ROOM 21

/* As much of a list as there is room for, ended where a number does: half of one is another. */
static void shorten(char *list)
{
	size_t length = LIST_ROOM - 4;

	if (strlen(list) < LIST_ROOM)
		return;
	while (length && list[length - 1] != ',')
		length--;
	strcpy(list + length, "...");
}

/* "isolcpus 4-7, nohz_full none, rcu_nocbs none" */
static void describe_isolation(struct doctor_look *look, const struct int_list *isolated,
			       const struct int_list *quiet, char *text, size_t size)
{
	const char *line = look->environment.kernel_command_line;
	char list[LIST_ROOM] = "none", ticks[LIST_ROOM] = "none", callbacks[200] = "none";

	if (isolated->nr)
		int_list_format(isolated, list, sizeof(list));
	if (quiet->nr)
		int_list_format(quiet, ticks, sizeof(ticks));
	boot_parameter(line ? line : "", "rcu_nocbs", callbacks, sizeof(callbacks));
	shorten(callbacks);
	snprintf(text, size, "isolcpus %s, nohz_full %s, rcu_nocbs %.20s", list, ticks, callbacks);
}

static int nr_outside(const struct doctor_look *look, const struct int_list *list)
{
	int outside = 0;

	for (int i = 0; i < look->cpus->nr; i++)
		outside += !look_has(list, look->cpus->values[i]);
	return outside;
}

/* The CPUs of @list, as the command that chooses them; none where that would be endless. */
static void choose(struct doctor_finding *finding, const struct int_list *list)
{
	char text[200];

	if (!strstr(int_list_format(list, text, sizeof(text)), "..."))
		snprintf(finding->mend, sizeof(finding->mend),
			 "pageref run --placement cpus:%s ...", text);
}

enum doctor_verdict check_isolation(struct doctor_look *look, struct doctor_finding *finding)
{
	struct int_list isolated, quiet;
	bool seen = look_list(look, DOCTOR_CPU "/isolated", &isolated), found;
	int outside;

	look_list(look, DOCTOR_CPU "/nohz_full", &quiet);
	outside = nr_outside(look, &isolated);
	found = seen && (outside || nr_outside(look, &quiet));
	if (found) {
		describe_isolation(look, &isolated, &quiet, finding->value, sizeof(finding->value));
		snprintf(finding->what, sizeof(finding->what), "%s: %s",
			 !isolated.nr ? "no CPU is kept free of other work"
			 : outside    ? "some chosen CPUs are not among the isolated"
				      : "the chosen CPUs are isolated, but keep their tick",
			 finding->value);
		if (isolated.nr && outside) {
			finding->severity = DOCTOR_BLURS;
			choose(finding, &isolated);
		}
	}
	int_list_free(&isolated);
	int_list_free(&quiet);
	return found ? DOCTOR_FOUND : look_unfound(look, seen);
}

/* ---- mitigations ---- */

static int is_name(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* Add the name of a hole to a list that fits, "..." once it does not. */
static void add_name(char *list, size_t size, const char *name)
{
	size_t used = strlen(list);

	if (used + strlen(name) + 6 < size)
		snprintf(list + used, size - used, "%s%s", used ? ", " : "", name);
	else if (used >= 3 && strcmp(list + used - 3, "..."))
		snprintf(list + used, size - used, ", ...");
}

/* The holes that are mitigated, by name; *@seen: whether the kernel tells of any. */
static int mitigated(struct doctor_look *look, char *list, size_t size, bool *seen)
{
	static const char folder[] = DOCTOR_CPU "/vulnerabilities";
	struct dirent **entries;
	char full[1024];
	int nr, count = 0;

	snprintf(full, sizeof(full), "%s%s", look->root, folder);
	nr = scandir(full, &entries, is_name, alphasort);
	if (nr < 0 && errno != ENOENT)
		look_problem(look, folder, errno);
	for (int i = 0; i < nr; i++) {
		char path[400], *text;

		snprintf(path, sizeof(path), "%s/%s", folder, entries[i]->d_name);
		text = look_text(look, path);
		*seen |= text != NULL;
		if (text && !strncmp(text, "Mitigation:", 11)) {
			count++;
			add_name(list, size, system_clean(entries[i]->d_name));
		}
		free(text);
		free(entries[i]);
	}
	if (nr >= 0)
		free(entries);
	return count;
}

enum doctor_verdict check_mitigations(struct doctor_look *look, struct doctor_finding *finding)
{
	char list[180] = "";
	bool seen = false;
	int count = mitigated(look, list, sizeof(list), &seen);

	if (!count)
		return look_unfound(look, seen);
	snprintf(finding->value, sizeof(finding->value), "%d", count);
	snprintf(finding->what, sizeof(finding->what), "%d mitigation%s at work: %s", count,
		 count == 1 ? " is" : "s are", list);
	return DOCTOR_FOUND;
}
