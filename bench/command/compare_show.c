// SPDX-License-Identifier: GPL-2.0-or-later
/* compare_show.c: from sides to a table, pictures and an exit status. See compare_show.h. */
#include "bench/command/compare_show.h"

#include <err.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>

#include "bench/command/data_dir.h"
#include "bench/command/standard_output.h"
#include "bench/compare/contrast_columns.h"
#include "bench/compare/contrast_plot.h"
#include "bench/exit_status.h"

#define LABEL_SIZE 80

/* Every point that fails, so that a script's log says why. */
static void say_regression(const struct contrast *contrast, const struct contrast_point *point)
{
	char text[512], change[TABLE_TEXT], low[TABLE_TEXT], high[TABLE_TEXT];
	char base[LABEL_SIZE], test[LABEL_SIZE], metric[LABEL_SIZE];

	contrast_label(base, sizeof(base), contrast->sides[0].label, LABEL_SIZE - 1);
	contrast_label(test, sizeof(test), contrast->sides[point->test + 1].label, LABEL_SIZE - 1);
	contrast_label(metric, sizeof(metric), contrast->metric.name, LABEL_SIZE - 1);
	contrast_percent(change, point->effect.ratio, 1);
	contrast_percent(low, point->effect.low, 1);
	contrast_percent(high, point->effect.high, 1);
	warnx("%s is %s than %s: %s: %s %s [%s, %s]", test,
	      metric_word(&contrast->metric, point->call == CALL_MORE), base,
	      contrast_describe(contrast, &point->key, text, sizeof(text)), metric, change, low,
	      high);
}

static int judge(const struct compare_options *options, const struct contrast *contrast)
{
	int status = EXIT_DONE;

	for (int i = 0; options->fail_on_regression >= 0 && i < contrast->nr_points; i++) {
		const struct contrast_point *point = &contrast->points[i];

		if (!contrast_is_regression(contrast, point, options->fail_on_regression))
			continue;
		say_regression(contrast, point);
		status = EXIT_ANSWER_IS_NO;
	}
	return status;
}

/* Whatever the format: a table without notes must not hide it. */
static void warn_of_machine(const struct contrast *contrast)
{
	for (int i = 0; i < contrast->nr_differences; i++) {
		const struct contrast_difference *difference = &contrast->differences[i];
		struct error line;

		if (!difference->machine)
			continue;
		error_set(&line, 0, "another machine: %s: %s | %s", difference->name,
			  difference->base, difference->test);
		warnx("%s", line.text);
		return;
	}
}

static int print(const struct compare_options *options, const struct contrast *contrast)
{
	if (contrast_print(stdout, contrast, options->format)) {
		warnx("out of memory");
		return EXIT_CANNOT;
	}
	/* Now, not at the end: what follows on standard error belongs below it. */
	return standard_output_flush();
}

static void say_drawn(void *quiet, const char *path)
{
	(void)quiet;
	warnx("drawn: %s", path);
}

static void say_skipped(void *quiet, const char *picture, const char *why)
{
	(void)quiet;
	warnx("%s: not drawn: %s", picture, why);
}

static int draw(const struct compare_options *options, const struct contrast *contrast)
{
	char plots[PATH_MAX];
	const struct plot_options plot_options = {
		.out_dir = options->pictures,
		.data_dir = plots,
		.svg = true,
		.png = true,
		.drawn = say_drawn,
		.skipped = say_skipped,
	};
	struct error err;
	int ret;

	if (!options->pictures)
		return EXIT_DONE;
	if (data_dir("plots", plots, sizeof(plots), &err)) {
		warnx("%s", err.text);
		return EXIT_CANNOT;
	}
	ret = contrast_plot(contrast, &plot_options, &err);
	if (!ret)
		return EXIT_DONE;
	warnx("%s", err.text);
	return ret == -ENOENT || ret == -ENOEXEC || ret == -ENOMEM ? EXIT_CANNOT
								   : EXIT_CANNOT_WRITE;
}

int compare_show(const struct compare_options *options, const struct contrast_side *base,
		 const struct contrast_side *tests, int nr_tests)
{
	const struct contrast_options contrast_options = compare_contrast_options(options);
	struct contrast contrast;
	struct error err;
	int status, ret = contrast_make(&contrast, base, tests, nr_tests, &contrast_options, &err);

	if (ret) {
		warnx("%s", err.text);
		return ret == -ENOMEM ? EXIT_CANNOT : EXIT_BAD_COMMAND;
	}
	warn_of_machine(&contrast);
	status = print(options, &contrast);
	if (!status)
		status = draw(options, &contrast);
	if (!status)
		status = judge(options, &contrast);
	contrast_free(&contrast);
	return status;
}
