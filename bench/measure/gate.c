// SPDX-License-Identifier: GPL-2.0-or-later
/* gate.c: the rules by which a sample is believed. See gate.h. */
#include "bench/measure/gate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* CPU time over wall time of everything that this sample ran on thread @i's CPU. */
static double cpu_share(const struct sample *sample, int i)
{
	const struct lane *lanes = sample->assignment.lanes;
	double cpu_seconds = 0, longest = 0;

	for (int j = 0; j < sample->assignment.nr_threads; j++) {
		if (lanes[j].pu != lanes[i].pu)
			continue;
		cpu_seconds += sample->threads[j].cpu_seconds;
		longest = fmax(longest, sample->threads[j].seconds);
	}
	return longest > 0 ? cpu_seconds / longest : 0;
}

/* The first thing wrong with thread @i, written to why; false where nothing is. */
static bool doubt_thread(struct sample *sample, int i)
{
	const struct thread_sample *thread = &sample->threads[i];
	int cpu = sample->assignment.lanes[i].pu->os;
	double share = cpu_share(sample, i);

	if (thread->moved)
		snprintf(sample->why, sizeof(sample->why),
			 "migration: thread %d ended on CPU %d, pinned to %d", i, thread->cpu, cpu);
	else if (share < GATE_CPU_SHARE)
		snprintf(sample->why, sizeof(sample->why),
			 "preempted: CPU %d was ours for %.2f %% of the window (%.1f %% needed)",
			 cpu, share * 100, GATE_CPU_SHARE * 100);
	else if (fabs(thread->clock_change) > GATE_CLOCK_CHANGE)
		snprintf(sample->why, sizeof(sample->why),
			 "frequency change: CPU %d ended %+.1f %% faster than it began", cpu,
			 thread->clock_change * 100);
	return sample->why[0];
}

void gate_judge(struct sample *sample)
{
	sample->why[0] = '\0';
	for (int i = 0; i < sample->assignment.nr_threads; i++) {
		if (doubt_thread(sample, i))
			break;
	}
	if (!sample->why[0] && sample->stolen > GATE_STEAL)
		snprintf(sample->why, sizeof(sample->why),
			 "steal: the hypervisor took %.1f %% of a CPU", sample->stolen * 100);
	sample->valid = !sample->why[0];
}
