// SPDX-License-Identifier: GPL-2.0-or-later
/* ping_pong.c: the hand-over loop. See ping_pong.h. */
#include "bench/workloads/ping_pong.h"

/*
 * The ball's lowest bit says whose turn it is. The wait has no pause: on some CPUs that alone takes
 * longer than the line does.
 */
void loop_ping_pong(struct worker *worker)
{
	const int *stop = worker->stop;
	atomic_t *ball = &worker->folios->_refcount;
	uint64_t ops = 0;
	int value;

	for (;;) {
		/* Acquire pairs with the other side's release: the line has been handed over. */
		while (((value = atomic_read_acquire(ball)) & 1) != worker->rank) {
			if (unlikely(worker_stopped(stop)))
				goto out;
		}
		atomic_set_release(ball, (int)((unsigned int)value + 1));
		ops++;
	}
out:
	worker->ops = ops;
	worker->fail_ops = 0;
	worker->freed = 0;
}
