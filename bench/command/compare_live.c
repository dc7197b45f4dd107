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

#include "bench/command/compare_schemes.h"
#include "bench/command/compare_show.h"
#include "bench/command/dry_run.h"
#include "bench/command/measure.h"
#include "bench/command/self_test.h"
#include "bench/exit_status.h"
#include "bench/measure/clock.h"
#include "bench/measure/events.h"

#define MAX_PROCESSES 10000
#define LEAST_PROCESSES \
	12 /* before it looks: fewer cannot carry a call over a table of some points */
#define LOOK_EVERY_NS 1000000000U /* each look costs time, and is one more chance to stop by luck */
#define SAY_EVERY_NS  10000000000U /* off a terminal */

struct live {
	const struct compare_options *options;
	struct compare_schemes schemes;
	uint64_t begin_ns, looked_ns, said_ns;
	bool terminal;
};

/* ---- how far it is ---- */

static int make_contrast(const struct live *live, const struct results *results,
			 struct contrast *contrast)
{
	const struct contrast_options options = compare_contrast_options(live->options);
	struct contrast_side sides[1 + COMPARE_MAX_TESTS];
	struct error err;

	compare_schemes_sides(&live->schemes, results, sides);
	return contrast_make(contrast, sides, sides + 1, live->schemes.nr_tests, &options, &err);
}

/* In percent. A comparison that cannot be made yet is no reason to stop: the last one says why. */
static double widest_of(const struct live *live, const struct results *results)
{
	struct contrast contrast;
	double widest;

	if (make_contrast(live, results, &contrast))
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

/* For people, who read one of these formats; the others have the figures in every line. */
static int conclude(const struct live *live, const struct results *results)
{
	double seconds = (double)(clock_now_ns() - live->begin_ns) / 1e9;
	struct contrast contrast;
	int status;

	if (live->options->format != CONTRAST_TABLE && live->options->format != CONTRAST_MAIL)
		return EXIT_DONE;
	if (make_contrast(live, results, &contrast))
		return EXIT_CANNOT;
	status = self_test_print(stdout, &contrast, seconds);
	contrast_free(&contrast);
	return status;
}

static bool has_valid_sample(const struct contrast_side *side)
{
	for (int i = 0; i < side->results->nr_samples; i++) {
		const struct result_sample *sample = &side->results->samples[i];

		if (sample->valid && !strcmp(sample->key.scheme, side->scheme))
			return true;
	}
	return false;
}

/* Where the machine is so busy that nothing came of it, that is what went wrong. */
static int check_sides(const struct contrast_side *sides, int nr)
{
	for (int i = 0; i < nr; i++) {
		if (has_valid_sample(&sides[i]))
			continue;
		warnx("%s: not one valid sample: other work takes the CPUs; wait for a quiet moment, "
		      "or give a larger --budget",
		      sides[i].label);
		return EXIT_CANNOT;
	}
	return EXIT_DONE;
}

static int print(void *arg, const struct results *results)
{
	const struct live *live = arg;
	struct contrast_side sides[1 + COMPARE_MAX_TESTS];
	int status;

	if (live->terminal)
		fputs("\r\033[K", stderr);
	compare_schemes_sides(&live->schemes, results, sides);
	status = check_sides(sides, 1 + live->schemes.nr_tests);
	if (!status)
		status = compare_show(live->options, sides, sides + 1, live->schemes.nr_tests);
	return status || !live->options->self_test ? status : conclude(live, results);
}

/* Every point has a scheme: what has none is the same for base and test. */
static int make_plan(struct plan *plan, const struct machine *machine,
		     const struct plan_request *request, struct error *err)
{
	int ret = plan_make(plan, machine, request, err);

	for (int i = 0; !ret && i < plan->nr_points; i++) {
		const struct workload *workload = plan->points[i].workload;

		if (workload->has_scheme)
			continue;
		ret = error_set(
			err, -EINVAL,
			"--workload: %s has no scheme; two machines or kernels are compared "
			"by two results files",
			workload->name);
		plan_free(plan);
	}
	return ret;
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
		.package_events = options->measure.package_events,
		.out = options->out,
		.rule = &rule,
		.print = print,
		.arg = live,
	};
	struct error err;
	int status;

	request.schemes = schemes;
	measure_set_run(&measuring.run, &options->measure);
	if (make_plan(&measuring.run.plan, machine, &request, &err)) {
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
	char *schemes = compare_schemes_join(&live->schemes);
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

/* Whether @name is among what --events asks to count. */
static bool is_counted(const char *name, const char *list)
{
	char *copy = strdup(list), *rest = copy, *word;
	bool found = !copy; /* without memory: that is for others to say */

	while (!found && (word = strsep(&rest, ","))) {
		found = !strcmp(word, name);
		for (int i = 0; !found && !strcmp(word, "default") && events[i].name; i++)
			found = !strcmp(events[i].name, name);
	}
	free(copy);
	return found;
}

/* Before a minute is spent on what cannot be compared then. */
static int check_metric(const struct compare_options *options)
{
	struct metric metric;
	struct error err;

	if (!options->metric || is_counted(options->metric, options->measure.events) ||
	    !metric_find(&metric, options->metric, NULL, 0, &err))
		return EXIT_DONE;
	warnx("%s, and the events that --events counts", err.text);
	return EXIT_BAD_COMMAND;
}

int compare_live(const struct compare_options *options, int argc, char **argv)
{
	struct live live = {.options = options};
	int status = check_metric(options);

	if (!status)
		status = compare_schemes_load(&live.schemes, options);
	if (!status)
		status = run_live(&live, argc, argv);
	compare_schemes_free(&live.schemes);
	return status;
}
