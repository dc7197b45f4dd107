// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plot_rows.c: the rows of a panel as lines by threads: what each is called, and how it looks. A
 * scheme alone looks the same in every picture of a file. Where more than the scheme varies, a colour
 * is for all but the memory map, and that, or else the memory order, makes the dashes.
 */
#include "bench/plot/plot_lines.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/scheme_order.h"

#define LABEL_MAX      24
#define LONG_LABEL_MAX 30 /* of several words */

/* As in plots/style.gp: baseline, candidates over and over, reference lines, more dashes. */
#define STYLE_BASELINE	    1
#define STYLE_CANDIDATES    2
#define NR_CANDIDATE_STYLES 12
#define STYLE_REFERENCES    14
#define NR_REFERENCE_STYLES 3
#define STYLE_THIRD_DASH    17
#define STYLE_ALONE	    23
#define STYLE_ALTERNATION   24
#define NR_COLOURS	    6

#define BIT(dimension) (1u << (dimension))

static int style_of_scheme(const char *scheme, const struct plot_job *job)
{
	if (!strcmp(scheme, SUMMARY_BASELINE))
		return STYLE_BASELINE;
	if (scheme_is_reference_line(scheme))
		return STYLE_REFERENCES + scheme_rank(scheme) % NR_REFERENCE_STYLES;
	for (int i = 0; i < job->nr_candidates; i++) {
		if (!strcmp(job->candidates[i], scheme))
			return STYLE_CANDIDATES + i % NR_CANDIDATE_STYLES;
	}
	return STYLE_CANDIDATES;
}

/* How many kinds of rows, equal in all but @but, come before the first that is like @row. */
static int kind_of_row(const struct panel *panel, int row, unsigned int but)
{
	int nr = 0;

	for (int i = 0; i < row; i++) {
		bool first = true;

		if (key_same_row(&panel->rows[i], &panel->rows[row], but))
			return kind_of_row(panel, i, but);
		for (int k = 0; k < i && first; k++)
			first = !key_same_row(&panel->rows[k], &panel->rows[i], but);
		nr += first;
	}
	return nr;
}

static int nr_kinds(const struct panel *panel, unsigned int but)
{
	int most = 0;

	for (int i = 0; i < panel->nr_rows; i++) {
		int kind = kind_of_row(panel, i, but);

		most = kind > most ? kind : most;
	}
	return most + 1;
}

int row_style(const struct panel *panel, int row, const struct plot_job *job)
{
	static const int dashes[] = {STYLE_CANDIDATES, STYLE_CANDIDATES + NR_COLOURS,
				     STYLE_THIRD_DASH};
	unsigned int dashed = panel->varies & BIT(DIMENSION_MEMMAP) ? BIT(DIMENSION_MEMMAP)
								    : BIT(DIMENSION_ORDER);

	if (!(panel->varies & ~BIT(DIMENSION_SCHEME)))
		return style_of_scheme(panel->rows[row].scheme, job);
	if (nr_kinds(panel, dashed) == 1 || nr_kinds(panel, dashed) > NR_COLOURS)
		return STYLE_CANDIDATES + row % NR_CANDIDATE_STYLES;
	return dashes[kind_of_row(panel, row, ~dashed) % 3] + kind_of_row(panel, row, dashed);
}

/* What tells the row from the others, and its scheme where nothing else does. */
void row_label(char *out, size_t size, const struct panel *panel, int row)
{
	const struct result_key *key = &panel->rows[row];

	out[0] = '\0';
	for (int d = 0; d < NR_DIMENSIONS; d++) {
		char value[DIMENSION_TEXT];
		size_t used = strlen(out);

		if (!(panel->varies & BIT(d)) || (d == DIMENSION_RECHECK && key->recheck))
			continue;
		dimension_value(value, (enum dimension)d, key);
		if (d == DIMENSION_RECHECK)
			snprintf(value, sizeof(value), "unchecked");
		snprintf(out + used, size - used, "%s%s%s", used ? " " : "",
			 d == DIMENSION_CHURN ? "churn " : "", value);
	}
	if (!*out)
		snprintf(out, size, "%s", *key->scheme ? key->scheme : "(no name)");
}

static int add_row(struct lines *lines, int row, const struct plot_job *job)
{
	const struct panel *panel = lines->panel;
	struct line *line = lines_add(lines, panel->nr_threads);

	if (!line)
		return -ENOMEM;
	row_label(line->name, sizeof(line->name), panel, row);
	text_shorten(line->label, sizeof(line->label), line->name,
		     panel->varies & ~BIT(DIMENSION_SCHEME) ? LONG_LABEL_MAX : LABEL_MAX);
	line->style = row_style(panel, row, job);
	line->reference = scheme_is_reference_line(panel->rows[row].scheme);
	for (int t = 0; t < panel->nr_threads; t++) {
		const struct cell *cell = panel_cell(panel, row, t);
		const struct estimate *estimate =
			cell ? lines->measure->of(cell, lines->measure->event) : NULL;

		if (estimate && estimate->n && isfinite(estimate->median))
			line->points[line->nr++] =
				(struct line_point){panel->threads[t], *estimate};
	}
	return 0;
}

/* @per_sec is one of the panel's references as operations per second. */
static int add_reference(struct lines *lines, const char *name, int style, size_t per_sec)
{
	const struct panel *panel = lines->panel;
	struct line *line = lines_add(lines, panel->nr_threads);

	if (!line)
		return -ENOMEM;
	snprintf(line->name, sizeof(line->name), "%s", name);
	snprintf(line->label, sizeof(line->label), "%s", name);
	line->style = style;
	line->reference = true;
	for (int t = 0; t < panel->nr_threads; t++) {
		double rate = *(const double *)((const char *)&panel->references[t] + per_sec);
		double y = lines->measure->at_rate(rate, panel->threads[t]);

		if (isfinite(y))
			line->points[line->nr++] = (struct line_point){
				panel->threads[t], {.median = y, .low = y, .high = y}};
	}
	return 0;
}

static int add_references(struct lines *lines)
{
	int ret = add_reference(lines, "one thread alone", STYLE_ALONE,
				offsetof(struct reference, alone_per_sec));

	return ret ? ret
		   : add_reference(lines, "strict alternation", STYLE_ALTERNATION,
				   offsetof(struct reference, alternation_per_sec));
}

int lines_make(struct lines *lines, const struct panel *panel, const struct measure *measure,
	       const struct plot_job *job)
{
	int ret = 0;

	*lines = (struct lines){.panel = panel, .measure = measure};
	for (int row = 0; !ret && row < panel->nr_rows; row++)
		ret = add_row(lines, row, job);
	if (!ret && panel->references && measure->at_rate)
		ret = add_references(lines);
	return ret ? ret : lines_lay_out(lines, job);
}
