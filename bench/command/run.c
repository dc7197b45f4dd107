// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * run.c: `pageref run`: plan, probe, measure, print. With --dry-run it stops at the plan;
 * a machine that is only described may be planned on and never measured.
 */
#include <err.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "bench/measure/clock.h"
#include "bench/command/command.h"
#include "bench/command/dry_run.h"
#include "bench/command/event_report.h"
#include "bench/exit_status.h"
#include "bench/run/probe.h"
#include "bench/run/round.h"
#include "bench/command/run_options.h"
#include "bench/run/session.h"
#include "bench/report/table.h"

static const struct {
	const char *name;
	void (*print)(FILE *out, const struct summary *summary);
} formats[] = {
	{"table", table_print},
	{"csv", table_print_csv},
	{"mail", table_print_mail},
};

/* results/HOST-DATE.jsonl, with nothing in it that a shell or a file system minds. */
static void default_out(char *path, size_t size)
{
	time_t now = time(NULL);
	char host[64] = "", date[32];

	gethostname(host, sizeof(host) - 1);
	for (char *c = host; *c; c++) {
		if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-", *c))
			*c = '_';
	}
	strftime(date, sizeof(date), "%Y%m%dT%H%M%S", localtime(&now));
	snprintf(path, size, "results/%s-%s.jsonl", *host ? host : "host", date);
}

static int print_results(const struct run_options *options, const struct results *results)
{
	struct summary summary;

	if (!results->nr_samples)
		return EXIT_DONE;
	if (summary_make(&summary, results)) {
		warnx("out of memory");
		return EXIT_CANNOT;
	}
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		if (!strcmp(formats[i].name, options->format))
			formats[i].print(stdout, &summary);
	}
	summary_free(&summary);
	/* Now, not at the end: what follows on standard error belongs below it. */
	if (fflush(stdout)) {
		warn("standard output");
		return EXIT_CANNOT_WRITE;
	}
	return EXIT_DONE;
}

/* How much of the wall time since @begin_ns lay inside measured windows: the rest is our own cost. */
static int percent_measured(const struct run *run, const struct results *results, uint64_t begin_ns)
{
	double measured = 0;

	for (int i = 0; i < results->nr_samples; i++) {
		measured += results->samples[i].seconds;
		if (!isnan(results->samples[i].retries_per_op))
			measured += (double)round_count_window_ns(run) / 1e9;
	}
	return (int)(measured * 1e11 / (double)(clock_now_ns() - begin_ns) + 0.5);
}

/* A file name may hold anything; what error_set() keeps is safe on a terminal. */
static void say_measured(int nr_samples, const char *name, int percent)
{
	struct error line;

	error_set(&line, 0, "%d sample%s in %s; %d %% of the time was inside measured windows",
		  nr_samples, nr_samples == 1 ? "" : "s", name, percent);
	fprintf(stderr, "%s\n", line.text);
}

/* Measure into an open results file, and print what came of it, whole or not. */
static int measure_into(const struct run *run, const struct run_options *options,
			struct output *output)
{
	struct output echo = {.fd = STDOUT_FILENO, .name = "standard output"};
	bool echoes = !strcmp(options->format, "jsonl") && output->fd != STDOUT_FILENO;
	uint64_t begin_ns = clock_now_ns();
	struct results results = {0};
	struct error err;
	int printed, percent,
		status = session_run(run, NULL, output, echoes ? &echo : NULL, &results);

	percent = percent_measured(run, &results, begin_ns);
	if (output_close(output, &err) && !status) {
		warnx("%s", err.text);
		status = EXIT_CANNOT_WRITE;
	}
	printed = print_results(options, &results);
	if (status > EXIT_SIGNAL)
		warnx("ended by %s; what was measured is kept", strsignal(status - EXIT_SIGNAL));
	if (results.nr_samples)
		say_measured(results.nr_samples, output->name, percent);
	results_free(&results);
	return status ? status : printed;
}

static int measure(const struct run *run, const struct run_options *options)
{
	struct error notice, err;
	struct output output;
	char path[128];

	default_out(path, sizeof(path));
	if (output_open(&output, options->out ? options->out : path, &notice, &err)) {
		warnx("%s", err.text);
		return EXIT_CANNOT_WRITE;
	}
	if (notice.text[0])
		warnx("%s", notice.text);
	dry_run_print_skips(stderr, &run->plan);
	event_report(&run->probe->counters, run->repeats);
	return measure_into(run, options, &output);
}

static int probe_and_measure(struct run *run, const struct run_options *options)
{
	struct probe *probe;
	struct error err;
	int code, status;

	if (!run->machine->is_this_system) {
		warnx("--topology describes another machine: it can be planned on (--dry-run), not "
		      "measured");
		return EXIT_CANNOT;
	}
	probe = probe_machine(run->machine, options->measure.events, &code, &err);
	if (!probe) {
		warnx("%s", err.text);
		return code == -EINVAL ? EXIT_BAD_COMMAND : EXIT_CANNOT;
	}
	run->probe = probe;
	status = measure(run, options);
	probe_free(probe);
	return status;
}

static int plan_and_measure(const struct run_options *options, const struct machine *machine,
			    int argc, char **argv)
{
	struct run run = {
		.machine = machine,
		.argc = argc,
		.argv = argv,
		.seed = options->measure.seed,
		.duration_ns = options->measure.duration_ns,
		.warmup_ns = options->measure.warmup_ns,
		.repeats = options->repeats,
		.processes = options->processes,
		.count_retries = options->measure.count_retries,
		.per_thread_events = options->measure.per_thread_events,
	};
	int status = EXIT_DONE;
	struct error err;

	if (plan_make(&run.plan, machine, &options->measure.plan, &err)) {
		warnx("%s", err.text);
		return EXIT_BAD_COMMAND;
	}
	if (options->dry_run)
		dry_run_print(stdout, &run);
	else
		status = probe_and_measure(&run, options);
	plan_free(&run.plan);
	return status;
}

int command_run(int argc, char **argv)
{
	struct run_options options;
	struct machine machine;
	struct error err;
	int status, ret = run_options_parse(&options, argc, argv, &err);

	if (ret > 0) {
		status = EXIT_DONE;
	} else if (ret < 0) {
		warnx("%s", err.text);
		status = EXIT_BAD_COMMAND;
	} else if (machine_load(&machine, options.topology, &err)) {
		warnx("%s", err.text);
		status = options.topology ? EXIT_BAD_COMMAND : EXIT_CANNOT;
	} else {
		status = plan_and_measure(&options, &machine, argc, argv);
		machine_free(&machine);
	}
	run_options_free(&options);
	return status;
}
