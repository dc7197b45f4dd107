// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * doctor_look.c: how the checks read files, so that what is not there, what cannot be read and what
 * makes no sense stay apart.
 */
#include "topology/doctor_parts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "topology/system_file.h"

/* No machine has as many CPUs, nodes or interrupts. */
#define LIST_MAX 65535

void look_problem(struct doctor_look *look, const char *path, int error)
{
	if (!look->nr_problems++)
		snprintf(look->problem, sizeof(look->problem), "%.150s: %s", path,
			 error == EINVAL ? "what it says makes no sense" : strerror(error));
}

void look_problem_text(struct doctor_look *look, const char *why)
{
	if (!look->nr_problems++)
		snprintf(look->problem, sizeof(look->problem), "%s", why);
}

/* An older kernel lacks the file, and some a driver's file without the driver. */
static bool is_absence(int error)
{
	return error == ENOENT || error == ENOTDIR || error == ENODEV || error == ENXIO ||
	       error == EOPNOTSUPP;
}

static char *read_raw(struct doctor_look *look, const char *path)
{
	int error;
	char *raw = system_raw(look->root, path, &error);

	if (!raw && !is_absence(error))
		look_problem(look, path, error);
	return raw;
}

char *look_text(struct doctor_look *look, const char *path)
{
	char *raw = read_raw(look, path);
	char *text = raw ? system_copy_clean(raw) : NULL;

	free(raw);
	return text;
}

bool look_number(struct doctor_look *look, const char *path, long long *value)
{
	char *text = look_text(look, path), *end;
	bool is_number = false;

	if (text) {
		errno = 0;
		*value = strtoll(text, &end, 10);
		is_number = end != text && !*end && !errno;
		if (!is_number)
			look_problem(look, path, EINVAL);
	}
	free(text);
	return is_number;
}

bool look_list(struct doctor_look *look, const char *path, struct int_list *list)
{
	char *raw = read_raw(look, path);
	bool is_list = raw;
	struct error err;

	*list = (struct int_list){0};
	/* nohz_full says "(null)" where there is none. */
	if (raw && *system_clean(raw) && strcmp(raw, "(null)")) {
		is_list = !int_list_parse(list, path, raw, 0, LIST_MAX, LIST_MAX, &err);
		if (!is_list)
			look_problem(look, path, EINVAL);
	}
	free(raw);
	return is_list;
}

char *look_cpu_text(struct doctor_look *look, int cpu, const char *rest)
{
	char path[200];

	snprintf(path, sizeof(path), DOCTOR_CPU "/cpu%d/%s", cpu, rest);
	return look_text(look, path);
}

bool look_cpu_number(struct doctor_look *look, int cpu, const char *rest, long long *value)
{
	char path[200];

	snprintf(path, sizeof(path), DOCTOR_CPU "/cpu%d/%s", cpu, rest);
	return look_number(look, path, value);
}

char *look_field(const char *text, const char *key)
{
	const size_t length = strlen(key);

	for (const char *line = text; line; line = strchr(line, '\n')) {
		char *value;

		line += *line == '\n';
		if (strncmp(line, key, length) || line[length] != ':')
			continue;
		line += length + 1;
		value = strndup(line, strcspn(line, "\n"));
		return value ? system_clean(value) : NULL;
	}
	return NULL;
}

enum doctor_verdict look_unfound(const struct doctor_look *look, bool seen)
{
	if (seen)
		return DOCTOR_FINE;
	return look->nr_problems ? DOCTOR_UNREAD : DOCTOR_ABSENT;
}

bool look_has(const struct int_list *list, int value)
{
	for (int i = 0; i < list->nr; i++) {
		if (list->values[i] == value)
			return true;
	}
	return false;
}

char *look_cpus(const struct doctor_look *look, const struct int_list *cpus, char *text,
		size_t size)
{
	char list[100];

	if (cpus->nr == look->cpus->nr && cpus->nr > 1)
		snprintf(text, size, "all %d CPUs", cpus->nr);
	else
		snprintf(text, size, "CPU%s %s", cpus->nr == 1 ? "" : "s",
			 int_list_format(cpus, list, sizeof(list)));
	return text;
}
