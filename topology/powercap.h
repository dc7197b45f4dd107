/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * powercap.h: the energy that a package has used, as the kernel's powercap class tells it: Intel's RAPL
 * and AMD's (Documentation/power/powercap/powercap.rst, drivers/powercap/intel_rapl_common.c).
 *
 * It is read here, not through PAPI's component of that name. Debian's PAPI is built without it, and the
 * component (PAPI 7.1) reads intel-rapl:N for as many N as there are sockets, which leaves out the dies
 * and packages behind psys; takes one maximum for all zones, where DRAM's is another than the cores'; and
 * where nothing was used between two readings it gives the counter itself instead of 0.
 */
#ifndef TOPOLOGY_POWERCAP_H
#define TOPOLOGY_POWERCAP_H

#include <stdint.h>

struct powercap_zone {
	int package; /* as the kernel numbers it: physical_package_id */
	char kind[16]; /* "package", "core", "dram", ... */
	char path[64]; /* of its energy_uj */
	uint64_t
		range_uj; /* the counter's largest value, after which it begins anew; 0: not told */
};

struct powercap {
	struct powercap_zone
		*zones; /* a package of several dies has one of each kind for each die */
	int nr;
};

/*
 * Find the zones of packages and what belongs to them below @root ("" for this machine). The platform as
 * a whole (psys) and zones that the kernel shows a second time (intel-rapl-mmio) are left out. Returns 0,
 * also where there is none, or -ENOMEM; powercap_free() after it in any case.
 */
int powercap_find(struct powercap *powercap, const char *root);
void powercap_free(struct powercap *powercap);

/*
 * The microjoules that a zone has counted so far, from @path below @root. Returns 0; -EACCES: it is
 * root's alone (since CVE-2020-8694); -EINVAL where the file holds something else; another negative errno.
 */
int powercap_read(const char *root, const char *path, uint64_t *uj);

/*
 * What a counter of the range @range_uj has counted from @before to @after, where it began anew at most
 * once. -1 where it went back and nobody tells its range.
 */
double powercap_used(uint64_t before, uint64_t after, uint64_t range_uj);

#endif
