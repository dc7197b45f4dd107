// SPDX-License-Identifier: GPL-2.0-or-later
/* run_options.c: the options of `pageref run`, beside what they fill. See run_options.h. */
#include "bench/command/run_options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bench/command/options.h"
#include "bench/command/profile.h"
#include "bench/command/source_options.h"

static const char *const formats[] = {"table", "csv", "jsonl", "mail", NULL};

static void add_rows(struct option_list *list, struct run_options *o)
{
	const struct option_row scheme[] = {
		{OPTION_TEXT, "scheme", 's', &o->measure.plan.schemes, .argument = "L",
		 .help = "schemes ('pageref list schemes'; default all), or other ones:\n"
			 "                               ./mine.h, a folder of headers, ./mine.so,\n"
			 "                               kernel:TREE[@REVISION][+PATCH...], NAME=ANY"},
	};
	const struct option_row rounds[] = {
		{OPTION_COUNT, "repeat", 'r', &o->repeats, .argument = "N",
		 .help = "rounds; each visits every point once (default 5)"},
		{OPTION_COUNT, "processes", 0, &o->processes, .argument = "N",
		 .help = "fresh processes the rounds are spread over (default one each)"},
	};
	const struct option_row matrix[] = {
		{OPTION_FLAG, "matrix", 0, &o->measure.plan.matrix, true,
		 .help = "threads on each node, memory on each, for every pair, in place\n"
			 "                               of --placement and --memory"},
	};
	const struct option_row cache[] = {
		{OPTION_TEXT, "ping-pong-cache", 0, &o->cache_word, .argument = "HOW",
		 .help = "reference lines from this machine's last ping-pong: use (default),\n"
			 "                               refresh (measure it now), none"},
	};
	const struct option_row output[] = {
		{OPTION_HEADING, .help = "Where it goes:"},
		{OPTION_TEXT, "out", 'o', &o->out, .argument = "FILE",
		 .help = "results to append to; - is standard output\n"
			 "                               (default results/HOST-DATE.jsonl)"},
		{OPTION_TEXT, "format", 'f', &o->format, .argument = "F",
		 .help = "on standard output: table, csv, jsonl, mail (default table)"},
		{OPTION_TEXT, "profile", 0, &o->profile, .argument = "NAME",
		 .help = "options from scripts/profiles/NAME; the command line overrides"},
		{OPTION_TEXT, "topology", 0, &o->topology, .argument = "T",
		 .help = "plan on an hwloc XML file or synthetic description"},
		{OPTION_FLAG, "dry-run", 'n', &o->dry_run, true, .help = "print the plan and stop"},
	};

	measure_options_what(list, &o->measure.plan);
	OPTION_LIST_ADD(list, matrix);
	OPTION_LIST_ADD(list, scheme);
	source_options_rows(list, &o->sources);
	measure_options_kernel(list, &o->measure.plan);
	measure_options_lookups(list, &o->measure.plan);
	measure_options_how(list, &o->measure);
	OPTION_LIST_ADD(list, rounds);
	OPTION_LIST_ADD(list, cache);
	OPTION_LIST_ADD(list, output);
}

static int parse(struct run_options *o, int argc, char **argv, struct error *err)
{
	struct option_list list = {.nr = 0};
	const struct command_usage usage = {
		.synopsis = "pageref run [OPTION]...",
		.summary = "Measure the cross product of the lists given.",
		.rows = list.rows,
	};
	int operands;

	add_rows(&list, o);
	return options_parse(&usage, argc, argv, &operands, err);
}

/* The profile first, then the command line over it. */
static int parse_all(struct run_options *options, int argc, char **argv, struct error *err)
{
	int profile_argc, ret = parse(options, argc, argv, err);
	const char *profile = options->profile;
	struct error wrong;

	if (ret || !profile)
		return ret;
	options->profile_words = profile_read(profile, argv[0], &profile_argc, err);
	if (!options->profile_words)
		return -EINVAL;
	ret = parse(options, profile_argc, options->profile_words, &wrong);
	if (!ret && options->profile != profile)
		ret = error_set(&wrong, -EINVAL, "a profile cannot name another");
	if (ret < 0)
		return error_set(err, ret, "--profile %.60s: %s", profile, wrong.text);
	return ret ? ret : parse(options, argc, argv, err);
}

static int check_format(const char *format, struct error *err)
{
	for (int i = 0; formats[i]; i++) {
		if (!strcmp(formats[i], format))
			return 0;
	}
	return error_set(err, -EINVAL,
			 "--format: '%.40s' does not exist; there are: table, csv, jsonl, mail",
			 format);
}

/* It chooses places itself, and as many threads as a node has CPUs unless told otherwise. */
static int settle_matrix(struct plan_request *plan, struct error *err)
{
	const struct plan_request *usual = &measure_defaults.plan;

	if (!plan->matrix)
		return 0;
	if (plan->placements != usual->placements || plan->memory != usual->memory)
		return error_set(
			err, -EINVAL,
			"--matrix chooses nodes itself: leave out --placement and --memory");
	if (!plan->threads)
		plan->threads = "max";
	return 0;
}

static bool is_in_list(const char *list, const char *name)
{
	size_t length = strlen(name);

	for (const char *at = list; at; at = strchr(at, ',')) {
		at += *at == ',';
		if (!strncmp(at, name, length) && (!at[length] || at[length] == ','))
			return true;
	}
	return false;
}

/* Whoever wants it measured anew need not know the name of the workload. */
static int settle_cache(struct run_options *options, struct error *err)
{
	const char *list = options->measure.plan.workloads;
	int ret = ping_pong_cache_parse(&options->cache, options->cache_word, true, err);

	if (ret || options->cache != PING_PONG_CACHE_REFRESH || !strcmp(list, "all") ||
	    is_in_list(list, "ping-pong"))
		return ret;
	if (asprintf(&options->workloads, "%s,ping-pong", list) < 0) {
		options->workloads = NULL;
		return error_set(err, -ENOMEM, "out of memory");
	}
	options->measure.plan.workloads = options->workloads;
	return 0;
}

/* What depends on other options. */
static int settle(struct run_options *options, struct error *err)
{
	bool to_stdout = options->out && !strcmp(options->out, "-");

	int ret = measure_options_settle(&options->measure, err);

	if (ret)
		return ret;
	ret = settle_matrix(&options->measure.plan, err);
	if (!ret)
		ret = settle_cache(options, err);
	if (ret)
		return ret;
	if (!options->processes || options->processes > options->repeats)
		options->processes = options->repeats;
	if (!options->format)
		options->format = to_stdout ? "jsonl" : "table";
	if (to_stdout && strcmp(options->format, "jsonl"))
		return error_set(err, -EINVAL,
				 "--out - already takes standard output; leave out --format %s, or "
				 "give a file",
				 options->format);
	return check_format(options->format, err);
}

int run_options_parse(struct run_options *options, int argc, char **argv, struct error *err)
{
	int ret;

	*options = (struct run_options){
		.measure = measure_defaults,
		.repeats = 5,
	};
	options->measure.plan.schemes = "all";
	options->measure.duration_ns = 200000000;
	ret = parse_all(options, argc, argv, err);
	return ret ? ret : settle(options, err);
}

void run_options_free(struct run_options *options)
{
	free(options->profile_words);
	free(options->workloads);
}
