// SPDX-License-Identifier: GPL-2.0-or-later
/* compare_options.c: the options of `pageref compare`, beside what they fill. See compare_options.h. */
#include "bench/command/compare_options.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "bench/command/source_options.h"

#define REGRESSION    "--fail-on-regression"
#define SAMPLE_NS     20000000
#define BUDGET_NS     60000000000
#define USUAL_PERCENT 1.0
#define MOST_ROUNDS   1000
/* Half of the 5 % that is promised: a machine is never as well-behaved as the test assumes. */
#define USUAL_ALPHA 0.025

static void add_rows(struct option_list *list, struct compare_options *o, const char **format,
		     const char **regression)
{
	const struct option_row what[] = {
		{OPTION_HEADING, .help = "What is compared (with no FILE it is measured now):"},
		{OPTION_TEXT, "base", 0, &o->base, .argument = "SCHEME",
		 .help = "what others are compared with; of several files, a FILE\n"
			 "                               (default the first file)"},
		{OPTION_TEXT, "test", 0, &o->test, .argument = "L",
		 .help = "schemes that are compared with it"},
		{OPTION_TEXT, "metric", 0, &o->metric, .argument = "M",
		 .help = "ops_per_sec (default), ns_per_op, retries_per_op, fairness, ...\n"
			 "                               or the name of an event that was counted"},
		{OPTION_HEADING, .help = "How it is judged:"},
		{OPTION_REAL, "alpha", 0, &o->alpha, .argument = "P",
		 .help = "chance of any false call in the table (default 0.025)"},
		{OPTION_REAL, "threshold", 0, &o->threshold, .argument = "PCT",
		 .help = "call no smaller difference (default 0)"},
		{OPTION_MAYBE, "fail-on-regression", 0, regression, .argument = "PCT",
		 .help = "exit with 1 where something is called slower, by PCT or more"},
		{OPTION_HEADING, .help = "What comes of it:"},
		{OPTION_TEXT, "format", 'f', format, .argument = "F",
		 .help = "mail (default), table, markdown, csv, json"},
		{OPTION_TEXT, "plot", 0, &o->pictures, .argument = "DIR",
		 .help = "draw pictures of it there"},
	};
	const struct option_row live[] = {
		{OPTION_COUNT, "repeat", 'r', &o->rounds, .argument = "N",
		 .help = "rounds of each process (default 3)"},
		{OPTION_REAL, "precision", 0, &o->precision, .argument = "PCT",
		 .help = "stop when every interval is this narrow, +-PCT (default 1)"},
		{OPTION_DURATION, "budget", 0, &o->budget, .argument = "T",
		 .help = "stop after so long in any case (default 1m)"},
		{OPTION_FLAG, "self-test", 0, &o->self_test, true,
		 .help = "compare --base (default plain) with a copy of itself: what\n"
			 "                               difference can be seen here and now?"},
		{OPTION_TEXT, "out", 'o', &o->out, .argument = "FILE",
		 .help = "results to append to (default results/HOST-DATE.jsonl)"},
		{OPTION_TEXT, "topology", 0, &o->topology, .argument = "T",
		 .help = "plan on an hwloc XML file or synthetic description"},
		{OPTION_FLAG, "dry-run", 'n', &o->dry_run, true, .help = "print the plan and stop"},
	};

	size_t nr_what;

	OPTION_LIST_ADD(list, what);
	nr_what = list->nr;
	measure_options_what(list, &o->measure.plan);
	source_options_rows(list, &o->sources);
	measure_options_kernel(list, &o->measure.plan);
	measure_options_lookups(list, &o->measure.plan);
	measure_options_how(list, &o->measure);
	OPTION_LIST_ADD(list, live);
	for (size_t i = nr_what; i < list->nr; i++) {
		if (list->rows[i].name && strcmp(list->rows[i].name, "seed"))
			list->rows[i].given = &o->how;
	}
}

static bool is_number(const char *text)
{
	char *end;

	strtod(text, &end);
	return isdigit((unsigned char)*text) && !*end && !strpbrk(text, "xX");
}

/* "--fail-on-regression 3" as "--fail-on-regression=3": a number is no file. NULL: out of memory. */
static char **join_regression(struct compare_options *options, int *argc, char **argv)
{
	char **words = calloc((size_t)*argc + 1, sizeof(*words));
	int nr = 0;

	for (int i = 0; words && i < *argc; i++) {
		bool joined = !strcmp(argv[i], REGRESSION) && i + 1 < *argc &&
			      is_number(argv[i + 1]);
		size_t size = strlen(argv[i]) + (joined ? strlen(argv[i + 1]) + 1 : 0) + 1;
		char *word = malloc(size);

		words[nr++] = word;
		if (!word) {
			options->words = words;
			return NULL;
		}
		snprintf(word, size, "%s%s%s", argv[i], joined ? "=" : "",
			 joined ? argv[i + 1] : "");
		i += joined;
	}
	*argc = nr;
	options->words = words;
	return words;
}

static int parse_format(struct compare_options *options, const char *name, struct error *err)
{
	char quote[ERROR_QUOTE_SIZE];

	for (int i = 0; i < NR_CONTRAST_FORMATS; i++) {
		if (!strcmp(contrast_format_names[i], name)) {
			options->format = (enum contrast_format)i;
			return 0;
		}
	}
	return error_set(
		err, -EINVAL,
		"--format: '%s' does not exist; there are: table, mail, markdown, csv, json",
		error_quote(quote, name, strlen(name)));
}

static int settle(struct compare_options *options, const char *format, const char *regression,
		  struct error *err)
{
	bool seeded = options->measure.seed != measure_defaults.seed;
	int ret = parse_format(options, format, err);

	if (!ret && (options->alpha <= 0 || options->alpha > 0.5))
		ret = error_set(err, -EINVAL, "--alpha: it is above 0 and at most 0.5");
	if (!ret && regression && *regression && !is_number(regression))
		ret = error_set(err, -EINVAL, "%s: '%.40s' is no percentage", REGRESSION,
				regression);
	if (!ret && options->rounds > MOST_ROUNDS)
		ret = error_set(err, -EINVAL, "--repeat: a process has at most %d rounds",
				MOST_ROUNDS);
	if (!ret)
		ret = measure_options_settle(&options->measure, err);
	options->fail_on_regression = !regression ? -1 : *regression ? strtod(regression, NULL) : 0;
	options->seed = seeded && options->measure.seed ? options->measure.seed : 1;
	return ret;
}

int compare_options_parse(struct compare_options *options, int *argc, char **argv, int *operands,
			  struct error *err)
{
	const char *format = "mail", *regression = NULL;
	struct option_list list = {.nr = 0};
	const struct command_usage usage = {
		.synopsis = "pageref compare [OPTION]... [FILE]...",
		.summary =
			"Is test faster than base? Of results files, of schemes in one file, or\n"
			"measured now, side by side.",
		.rows = list.rows,
		.max_operands = INT_MAX,
	};
	int ret;

	*options = (struct compare_options){
		.alpha = USUAL_ALPHA,
		.precision = USUAL_PERCENT,
		.budget = BUDGET_NS,
		.rounds = 3,
		.measure = measure_defaults,
	};
	options->measure.duration_ns = SAMPLE_NS;
	if (!join_regression(options, argc, argv))
		return error_set(err, -ENOMEM, "out of memory");
	add_rows(&list, options, &format, &regression);
	ret = options_parse(&usage, *argc, options->words, operands, err);
	return ret ? ret : settle(options, format, regression, err);
}

void compare_options_free(struct compare_options *options)
{
	for (int i = 0; options->words && options->words[i]; i++)
		free(options->words[i]);
	free(options->words);
}

struct contrast_options compare_contrast_options(const struct compare_options *options)
{
	return (struct contrast_options){
		.metric = options->metric,
		.alpha = options->alpha,
		.threshold_percent = options->threshold,
		.seed = options->seed,
	};
}
