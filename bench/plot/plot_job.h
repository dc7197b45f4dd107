/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * plot_job.h: what the parts of plotting share: the run of plot_draw() under way, one picture of it,
 * and the two files that each picture is given to gnuplot as. A picture's script (NAME.gp) holds all
 * its words and measures as variables and then loads the script of its kind; NAME.dat its numbers.
 */
#ifndef BENCH_PLOT_JOB_H
#define BENCH_PLOT_JOB_H

#include <limits.h>
#include <stdio.h>

#include "bench/plot/plot.h"
#include "bench/plot/plot_text.h"

#define PICTURE_NAME_SIZE 200

/* The paper: sizes are fractions of its width and height. */
struct paper {
	int columns, rows; /* of a terminal; 0 in files */
	bool colour;
	double char_width, line_height; /* of a label */
	double small_char_width; /* of a boundary's */
	double top, bottom, left; /* where the axes' box lies */
};

struct plot_job {
	const struct summary *summary;
	const struct plot_options *options;
	struct paper paper;
	char dir[PATH_MAX]; /* where NAME.gp and NAME.dat go */
	char (*names)[PICTURE_NAME_SIZE]; /* given out so far: no two pictures may share one */
	int nr_names;
	const char **candidates; /* schemes but baseline and reference lines, for one look each */
	int nr_candidates;
};

/* Make what is missing of the directories of @job, and find out which they are. */
int files_make_directories(struct plot_job *job, struct error *err);

/* Copy plots/ beside the data. */
int files_copy_scripts(struct plot_job *job, struct error *err);

/* Remove a terminal's directory; the pictures' own files went with them. */
void files_remove_temporary(const struct plot_job *job);

struct picture {
	char name[PICTURE_NAME_SIZE];
	FILE *script, *data;
};

/*
 * Begin a picture of @kind; @panel (or NULL) and @subject (an event, or NULL) tell it from others of
 * its kind. Opens its files and writes its name, formats and paper.
 */
int picture_begin(struct picture *picture, struct plot_job *job, const char *kind,
		  const char *subject, const struct panel *panel, struct error *err);

/* Finish the script, so that it loads plots/@kind.gp, close the files, run gnuplot, tell the caller. */
int picture_end(struct picture *picture, struct plot_job *job, const char *kind, struct error *err);

/* Give up: close the files. */
void picture_abandon(struct picture *picture);

/* Tell the caller that a picture could not be drawn. */
void picture_skip(const struct plot_job *job, const char *kind, const struct panel *panel,
		  const char *why);

/* ---- variables of a picture's script ---- */
void script_text(const struct picture *picture, const char *variable, const char *text);
void script_number(const struct picture *picture, const char *variable, double value);

/* The lines below every picture: where and when it was measured, @note, and how far to trust it. */
void script_footer(const struct picture *picture, const struct plot_job *job,
		   const struct result_run *run, const char *note);

/* What a picture of @kind is called: PICTURE_NAME_SIZE, with room for a number at its end. */
void make_name(char *name, const char *kind, const char *subject, const struct panel *panel);

/* "placement compact, memory local, ..." of @panel into @out. */
void describe_conditions(char *out, size_t size, const struct panel *panel);

/* "host H, pageref V R: " of @run into @out where the pictures are of several machines, else "". */
void describe_machine(char *out, size_t size, const struct plot_job *job,
		      const struct result_run *run);

/* The words that pictures of a panel share: workload, conditions, what its operations are called. */
void script_panel(const struct picture *picture, const struct plot_job *job,
		  const struct panel *panel);

/* ---- the kinds ---- */
int draw_lifetimes(struct plot_job *job, const struct plot_kind *kind, struct error *err);
int draw_hop(struct plot_job *job, const struct plot_kind *kind, struct error *err);
int draw_retries(struct plot_job *job, const struct plot_kind *kind, struct error *err);
int draw_backlog(struct plot_job *job, const struct plot_kind *kind, struct error *err);
int draw_by_threads(struct plot_job *job, const struct plot_kind *kind, struct error *err);
int draw_events(struct plot_job *job, const struct plot_kind *kind, struct error *err);
int draw_node_events(struct plot_job *job, const struct plot_kind *kind, struct error *err);
int draw_packages(struct plot_job *job, const struct plot_kind *kind, struct error *err);
int draw_nodes(struct plot_job *job, const struct plot_kind *kind, struct error *err);
int draw_ping_pong(struct plot_job *job, const struct plot_kind *kind, struct error *err);

#endif
