// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * counted_loop.c: a loop of which every instruction is known, counted through our own counters, as a
 * line of JSON: where a machine counts at all, are the counts right? Run by counting.t on a machine
 * whose counters are exact, and on one that has a counter of instructions that stands still.
 */
#include <stdio.h>

#include "bench/measure/counters.h"

#define ITERATIONS	  20000000L
#define INSTRUCTIONS_EACH 2

static void count_down(long n)
{
#if defined(__aarch64__)
	__asm__ volatile("1: subs %0, %0, #1\n\tb.ne 1b" : "+r"(n) : : "cc");
#elif defined(__x86_64__)
	__asm__ volatile("1: dec %0\n\tjnz 1b" : "+r"(n) : : "cc");
#else
	while (n--)
		__asm__ volatile("");
#endif
}

static int count(const struct counters *counters, long long *values, struct error *err)
{
	struct thread_counters thread;
	int status = counters_open(&thread, counters, 0, err);

	if (status)
		return status;
	status = counters_start(&thread, err);
	if (!status) {
		count_down(ITERATIONS);
		status = counters_stop(&thread, values, err);
	}
	counters_close(&thread);
	return status;
}

static void print(const struct counters *counters, const long long *values)
{
	printf("{\"instructions\":%ld", ITERATIONS * INSTRUCTIONS_EACH);
	for (int i = 0; i < counters->nr; i++) {
		const struct counter *counter = &counters->counter[i];

		printf(",\"%s\":{\"available\":%s,\"reason\":\"%s\",\"count\":", counter->name,
		       counter->available ? "true" : "false", counter->reason);
		if (values[i] < 0)
			printf("null}");
		else
			printf("%lld}", values[i]);
	}
	printf("}\n");
}

int main(void)
{
	long long values[COUNTERS_MAX_EVENTS];
	struct counters counters;
	struct machine machine;
	struct error err;

	if (machine_load(&machine, NULL, &err) ||
	    counters_probe(&counters, "PAPI_TOT_CYC,PAPI_TOT_INS", &machine, &err) ||
	    counters_init(&counters, &err) || count(&counters, values, &err)) {
		fprintf(stderr, "counted_loop: %s\n", err.text);
		return 3;
	}
	print(&counters, values);
	machine_free(&machine);
	return 0;
}
