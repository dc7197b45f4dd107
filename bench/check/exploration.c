// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * exploration.c: the second layer: each program over a scheme's real functions, and what its result
 * means for the laws that it judges.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bench/check/check.h"

/* For each program. What is quick is complete for two readers, or for one and who mutates. */
static const struct explore_limits limits[NR_DEPTHS] = {
	[DEPTH_QUICK] = {.executions = 3000000, .seconds = 5},
	[DEPTH_FULL] = {.executions = 20000000, .seconds = 20},
	[DEPTH_LONG] = {.seconds = 600},
};

static void name_thread(struct explore_thread *thread, const struct explored_role *role, int i,
			int nr)
{
	if (nr == 1)
		snprintf(thread->name, sizeof(thread->name), "%.12s", role->name);
	else
		snprintf(thread->name, sizeof(thread->name), "%.12s %d", role->name, (i + 1) % 10);
}

static struct explore_program at_depth(const struct explored_program *explored,
				       enum check_depth depth)
{
	struct explore_program program = {.begin = explored->begin, .end = explored->end};

	for (int i = 0; i < MAX_ROLES && explored->roles[i].name; i++) {
		const struct explored_role *role = &explored->roles[i];

		for (int j = 0; j < role->nr[depth] && program.nr_threads < EXPLORE_MAX_THREADS;
		     j++) {
			struct explore_thread *thread = &program.threads[program.nr_threads++];

			thread->run = role->run;
			name_thread(thread, role, j, role->nr[depth]);
		}
	}
	return program;
}

/* "2 readers, owner" */
static void describe(char *text, size_t size, const struct explored_program *program,
		     enum check_depth depth)
{
	size_t used = 0;

	text[0] = '\0';
	for (int i = 0; i < MAX_ROLES && program->roles[i].name && used < size; i++) {
		int nr = program->roles[i].nr[depth];

		if (nr == 1)
			used += (size_t)snprintf(text + used, size - used, "%s%s", i ? ", " : "",
						 program->roles[i].name);
		else if (nr)
			used += (size_t)snprintf(text + used, size - used, "%s%d %ss",
						 i ? ", " : "", nr, program->roles[i].name);
	}
}

/* Threads that wait for each other wait for a last put that nobody makes. */
static int law_of(int failure)
{
	return failure == EXPLORE_STUCK ? LAW_ONE_LAST_PUT : failure;
}

static void add_finding(struct verdict_list *list, struct verdict verdict, enum ruling ruling,
			struct explore_finding *finding)
{
	/* A program in which all wait for each other has lost something: a reference, or its freer. */
	verdict.law = law_of(finding->law);
	verdict.ruling = ruling;
	verdict.executions = finding->execution;
	snprintf(verdict.note, sizeof(verdict.note), "%s", finding->what);
	verdict.trace = finding->trace;
	finding->trace = NULL;
	verdict_add(list, &verdict);
}

/* The laws that a program judged and found nothing against. */
static void add_rest(struct verdict_list *list, struct verdict verdict, unsigned int laws,
		     const struct explore_result *result, const char *threads)
{
	verdict.ruling = result->complete ? RULING_HOLDS : RULING_HOLDS_TO_BOUND;
	snprintf(verdict.note, sizeof(verdict.note), "%s%s", threads,
		 result->complete   ? ": every schedule"
		 : result->too_long ? ": schedules cut off"
				    : ": not every schedule");
	if (result->failure.law) {
		verdict.ruling = RULING_NOT_RUN;
		verdict.executions = 0;
		snprintf(verdict.note, sizeof(verdict.note), "%s: ended by a violation of law %d",
			 verdict.program, law_of(result->failure.law));
	}
	for (verdict.law = 1; verdict.law < NR_LAWS; verdict.law++) {
		if (laws & LAW_BIT(verdict.law))
			verdict_add(list, &verdict);
	}
}

static void judge(const struct explored_program *program, enum check_depth depth,
		  struct verdict_list *list)
{
	struct explore_program threads = at_depth(program, depth);
	struct verdict verdict = {.layer = LAYER_EXPLORATION};
	unsigned int laws = program->laws;
	struct explore_result result;
	char who[80];
	int ret;

	describe(who, sizeof(who), program, depth);
	snprintf(verdict.program, sizeof(verdict.program), "%s", program->name);
	ret = explore(&threads, &limits[depth], &result);
	verdict.executions = result.executions;
	verdict.seconds = result.seconds;
	if (ret) {
		list->out_of_memory = true;
		return;
	}
	laws &= ~LAW_BIT(result.failure.law % 32) & ~LAW_BIT(result.warning.law);
	add_rest(list, verdict, laws, &result, who);
	if (result.failure.law)
		add_finding(list, verdict, RULING_VIOLATED, &result.failure);
	if (result.warning.law)
		add_finding(list, verdict, RULING_WARNING, &result.warning);
	explore_result_free(&result);
}

/* A program that has nothing to say about this scheme says why. */
static void decline(const struct explored_program *program, const char *reason,
		    struct verdict_list *list)
{
	struct verdict verdict = {.layer = LAYER_EXPLORATION, .ruling = RULING_NOT_APPLICABLE};

	snprintf(verdict.program, sizeof(verdict.program), "%s", program->name);
	snprintf(verdict.note, sizeof(verdict.note), "%s", reason);
	for (verdict.law = 1; verdict.law < NR_LAWS; verdict.law++) {
		if (program->laws & LAW_BIT(verdict.law))
			verdict_add(list, &verdict);
	}
}

void check_exploration(const struct explored_scheme *scheme, enum check_depth depth,
		       struct verdict_list *list)
{
	for (const struct explored_program *program = scheme->programs; program->name; program++) {
		const char *reason = scheme->unsafe;

		if (!reason && program->not_applicable)
			reason = program->not_applicable();
		if (reason)
			decline(program, reason, list);
		else
			judge(program, depth, list);
	}
}
