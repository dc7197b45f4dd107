/* SPDX-License-Identifier: GPL-2.0-or-later */
/* plot_lines.h: one line for each scheme of a panel, over its thread counts. */
#ifndef BENCH_PLOT_LINES_H
#define BENCH_PLOT_LINES_H

#include "bench/plot/plot_axis.h"
#include "bench/plot/plot_boundary.h"
#include "bench/plot/plot_job.h"

/* What a picture shows of each cell. */
struct measure {
	const char *kind;
	const struct estimate *(*of)(const struct cell *cell, int event);
	enum axis_fit fit;
	bool candidates_fill; /* reference lines may leave the picture: only the others set its range */
	int event;
};

struct line {
	int row; /* in the panel */
	char label[128];
	int style; /* in plots/style.gp */
	bool reference;
	bool banded; /* its intervals lie in the picture */
	double last_threads, last_value;
	double label_place; /* beside the box, 0 at its bottom */
	bool beyond; /* ends outside the picture */
};

struct lines {
	const struct panel *panel;
	const struct measure *measure;
	struct axis x, y;
	int nr;
	struct line *items;
	double box_right;
	double label_scale; /* 1, or less where the labels would not fit */
	struct boundary_list boundaries;
};

/* Work it all out. Returns 0; -ENODATA where @panel has no value to show; or -ENOMEM. */
int lines_make(struct lines *lines, const struct panel *panel, const struct measure *measure,
	       const struct plot_job *job);
void lines_free(struct lines *lines);

/* The estimate of @line at the @threads-th count, or NULL where there is none. */
const struct estimate *line_estimate(const struct lines *lines, const struct line *line,
				     int threads);

/* As variables and data of @picture. */
void lines_write(const struct lines *lines, const struct picture *picture);

#endif
