// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * compare_live.c: two versions in one process, on the same memory and CPUs, one right after the other
 * and in random order; a fresh process with fresh memory after a few rounds. It ends as soon as the
 * intervals are narrow: on their width alone, which does not depend on which is faster.
 */
#include "bench/command/compare_live.h"

#include <err.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/command/compare_show.h"
#include "bench/command/dry_run.h"
#include "bench/command/measure.h"
#include "bench/exit_status.h"
#include "bench/measure/clock.h"
#include "bench/user/outside.h"

#define MAX_TESTS     16
#define MAX_PROCESSES 10000
#define LEAST_PROCESSES \
	12 /* before it looks: fewer cannot carry a call over a table of some points */
#define LOOK_EVERY_NS 1000000000U /* each look costs time, and is one more chance to stop by luck */
#define SAY_EVERY_NS  10000000000U /* off a terminal */

struct live {
	const struct compare_options *options;
	unsigned int parts; /* of a scheme from outside, that the workloads need */
	char *base; /* what the schemes are called */
	char *tests[MAX_TESTS];
	int nr_tests;
	uint64_t begin_ns, looked_ns, said_ns;
	bool terminal;
};

/* ---- schemes ---- */

static int say_more(int ret, char *said, const struct error *err)
{
	warnx("%s", err->text);
	if (said)
		fputs(said, stderr);
	free(said);
	return ret == -EINVAL ? EXIT_BAD_COMMAND : EXIT_CANNOT;
}

static int load_base(struct live *live)
{
	const char *word = live->options->base;
	char *said = NULL;
	struct error err;
	int ret = outside_schemes("--base", word, live->parts, &live->base, &said, &err);

	if (!ret && strchr(live->base, ','))
		ret = error_set(&err, -EINVAL, "--base: '%.100s' is more than one scheme", word);
	return ret ? say_more(ret, said, &err) : EXIT_DONE;
}

static int add_test(struct live *live, const char *name, struct error *err)
{
	if (live->nr_tests == MAX_TESTS)
		return error_set(err, -EINVAL, "--test: more than %d schemes", MAX_TESTS);
	live->tests[live->nr_tests] = strdup(name);
	if (!live->tests[live->nr_tests])
		return error_set(err, -ENOMEM, "out of memory");
	live->nr_tests++;
	return 0;
}

/* Whether what is called @name stands in the table already. */
static bool is_taken(const struct live *live, const char *name)
{
	for (int i = 0; i < live->nr_tests; i++) {
		if (!strcmp(live->tests[i], name))
			return true;
	}
	return !strcmp(live->base, name);
}

/* A version against itself is two objects all the same: else it would be the same code twice. */
static int add_again(struct live *live, const char *word, char **said, struct error *err)
{
	char *name = NULL;
	int ret = outside_copy("--test", word, live->parts, &name, said, err);

	if (!ret)
		ret = add_test(live, name, err);
	free(name);
	return ret;
}

static int load_test(struct live *live, const char *word, char **said, struct error *err)
{
	char *names = NULL, *rest, *name;
	int ret = outside_schemes("--test", word, live->parts, &names, said, err);

	rest = names;
	while (!ret && (name = strsep(&rest, ",")))
		ret = is_taken(live, name) ? add_again(live, word, said, err)
					   : add_test(live, name, err);
	free(names);
	return ret;
}

static int load_tests(struct live *live)
{
	char *words = strdup(live->options->test), *rest = words, *word, *said = NULL;
	struct error err;
	int ret = words ? 0 : error_set(&err, -ENOMEM, "out of memory");

	while (!ret && (word = strsep(&rest, ",")))
		ret = load_test(live, word, &said, &err);
	free(words);
	return ret ? say_more(ret, said, &err) : EXIT_DONE;
}

/* ---- how far it is ---- */

/* The sides, base first, as schemes of @results. */
static void make_sides(const struct live *live, const struct results *results,
		       struct contrast_side sides[1 + MAX_TESTS])
{
	sides[0] = (struct contrast_side){results, live->base, live->base};
	for (int i = 0; i < live->nr_tests; i++)
		sides[1 + i] = (struct contrast_side){results, live->tests[i], live->tests[i]};
}

/* In percent. A comparison that cannot be made yet is no reason to stop: the last one says why. */
static double widest_of(const struct live *live, const struct results *results)
{
	const struct contrast_options options = compare_contrast_options(live->options);
	struct contrast_side sides[1 + MAX_TESTS];
	struct contrast contrast;
	double widest;
	struct error err;

	make_sides(live, results, sides);
	if (contrast_make(&contrast, sides, sides + 1, live->nr_tests, &options, &err))
		return INFINITY;
	widest = contrast_widest(&contrast);
	contrast_free(&contrast);
	return widest;
}

static void say(struct live *live, int processes, double widest, uint64_t now)
{
	int seconds = (int)((now - live->begin_ns) / 1000000000U);
	char width[40] = "no interval yet";

	if (isfinite(widest))
		snprintf(width, sizeof(width), "widest interval +-%.2g %%", widest);
	if (live->terminal) {
		fprintf(stderr, "\r%d s, %d processes: %s, +-%g %% is wanted\033[K", seconds,
			processes, width, live->options->precision);
	} else if (now - live->said_ns >= SAY_EVERY_NS) {
		fprintf(stderr, "%d s, %d processes: %s, +-%g %% is wanted\n", seconds, processes,
			width, live->options->precision);
		live->said_ns = now;
	}
}

static bool enough(void *arg, const struct results *results)
{
	struct live *live = arg;
	uint64_t now = clock_now_ns();
	int processes = results->nr_samples ? results->samples[results->nr_samples - 1].process + 1
					    : 0;
	double widest;

	if (now - live->begin_ns >= live->options->budget)
		return true;
	if (processes < LEAST_PROCESSES || now - live->looked_ns < LOOK_EVERY_NS)
		return false;
	widest = widest_of(live, results);
	live->looked_ns = clock_now_ns();
	say(live, processes, widest, now);
	return widest <= live->options->precision;
}

/* ---- measuring ---- */

static int print(void *arg, const struct results *results)
{
	const struct live *live = arg;
	struct contrast_side sides[1 + MAX_TESTS];

	if (live->terminal)
		fputs("\r\033[K", stderr);
	make_sides(live, results, sides);
	return compare_show(live->options, sides, sides + 1, live->nr_tests);
}

/* "BASE,TEST,...": the schemes of the plan. NULL when out of memory. */
static char *join(const struct live *live)
{
	size_t size = strlen(live->base) + 1;
	char *schemes;

	for (int i = 0; i < live->nr_tests; i++)
		size += strlen(live->tests[i]) + 1;
	schemes = malloc(size);
	if (!schemes)
		return NULL;
	strcpy(schemes, live->base);
	for (int i = 0; i < live->nr_tests; i++) {
		strcat(schemes, ",");
		strcat(schemes, live->tests[i]);
	}
	return schemes;
}

static int plan_and_measure(struct live *live, const char *schemes, const struct machine *machine,
			    int argc, char **argv)
{
	const struct compare_options *options = live->options;
	struct plan_request request = options->measure.plan;
	const struct session_rule rule = {enough, live};
	struct measuring measuring = {
		.run =
			{
				.machine = machine,
				.argc = argc,
				.argv = argv,
				.repeats = MAX_PROCESSES * options->rounds,
				.processes = MAX_PROCESSES,
				.paired = true,
				.budget_ns = options->budget,
				.precision_percent = options->precision,
			},
		.events = options->measure.events,
		.out = options->out,
		.rule = &rule,
		.print = print,
		.arg = live,
	};
	struct error err;
	int status;

	request.schemes = schemes;
	measure_set_run(&measuring.run, &options->measure);
	if (plan_make(&measuring.run.plan, machine, &request, &err)) {
		warnx("%s", err.text);
		return EXIT_BAD_COMMAND;
	}
	if (options->dry_run) {
		dry_run_print(stdout, &measuring.run);
		plan_free(&measuring.run.plan);
		return EXIT_DONE;
	}
	live->terminal = isatty(STDERR_FILENO) && getenv("TERM") && strcmp(getenv("TERM"), "dumb");
	live->begin_ns = live->looked_ns = live->said_ns = clock_now_ns();
	status = measure(&measuring);
	plan_free(&measuring.run.plan);
	return status;
}

static int run_live(struct live *live, int argc, char **argv)
{
	char *schemes = join(live);
	struct machine machine;
	int status = EXIT_CANNOT;
	struct error err;

	if (!schemes) {
		warnx("out of memory");
	} else if (machine_load(&machine, live->options->topology, &err)) {
		warnx("%s", err.text);
		status = live->options->topology ? EXIT_BAD_COMMAND : EXIT_CANNOT;
	} else {
		status = plan_and_measure(live, schemes, &machine, argc, argv);
		machine_free(&machine);
	}
	free(schemes);
	return status;
}

static int check(const struct compare_options *options)
{
	if (options->base && options->test)
		return EXIT_DONE;
	if (options->base || options->test)
		warnx("%s without %s: compare %s?", options->base ? "--base" : "--test",
		      options->base ? "--test" : "--base",
		      options->base ? "what with it" : "it with what");
	else
		warnx("compare what? give results files, or --base SCHEME --test SCHEME to measure "
		      "now");
	return EXIT_BAD_COMMAND;
}

int compare_live(const struct compare_options *options, int argc, char **argv)
{
	struct live live = {
		.options = options,
		.parts = outside_parts(options->measure.plan.workloads),
	};
	int status = check(options);

	if (!status)
		status = load_base(&live);
	if (!status)
		status = load_tests(&live);
	if (!status)
		status = run_live(&live, argc, argv);
	free(live.base);
	for (int i = 0; i < live.nr_tests; i++)
		free(live.tests[i]);
	return status;
}
