// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plot_lines_write.c: lines as plots/threads.gp reads them. Of each line the data file has a block,
 * found by its number; the script has arrays with one element for each line, tick and boundary. An
 * array in gnuplot cannot be empty, hence the one element that nobody reads.
 */
#include "bench/plot/plot_lines.h"

#include <math.h>

static void declare(const struct picture *picture, const char *array, int nr)
{
	fprintf(picture->script, "array %s[%d]\n", array, nr ? nr : 1);
}

static void element(const struct picture *picture, const char *array, int i, double value)
{
	fprintf(picture->script, "%s[%d] = %.10g\n", array, i + 1, value);
}

static void element_text(const struct picture *picture, const char *array, int i, const char *text)
{
	fprintf(picture->script, "%s[%d] = ", array, i + 1);
	text_quote(picture->script, text);
	fputc('\n', picture->script);
}

static void write_axis(const struct picture *picture, const char *name, const struct axis *axis)
{
	char at[32], text[32];

	fprintf(picture->script, "%s_log = %d\n%s_min = %.10g\n%s_max = %.10g\n", name, axis->log,
		name, axis->min, name, axis->max);
	fprintf(picture->script, "nr_%s_ticks = %d\n", name, axis->nr_ticks);
	snprintf(at, sizeof(at), "%s_tick_at", name);
	snprintf(text, sizeof(text), "%s_tick_text", name);
	declare(picture, at, axis->nr_ticks);
	declare(picture, text, axis->nr_ticks);
	for (int i = 0; i < axis->nr_ticks; i++) {
		element(picture, at, i, axis->ticks[i].at);
		element_text(picture, text, i, axis->ticks[i].text);
	}
}

/* Where a line ends that has all its points, or as good as all. */
static double end_of_whole_lines(const struct lines *lines)
{
	double end = 0;

	if (lines->panel)
		return lines->panel->threads[lines->panel->nr_threads - 1];
	for (int i = 0; i < lines->nr; i++)
		end = fmax(end, line_end(&lines->items[i])->x);
	return end * 0.98;
}

/* Lines that are all of one x, which is one thread count, are points that stand side by side. */
static bool is_grouped(const struct lines *lines)
{
	return lines->panel && lines->panel->nr_threads == 1 && lines->nr > 1;
}

/* How far from its x a line's point stands, in x. */
static double aside(const struct lines *lines, int i)
{
	double room = (lines->x.max - lines->x.min) * 0.85;

	return is_grouped(lines) ? ((i + 0.5) / lines->nr - 0.5) * room : 0;
}

static void write_labels(const struct picture *picture, const struct lines *lines)
{
	static const char *const arrays[] = {"label_text",  "label_place",   "line_style",
					     "line_end_x",  "line_end_y",    "line_beyond",
					     "line_banded", "line_complete", "line_aside"};

	double whole = end_of_whole_lines(lines);

	script_number(picture, "nr_lines", lines->nr);
	script_number(picture, "label_scale", lines->label_scale);
	for (size_t i = 0; i < sizeof(arrays) / sizeof(arrays[0]); i++)
		declare(picture, arrays[i], lines->nr);
	for (int i = 0; i < lines->nr; i++) {
		const struct line *line = &lines->items[i];

		element_text(picture, "label_text", i, line->label);
		element(picture, "label_place", i, line->label_place);
		element(picture, "line_style", i, line->style);
		element(picture, "line_end_x", i, axis_place(&lines->x, line_end(line)->x));
		element(picture, "line_end_y", i, axis_place(&lines->y, line_end(line)->y.median));
		element(picture, "line_beyond", i, line->beyond);
		element(picture, "line_banded", i, line->banded);
		element(picture, "line_complete", i,
			line_end(line)->x >= whole && !is_grouped(lines));
		element(picture, "line_aside", i, aside(lines, i));
	}
}

static void write_boundaries(const struct picture *picture, const struct lines *lines)
{
	const struct boundary_list *list = &lines->boundaries;

	script_number(picture, "nr_boundaries", list->nr);
	declare(picture, "boundary_at", list->nr);
	declare(picture, "boundary_package", list->nr);
	declare(picture, "boundary_text", list->nr);
	for (int i = 0; i < list->nr; i++) {
		const struct boundary *boundary = &list->items[i];

		element(picture, "boundary_at", i, axis_place(&lines->x, boundary->threads - 0.5));
		element(picture, "boundary_package", i, boundary->package);
		element_text(picture, "boundary_text", i, boundary->labelled ? boundary->text : "");
	}
}

/* gnuplot ignores a comment in data, whatever it says; a name in one still must not end its line. */
static void write_line(const struct picture *picture, const struct lines *lines,
		       const struct line *line)
{
	char clean[PLOT_TEXT_SIZE];

	text_clean(clean, sizeof(clean), line->name);
	fprintf(picture->data, "# %s\n# %s median low high processes\n", clean,
		lines->panel ? "threads" : "x");
	for (int i = 0; i < line->nr; i++) {
		const struct estimate *estimate = &line->points[i].y;

		fprintf(picture->data, "%.10g %.10g %.10g %.10g %d\n", line->points[i].x,
			estimate->median, estimate->low, estimate->high, estimate->n);
	}
	fputs("\n\n", picture->data);
}

void lines_write(const struct lines *lines, const struct picture *picture)
{
	if (lines->panel)
		script_text(picture, "x_title", "threads");
	script_number(picture, "bare", lines->measure->bare);
	script_number(picture, "box_right", lines->box_right);
	write_axis(picture, "x", &lines->x);
	write_axis(picture, "y", &lines->y);
	write_labels(picture, lines);
	write_boundaries(picture, lines);
	for (int i = 0; i < lines->nr; i++)
		write_line(picture, lines, &lines->items[i]);
}
