/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * gate.h: may this sample be believed? Interference makes a contended loop *faster*: a rival that was
 * preempted leaves the line alone. So a window in which a thread did not have its CPU to itself, or
 * in which the CPU changed speed, is marked and left out, whatever figure it gave.
 *
 * An uneven share between threads is no fault but a result.
 */
#ifndef BENCH_GATE_H
#define BENCH_GATE_H

#include "bench/measure/sample.h"

/*
 * CPU time over wall time that a thread must have had, and the share of the window in which all of
 * them must have run together. A CPU that carries several threads
 * (--oversubscribe) must have been theirs together for as much.
 */
#define GATE_CPU_SHARE	  0.985
#define GATE_STEAL	  0.015
#define GATE_CLOCK_CHANGE 0.05

/* Sets @sample's `valid` and `why`. */
void gate_judge(struct sample *sample);

#endif
