// SPDX-License-Identifier: GPL-2.0-or-later
/* gate.c: the rules by which a sample is believed. See gate.h. */
#include "bench/measure/gate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/*
 * From when to when a CPU was at work for this sample, and the CPU time that its threads had or did not
 * want: who sleeps for a lock of the kernel's is not disturbed, and does what is measured.
 */
struct occupation {
	uint64_t begin_ns, end_ns;
	double cpu_seconds;
};

/* That of thread @i's CPU: its own, unless the CPU carries several threads. */
static struct occupation find_occupation(const struct sample *sample, int i)
{
	const struct lane *lanes = sample->assignment.lanes;
	struct occupation found = {.begin_ns = UINT64_MAX};

	for (int j = 0; j < sample->assignment.nr_threads; j++) {
		const struct thread_sample *thread = &sample->threads[j];

		if (lanes[j].pu != lanes[i].pu)
			continue;
		found.cpu_seconds += thread->cpu_seconds + thread->slept_seconds;
		if (thread->begin_ns < found.begin_ns)
			found.begin_ns = thread->begin_ns;
		if (thread->end_ns > found.end_ns)
			found.end_ns = thread->end_ns;
	}
	return found;
}

/* CPU time over wall time. */
static double cpu_share(const struct occupation *occupation)
{
	double seconds = (double)(occupation->end_ns - occupation->begin_ns) / 1e9;

	return occupation->end_ns > occupation->begin_ns ? occupation->cpu_seconds / seconds : 0;
}

/* A thread that was moved, off a CPU that is gone, disturbs others: it is the cause, wherever it stands. */
static void doubt_places(struct sample *sample)
{
	for (int i = 0; i < sample->assignment.nr_threads && !sample->why[0]; i++) {
		if (sample->threads[i].moved)
			snprintf(sample->why, sizeof(sample->why),
				 "migration: thread %d ended on CPU %d, pinned to %d", i,
				 sample->threads[i].cpu, sample->assignment.lanes[i].pu->os);
	}
}

/* The first thing wrong with thread @i, written to why. */
static void doubt_thread(struct sample *sample, int i, const struct occupation *occupation)
{
	const struct thread_sample *thread = &sample->threads[i];
	int cpu = sample->assignment.lanes[i].pu->os;
	double share = cpu_share(occupation);

	if (share < GATE_CPU_SHARE)
		snprintf(sample->why, sizeof(sample->why),
			 "preempted: CPU %d was ours for %.2f %% of the window (%.1f %% needed)",
			 cpu, share * 100, GATE_CPU_SHARE * 100);
	else if (fabs(thread->clock_change) > GATE_CLOCK_CHANGE)
		snprintf(sample->why, sizeof(sample->why),
			 "frequency change: CPU %d ended %+.1f %% faster than it began", cpu,
			 thread->clock_change * 100);
}

/*
 * A thread that came late or left early had its CPU for all of its own window, and left the others
 * alone for the rest of theirs: all CPUs must have been at work at once.
 */
static void doubt_overlap(struct sample *sample, uint64_t last_begin_ns, uint64_t first_end_ns)
{
	double together =
		first_end_ns > last_begin_ns ? (double)(first_end_ns - last_begin_ns) / 1e9 : 0;
	double share = sample->seconds > 0 ? together / sample->seconds : 0;

	if (share < GATE_CPU_SHARE)
		snprintf(sample->why, sizeof(sample->why),
			 "not together: all CPUs were at work for %.2f %% of the window (%.1f %% "
			 "needed)",
			 share * 100, GATE_CPU_SHARE * 100);
}

void gate_judge(struct sample *sample)
{
	uint64_t last_begin_ns = 0, first_end_ns = UINT64_MAX;

	sample->why[0] = '\0';
	doubt_places(sample);
	for (int i = 0; i < sample->assignment.nr_threads && !sample->why[0]; i++) {
		struct occupation occupation = find_occupation(sample, i);

		if (occupation.begin_ns > last_begin_ns)
			last_begin_ns = occupation.begin_ns;
		if (occupation.end_ns < first_end_ns)
			first_end_ns = occupation.end_ns;
		doubt_thread(sample, i, &occupation);
	}
	if (!sample->why[0])
		doubt_overlap(sample, last_begin_ns, first_end_ns);
	if (!sample->why[0] && sample->stolen > GATE_STEAL)
		snprintf(sample->why, sizeof(sample->why),
			 "steal: the hypervisor took %.1f %% of a CPU", sample->stolen * 100);
	sample->valid = !sample->why[0];
}
