// SPDX-License-Identifier: GPL-2.0-or-later
/* measure.c: from a plan to a results file and what is printed of it. See measure.h. */
#include "bench/command/measure.h"

#include <err.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "bench/command/doctor_run.h"
#include "bench/command/dry_run.h"
#include "bench/command/event_report.h"
#include "bench/command/standard_output.h"
#include "bench/exit_status.h"
#include "bench/measure/clock.h"
#include "bench/run/probe.h"
#include "bench/run/round.h"

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
static int measure_into(const struct measuring *measuring, struct output *output)
{
	struct output echo = {.fd = STDOUT_FILENO, .name = "standard output"};
	bool echoes = measuring->echo && output->fd != STDOUT_FILENO;
	uint64_t begin_ns = clock_now_ns();
	struct results results = {0};
	int printed = EXIT_DONE, percent, status;
	struct error err;

	status = session_run(&measuring->run, measuring->rule, output, echoes ? &echo : NULL,
			     &results);
	percent = percent_measured(&measuring->run, &results, begin_ns);
	if (output_close(output, &err) && !status) {
		warnx("%s", err.text);
		status = EXIT_CANNOT_WRITE;
	}
	if (results.nr_samples)
		printed = measuring->print(measuring->arg, &results);
	/* Now, not at the end: what follows on standard error belongs below it. */
	if (standard_output_flush())
		printed = EXIT_CANNOT_WRITE;
	if (status > EXIT_SIGNAL)
		warnx("ended by %s; what was measured is kept", strsignal(status - EXIT_SIGNAL));
	if (results.nr_samples)
		say_measured(results.nr_samples, output->name, percent);
	results_free(&results);
	return status ? status : printed;
}

static int open_and_measure(const struct measuring *measuring)
{
	const struct run *run = &measuring->run;
	struct error notice, err;
	struct output output;
	char path[128];
	int ret;

	default_out(path, sizeof(path));
	ret = output_open(&output, measuring->out ? measuring->out : path, &notice, &err);
	if (ret) {
		warnx("%s", err.text);
		return ret == -EINVAL ? EXIT_BAD_COMMAND : EXIT_CANNOT_WRITE;
	}
	if (notice.text[0])
		warnx("%s", notice.text);
	dry_run_print_skips(stderr, &run->plan);
	doctor_run_warn(run->doctor);
	event_report(&run->probe->counters, run->budget_ns ? 0 : run->repeats);
	event_report_packages(&run->probe->packages);
	return measure_into(measuring, &output);
}

void measure_set_run(struct run *run, const struct measure_options *options)
{
	run->seed = options->seed;
	run->duration_ns = options->duration_ns;
	run->warmup_ns = options->warmup_ns;
	run->count_retries = options->count_retries;
	run->per_thread_events = options->per_thread_events;
}

int measure(struct measuring *measuring)
{
	struct doctor doctor;
	struct probe *probe;
	struct error err;
	int code, status;

	if (!measuring->run.machine->is_this_system) {
		warnx("--topology describes another machine: it can be planned on (--dry-run), not "
		      "measured");
		return EXIT_CANNOT;
	}
	/* What happens on the CPUs while the probe works is watched: it costs no time of its own. */
	doctor_run_begin(&doctor, &measuring->run.plan);
	probe = probe_machine(measuring->run.machine, measuring->events, measuring->package_events,
			      &code, &err);
	if (!probe) {
		doctor_free(&doctor);
		warnx("%s", err.text);
		return code == -EINVAL ? EXIT_BAD_COMMAND : EXIT_CANNOT;
	}
	doctor_run_end(&doctor, &probe->counters);
	measuring->run.probe = probe;
	measuring->run.doctor = &doctor;
	status = open_and_measure(measuring);
	measuring->run.doctor = NULL;
	doctor_free(&doctor);
	probe_free(probe);
	return status;
}
