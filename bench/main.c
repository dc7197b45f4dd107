// SPDX-License-Identifier: GPL-2.0-or-later
/* main.c: pageref: measure, compare and prove reference counts. Finds the command and runs it. */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/command/command.h"
#include "bench/command/standard_output.h"
#include "bench/exit_status.h"
#include "topology/error.h"
#include "version.h"

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *summary;
} commands[] = {
	{"run", command_run, "measure schemes and workloads; append samples to a results file"},
	{"compare", command_compare, "is test faster than base? of results files, or measured now"},
	{"plot", command_plot, "draw pictures of a results file"},
	{"check", command_check, "find what is wrong with a scheme, and show the schedule"},
	{"topo", command_topo, "show the machine, and what this process may use of it"},
	{"doctor", command_doctor, "what on this machine spoils a measurement, and what mends it"},
	{"list", command_list, "list schemes, workloads, placements, events, package-events or plots"},
};

#define NR_COMMANDS (sizeof(commands) / sizeof(commands[0]))

static void print_help(void)
{
	printf("Usage: pageref COMMAND [OPTION]...\n"
	       "Measure and compare page and folio reference counts on this machine.\n\n");
	for (size_t i = 0; i < NR_COMMANDS; i++)
		printf("  %-7s %s\n", commands[i].name, commands[i].summary);
	printf("\n'pageref COMMAND --help' lists a command's options; --version tells the version.\n");
}

/*
 * A full disk or a closed pipe may show only here. Whatever the answer was, it was not given in full; a
 * command that failed has said why.
 */
static int finish(int status)
{
	bool lost = standard_output_flush() != EXIT_DONE;

	if (fclose(stdout) && !lost) {
		warn("standard output");
		lost = true;
	}
	return lost && status <= EXIT_ANSWER_IS_NO ? EXIT_CANNOT_WRITE : status;
}

static int run_command(int argc, char **argv)
{
	struct error err;

	for (size_t i = 0; i < NR_COMMANDS; i++) {
		if (!strcmp(argv[1], commands[i].name))
			return commands[i].run(argc - 1, argv + 1);
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")) {
		print_help();
		return EXIT_DONE;
	}
	if (!strcmp(argv[1], "--version")) {
		printf("pageref %s (%s)\n", PAGEREF_VERSION, PAGEREF_REVISION);
		return EXIT_DONE;
	}
	error_set(&err, -EINVAL,
		  "'%.40s' is no command; there are: run, compare, check, plot, topo, doctor, list",
		  argv[1]);
	warnx("%s", err.text);
	return EXIT_BAD_COMMAND;
}

/*
 * A file opened while standard output is closed would become standard output, and a results file
 * would be given the table too. What holds the place cannot be written to, so a loss is still told.
 */
static void hold_closed_streams(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

int main(int argc, char **argv)
{
	hold_closed_streams();
	if (argc < 2) {
		warnx("a command is missing; there are: run, compare, check, plot, topo, doctor, list "
		      "('pageref --help' explains them)");
		return EXIT_BAD_COMMAND;
	}
	return finish(run_command(argc, argv));
}
