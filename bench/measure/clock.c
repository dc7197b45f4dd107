// SPDX-License-Identifier: GPL-2.0-or-later
/* clock.c: the clocks that a sample is measured with. See clock.h. */
#include "bench/measure/clock.h"

#include <errno.h>
#include <time.h>

#define PROBE_STEPS 8000
#define PROBE_TRIES 5

static uint64_t read_ns(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (uint64_t)now.tv_sec * 1000000000U + (uint64_t)now.tv_nsec;
}

uint64_t clock_now_ns(void)
{
	return read_ns(CLOCK_MONOTONIC);
}

uint64_t clock_thread_cpu_ns(void)
{
	return read_ns(CLOCK_THREAD_CPUTIME_ID);
}

void clock_sleep_until_ns(uint64_t when)
{
	struct timespec until = {
		.tv_sec = (time_t)(when / 1000000000U),
		.tv_nsec = (long)(when % 1000000000U),
	};

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR)
		;
}

uint64_t clock_core_probe_ns(void)
{
	uint64_t best = UINT64_MAX, value = 3;

	for (int i = 0; i < PROBE_TRIES; i++) {
		uint64_t begin = clock_now_ns(), took;

		for (int step = 0; step < PROBE_STEPS; step++) {
			value *= 0x9e3779b97f4a7c15U;
			__asm__ volatile("" : "+r"(value));
		}
		took = clock_now_ns() - begin;
		if (took < best)
			best = took;
	}
	return best;
}
