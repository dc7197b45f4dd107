/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * record_fixture.h: a run planned on a machine of two nodes that does not exist, with a sample made
 * by hand; written, and read back both with results_parse() and into a tree.
 */
#ifndef TESTS_BENCH_RECORD_FIXTURE_H
#define TESTS_BENCH_RECORD_FIXTURE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_tree.h>

#include "bench/results/record.h"
#include "bench/results/results.h"

/* A text that would break out of careless JSON, and how it must come back. */
#define RECORD_HOSTILE "a\"b\\c,{\"valid\":true}\xff"
#define RECORD_CLEANED "a\"b\\c,{\"valid\":true}?"

/* One line of the record, as text and as a tree. */
struct line {
	char *text;
	size_t length;
	yajl_val tree;
};

struct fixture {
	struct machine machine;
	struct probe probe;
	struct run run;
	struct sample sample;
	struct sample_place place;
	struct retry_count retries;
	struct line run_line, sample_line;
	struct results results;
};

enum { CYCLES, TASK_CLOCK, ELSEWHERE, NR_EVENTS };

/* One event that does not count here, one in every set, one in a set that the sample has not. */
static const struct counters counters = {
	.nr = NR_EVENTS,
	.nr_sets = 2,
	.counter =
		{
			{.name = "cycles", .reason = "no \"PMU\" here"},
			{.name = "task-clock",
			 .native = "perf::TASK-CLOCK",
			 .available = true,
			 .sets = UINT32_MAX},
			{.name = "elsewhere", .native = "X", .available = true, .sets = 2},
		},
	.papi_version = "7.0.0",
};

/* Two readers, one of them on the other node, and a freezer: 300, 200 and 100 operations. */
static inline void fill_sample(struct sample *sample, const struct point *point)
{
	static const struct thread_sample threads[] = {
		{.cpu = 0, .node = 0, .ops = 300, .fail_ops = 30, .counts = {-1, 3000, -1}},
		{.cpu = 2, .node = 1, .ops = 200, .fail_ops = 20, .counts = {-1, 2000, -1}},
		{.cpu = 1, .node = 0, .ops = 100, .fail_ops = 10, .counts = {-1, 1000, -1}},
	};

	*sample = (struct sample){
		.point = point,
		.seconds = 0.25,
		.ops = 600,
		.fail_ops = 60,
		.stolen = 0.01,
		.valid = true,
	};
	assert_int_equal(assignment_make(&sample->assignment, point), 0);
	sample->threads = calloc(3, sizeof(*sample->threads));
	for (int i = 0; i < 3; i++) {
		sample->threads[i] = threads[i];
		sample->threads[i].end_ns = 250000000;
		sample->threads[i].cpu_seconds = 0.25;
		sample->threads[i].page_faults = i == 2 ? 7 : 0;
		sample->threads[i].clock_change = i == 1 ? -0.02 : 0.01;
	}
}

/* The sample is of the first point of the plan that @request makes; it must have three threads. */
static inline int set_up_plan(void **state, const struct plan_request *request)
{
	static char *words[] = {(char *)"run", (char *)RECORD_HOSTILE};
	struct fixture *f = calloc(1, sizeof(*f));
	struct error err = {""};

	*state = f;
	f->probe.counters = counters;
	f->probe.loop_overhead_ns = 0.3125;
	f->run = (struct run){
		.machine = &f->machine,
		.probe = &f->probe,
		.argc = 2,
		.argv = words,
		.seed = UINT32_MAX,
		.duration_ns = 250000000,
		.warmup_ns = 5000000,
		.repeats = 9,
		.processes = 3,
	};
	f->place = (struct sample_place){.repeat = 8, .order = 1, .take = 2, .process = 4};
	f->retries = (struct retry_count){.taken = true, .retries = 50, .ops = 200, .seconds = 0.1};
	if (machine_load(&f->machine, "numa:2 core:2 pu:1", &err) ||
	    plan_make(&f->run.plan, &f->machine, request, &err)) {
		print_error("%s\n", err.text);
		return -1;
	}
	fill_sample(&f->sample, &f->run.plan.points[0]);
	return 0;
}

static inline int set_up(void **state)
{
	const struct plan_request request = {
		.workloads = "freeze",
		.schemes = "plain,null",
		.threads = "3",
		.placements = "scatter",
		.memory = "interleave",
		.pages = 128,
		.batch = 2,
		.writers = 1,
		.nr = 3,
	};

	return set_up_plan(state, &request);
}

static inline void free_line(struct line *line)
{
	yajl_tree_free(line->tree);
	free(line->text);
}

static inline int tear_down(void **state)
{
	struct fixture *f = *state;

	free_line(&f->run_line);
	free_line(&f->sample_line);
	results_free(&f->results);
	sample_free(&f->sample);
	plan_free(&f->run.plan);
	machine_free(&f->machine);
	free(f);
	return 0;
}

static inline void read_line(struct fixture *f, struct line *line, char *text)
{
	struct error err = {""};
	char why[200];

	assert_non_null(text);
	line->text = text;
	line->tree = yajl_tree_parse(text, why, sizeof(why));
	assert_non_null(line->tree);
	if (results_parse(&f->results, text, line->length, "f", &err))
		fail_msg("%s\n%s", err.text, text);
}

/* Write both lines, and read them both with results_parse() and into a tree. */
static inline void write_and_read(struct fixture *f)
{
	read_line(f, &f->run_line, record_run(&f->run, &f->run_line.length));
	read_line(
		f, &f->sample_line,
		record_sample(&f->run, &f->sample, &f->place, &f->retries, &f->sample_line.length));
}

/* The value at @path, "a/b/c", of a line's tree. */
static inline yajl_val at(const struct line *line, const char *path)
{
	char copy[128], *rest = copy, *step;
	const char *steps[8] = {NULL};
	int nr = 0;
	yajl_val value;

	snprintf(copy, sizeof(copy), "%s", path);
	while ((step = strsep(&rest, "/")))
		steps[nr++] = step;
	value = yajl_tree_get(line->tree, steps, yajl_t_any);
	if (!value)
		fail_msg("no \"%s\" in %s", path, line->text);
	return value;
}

static inline void assert_array(const struct line *line, const char *path, const char *expected)
{
	yajl_val array = at(line, path);
	char text[256] = "";

	for (size_t i = 0; i < YAJL_GET_ARRAY(array)->len; i++) {
		yajl_val value = YAJL_GET_ARRAY(array)->values[i];

		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%s", i ? " " : "",
			 YAJL_IS_STRING(value)	 ? YAJL_GET_STRING(value)
			 : YAJL_IS_NUMBER(value) ? YAJL_GET_NUMBER(value)
			 : YAJL_IS_NULL(value)	 ? "null"
						 : "?");
	}
	assert_string_equal(text, expected);
}

static inline void assert_present(const struct line *line, const char *const *paths)
{
	for (; *paths; paths++)
		(void)at(line, *paths);
}

#endif
