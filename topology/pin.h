/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pins, each confirmed by asking the kernel where the thread runs. */
#ifndef TOPOLOGY_PIN_H
#define TOPOLOGY_PIN_H

#include "topology/error.h"
#include "topology/int_list.h"

/*
 * Pin the calling thread to PU @cpu (OS number) and confirm by getcpu that it runs there. Returns
 * 0, or a negative errno with @err: -EINVAL where the PU is gone or not allowed, -EXDEV where the
 * thread runs elsewhere all the same.
 */
int pin_self(int cpu, struct error *err);

/* The PU on which the caller runs now, and its node if @node is not NULL; negative errno if unknown. */
int pin_where(int *node);

/*
 * Append to @cpus the PUs (OS numbers, ascending) that the process's affinity mask permits: its main
 * thread's, as it was before the first pin_avoid(). Returns 0 or a negative errno.
 */
int pin_allowed(struct int_list *cpus);

/*
 * Keep the calling thread off the @nr PUs in @busy if the process may use any other; returns true
 * if there was another, false if it must share one. Each call starts again from pin_allowed(), so
 * calls with different @busy do not add up.
 */
_Bool pin_avoid(const int *busy, int nr);

#endif
