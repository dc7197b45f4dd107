// SPDX-License-Identifier: GPL-2.0-or-later
/* plot.c: `pageref plot`: a results file as pictures, in files or on the terminal. */
#include <err.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/command/command.h"
#include "bench/command/data_dir.h"
#include "bench/command/ping_pong_cache.h"
#include "bench/exit_status.h"
#include "bench/kept/kept.h"
#include "bench/plan/names.h"
#include "bench/command/options.h"
#include "bench/plot/plot.h"

static void say_drawn(void *quiet, const char *path)
{
	(void)quiet;
	printf("%s\n", path);
}

static void say_skipped(void *quiet, const char *picture, const char *why)
{
	(void)quiet;
	warnx("%s: not drawn: %s", picture, why);
}

/* "svg,png" to flags. */
static int parse_formats(const char *text, struct plot_options *options, struct error *err)
{
	static const char *const known[] = {"svg", "png", NULL};
	struct int_list chosen;
	int ret = names_resolve(&chosen, "--format", text, known, err);

	for (int i = 0; !ret && i < chosen.nr; i++) {
		options->svg |= chosen.values[i] == 0;
		options->png |= chosen.values[i] == 1;
	}
	int_list_free(&chosen);
	return ret;
}

/* The kinds that @text names, each once; for free(), with the names as they are in the table. */
static int parse_kinds(const char *text, const char ***kinds, struct error *err)
{
	size_t nr = 0;
	struct int_list chosen;
	const char **names;
	int ret;

	while (plot_kinds[nr].name)
		nr++;
	names = calloc(2 * (nr + 1), sizeof(*names));
	if (!names)
		return error_set(err, -ENOMEM, "out of memory");
	for (size_t i = 0; i < nr; i++)
		names[nr + 1 + i] = plot_kinds[i].name;
	ret = names_resolve(&chosen, "--plot", text, names + nr + 1, err);
	for (int i = 0; !ret && i < chosen.nr; i++)
		names[i] = plot_kinds[chosen.values[i]].name;
	int_list_free(&chosen);
	*kinds = names;
	return ret;
}

static int draw(const struct results *results, const struct plot_options *options,
		enum ping_pong_cache cache)
{
	struct kept kept = {.results = {0}};
	struct summary summary;
	struct error err;
	int ret;

	if (summary_make(&summary, results)) {
		warnx("out of memory");
		return EXIT_CANNOT;
	}
	if (cache == PING_PONG_CACHE_USE && kept_use(&kept, &summary))
		warnx("out of memory for reference lines");
	ret = plot_draw(&summary, options, &err);
	if (ret)
		warnx("%s", err.text);
	summary_free(&summary);
	kept_free(&kept);
	if (!ret)
		return EXIT_DONE;
	if (ret == -EINVAL)
		return EXIT_BAD_COMMAND;
	return ret == -ENOENT || ret == -ENOEXEC ? EXIT_CANNOT : EXIT_CANNOT_WRITE;
}

static int read_and_draw(const char *path, struct plot_options *options, enum ping_pong_cache cache)
{
	char plots[PATH_MAX];
	struct results results = {0};
	struct error err;
	int status;

	if (data_dir("plots", plots, sizeof(plots), &err)) {
		warnx("%s", err.text);
		return EXIT_CANNOT;
	}
	options->data_dir = plots;
	if (results_read(&results, path, &err)) {
		warnx("%s", err.text);
		return EXIT_BAD_COMMAND;
	}
	if (results.torn) {
		error_set(&err, 0, "%s: its last line is torn and left out", path);
		warnx("%s", err.text);
	}
	if (results.nr_samples) {
		status = draw(&results, options, cache);
	} else {
		error_set(&err, -ENODATA, "%s: there is no sample in it to draw", path);
		warnx("%s", err.text);
		status = EXIT_BAD_COMMAND;
	}
	results_free(&results);
	return status;
}

int command_plot(int argc, char **argv)
{
	struct plot_options options = {.drawn = say_drawn, .skipped = say_skipped};
	const char *out = "pics", *kinds = NULL, *format = "svg,png", *cache_word = NULL;
	const struct option_row rows[] = {
		{OPTION_TEXT, "out", 'o', &out, .argument = "DIR",
		 .help = "where pictures and their data go (default pics)"},
		{OPTION_TEXT, "plot", 'p', &kinds, .argument = "L",
		 .help = "pictures wanted ('pageref list plots'; default all)"},
		{OPTION_TEXT, "format", 'f', &format, .argument = "L",
		 .help = "svg, png (default both)"},
		{OPTION_FLAG, "terminal", 't', &options.terminal, true,
		 .help = "draw with characters on standard output"},
		{OPTION_TEXT, "ping-pong-cache", 0, &cache_word, .argument = "HOW",
		 .help = "reference lines from the machine's last ping-pong: use (default),\n"
			 "                               none"},
		{.kind = OPTION_END},
	};
	const struct command_usage usage = {
		.synopsis = "pageref plot [OPTION]... FILE",
		.summary = "Draw pictures of a results file (- is standard input).",
		.rows = rows,
		.max_operands = 1,
	};
	enum ping_pong_cache cache;
	struct error err;
	const char **names = NULL;
	int operand, status, ret = options_parse(&usage, argc, argv, &operand, &err);

	if (ret > 0)
		return EXIT_DONE;
	if (!ret && operand == argc)
		ret = error_set(&err, -EINVAL, "which results file? usage: %s", usage.synopsis);
	if (!ret)
		ret = parse_formats(format, &options, &err);
	if (!ret)
		ret = ping_pong_cache_parse(&cache, cache_word, false, &err);
	if (!ret && kinds)
		ret = parse_kinds(kinds, &names, &err);
	if (ret < 0) {
		warnx("%s", err.text);
		free(names);
		return ret == -ENOMEM ? EXIT_CANNOT : EXIT_BAD_COMMAND;
	}
	options.kinds = names;
	options.out_dir = out;
	status = read_and_draw(argv[operand], &options, cache);
	free(names);
	return status;
}
