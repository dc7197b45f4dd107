/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ping-pong: one cache line bounced between two CPUs, each waiting for the other's store: the
 * machine's own limit for a line that moves at every operation. One operation is one hand-over, one
 * way. No scheme is involved.
 */
#ifndef BENCH_WORKLOADS_PING_PONG_H
#define BENCH_WORKLOADS_PING_PONG_H

#include "bench/worker.h"

void loop_ping_pong(struct worker *worker);

#endif
