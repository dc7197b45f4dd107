/* SPDX-License-Identifier: GPL-2.0-or-later */
/* doctor_parts.h: what the files of the doctor share: a look at the machine, and the checks. */
#ifndef TOPOLOGY_DOCTOR_PARTS_H
#define TOPOLOGY_DOCTOR_PARTS_H

#include "topology/doctor.h"
#include "topology/environment.h"
#include "topology/moment.h"

#define DOCTOR_CPU "/sys/devices/system/cpu"

enum doctor_verdict {
	DOCTOR_FOUND, /* the finding is filled */
	DOCTOR_FINE,
	DOCTOR_ABSENT, /* this machine has no such thing */
	DOCTOR_UNREAD, /* look_problem() was told why */
	DOCTOR_UNASKED, /* nobody wanted to know */
	DOCTOR_NO_MEMORY,
};

struct doctor_look {
	char *root;
	const struct int_list *cpus; /* the doctor's */
	struct int_list online; /* empty where not told */
	struct environment environment;
	struct moment begin, end;
	bool working;
	const char *uncounted;
	/* What the check that runs now could not read: the first of it, and how many more. */
	char problem[300];
	int nr_problems;
};

struct doctor_row {
	const char *name;
	const char *why;
	enum doctor_severity severity; /* of most findings; a check may say otherwise */
	/* What there is to do, where the check has nothing better; a check may say otherwise. */
	const char *mend, *undo, *advice;
	enum doctor_verdict (*check)(struct doctor_look *look, struct doctor_finding *finding);
};

extern const struct doctor_row doctor_rows[]; /* ends with a NULL name */

/*
 * A file's text, cleaned, for the caller to free. NULL where it is not there or says nothing; NULL
 * with the problem noted where it is there and cannot be read.
 */
char *look_text(struct doctor_look *look, const char *path);

/* A whole number in a file; false where there is none, with the problem noted where it is no number. */
bool look_number(struct doctor_look *look, const char *path, long long *value);

/* A list of CPUs or nodes in a file ("0-3,8"; empty is a list too); false as above. */
bool look_list(struct doctor_look *look, const char *path, struct int_list *list);

/* The same for a file of each CPU: "/sys/devices/system/cpu/cpuN/@rest". */
char *look_cpu_text(struct doctor_look *look, int cpu, const char *rest);
bool look_cpu_number(struct doctor_look *look, int cpu, const char *rest, long long *value);

/*
 * The value of a line "key: value" of a text such as /proc/self/status, cleaned, for the caller to free;
 * NULL where there is none.
 */
char *look_field(const char *text, const char *key);

/* What cannot be read, and the errno that says why; or why nothing can be said, in words. */
void look_problem(struct doctor_look *look, const char *path, int error);
void look_problem_text(struct doctor_look *look, const char *why);

/* FINE where something was seen; else UNREAD or ABSENT, as problems were noted or not. */
enum doctor_verdict look_unfound(const struct doctor_look *look, bool seen);

bool look_has(const struct int_list *list, int value);

/* "CPU 3", "CPUs 0-3,8", or "all 96 CPUs" where @cpus are those of the look. */
char *look_cpus(const struct doctor_look *look, const struct int_list *cpus, char *text,
		size_t size);

/*
 * A step that writes @value over @old, to @path or, with a @rest, to the file of CPU (interrupt, ...)
 * @number between them: steps that differ only in it become one. Returns 0 or -ENOMEM.
 */
int finding_write(struct doctor_finding *finding, const char *path, int number, const char *rest,
		  const char *value, const char *old);
int finding_stop(struct doctor_finding *finding, const char *service);

typedef enum doctor_verdict doctor_check(struct doctor_look *look, struct doctor_finding *finding);

/* doctor_clocks.c: how fast the CPUs run, and whether they sleep */
doctor_check check_governor, check_frequency, check_turbo, check_idle, check_throttling,
	check_hybrid, check_smt, check_clock_source;
/* doctor_kernel.c: what the kernel does beside */
doctor_check check_numa_balancing, check_thp, check_ksm, check_isolation, check_mitigations;
/* doctor_load.c: who else is there */
doctor_check check_load, check_steal, check_interrupts, check_irqbalance, check_quota;
/* doctor_limits.c: what cannot be measured here */
doctor_check check_virtualisation, check_nodes, check_cpuset, check_pmu, check_paranoid,
	check_watchdog, check_memlock, check_energy;

#endif
