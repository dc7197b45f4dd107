// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * run.c: `pageref run`: plan, probe, measure, print. With --dry-run it stops at the plan;
 * a machine that is only described may be planned on and never measured.
 */
#include <err.h>
#include <stdio.h>
#include <string.h>

#include "bench/command/command.h"
#include "bench/command/dry_run.h"
#include "bench/command/measure.h"
#include "bench/command/run_options.h"
#include "bench/exit_status.h"
#include "bench/kept/kept.h"
#include "bench/report/table.h"
#include "bench/user/outside.h"

static const struct {
	const char *name;
	void (*print)(FILE *out, const struct summary *summary);
} formats[] = {
	{"table", table_print},
	{"csv", table_print_csv},
	{"mail", table_print_mail},
};

static int print_results(void *arg, const struct results *results)
{
	const struct run_options *options = arg;
	struct kept kept = {.results = {0}};
	struct summary summary;

	if (summary_make(&summary, results)) {
		warnx("out of memory");
		return EXIT_CANNOT;
	}
	if (options->cache != PING_PONG_CACHE_NONE)
		kept_save(&summary);
	if (options->cache == PING_PONG_CACHE_USE && kept_use(&kept, &summary))
		warnx("out of memory for reference lines");
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		if (!strcmp(formats[i].name, options->format))
			formats[i].print(stdout, &summary);
	}
	summary_free(&summary);
	kept_free(&kept);
	return EXIT_DONE;
}

static int plan_and_measure(const struct run_options *options, const struct machine *machine,
			    int argc, char **argv)
{
	struct measuring measuring = {
		.run =
			{
				.machine = machine,
				.argc = argc,
				.argv = argv,
				.repeats = options->repeats,
				.processes = options->processes,
			},
		.events = options->measure.events,
		.package_events = options->measure.package_events,
		.out = options->out,
		.echo = !strcmp(options->format, "jsonl"),
		.print = print_results,
		.arg = (void *)options,
	};
	int ret, status = EXIT_DONE;
	struct error err;

	measure_set_run(&measuring.run, &options->measure);
	ret = plan_make(&measuring.run.plan, machine, &options->measure.plan, &err);
	if (ret) {
		warnx("%s", err.text);
		return ret == -EOPNOTSUPP ? EXIT_CANNOT : EXIT_BAD_COMMAND;
	}
	if (options->measure.plan.matrix && machine->nr_nodes == 1)
		warnx("--matrix: this machine has one node, so the matrix is 1 by 1");
	if (options->dry_run)
		dry_run_print(stdout, &measuring.run);
	else
		status = measure(&measuring);
	plan_free(&measuring.run.plan);
	return status;
}

/* Schemes that are not built in, made known under the names that the plan then has. */
static int load_schemes(struct run_options *options, char **names)
{
	unsigned int parts = outside_parts(options->measure.plan.workloads);
	struct error err;
	char *said = NULL;
	int ret;

	outside_configure(&options->sources);
	ret = source_options_check(&options->sources,
				   (const char *const[]){options->measure.plan.schemes, NULL},
				   &err);
	if (!ret)
		ret = outside_schemes("--scheme", options->measure.plan.schemes, parts, names,
				      &said, &err);

	if (ret) {
		warnx("%s", err.text);
		fputs(said ? said : "", stderr);
	}
	free(said);
	options->measure.plan.schemes = *names;
	return !ret ? EXIT_DONE : ret == -EINVAL ? EXIT_BAD_COMMAND : EXIT_CANNOT;
}

int command_run(int argc, char **argv)
{
	char *schemes = NULL;
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
		status = load_schemes(&options, &schemes);
		if (status == EXIT_DONE)
			status = plan_and_measure(&options, &machine, argc, argv);
		machine_free(&machine);
		free(schemes);
	}
	run_options_free(&options);
	return status;
}
