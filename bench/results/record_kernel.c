// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * record_kernel.c: what a run of system calls has besides: of the run, what an empty call costs, where
 * the file lies, and the proof that references are taken; of a sample, what its loops did beside their
 * operations.
 */
#include <stdio.h>

#include "bench/json.h"
#include "bench/kernel/kernel_file.h"
#include "bench/kernel/kernel_workload.h"
#include "bench/kernel/overhead.h"
#include "bench/kernel/trial.h"
#include "bench/results/record_parts.h"

#define TRIAL_ROUNDS 100

static bool same_proof(const struct point *a, const struct point *b)
{
	return a->workload == b->workload && a->lookup.pin == b->lookup.pin;
}

/* Whether point @i of @plan is the first that is proved by its trial. */
static bool is_first(const struct plan *plan, int i)
{
	for (int earlier = 0; earlier < i; earlier++) {
		if (same_proof(&plan->points[earlier], &plan->points[i]))
			return false;
	}
	return plan->points[i].workload->kernel;
}

static void put_reference(yajl_gen json, const struct point *point)
{
	struct kernel_reference reference;
	char name[64];
	struct error err;
	int ret = kernel_trial(point, TRIAL_ROUNDS, &reference, &err);

	snprintf(name, sizeof(name), "%s%s", point->workload->name,
		 point->lookup.pin ? ", pinned" : "");
	json_open_map(json, name);
	if (!ret && reference.counted)
		json_put_number(json, "counted", reference.per_op);
	else
		json_put_null(json, "counted");
	json_put_text(json, "by", *reference.by ? reference.by : NULL);
	json_put_text(json, "reason", ret ? err.text : *reference.reason ? reference.reason : NULL);
	json_put_text(json, "remedy", *reference.remedy ? reference.remedy : NULL);
	yajl_gen_map_close(json);
}

void record_kernel_run(yajl_gen json, const struct plan *plan)
{
	bool any = false;

	for (int i = 0; i < plan->nr_points; i++)
		any |= plan->points[i].workload->kernel != NULL;
	if (!any)
		return;
	json_put_number(json, "syscall_overhead_ns", kernel_call_ns());
	json_put_text(json, "tmpfs", kernel_file_place());
	json_open_map(json, "kernel_references");
	for (int i = 0; i < plan->nr_points; i++) {
		if (is_first(plan, i))
			put_reference(json, &plan->points[i]);
	}
	yajl_gen_map_close(json);
}

/* Of the threads' time, how much they slept. */
static double sleep_share(const struct sample *sample)
{
	double slept = 0, all = 0;

	for (int i = 0; i < sample->assignment.nr_threads; i++) {
		const struct thread_sample *thread = &sample->threads[i];

		slept += thread->slept_seconds;
		all += (double)(thread->end_ns - thread->begin_ns) / 1e9;
	}
	return all > 0 ? slept / all : 0;
}

void record_kernel(yajl_gen json, const struct sample *sample)
{
	if (!sample->point->workload->kernel)
		return;
	json_put_number(json, "calls_per_op", kernel_workload_calls(sample->point));
	json_put_number(json, "munmap_share", sample->munmap_share);
	json_put_number(json, "sleep_share", sleep_share(sample));
}
