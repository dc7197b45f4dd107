/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * doctor_looking.h: machines that were never here, as folders of files: a large server with everything
 * wrong, and the same with everything right; and looking at them. Time between the two moments is what
 * /proc/stat says, so nothing here depends on a clock.
 */
#ifndef TESTS_TOPOLOGY_DOCTOR_LOOKING_H
#define TESTS_TOPOLOGY_DOCTOR_LOOKING_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/topology/root.h"
#include "topology/doctor.h"

#define CPU	"/sys/devices/system/cpu"
#define NODE	"/sys/devices/system/node"
#define NR_CPUS 16

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_root, remove_root)

/* ---- machines ---- */

static inline void put_cpu(const char *root, int cpu, const char *rest, const char *text)
{
	char path[200];

	snprintf(path, sizeof(path), CPU "/cpu%d/%s", cpu, rest);
	put(root, path, text);
}

/* The two moments: a second of each CPU's time, of which some was somebody's. */
static inline void put_stat(const char *root, int busy, int stolen, int all)
{
	char text[4096] = "cpu  0 0 0 0 0 0 0 0 0 0\n";

	for (int cpu = 0; cpu < NR_CPUS; cpu++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
			 "cpu%d %d 0 0 %d 0 0 0 %d 0 0\n", cpu, busy, all - busy - stolen, stolen);
	strcat(text, "intr 1 0 0\n");
	put(root, "/proc/stat", text);
}

static inline void put_interrupts(const char *root, int count)
{
	char text[4096] = "    ";

	for (int cpu = 0; cpu < NR_CPUS; cpu++)
		sprintf(text + strlen(text), " CPU%d", cpu);
	strcat(text, "\n 31:");
	for (int cpu = 0; cpu < NR_CPUS; cpu++)
		sprintf(text + strlen(text), " %d", cpu == 3 ? count : 0);
	strcat(text, "  PCI-MSIX-0000:00:01.0   3-edge      nvme0q1\nLOC:");
	for (int cpu = 0; cpu < NR_CPUS; cpu++)
		sprintf(text + strlen(text), " %d", 1000 * count);
	strcat(text, "  Local timer interrupts\n");
	put(root, "/proc/interrupts", text);
}

/* What every machine of 16 CPUs on 8 nodes shows; @wrong picks the state of it. */
static inline void put_server(const char *root, bool wrong)
{
	char path[100], list[16];

	put(root, "/proc/cpuinfo", "model name\t: A CPU\nflags\t\t: fpu vme\n");
	put(root, "/proc/cmdline",
	    wrong ? "quiet\n" : "isolcpus=0-15 nohz_full=0-15 rcu_nocbs=0-15\n");
	put(root, "/proc/loadavg", wrong ? "20.0 1 1 9/100 1\n" : "0.0 0 0 1/100 1\n");
	put(root, "/proc/self/status",
	    wrong ? "Name:\tx\nCapEff:\t0000000000000000\nCpus_allowed_list:\t0-7\n"
		    "Mems_allowed_list:\t0-3\n"
		  : "Name:\tx\nCapEff:\t000001ffffffffff\nCpus_allowed_list:\t0-15\n"
		    "Mems_allowed_list:\t0-7\n");
	put(root, "/proc/self/limits",
	    "Max locked memory         65536                65536                bytes\n");
	put(root, "/proc/self/cgroup", "0::/user.slice/me\n");
	put(root, "/sys/fs/cgroup/user.slice/cpu.max", wrong ? "200000 100000\n" : "max 100000\n");
	put(root, "/proc/7/comm", wrong ? "irqbalance\n" : "bash\n");
	put(root, "/proc/irq/31/smp_affinity_list", "0-15\n");
	put(root, "/proc/sys/kernel/perf_event_paranoid", wrong ? "4\n" : "1\n");
	put(root, "/proc/sys/kernel/nmi_watchdog", wrong ? "1\n" : "0\n");
	put(root, "/proc/sys/kernel/numa_balancing", wrong ? "2\n" : "0\n");
	put(root, "/sys/kernel/mm/transparent_hugepage/enabled",
	    wrong ? "[always] madvise never\n" : "always [madvise] never\n");
	put(root, "/sys/kernel/mm/ksm/run", wrong ? "1\n" : "0\n");
	put(root, "/sys/devices/system/clocksource/clocksource0/current_clocksource",
	    wrong ? "hpet\n" : "tsc\n");
	put(root, "/sys/devices/system/clocksource/clocksource0/available_clocksource",
	    "tsc hpet acpi_pm\n");
	put(root, "/sys/bus/event_source/devices/cpu/type", "4\n");
	put(root, CPU "/online", "0-15\n");
	put(root, CPU "/isolated", wrong ? "\n" : "0-15\n");
	put(root, CPU "/nohz_full", wrong ? "(null)\n" : "0-15\n");
	put(root, CPU "/intel_pstate/no_turbo", wrong ? "0\n" : "1\n");
	put(root, CPU "/vulnerabilities/meltdown", wrong ? "Mitigation: PTI\n" : "Not affected\n");
	put(root, NODE "/online", "0-7\n");
	put(root, NODE "/has_memory", "0-7\n");
	for (int node = 0; node < 8; node++) {
		snprintf(path, sizeof(path), NODE "/node%d/cpulist", node);
		snprintf(list, sizeof(list), "%d-%d\n", 2 * node, 2 * node + 1);
		put(root, path, list);
	}
	for (int cpu = 0; cpu < NR_CPUS; cpu++) {
		bool slow = wrong && cpu == 5;

		put_cpu(root, cpu, "cpufreq/scaling_governor",
			!wrong	  ? "performance\n"
			: cpu % 2 ? "powersave\n"
				  : "schedutil\n");
		put_cpu(root, cpu, "cpufreq/cpuinfo_max_freq", "3000000\n");
		put_cpu(root, cpu, "cpufreq/scaling_max_freq", slow ? "1500000\n" : "3000000\n");
		put_cpu(root, cpu, "cpufreq/scaling_min_freq", "800000\n");
		put_cpu(root, cpu, "cpuidle/state0/latency", "0\n");
		put_cpu(root, cpu, "cpuidle/state1/latency", "2\n");
		put_cpu(root, cpu, "cpuidle/state2/latency", "170\n");
		put_cpu(root, cpu, "cpuidle/state2/name", "C6\n");
		put_cpu(root, cpu, "cpuidle/state2/disable", wrong ? "0\n" : "1\n");
		put_cpu(root, cpu, "thermal_throttle/core_throttle_count", "0\n");
		snprintf(list, sizeof(list), wrong ? "%d,%d\n" : "%d\n", cpu % 8, cpu % 8 + 8);
		put_cpu(root, cpu, "topology/thread_siblings_list", list);
	}
	put_stat(root, 0, 0, 1000);
	put_interrupts(root, 100);
}

/* ---- looking ---- */

static inline void begin(struct doctor *doctor, const char *root, bool working)
{
	const struct doctor_request request = {.root = root, .working = working};
	struct error err;

	assert_int_equal(doctor_begin(doctor, &request, &err), 0);
}

static inline void end(struct doctor *doctor, const char *uncounted)
{
	struct error err;

	assert_int_equal(doctor_end(doctor, uncounted, &err), 0);
}

static inline void look(struct doctor *doctor, const char *root)
{
	begin(doctor, root, false);
	end(doctor, NULL);
}

static inline const struct doctor_finding *find(const struct doctor *doctor, const char *name)
{
	for (int i = 0; i < doctor->nr_findings; i++) {
		if (!strcmp(doctor_name(doctor->findings[i].row), name))
			return &doctor->findings[i];
	}
	return NULL;
}

static inline const struct doctor_gap *find_gap(const struct doctor *doctor, const char *name)
{
	for (int i = 0; i < doctor->nr_gaps; i++) {
		if (!strcmp(doctor_name(doctor->gaps[i].row), name))
			return &doctor->gaps[i];
	}
	return NULL;
}

/* "load spoils, quota spoils, ..." in the order in which they are told. */
static inline char *names_of(const struct doctor *doctor, char *text, size_t size)
{
	*text = '\0';
	for (int i = 0; i < doctor->nr_findings; i++)
		snprintf(text + strlen(text), size - strlen(text), "%s%s %s", i ? ", " : "",
			 doctor_name(doctor->findings[i].row),
			 doctor_severity_names[doctor->findings[i].severity]);
	return text;
}

#endif
