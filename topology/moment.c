// SPDX-License-Identifier: GPL-2.0-or-later
/* moment.c: /proc/stat, /proc/interrupts, /proc/loadavg and throttle counts. See moment.h. */
#include "topology/moment.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "topology/system_file.h"

static FILE *open_below(const char *root, const char *path, int *error)
{
	char full[1024];
	FILE *file = NULL;

	*error = ENAMETOOLONG;
	if (snprintf(full, sizeof(full), "%s%s", root, path) < (int)sizeof(full)) {
		file = fopen(full, "re");
		*error = file ? 0 : errno;
	}
	return file;
}

/* A directory in place of a file opens well and says so only when it is read. */
static void close_read(FILE *file, int *error)
{
	if (ferror(file))
		*error = errno ? errno : EIO;
	fclose(file);
}

/* Where CPU @cpu stands in the list, or -1. Lists mostly ascend: the place after @hint comes first. */
static int index_of(const struct int_list *cpus, int cpu, int hint)
{
	if (hint < cpus->nr && cpus->values[hint] == cpu)
		return hint;
	for (int i = 0; i < cpus->nr; i++) {
		if (cpus->values[i] == cpu)
			return i;
	}
	return -1;
}

/* ---- /proc/stat ---- */

/* cpuN user nice system idle iowait irq softirq steal ...; "cpu " alone is their sum. */
static void read_stat(struct moment *moment, const char *root, const struct int_list *cpus)
{
	FILE *file = open_below(root, "/proc/stat", &moment->stat_error);
	uint64_t user, nice, system, idle, iowait, irq, softirq, steal;
	int cpu, index, hint = 0;
	char line[512];

	errno = 0;
	while (file && fgets(line, sizeof(line), file)) {
		if (!strncmp(line, "intr", 4))
			break; /* long, and the CPUs came before */
		if (strncmp(line, "cpu", 3) || !isdigit((unsigned char)line[3]) ||
		    sscanf(line,
			   "cpu%d %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64
			   " %" SCNu64 " %" SCNu64 " %" SCNu64,
			   &cpu, &user, &nice, &system, &idle, &iowait, &irq, &softirq,
			   &steal) != 9)
			continue;
		index = index_of(cpus, cpu, hint);
		if (index < 0)
			continue;
		hint = index + 1;
		moment->cpus[index].counts = true;
		moment->cpus[index].stolen = steal;
		moment->cpus[index].busy = user + nice + system + irq + softirq;
		moment->cpus[index].all = moment->cpus[index].busy + steal + idle + iowait;
	}
	if (file)
		close_read(file, &moment->stat_error);
}

/* ---- /proc/interrupts ---- */

/* For each column the index of its CPU in the list, or -1; NULL when out of memory. */
static int *read_columns(const char *line, const struct int_list *cpus, int *nr)
{
	int room = (int)(strlen(line) / 4) + 1, hint = 0;
	int *columns = malloc((size_t)room * sizeof(*columns));

	*nr = 0;
	while (columns && *nr < room && (line = strstr(line, "CPU"))) {
		char *end;
		long cpu = strtol(line + 3, &end, 10);

		columns[*nr] = index_of(cpus, (int)cpu, hint);
		if (columns[(*nr)++] >= 0)
			hint = columns[*nr - 1] + 1;
		line = end;
	}
	return columns;
}

static struct moment_interrupt *add_interrupt(struct moment *moment)
{
	struct moment_interrupt *more;

	/* In doubling steps: a large server has thousands. */
	if (!(moment->nr_interrupts & (moment->nr_interrupts - 1))) {
		size_t room = moment->nr_interrupts ? 2 * (size_t)moment->nr_interrupts : 1;

		more = realloc(moment->interrupts, room * sizeof(*more));
		if (!more)
			return NULL;
		moment->interrupts = more;
	}
	more = &moment->interrupts[moment->nr_interrupts];
	more->counts = calloc((size_t)moment->nr_cpus + 1, sizeof(*more->counts));
	if (!more->counts)
		return NULL;
	moment->nr_interrupts++;
	return more;
}

/* " 31:  0  3052  PCI-MSIX-0000:00:01.0  3-edge  virtio0-stats": its last word names the device. */
static void name_device(struct moment_interrupt *interrupt, char *rest)
{
	char *last;

	system_clean(rest);
	last = strrchr(rest, ' ');
	snprintf(interrupt->device, sizeof(interrupt->device), "%s", last ? last + 1 : rest);
}

/* Returns 0 (also for a line that is no device's) or -ENOMEM. */
static int read_interrupt(struct moment *moment, char *line, const int *columns, int nr_columns)
{
	struct moment_interrupt *interrupt;
	char *at, *end;
	long irq;

	irq = strtol(line, &at, 10);
	if (at == line || *at != ':' || irq < 0 || irq > 1 << 24)
		return 0;
	interrupt = add_interrupt(moment);
	if (!interrupt)
		return -ENOMEM;
	interrupt->irq = (int)irq;
	at++;
	for (int i = 0; i < nr_columns; i++) {
		uint64_t count = strtoull(at, &end, 10);

		if (end == at)
			break;
		if (columns[i] >= 0)
			interrupt->counts[columns[i]] = count;
		at = end;
	}
	name_device(interrupt, at);
	return 0;
}

static int read_interrupts(struct moment *moment, const char *root, const struct int_list *cpus)
{
	FILE *file = open_below(root, "/proc/interrupts", &moment->interrupts_error);
	int nr_columns = 0, ret = 0, *columns = NULL;
	size_t size = 0;
	char *line = NULL;

	if (!file)
		return 0;
	errno = 0;
	if (getline(&line, &size, file) >= 0) {
		columns = read_columns(line, cpus, &nr_columns);
		ret = columns ? 0 : -ENOMEM;
	}
	while (!ret && getline(&line, &size, file) >= 0)
		ret = read_interrupt(moment, line, columns, nr_columns);
	close_read(file, &moment->interrupts_error);
	free(columns);
	free(line);
	return ret;
}

/* ---- the rest ---- */

/* "0.20 0.18 0.12 1/80 11206": the fourth is the tasks that run. */
static void read_load(struct moment *moment, const char *root)
{
	char *text = system_raw(root, "/proc/loadavg", &moment->load_error);

	if (text && sscanf(text, "%*s %*s %*s %d/", &moment->running) != 1)
		moment->load_error = EINVAL;
	free(text);
}

static void read_throttles(struct moment *moment, const char *root, const struct int_list *cpus)
{
	static const char *const names[] = {"core", "package"};

	for (int i = 0; i < cpus->nr; i++) {
		for (int n = 0; n < 2; n++) {
			char path[128];
			int count;

			snprintf(path, sizeof(path),
				 "/sys/devices/system/cpu/cpu%d/thermal_throttle/"
				 "%s_throttle_count",
				 cpus->values[i], names[n]);
			count = system_int(root, path, -1);
			if (count < 0)
				continue;
			moment->cpus[i].counts_throttles = true;
			moment->cpus[i].throttled += (uint64_t)count;
		}
	}
}

int moment_take(struct moment *moment, const char *root, const struct int_list *cpus)
{
	int ret;

	*moment = (struct moment){.nr_cpus = cpus->nr, .running = -1};
	moment->cpus = calloc((size_t)cpus->nr + 1, sizeof(*moment->cpus));
	if (!moment->cpus)
		return -ENOMEM;
	read_load(moment, root);
	read_stat(moment, root, cpus);
	read_throttles(moment, root, cpus);
	ret = read_interrupts(moment, root, cpus);
	if (ret)
		moment_free(moment);
	return ret;
}

void moment_free(struct moment *moment)
{
	for (int i = 0; i < moment->nr_interrupts; i++)
		free(moment->interrupts[i].counts);
	free(moment->interrupts);
	free(moment->cpus);
	*moment = (struct moment){.running = -1};
}

double moment_seconds(const struct moment *begin, const struct moment *end, int index)
{
	const struct moment_cpu *a = &begin->cpus[index], *b = &end->cpus[index];

	if (!a->counts || !b->counts || b->all <= a->all)
		return 0;
	return (double)(b->all - a->all) / (double)sysconf(_SC_CLK_TCK);
}
