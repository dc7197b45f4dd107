/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * plot_lines.h: lines with their names at their ends: one for each row of a panel over its thread
 * counts, or whatever else a kind of picture makes of the samples.
 */
#ifndef BENCH_PLOT_LINES_H
#define BENCH_PLOT_LINES_H

#include "bench/plot/plot_axis.h"
#include "bench/plot/plot_boundary.h"
#include "bench/plot/plot_job.h"

/* What a picture shows. */
struct measure {
	const char *kind;
	const struct estimate *(*of)(const struct cell *cell, int event); /* by threads */
	enum axis_fit fit;
	const char *points; /* what they are of the processes; NULL: their "median of" */
	bool candidates_fill; /* reference lines may leave the picture: only the others set its range */
	bool from_x_zero; /* a linear x axis that begins there: time */
	bool bare; /* lines without points, of which there are too many */
	bool zeros_give_way; /* to a logarithmic axis, if that is what the other values need */
	int event;
	/* What this is at a reference of @threads threads: pictures with it have the two lines. */
	double (*at_rate)(double ops_per_sec, int threads);
};

struct line_point {
	double x;
	struct estimate y;
};

struct line {
	char name[PLOT_TEXT_SIZE]; /* for the data file: in full */
	char label[128];
	int style; /* in plots/style.gp */
	bool reference;
	bool banded; /* its intervals lie in the picture */
	int nr;
	struct line_point *points; /* by x */
	double label_place; /* beside the box, 0 at its bottom */
	bool beyond; /* ends outside the picture */
};

struct lines {
	const struct measure *measure;
	const struct panel *panel; /* whose thread counts are the x axis, or NULL */
	const char *bytes_unit; /* of y, or NULL */
	bool zeros_dropped;
	struct axis x, y;
	int nr;
	struct line *items;
	double box_right;
	double label_scale; /* 1, or less where the labels would not fit */
	struct boundary_list boundaries;
};

/*
 * Work out the lines of @panel by threads. Returns 0; -ENODATA where it has no value to show; or
 * -ENOMEM.
 */
int lines_make(struct lines *lines, const struct panel *panel, const struct measure *measure,
	       const struct plot_job *job);

/*
 * The same in steps, for other x: begin with *lines of a measure and nothing else, add lines with
 * room for @nr points each (NULL: out of memory), fill those, lay them out.
 */
struct line *lines_add(struct lines *lines, int nr);
int lines_lay_out(struct lines *lines, const struct plot_job *job);
void lines_free(struct lines *lines);

/* How the line of row @row of @panel looks, and what it is called beside the others. */
int row_style(const struct panel *panel, int row, const struct plot_job *job);
void row_label(char *out, size_t size, const struct panel *panel, int row);

/* The point where a line ends. */
const struct line_point *line_end(const struct line *line);

/* The picture of @measure over the threads of @panel: 0, 1 where there was nothing to draw, or an error. */
int draw_panel(struct plot_job *job, const struct panel *panel, const struct measure *measure,
	       const char *event, struct error *err);

/*
 * The picture of @lines over the threads of their panel, told from others by @event; @ret is what laying
 * them out has come to. Frees @lines. Returns 0, 1 where @ret says that there is nothing to draw, or an
 * error.
 */
int draw_thread_lines(struct plot_job *job, struct lines *lines, int ret, const char *event,
		      struct error *err);

/*
 * The picture of @lines that stand for something of @view, whose first thread count they are of, over
 * an axis called @x_title. Without a @note it says what the points are. Returns 0 or an error.
 */
int draw_curves(struct plot_job *job, const struct panel *view, const struct lines *lines,
		const char *x_title, const char *note, struct error *err);

/* As variables and data of @picture. */
void lines_write(const struct lines *lines, const struct picture *picture);

#endif
