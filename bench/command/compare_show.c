// SPDX-License-Identifier: GPL-2.0-or-later
/* compare_show.c: from sides to a table, pictures and an exit status. See compare_show.h. */
#include "bench/command/compare_show.h"

#include <err.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>

#include "bench/command/data_dir.h"
#include "bench/compare/contrast_columns.h"
#include "bench/compare/contrast_plot.h"
#include "bench/exit_status.h"

/* Every point that fails, so that a script's log says why. */
static int judge(const struct compare_options *options, const struct contrast *contrast)
{
	int status = EXIT_DONE;

	for (int i = 0; options->fail_on_regression >= 0 && i < contrast->nr_points; i++) {
		const struct contrast_point *point = &contrast->points[i];
		char text[512], change[TABLE_TEXT], low[TABLE_TEXT], high[TABLE_TEXT];

		if (!contrast_is_regression(contrast, point, options->fail_on_regression))
			continue;
		contrast_percent(change, point->effect.ratio, 1);
		contrast_percent(low, point->effect.low, 1);
		contrast_percent(high, point->effect.high, 1);
		warnx("%s: %s: %s [%s, %s]",
		      metric_word(&contrast->metric, point->call == CALL_MORE),
		      contrast_describe(contrast, &point->key, text, sizeof(text)), change, low,
		      high);
		status = EXIT_ANSWER_IS_NO;
	}
	return status;
}

static int print(const struct compare_options *options, const struct contrast *contrast)
{
	if (contrast_print(stdout, contrast, options->format)) {
		warnx("out of memory");
		return EXIT_CANNOT;
	}
	/* Now, not at the end: what follows on standard error belongs below it. */
	if (fflush(stdout)) {
		warn("standard output");
		return EXIT_CANNOT_WRITE;
	}
	return EXIT_DONE;
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
	status = print(options, &contrast);
	if (!status)
		status = draw(options, &contrast);
	if (!status)
		status = judge(options, &contrast);
	contrast_free(&contrast);
	return status;
}
