// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * doctor.c: `pageref doctor`: what on this machine will spoil a measurement, and the command that
 * mends it. Status 1 where something spoils. Only --apply changes anything.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "bench/command/command.h"
#include "bench/command/doctor_print.h"
#include "bench/command/doctor_run.h"
#include "bench/command/options.h"
#include "bench/exit_status.h"
#include "bench/run/probe.h"
#include "topology/placement.h"

struct doctor_options {
	const char *cpus, *placement, *format, *root;
	uint64_t watch_ns;
	bool apply;
};

static int parse(struct doctor_options *options, int argc, char **argv, struct error *err)
{
	const struct option_row rows[] = {
		{OPTION_TEXT, "cpus", 0, &options->cpus, .argument = "LIST",
		 .help = "the CPUs to be measured on (default: all that are allowed)"},
		{OPTION_TEXT, "placement", 0, &options->placement, .argument = "P",
		 .help = "the same, as run's --placement has it"},
		{OPTION_DURATION, "watch", 0, &options->watch_ns, .argument = "T",
		 .help = "how long to watch load, interrupts and steal (default 1s)"},
		{OPTION_FLAG, "apply", 0, &options->apply, .sets = true,
		 .help = "mend what can be mended now (as root); prints how to undo each"},
		{OPTION_TEXT, "root", 0, &options->root, .argument = "DIR",
		 .help = "look at DIR/proc and DIR/sys, another machine's, instead"},
		{OPTION_TEXT, "format", 'f', &options->format, .argument = "F",
		 .help = "text or json (default text)"},
		{.kind = OPTION_END},
	};
	const struct command_usage usage = {
		.synopsis = "pageref doctor [OPTION]...",
		.summary = "What on this machine will spoil a measurement, and what mends "
			   "it.\nThe status is 1 where something does.",
		.rows = rows,
	};
	int operand, ret = options_parse(&usage, argc, argv, &operand, err);

	if (ret)
		return ret;
	if (strcmp(options->format, "text") && strcmp(options->format, "json"))
		return error_set(err, -1, "--format: '%.40s' does not exist; there are: text, json",
				 options->format);
	if (options->cpus && options->placement)
		return error_set(err, -1, "--cpus and --placement both say which CPUs");
	if (*options->root && options->placement)
		return error_set(err, -1,
				 "--placement is of this machine: with --root, use --cpus");
	return 0;
}

/* The CPUs that --cpus or --placement name; an empty list where neither is given. */
static int choose_cpus(const struct doctor_options *options, const struct machine *machine,
		       struct int_list *cpus, struct error *err)
{
	struct placement placement;
	int ret = 0;

	*cpus = (struct int_list){0};
	if (options->cpus)
		return int_list_parse(cpus, "--cpus", options->cpus, 0, 65535, 65535, err);
	if (!options->placement)
		return 0;
	ret = placement_make(&placement, machine, options->placement, err);
	for (int i = 0; !ret && i < placement.nr; i++)
		ret = int_list_add(cpus, placement.pus[i]->os);
	if (!ret)
		placement_free(&placement);
	return ret;
}

static void sleep_ns(uint64_t ns)
{
	struct timespec left = {.tv_sec = (time_t)(ns / 1000000000),
				.tv_nsec = (long)(ns % 1000000000)};

	while (nanosleep(&left, &left))
		;
}

/* Look, for as long as asked. @uncounted as in doctor_end(). */
static int look(struct doctor *doctor, const struct doctor_options *options,
		const struct int_list *cpus, const char *uncounted)
{
	const struct doctor_request request = {.root = options->root,
					       .cpus = cpus->nr ? cpus : NULL};
	struct error err;

	if (doctor_begin(doctor, &request, &err)) {
		warnx("%s", err.text);
		return EXIT_BAD_COMMAND;
	}
	sleep_ns(options->watch_ns);
	if (doctor_end(doctor, uncounted, &err)) {
		warnx("%s", err.text);
		doctor_free(doctor);
		return EXIT_CANNOT;
	}
	return EXIT_DONE;
}

static int verdict(const struct doctor *doctor)
{
	return doctor_count(doctor, DOCTOR_SPOILS) ? EXIT_ANSWER_IS_NO : EXIT_DONE;
}

static int print(const struct doctor *doctor, const struct doctor_options *options)
{
	if (!strcmp(options->format, "json") && doctor_print_json(stdout, doctor, NULL)) {
		warnx("out of memory");
		return EXIT_CANNOT;
	}
	if (strcmp(options->format, "json"))
		doctor_print_text(stdout, doctor);
	return verdict(doctor);
}

/* Mend, look again, and say what is left. */
static int apply(const struct doctor *before, const struct doctor_options *options,
		 const struct int_list *cpus, const char *uncounted)
{
	bool is_json = !strcmp(options->format, "json");
	struct doctor_changes changes = {.out = is_json ? NULL : stdout};
	struct doctor after;
	int status, nr_failed;

	nr_failed = doctor_apply(before, options->root, doctor_will_change, doctor_did_change,
				 &changes);
	if (!is_json)
		doctor_print_changes(stdout, &changes);
	status = look(&after, options, cpus, uncounted);
	if (status == EXIT_DONE) {
		if (is_json)
			doctor_print_json(stdout, &after, &changes);
		else
			doctor_print_text(stdout, &after);
		status = verdict(&after);
		doctor_free(&after);
	}
	doctor_changes_free(&changes);
	return nr_failed ? EXIT_CANNOT : status;
}

static int examine(const struct doctor_options *options, const struct int_list *cpus,
		   const char *uncounted)
{
	struct doctor doctor;
	int status = look(&doctor, options, cpus, uncounted);

	if (status != EXIT_DONE)
		return status;
	if (options->apply)
		status = apply(&doctor, options, cpus, uncounted);
	else
		status = print(&doctor, options);
	doctor_free(&doctor);
	return status;
}

/* This machine, of which more can be asked than its files tell: placements, and what it counts. */
static int examine_this(const struct doctor_options *options)
{
	char uncounted[DOCTOR_UNCOUNTED_SIZE];
	struct int_list cpus = {0};
	struct machine machine;
	struct probe *probe;
	struct error err;
	int code, status;

	if (machine_load(&machine, NULL, &err)) {
		warnx("%s", err.text);
		return EXIT_CANNOT;
	}
	if (choose_cpus(options, &machine, &cpus, &err)) {
		warnx("%s", err.text);
		status = EXIT_BAD_COMMAND;
	} else {
		probe = probe_machine(&machine, "default", "none", &code, &err);
		if (probe)
			doctor_uncounted(&probe->counters, uncounted);
		else
			snprintf(uncounted, sizeof(uncounted), "events cannot be probed: %.150s",
				 err.text);
		probe_free(probe);
		status = examine(options, &cpus, uncounted);
	}
	int_list_free(&cpus);
	machine_free(&machine);
	return status;
}

int command_doctor(int argc, char **argv)
{
	struct doctor_options options = {.format = "text", .root = "", .watch_ns = 1000000000};
	struct int_list cpus = {0};
	struct error err;
	int status, ret = parse(&options, argc, argv, &err);

	if (ret > 0)
		return EXIT_DONE;
	if (ret < 0) {
		warnx("%s", err.text);
		return EXIT_BAD_COMMAND;
	}
	if (options.apply && !*options.root && geteuid()) {
		warnx("--apply changes the machine: it needs root");
		return EXIT_CANNOT;
	}
	if (!*options.root)
		return examine_this(&options);
	if (choose_cpus(&options, NULL, &cpus, &err)) {
		warnx("%s", err.text);
		return EXIT_BAD_COMMAND;
	}
	status = examine(&options, &cpus, NULL);
	int_list_free(&cpus);
	return status;
}
