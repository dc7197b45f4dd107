// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * spin.c: spin makes C of a model, cc a program of that, and the program searches breadth first, so
 * the way to an error is a shortest one; then spin walks it once more and prints what the model has
 * to say. Every argument is a fixed word or a definition of ours, and no shell is asked.
 */
#include "bench/check/spin.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "bench/work.h"

#define MODEL	 "model.pml"
#define MAX_ARGS (SPIN_MAX_DEFINES + 12)

/* A command, begun with some words, then ended with others. */
struct command {
	const char *argv[MAX_ARGS + 1];
	int nr;
};

static void add_words(struct command *command, const char *const *words)
{
	while (*words && command->nr < MAX_ARGS)
		command->argv[command->nr++] = *words++;
}

#define ADD(command, ...) add_words(command, (const char *const[]){__VA_ARGS__, NULL})

/* Run @command in @dir. Returns its exit status or a negative errno; *@output is what it printed. */
static int run(const char *dir, const struct command *command, char **output, struct error *err)
{
	const char *name = command->argv[0];
	int ret = work_run(dir, command->argv, output, err);

	if (ret == -ENOENT)
		error_set(err, ret, "%s is not installed (Debian: apt install %s)", name,
			  strcmp(name, "cc") ? name : "gcc");
	return ret;
}

/* As run(), for what must exit with 0; the end of what it printed is the error otherwise. */
static int run_well(const char *dir, const struct command *command, char **output,
		    struct error *err)
{
	int ret = run(dir, command, output, err);
	size_t length = *output ? strlen(*output) : 0;

	if (ret > 0)
		ret = error_set(err, -ENOEXEC, "%s: %s", command->argv[0],
				length ? *output + (length > 300 ? length - 300 : 0) : "failed");
	return ret;
}

/* ---- the folder ---- */

static int make_folder(char dir[PATH_MAX], const char *model, struct error *err)
{
	char source[PATH_MAX], name[PATH_MAX + sizeof(MODEL) + 1];
	int ret;

	if (!realpath(model, source))
		return error_set(err, -errno, "%s: %s", model, strerror(errno));
	ret = work_folder_make(dir, err);
	if (ret)
		return ret;
	snprintf(name, sizeof(name), "%s/" MODEL, dir);
	if (symlink(source, name))
		return error_set(err, -errno, "%s: %s", name, strerror(errno));
	return 0;
}

/* ---- what was found ---- */

/* The number that stands before @what in @text; 0 where it does not. */
static uint64_t number_before(const char *text, const char *what)
{
	const char *end = strstr(text, what);

	while (end && end > text && end[-1] == ' ')
		end--;
	while (end && end > text && end[-1] >= '0' && end[-1] <= '9')
		end--;
	return end ? strtoull(end, NULL, 10) : 0;
}

static int read_result(struct spin_result *result, struct error *err)
{
	const char *broken = strstr(result->output, "assertion violated");
	const char *law = broken ? strstr(broken, "(1<<") : NULL;

	if (!strstr(result->output, "errors:"))
		return error_set(err, -EIO, "pan: %.300s", result->output);
	result->states = number_before(result->output, "states, stored");
	result->failed = broken;
	result->law = law ? atoi(law + 4) : 0;
	result->complete = strstr(result->output, "errors: 0") &&
			   !strstr(result->output, "Search not completed") &&
			   !strstr(result->output, "max search depth too small");
	return 0;
}

/* ---- the steps ---- */

static int generate(const char *dir, const struct spin_model *model, struct error *err)
{
	struct command command = {.nr = 0};
	char *output;
	int ret;

	ADD(&command, "spin");
	add_words(&command, model->defines);
	ADD(&command, "-a", MODEL);
	ret = run_well(dir, &command, &output, err);
	free(output);
	return ret;
}

static int compile(const char *dir, const struct spin_model *model, struct error *err)
{
	struct command command = {.nr = 0};
	char *output;
	int ret;

	/* Compiling takes longer than a small search, so that is not worth optimising. */
	ADD(&command, "cc", model->large ? "-O2" : "-O0", "-w", "-DBFS", "-DSAFETY", "-DNOFAIR");
	ADD(&command, "-o", "pan", "pan.c");
	ret = run_well(dir, &command, &output, err);
	free(output);
	return ret;
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static int search(const char *dir, const struct spin_model *model, struct spin_result *result,
		  struct error *err)
{
	struct command command = {.nr = 0};
	double began = now();
	int ret;

	ADD(&command, "./pan", "-m100000", model->large ? "-w24" : "-w20");
	ret = run(dir, &command, &result->output, err);
	result->seconds = now() - began;
	if (ret < 0)
		return ret;
	return read_result(result, err);
}

static int replay(const char *dir, const struct spin_model *model, struct spin_result *result,
		  struct error *err)
{
	struct command command = {.nr = 0};
	int ret;

	ADD(&command, "spin");
	add_words(&command, model->defines);
	ADD(&command, "-t", "-T", MODEL);
	ret = run(dir, &command, &result->trail, err);
	return ret < 0 ? ret : 0;
}

int spin_run(const struct spin_model *model, struct spin_result *result, struct error *err)
{
	char dir[PATH_MAX] = "";
	int ret;

	*result = (struct spin_result){0};
	ret = make_folder(dir, model->file, err);
	if (!ret)
		ret = generate(dir, model, err);
	if (!ret)
		ret = compile(dir, model, err);
	if (!ret)
		ret = search(dir, model, result, err);
	if (!ret && result->failed)
		ret = replay(dir, model, result, err);
	work_folder_remove(dir);
	return ret;
}

void spin_result_free(struct spin_result *result)
{
	free(result->trail);
	free(result->output);
	*result = (struct spin_result){0};
}
