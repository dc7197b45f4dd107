// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * compare.c: `pageref compare`: is test faster than base? Given files, of what they hold: each file
 * against the first, or schemes against one another. Without files, of what is measured now.
 */
#include <err.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/command/command.h"
#include "bench/command/compare_live.h"
#include "bench/command/compare_show.h"
#include "bench/exit_status.h"
#include "bench/plan/names.h"

#define LABEL_SIZE 128

/* The files, base first, and the sides that are made of them. */
struct comparison_files {
	int nr, nr_read;
	const char **paths;
	struct results *results;
	char (*labels)[LABEL_SIZE];
	struct contrast_side *sides; /* base, then tests: a file's, or a scheme's */
	int nr_sides;
	char **tests; /* the names of --test */
};

static int refuse(const char *format, ...) __attribute__((format(printf, 1, 2)));

static int refuse(const char *format, ...)
{
	struct error safe;
	char text[480];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	error_set(&safe, 0, "%s", text);
	warnx("%s", safe.text);
	return EXIT_BAD_COMMAND;
}

/* ---- files ---- */

/* "vanilla" for results/vanilla.jsonl. */
static void make_label(char label[LABEL_SIZE], const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash && slash[1] ? slash + 1 : path;
	size_t length = strlen(name);

	if (length > 6 && !strcmp(name + length - 6, ".jsonl"))
		length -= 6;
	snprintf(label, LABEL_SIZE, "%.*s", (int)length, name);
}

/* Two files of one name are told apart by their paths. */
static void make_labels(struct comparison_files *files)
{
	for (int i = 0; i < files->nr; i++)
		make_label(files->labels[i], files->paths[i]);
	for (int i = 0; i < files->nr; i++) {
		bool shared = false;
		char label[LABEL_SIZE];

		make_label(label, files->paths[i]);
		for (int k = 0; k < files->nr; k++) {
			char other[LABEL_SIZE];

			make_label(other, files->paths[k]);
			shared |= k != i && !strcmp(label, other);
		}
		if (shared)
			snprintf(files->labels[i], LABEL_SIZE, "%.*s", LABEL_SIZE - 1,
				 files->paths[i]);
	}
}

static bool same_conditions(const struct result_run *a, const struct result_run *b)
{
	bool same = a->nr_conditions == b->nr_conditions;

	/* Texts are interned. */
	for (int i = 0; same && i < a->nr_conditions; i++)
		same = a->conditions[i].name == b->conditions[i].name &&
		       a->conditions[i].value == b->conditions[i].value;
	return same;
}

/* When a run began that is in the file twice, as after cat; NULL where none is. No two begin alike. */
static const char *repeated_run(const struct results *results)
{
	for (int i = 0; i < results->nr_runs; i++) {
		for (int k = 0; k < i; k++) {
			if (*results->runs[i].start_time &&
			    same_conditions(&results->runs[i], &results->runs[k]))
				return results->runs[i].start_time;
		}
	}
	return NULL;
}

static int read_file(struct results *results, const char *path)
{
	const char *repeated;
	struct error err;

	if (results_read(results, path, &err)) {
		warnx("%s", err.text);
		return EXIT_BAD_COMMAND;
	}
	repeated = repeated_run(results);
	if (repeated)
		return refuse(
			"%.200s: the run of %.40s is in it twice: its processes would count as "
			"twice as many",
			path, repeated);
	if (results->torn) {
		error_set(&err, 0, "%s: its last line is torn and left out", path);
		warnx("%s", err.text);
	}
	return results->nr_samples ? EXIT_DONE
				   : refuse("%s: there is no sample in it to compare", path);
}

static int read_files(struct comparison_files *files)
{
	int status = EXIT_DONE;

	for (int i = 0; !status && i < files->nr; i++) {
		status = read_file(&files->results[i], files->paths[i]);
		files->nr_read++;
	}
	return status;
}

/* Base first: the first file, or that of --base, which may be one of the others or one more. */
static int order_files(struct comparison_files *files, const struct compare_options *options,
		       char **operands, int nr)
{
	const char *base = options->base && !options->test ? options->base : NULL;
	int at = 0;

	files->paths = calloc((size_t)nr + 2, sizeof(*files->paths));
	files->results = calloc((size_t)nr + 2, sizeof(*files->results));
	files->labels = calloc((size_t)nr + 2, sizeof(*files->labels));
	if (!files->paths || !files->results || !files->labels)
		return -ENOMEM;
	if (base)
		files->paths[files->nr++] = base;
	while (base && at < nr && strcmp(operands[at], base))
		at++;
	for (int i = 0; i < nr; i++) {
		if (!base || i != at)
			files->paths[files->nr++] = operands[i];
	}
	make_labels(files);
	return 0;
}

/* ---- sides ---- */

static int sides_of_files(struct comparison_files *files)
{
	files->nr_sides = files->nr;
	files->sides = calloc((size_t)files->nr, sizeof(*files->sides));
	if (!files->sides)
		return -ENOMEM;
	for (int i = 0; i < files->nr; i++)
		files->sides[i] = (struct contrast_side){
			.results = &files->results[i],
			.label = files->labels[i],
		};
	return 0;
}

/* Schemes of one file; of two, base is one of the first and the tests are of the second. */
static int sides_of_schemes(struct comparison_files *files, const struct compare_options *options)
{
	const struct results *last = &files->results[files->nr - 1];
	int nr = 0;

	files->tests = names_split(options->test);
	while (files->tests && files->tests[nr])
		nr++;
	files->sides = calloc((size_t)nr + 1, sizeof(*files->sides));
	if (!files->tests || !files->sides)
		return -ENOMEM;
	files->sides[files->nr_sides++] = (struct contrast_side){
		.results = &files->results[0],
		.label = options->base,
		.scheme = options->base,
	};
	for (int i = 0; i < nr; i++)
		files->sides[files->nr_sides++] = (struct contrast_side){
			.results = last,
			.label = files->tests[i],
			.scheme = files->tests[i],
		};
	return 0;
}

/* What the options and so many files do not make a comparison of. */
static int check(const struct compare_options *options, int nr)
{
	if (options->how)
		return refuse("--%s is for measuring, and what is in a file was measured before",
			      options->how);
	if (options->test && !options->base)
		return refuse("--test without --base: compare with which scheme?");
	if (options->test && nr > 2)
		return refuse("--base and --test name schemes of one file, or of two: these are %d",
			      nr);
	if (!options->test && nr == 1 && (!options->base || access(options->base, F_OK)))
		return refuse("one file has nothing to be compared with: give another, or "
			      "--base SCHEME --test SCHEME[,SCHEME]...");
	return EXIT_DONE;
}

static void free_files(struct comparison_files *files)
{
	for (int i = 0; i < files->nr_read; i++)
		results_free(&files->results[i]);
	free(files->paths);
	free(files->results);
	free(files->labels);
	free(files->sides);
	free(files->tests);
}

static int compare_files(const struct compare_options *options, char **operands, int nr)
{
	struct comparison_files files = {0};
	int ret, status = check(options, nr);

	if (status)
		return status;
	ret = order_files(&files, options, operands, nr);
	if (!ret)
		status = read_files(&files);
	if (!ret && !status)
		ret = options->test ? sides_of_schemes(&files, options) : sides_of_files(&files);
	if (!ret && !status)
		status = compare_show(options, files.sides, files.sides + 1, files.nr_sides - 1);
	if (ret) {
		warnx("out of memory");
		status = EXIT_CANNOT;
	}
	free_files(&files);
	return status;
}

int command_compare(int argc, char **argv)
{
	struct compare_options options;
	struct error err;
	int operands, status, ret = compare_options_parse(&options, &argc, argv, &operands, &err);

	if (ret > 0) {
		status = EXIT_DONE;
	} else if (ret < 0) {
		warnx("%s", err.text);
		status = EXIT_BAD_COMMAND;
	} else if (operands < argc) {
		status = compare_files(&options, options.words + operands, argc - operands);
	} else {
		status = compare_live(&options, argc, argv);
	}
	compare_options_free(&options);
	return status;
}
