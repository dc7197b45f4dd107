// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plot_picture.c: one picture from its name to its file. Names of different panels may look alike; a
 * number then tells them apart.
 */
#include "bench/plot/plot_job.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/plot/gnuplot.h"
#include "topology/environment.h"

/* ---- names ---- */

static bool is_taken(const struct plot_job *job, const char *name)
{
	for (int i = 0; i < job->nr_names; i++) {
		if (!strcmp(job->names[i], name))
			return true;
	}
	return false;
}

static int claim_name(char *name, struct plot_job *job)
{
	void *grown = realloc(job->names, (size_t)(job->nr_names + 1) * sizeof(*job->names));
	size_t length = strlen(name);

	if (!grown)
		return -ENOMEM;
	job->names = grown;
	for (int n = 2; is_taken(job, name); n++)
		snprintf(name + length, PICTURE_NAME_SIZE - length, "-%d", n);
	memcpy(job->names[job->nr_names++], name, PICTURE_NAME_SIZE);
	return 0;
}

/* ---- variables ---- */

void script_text(const struct picture *picture, const char *variable, const char *text)
{
	fprintf(picture->script, "%s = ", variable);
	text_quote(picture->script, text);
	fputc('\n', picture->script);
}

void script_number(const struct picture *picture, const char *variable, double value)
{
	fprintf(picture->script, "%s = %.10g\n", variable, value);
}

static void write_paper(const struct picture *picture, const struct plot_job *job)
{
	const struct paper *paper = &job->paper;
	const struct plot_options *options = job->options;

	script_text(picture, "formats",
		    options->terminal		   ? "dumb"
		    : options->svg && options->png ? "svg png"
		    : options->svg		   ? "svg"
						   : "png");
	script_text(picture, "name", picture->name);
	script_number(picture, "columns", paper->columns);
	script_number(picture, "rows", paper->rows);
	script_number(picture, "colour_terminal", paper->colour);
	script_number(picture, "box_left", paper->left);
	script_number(picture, "box_top", paper->top);
	script_number(picture, "box_bottom", paper->bottom);
}

void script_footer(const struct picture *picture, const struct plot_job *job,
		   const struct result_run *run, const char *note)
{
	int room = job->paper.columns ? job->paper.columns - 2 : 118;
	const bool emulated = environment_is_emulation(run->virtualisation);
	char host[100], cpu[180], kernel[140], date[48], text[PLOT_TEXT_SIZE], cut[PLOT_TEXT_SIZE];

	text_shorten(host, sizeof(host), *run->host ? run->host : "unknown host", 20);
	text_shorten(cpu, sizeof(cpu), *run->cpu_model ? run->cpu_model : "unknown CPU", 40);
	text_shorten(kernel, sizeof(kernel), *run->kernel ? run->kernel : "unknown kernel", 30);
	snprintf(date, sizeof(date), "%.10s", *run->start_time ? run->start_time : "undated");
	snprintf(text, sizeof(text), "%s: %s, Linux %s, %s", host, cpu, kernel, date);
	text_shorten(cut, sizeof(cut), text, room);
	script_text(picture, "footer_host", cut);
	text_shorten(cut, sizeof(cut), note, room);
	script_text(picture, "footer_note", cut);
	text_shorten(host, sizeof(host), run->virtualisation, 20);
	snprintf(text, sizeof(text),
		 emulated ? "emulated (%s): not a measurement"
			  : "virtual machine (%s): its CPUs may be moved; ratios hold for this run",
		 host);
	script_text(picture, "footer_trust",
		    *host && strcmp(host, "none") && strcmp(host, "unknown") ? text : "");
	script_number(picture, "emulated", emulated);
}

/* ---- files ---- */

static void make_path(char *path, const struct plot_job *job, const struct picture *picture,
		      const char *ending)
{
	snprintf(path, PATH_MAX, "%.*s/%s.%s", PATH_MAX - PICTURE_NAME_SIZE - 8, job->dir,
		 picture->name, ending);
}

static int open_file(FILE **file, const struct plot_job *job, const struct picture *picture,
		     const char *ending, struct error *err)
{
	char path[PATH_MAX];

	make_path(path, job, picture, ending);
	*file = fopen(path, "we");
	if (!*file)
		return error_set(err, -EIO, "cannot write %s: %s", path, strerror(errno));
	return 0;
}

static int close_file(FILE **file, const struct plot_job *job, const struct picture *picture,
		      const char *ending, struct error *err)
{
	bool failed = ferror(*file);
	char path[PATH_MAX];

	failed |= fclose(*file) != 0;
	*file = NULL;
	make_path(path, job, picture, ending);
	if (failed)
		return error_set(err, -EIO, "cannot write %s: %s", path, strerror(errno));
	return 0;
}

void picture_abandon(struct picture *picture)
{
	if (picture->script)
		fclose(picture->script);
	if (picture->data)
		fclose(picture->data);
	picture->script = picture->data = NULL;
}

int picture_begin(struct picture *picture, struct plot_job *job, const char *kind,
		  const char *subject, const struct panel *panel, struct error *err)
{
	int ret;

	*picture = (struct picture){0};
	make_name(picture->name, kind, subject, panel);
	if (claim_name(picture->name, job))
		return error_set(err, -ENOMEM, "out of memory");
	ret = open_file(&picture->script, job, picture, "gp", err);
	if (!ret)
		ret = open_file(&picture->data, job, picture, "dat", err);
	if (ret) {
		picture_abandon(picture);
		return ret;
	}
	fprintf(picture->script,
		"# One picture, in words and measures. Its numbers are in %s.dat, how they are drawn\n"
		"# in plots/. Redraw it in this directory with: gnuplot %s.gp\n",
		picture->name, picture->name);
	write_paper(picture, job);
	return 0;
}

static int tell_drawn(const struct picture *picture, const struct plot_job *job, struct error *err)
{
	const struct plot_options *options = job->options;
	const struct {
		bool wanted;
		const char *ending;
	} formats[] = {{options->svg, "svg"}, {options->png, "png"}};
	char path[PATH_MAX];
	int ret = 0;

	for (int i = 0; i < 2 && !ret; i++) {
		if (!formats[i].wanted)
			continue;
		snprintf(path, sizeof(path), "%.*s/%s.%s", PATH_MAX - PICTURE_NAME_SIZE - 8,
			 options->out_dir, picture->name, formats[i].ending);
		ret = gnuplot_check_picture(path, err);
		if (!ret && options->drawn)
			options->drawn(options->context, path);
	}
	return ret;
}

/* gnuplot begins a picture of characters with a form feed and fills each row with blanks. */
static void print_row(const char *row)
{
	size_t length;

	row += strspn(row, "\f");
	length = strcspn(row, "\n");
	while (length && row[length - 1] == ' ')
		length--;
	printf("%.*s\n", (int)length, row);
}

static int show_text(const struct picture *picture, const struct plot_job *job, struct error *err)
{
	char path[PATH_MAX], *row = NULL;
	size_t room = 0;
	FILE *file;

	make_path(path, job, picture, "txt");
	file = fopen(path, "re");
	if (!file)
		return error_set(err, -errno, "cannot read %s: %s", path, strerror(errno));
	while (getline(&row, &room, file) > 0)
		print_row(row);
	putchar('\n');
	free(row);
	fclose(file);
	if (fflush(stdout))
		return error_set(err, -EIO, "cannot write the picture: %s", strerror(errno));
	return 0;
}

/* A terminal's picture leaves nothing behind. */
static void remove_files(const struct picture *picture, const struct plot_job *job)
{
	static const char *const endings[] = {"gp", "dat", "txt"};
	char path[PATH_MAX];

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		make_path(path, job, picture, endings[i]);
		unlink(path);
	}
}

int picture_end(struct picture *picture, struct plot_job *job, const char *kind, struct error *err)
{
	const bool terminal = job->options->terminal;
	char script[PICTURE_NAME_SIZE + 4];
	int ret;

	fprintf(picture->script, "do for [format in formats] { load 'plots/%s.gp' }\n", kind);
	ret = close_file(&picture->script, job, picture, "gp", err);
	if (!ret)
		ret = close_file(&picture->data, job, picture, "dat", err);
	snprintf(script, sizeof(script), "%s.gp", picture->name);
	if (!ret)
		ret = gnuplot_run(job->dir, script, err);
	picture_abandon(picture);
	if (!ret && terminal)
		ret = show_text(picture, job, err);
	if (terminal)
		remove_files(picture, job);
	else if (!ret)
		ret = tell_drawn(picture, job, err);
	return ret;
}

void picture_skip(const struct plot_job *job, const char *kind, const struct panel *panel,
		  const char *why)
{
	char name[PICTURE_NAME_SIZE];

	make_name(name, kind, NULL, panel);
	if (job->options->skipped)
		job->options->skipped(job->options->context, name, why);
}
