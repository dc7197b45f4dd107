/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The state of the machine that decides what a number means: kernel, CPU, clocks, huge pages,
 * virtualisation. Read from uname, /proc and /sys; nothing is changed. A text is NULL and a number
 * negative where this machine does not tell: recorded as null, never guessed.
 */
#ifndef TOPOLOGY_ENVIRONMENT_H
#define TOPOLOGY_ENVIRONMENT_H

#include <stdbool.h>

struct environment {
	char *host;
	char *kernel; /* uname -r */
	char *kernel_version; /* uname -v: names the build */
	char *kernel_command_line;
	char *kernel_build_id; /* tells two builds of one release apart */
	char *architecture; /* uname -m */
	char *cpu_model;
	char *microcode;
	char *governor; /* cpufreq; "mixed: a b" where CPUs differ */
	int turbo; /* 1 on, 0 off, -1 not told (intel_pstate/no_turbo, cpufreq/boost) */
	char *smt; /* /sys/devices/system/cpu/smt/control */
	char *thp; /* the bracketed word of transparent_hugepage/enabled */
	char *shmem_thp; /* that of shmem_enabled: whether tmpfs has large folios */
	int numa_balancing; /* 1 on, 0 off, -1 not told */
	int perf_event_paranoid; /* -100 where not told: -1 is a real value */
	char *virtualisation; /* "none", or the name a hypervisor gives itself ("kvm"), or "unknown" */
	char *clock_source;
};

/* Fill @environment; what it cannot read it leaves NULL or negative. environment_free() frees it. */
void environment_read(struct environment *environment);

/*
 * The same with /proc and /sys looked for below @root, as in "@root/proc/cpuinfo": how tests, and a
 * reader of another machine's files, look at them. uname() still tells of the running kernel.
 */
void environment_read_from(struct environment *environment, const char *root);

/* The CPU's name for people, from /proc/cpuinfo; NULL where unknown. The caller frees it. */
char *environment_cpu_model(void);

/*
 * Is what a hypervisor calls itself, as in `virtualisation`, software that plays the CPU itself? Time
 * means nothing there.
 */
bool environment_is_emulation(const char *virtualisation);

void environment_free(struct environment *environment);

#endif
