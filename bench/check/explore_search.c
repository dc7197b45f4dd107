// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * explore_search.c: one execution after the other, depth first, by replay; and of what was found the
 * shortest that can be had, told step by step. How an execution goes stands in explore.c.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench/check/explore_parts.h"
#include "bench/check/explore_trace.h"

struct schedule {
	int nr;
	struct choice choices[EXPLORE_MAX_STEPS];
};

static void keep_schedule(struct schedule *schedule)
{
	schedule->nr = explorer.nr_choices;
	memcpy(schedule->choices, explorer.choices,
	       (size_t)explorer.nr_choices * sizeof(explorer.choices[0]));
}

static void restore_schedule(const struct schedule *schedule)
{
	explorer.nr_choices = schedule->nr;
	memcpy(explorer.choices, schedule->choices,
	       (size_t)schedule->nr * sizeof(explorer.choices[0]));
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* Looking at the clock costs as much as a short execution. */
static bool is_over(const struct explore_limits *limits, uint64_t executions, double began)
{
	return (limits->executions && executions >= limits->executions) ||
	       (limits->seconds && !(executions & 255) && now() - began >= limits->seconds);
}

/* Whether the execution just made broke, or warned of, @law; it then has @*steps steps. */
static bool shows(int law, bool warning, int *steps)
{
	*steps = warning ? explorer.warning_depth : explorer.depth;
	return (warning ? explorer.warning_law : explorer.law) == law;
}

/*
 * A shorter schedule for a finding than the first that was found, among those that switch least: with
 * 0 preemptions, 1, 2 ... It proves nothing, it only makes a trace easier to read.
 */
static void shorten(int law, bool warning, struct schedule *best)
{
	static const struct explore_limits limits = {.executions = 200000, .seconds = 0.5};
	uint64_t executions = 0;
	double began = now();
	bool found = false;
	int steps;

	explorer.warning_ends = warning;
	for (explorer.preemption_bound = 0; !found && explorer.preemption_bound < 8;
	     explorer.preemption_bound++) {
		explorer.nr_choices = 0;
		do {
			if (is_over(&limits, ++executions, began))
				goto out;
			explorer_execute();
			if (shows(law, warning, &steps) && (!found || steps < best->nr)) {
				keep_schedule(best);
				found = true;
			}
		} while (explorer_next_schedule());
	}
out:
	explorer.preemption_bound = -1;
	explorer.warning_ends = false;
}

/* Replay @schedule, and write down what happens. */
static void tell(const struct schedule *schedule, bool warning, struct explore_finding *finding)
{
	explore_recording = true;
	explorer.warning_ends = warning;
	trace_begin();
	restore_schedule(schedule);
	explorer_execute();
	finding->trace = trace_text();
	finding->steps = trace_steps();
	snprintf(finding->what, sizeof(finding->what), "%s",
		 warning ? explorer.warning : explorer.what);
	explore_recording = false;
	explorer.warning_ends = false;
}

static void report(int law, bool warning, struct schedule *schedule,
		   struct explore_finding *finding)
{
	finding->law = law;
	shorten(law, warning, schedule);
	tell(schedule, warning, finding);
}

/* Up to the first failure; the first warning's schedule is kept in @warning. */
static void enumerate(const struct explore_limits *limits, struct explore_result *result,
		      struct schedule *warning)
{
	double began = now();
	bool more;

	explorer.nr_choices = 0;
	do {
		explorer_execute();
		result->executions++;
		result->steps += (uint64_t)explorer.depth;
		if (explorer.warning_law && !result->warning.law) {
			result->warning.law = explorer.warning_law;
			result->warning.execution = result->executions;
			keep_schedule(warning);
		}
		if (explorer.law)
			break;
		more = explorer_next_schedule();
	} while (more && !is_over(limits, result->executions, began));
	result->complete = !explorer.law && !more && !explorer.too_long;
	result->too_long = explorer.too_long;
	result->seconds = now() - began;
}

int explore(const struct explore_program *program, const struct explore_limits *limits,
	    struct explore_result *result)
{
	struct schedule *schedules;
	int ret;

	*result = (struct explore_result){0};
	if (program->nr_threads < 1 || program->nr_threads > EXPLORE_MAX_THREADS)
		return -EINVAL;
	memset(&explorer, 0, sizeof(explorer));
	explorer.program = program;
	explorer.preemption_bound = -1;
	schedules = calloc(2, sizeof(*schedules));
	ret = schedules ? explorer_make_stacks() : -ENOMEM;
	if (!ret) {
		trace_forget_names();
		enumerate(limits, result, &schedules[1]);
		keep_schedule(&schedules[0]);
		if (explorer.law) {
			result->failure.execution = result->executions;
			report(explorer.law, false, &schedules[0], &result->failure);
		}
		if (result->warning.law)
			report(result->warning.law, true, &schedules[1], &result->warning);
	}
	explorer_free_stacks();
	free(schedules);
	return ret;
}

void explore_result_free(struct explore_result *result)
{
	free(result->failure.trace);
	free(result->warning.trace);
	*result = (struct explore_result){0};
}
