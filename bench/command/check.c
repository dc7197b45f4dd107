// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * check.c: `pageref check`: which laws a scheme keeps, up to which bound, and where it does not, the
 * schedule that shows it. With --faults the checker itself is checked: planted faults, each of which
 * must be found.
 */
#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "bench/check/check.h"
#include "bench/command/check_choice.h"
#include "bench/command/command.h"
#include "bench/command/options.h"
#include "bench/command/source_options.h"
#include "bench/exit_status.h"
#include "bench/json.h"
#include "bench/plan/names.h"
#include "bench/user/user_scheme.h"

struct check_options {
	struct source_options sources;
	const char *schemes, *depth, *format;
	bool faults;
};

/* Where results go, and what they amount to. */
struct report {
	yajl_gen json; /* NULL: a table */
	bool faults;
	int status;
};

static const char *const depth_names[NR_DEPTHS + 1] = {
	[DEPTH_QUICK] = "quick",
	[DEPTH_FULL] = "full",
	[DEPTH_LONG] = "long",
};
static const char *const format_names[] = {"table", "json", NULL};

/* ---- schemes ---- */

static void tell_rate(const struct check_result *result)
{
	uint64_t executions = 0;
	double seconds = 0;
	const char *last = "";

	for (int i = 0; i < result->verdicts.nr; i++) {
		const struct verdict *verdict = &result->verdicts.all[i];

		/* Each program once, however many laws it judged. */
		if (verdict->layer != LAYER_EXPLORATION || !strcmp(last, verdict->program) ||
		    verdict->ruling < RULING_HOLDS)
			continue;
		last = verdict->program;
		executions += verdict->executions;
		seconds += verdict->seconds;
	}
	fprintf(stderr,
		"%s: %" PRIu64 " schedules executed, %.0f thousand a second; %.1f s in all\n",
		result->scheme->name, executions, seconds > 0 ? executions / seconds / 1000 : 0.0,
		result->seconds);
}

static void put_scheme(yajl_gen json, const struct check_result *result)
{
	yajl_gen_map_open(json);
	json_put_text(json, "scheme", result->scheme->name);
	json_put_text(json, "header", result->scheme->header);
	json_put_text(json, "ruling", ruling_names[verdict_worst(&result->verdicts)]);
	json_put_number(json, "seconds", result->seconds);
	json_put_text(json, "crash", result->crash[0] ? result->crash : NULL);
	verdict_put_json(json, "verdicts", &result->verdicts);
	yajl_gen_map_close(json);
}

static void tell_scheme(struct report *report, const struct check_result *result)
{
	if (result->crash[0]) {
		warnx("checking %s: %s", result->scheme->name, result->crash);
		report->status = EXIT_ANSWER_IS_NO;
	}
	if (verdict_worst(&result->verdicts) == RULING_VIOLATED)
		report->status = EXIT_ANSWER_IS_NO;
	if (report->json)
		put_scheme(report->json, result);
	else
		verdict_print_table(stdout, result->scheme->name, &result->verdicts);
	fflush(stdout);
	tell_rate(result);
}

/* ---- faults ---- */

/* The first verdict that shows the fault: layers come from cheap to dear. NULL: it was not found. */
static const struct verdict *found_by(const struct check_result *result)
{
	const struct verdict_list *list = &result->verdicts;
	int law = result->scheme->fault->law;

	for (int i = 0; i < list->nr; i++) {
		if (list->all[i].ruling == RULING_VIOLATED ||
		    (list->all[i].ruling == RULING_WARNING && list->all[i].law == law))
			return &list->all[i];
	}
	return NULL;
}

static void put_fault(yajl_gen json, const struct check_result *result,
		      const struct verdict *verdict)
{
	yajl_gen_map_open(json);
	json_put_text(json, "fault", result->scheme->name);
	json_put_text(json, "of", result->scheme->fault->of);
	json_put_integer(json, "law", result->scheme->fault->law);
	json_put_text(json, "expected_by", result->scheme->fault->found_by);
	json_put_bool(json, "found", verdict);
	verdict_put_json(json, "verdicts", &result->verdicts);
	yajl_gen_map_close(json);
}

static void print_fault(const struct check_result *result, const struct verdict *verdict)
{
	const struct planted_fault *fault = result->scheme->fault;

	printf("%-32s  %-16s  ", result->scheme->name, fault->of);
	if (verdict)
		printf("%-12s  %3d  %10" PRIu64 "  %s: %s\n", layer_names[verdict->layer],
		       verdict->law, verdict->executions, verdict->program, verdict->note);
	else
		printf("%-12s  %3d  %10s  should be found by %s%s%s\n", "NOT FOUND", fault->law,
		       "-", fault->found_by, result->crash[0] ? "; " : "", result->crash);
}

static void tell_fault(struct report *report, const struct check_result *result)
{
	const struct verdict *verdict = found_by(result);

	if (!verdict)
		report->status = EXIT_ANSWER_IS_NO;
	if (report->json)
		put_fault(report->json, result, verdict);
	else
		print_fault(result, verdict);
}

/* ---- the command ---- */

static void tell(const struct check_result *result, void *arg)
{
	struct report *report = (struct report *)arg;

	if (report->faults)
		tell_fault(report, result);
	else
		tell_scheme(report, result);
}

static int print_json(struct report *report)
{
	size_t length;
	char *text = NULL;

	yajl_gen_array_close(report->json);
	yajl_gen_map_close(report->json);
	text = json_line(report->json, &length);
	if (!text) {
		warnx("out of memory");
		return EXIT_CANNOT;
	}
	fputs(text, stdout);
	free(text);
	return report->status;
}

static void begin_json(yajl_gen json, const struct check_options *options)
{
	yajl_gen_map_open(json);
	json_put_text(json, "depth", options->depth);
	json_open_array(json, options->faults ? "faults" : "schemes");
}

static int check(const struct explored_scheme *const *schemes, int nr,
		 const struct check_options *options, enum check_depth depth)
{
	struct report report = {.faults = options->faults, .status = EXIT_DONE};
	struct error err;
	int ret;

	if (!strcmp(options->format, "json")) {
		report.json = json_new(true);
		if (!report.json)
			errx(EXIT_CANNOT, "out of memory");
		begin_json(report.json, options);
	} else if (options->faults) {
		printf("%-32s  %-16s  %-12s  %3s  %10s  %s\n", "fault", "in", "found by", "law",
		       "executions", "how");
	}
	ret = check_all(schemes, nr, depth, tell, &report, &err);
	if (ret) {
		warnx("%s", err.text);
		report.status = EXIT_CANNOT;
	} else if (report.json) {
		report.status = print_json(&report);
	}
	if (report.json)
		yajl_gen_free(report.json);
	return report.status;
}

/* The index of @name among @names. */
static int index_of(const char *option, const char *name, const char *const *names,
		    struct error *err)
{
	struct int_list list = {0};
	int ret = names_resolve(&list, option, name, names, err);

	if (!ret && list.nr != 1)
		ret = error_set(err, -EINVAL, "%s: one of them, not a list", option);
	if (!ret)
		ret = list.values[0];
	int_list_free(&list);
	return ret;
}

/* Errors are told here: one about a header has more lines. Returns the exit status. */
static int run(const struct check_options *options)
{
	struct check_choice choice = {0};
	struct error err;
	int depth, status, ret = 0;

	depth = index_of("--depth", options->depth, depth_names, &err);
	if (depth < 0 || index_of("--format", options->format, format_names, &err) < 0)
		ret = -EINVAL;
	user_scheme_configure(&options->sources);
	if (!ret)
		ret = source_options_check(&options->sources,
					   (const char *const[]){options->schemes, NULL}, &err);
	if (!ret)
		ret = check_choice_make(&choice, options->schemes, options->faults, &err);
	if (ret) {
		warnx("%s", err.text);
		fputs(choice.said ? choice.said : "", stderr);
		status = ret == -EINVAL ? EXIT_BAD_COMMAND : EXIT_CANNOT;
	} else {
		status = check(choice.schemes, choice.nr, options, (enum check_depth)depth);
	}
	check_choice_free(&choice);
	return status;
}

int command_check(int argc, char **argv)
{
	struct check_options options = {.schemes = "all", .depth = "quick", .format = "table"};
	struct option_list list = {.nr = 0};
	const struct option_row rows[] = {
		{OPTION_TEXT, "scheme", 's', &options.schemes, .argument = "L",
		 .help = "which schemes or, with --faults, faults (default all); or other ones:\n"
			 "                               ./mine.h, a folder of headers, ./mine.so,\n"
			 "                               kernel:TREE[@REVISION][+PATCH...], NAME=ANY"},
		{OPTION_TEXT, "depth", 'd', &options.depth, .argument = "D",
		 .help = "quick (two readers, seconds), full (three, minutes) or long\n"
			 "                               (default quick)"},
		{OPTION_TEXT, "format", 'f', &options.format, .argument = "F",
		 .help = "table or json (default table)"},
		{OPTION_FLAG, "faults", 0, &options.faults, .sets = true,
		 .help = "check the checker: planted faults, each of which must be found"},
	};
	const struct command_usage usage = {
		.synopsis = "pageref check [OPTION]...",
		.summary = "Find what is wrong with a scheme, and show the schedule.\n"
			   "The status is 1 where a law is violated or a fault is not found.",
		.rows = list.rows,
	};
	struct error err;
	int operand, ret;

	OPTION_LIST_ADD(&list, rows);
	source_options_rows(&list, &options.sources);
	ret = options_parse(&usage, argc, argv, &operand, &err);
	if (ret > 0)
		return EXIT_DONE;
	if (ret < 0) {
		warnx("%s", err.text);
		return EXIT_BAD_COMMAND;
	}
	return run(&options);
}
