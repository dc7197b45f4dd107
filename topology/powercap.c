// SPDX-License-Identifier: GPL-2.0-or-later
/* powercap.c: zones of packages, by their names. See powercap.h. */
#include "topology/powercap.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "topology/system_file.h"

#define ZONES	      "/sys/class/powercap/intel-rapl:"
#define MAX_ZONES     256 /* a package of 4 dies has 4; numbers may have gaps */
#define MAX_SUB_ZONES 8

/* "18446744073709551615" and nothing else. */
static int parse_number(const char *text, uint64_t *number)
{
	char *end;

	errno = 0;
	*number = strtoull(text, &end, 10);
	return !isdigit((unsigned char)*text) || *end || errno ? -EINVAL : 0;
}

int powercap_read(const char *root, const char *path, uint64_t *uj)
{
	int error, ret;
	char *text = system_raw(root, path, &error);

	if (!text)
		return -error;
	ret = parse_number(system_clean(text), uj);
	free(text);
	return ret;
}

double powercap_used(uint64_t before, uint64_t after, uint64_t range_uj)
{
	if (after >= before)
		return (double)(after - before);
	return range_uj >= before ? (double)(range_uj - before + after) : -1;
}

/* Note the zone in the folder @zone. Returns 0 or -ENOMEM. */
static int add(struct powercap *powercap, const char *root, const char *zone, int package,
	       const char *kind)
{
	struct powercap_zone *zones =
		realloc(powercap->zones, ((size_t)powercap->nr + 1) * sizeof(*zones));
	struct powercap_zone *added;
	char path[80];

	if (!zones)
		return -ENOMEM;
	powercap->zones = zones;
	added = &zones[powercap->nr++];
	*added = (struct powercap_zone){.package = package};
	snprintf(added->kind, sizeof(added->kind), "%.15s", kind);
	snprintf(added->path, sizeof(added->path), "%.50s/energy_uj", zone);
	snprintf(path, sizeof(path), "%.50s/max_energy_range_uj", zone);
	if (powercap_read(root, path, &added->range_uj))
		added->range_uj = 0;
	return 0;
}

static char *zone_name(const char *root, const char *zone)
{
	char path[64];

	snprintf(path, sizeof(path), "%.50s/name", zone);
	return system_text(root, path);
}

/* "package-1", and "package-1-die-0" where there are several: the package; -1 for anything else. */
static int package_of(const char *name)
{
	int package, die, end = 0;

	if (sscanf(name, "package-%4d%n", &package, &end) != 1 || package < 0)
		return -1;
	if (!name[end])
		return package;
	name += end;
	return sscanf(name, "-die-%4d%n", &die, &end) == 1 && !name[end] ? package : -1;
}

static int add_sub_zones(struct powercap *powercap, const char *root, const char *parent,
			 int package)
{
	int ret = 0;

	for (int i = 0; i < MAX_SUB_ZONES && !ret; i++) {
		char zone[64], *name;

		snprintf(zone, sizeof(zone), "%.50s:%d", parent, i);
		name = zone_name(root, zone);
		if (name)
			ret = add(powercap, root, zone, package, name);
		free(name);
	}
	return ret;
}

int powercap_find(struct powercap *powercap, const char *root)
{
	int ret = 0;

	*powercap = (struct powercap){0};
	for (int i = 0; i < MAX_ZONES && !ret; i++) {
		char zone[64], *name;
		int package;

		snprintf(zone, sizeof(zone), ZONES "%d", i);
		name = zone_name(root, zone);
		package = name ? package_of(name) : -1;
		free(name);
		if (package < 0)
			continue;
		ret = add(powercap, root, zone, package, "package");
		if (!ret)
			ret = add_sub_zones(powercap, root, zone, package);
	}
	return ret;
}

void powercap_free(struct powercap *powercap)
{
	free(powercap->zones);
	*powercap = (struct powercap){0};
}
