/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * moment.h: what the kernel counts up for some CPUs, as it stood at one moment: two moments tell what
 * happened between them. The time between them, too, is what each CPU counted (in ticks of 10 ms),
 * so that files of another machine can be compared like this one's.
 */
#ifndef TOPOLOGY_MOMENT_H
#define TOPOLOGY_MOMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "topology/int_list.h"

struct moment_cpu {
	uint64_t busy, stolen, all; /* ticks: all is the two and idleness */
	uint64_t throttled; /* times the core and its package were slowed down for their heat */
	bool counts, counts_throttles; /* false where the kernel does not tell */
};

struct moment_interrupt {
	int irq;
	char device[48]; /* printable */
	uint64_t *counts; /* one for each CPU */
};

struct moment {
	int nr_cpus;
	struct moment_cpu *cpus;
	struct moment_interrupt *interrupts; /* of devices: those with a number */
	int nr_interrupts;
	int running; /* tasks that run or could, on the whole machine; negative where not told */
	int stat_error, interrupts_error, load_error; /* errno; 0 where it was read */
};

/* Fill @moment from the files below @root for @cpus (OS numbers). Returns 0 or -ENOMEM. */
int moment_take(struct moment *moment, const char *root, const struct int_list *cpus);
void moment_free(struct moment *moment);

/* Seconds between two moments as CPU @index of the list counted them; 0 where it did not. */
double moment_seconds(const struct moment *begin, const struct moment *end, int index);

#endif
