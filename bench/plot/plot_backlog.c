// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plot_backlog.c: what waited for a grace period, over the time of one sample: that of the first
 * process, for a median over processes would flatten the waves that are the point. Lifetimes and
 * memory maps share a picture.
 */
#include "bench/plot/plot_job.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "bench/plot/plot_lines.h"
#include "bench/plot/plot_view.h"

#define MOST_PICTURES 4

struct unit {
	const char *name;
	double bytes;
};

/* The largest unit of which the largest value has at least one. */
static struct unit choose_unit(double bytes)
{
	static const struct unit units[] = {
		{"TiB", 1099511627776.0}, {"GiB", 1073741824.0}, {"MiB", 1048576.0},
		{"KiB", 1024.0},	  {"bytes", 1},
	};
	size_t i = 0;

	while (i < 4 && bytes < units[i].bytes)
		i++;
	return units[i];
}

static bool is_of_row(const struct result_backlog *backlog, const struct panel *view, int row,
		      const struct summary *summary)
{
	return backlog->valid && backlog->nr && backlog->key.threads == view->threads[0] &&
	       summary->machines[backlog->run] == view->machine &&
	       key_same_conditions(&backlog->key, &view->key) &&
	       key_same_row(&backlog->key, &view->rows[row], 0);
}

static bool is_before(const struct result_backlog *a, const struct result_backlog *b)
{
	if (a->run != b->run)
		return a->run < b->run;
	return a->repeat < b->repeat;
}

/* The first valid one of the row, or NULL. */
static const struct result_backlog *find_backlog(const struct panel *view, int row,
						 const struct summary *summary)
{
	const struct results *results = summary->results;
	const struct result_backlog *first = NULL;

	for (int i = 0; i < results->nr_backlogs; i++) {
		const struct result_backlog *backlog = &results->backlogs[i];

		if (is_of_row(backlog, view, row, summary) && (!first || is_before(backlog, first)))
			first = backlog;
	}
	return first;
}

static double most_bytes(const struct panel *view, const struct summary *summary)
{
	double most = 0;

	for (int row = 0; row < view->nr_rows; row++) {
		const struct result_backlog *backlog = find_backlog(view, row, summary);

		for (int i = 0; backlog && i < backlog->nr; i++)
			most = fmax(most, backlog->bytes[i]);
	}
	return most;
}

static int add_backlog(struct lines *lines, const struct panel *view, int row,
		       const struct unit *unit, const struct plot_job *job)
{
	const struct result_backlog *backlog = find_backlog(view, row, job->summary);
	struct line *line;

	if (!backlog)
		return 0;
	line = lines_add(lines, backlog->nr);
	if (!line)
		return -ENOMEM;
	row_label(line->name, sizeof(line->name), view, row);
	text_shorten(line->label, sizeof(line->label), line->name, 30);
	line->style = row_style(view, row, job);
	for (int i = 0; i < backlog->nr; i++) {
		double value = backlog->bytes[i] / unit->bytes;

		line->points[line->nr++] = (struct line_point){
			.x = (i + 1) * backlog->interval_ns / 1e6,
			.y = {.median = value, .low = value, .high = value, .n = 1},
		};
	}
	return 0;
}

static int make_lines(struct lines *lines, const struct panel *view, const struct unit *unit,
		      const struct plot_job *job)
{
	int ret = 0;

	for (int row = 0; !ret && row < view->nr_rows; row++)
		ret = add_backlog(lines, view, row, unit, job);
	return ret ? ret : lines_lay_out(lines, job);
}

static int draw_view(struct plot_job *job, const struct panel *view, void *context,
		     struct error *err)
{
	static const struct measure measure = {
		.kind = "backlog",
		.fit = FIT_FROM_ZERO,
		.from_x_zero = true,
		.bare = true,
		.zeros_give_way = true,
	};
	struct lines lines = {.measure = &measure};
	double most = most_bytes(view, job->summary);
	struct unit unit = choose_unit(most);
	int ret = most > 0 ? make_lines(&lines, view, &unit, job) : -ENODATA;

	(void)context;
	lines.bytes_unit = unit.name;
	if (!ret)
		ret = draw_curves(
			job, view, &lines, "ms since the sample began",
			"of each the first valid sample, whose waves a median would flatten", err);
	else if (ret != -ENODATA)
		error_set(err, ret, "out of memory");
	lines_free(&lines);
	return ret == -ENODATA ? 1 : ret;
}

static bool may_wait(const struct panel *panel, int row)
{
	for (int t = 0; t < panel->nr_threads; t++) {
		const struct cell *cell = panel_cell(panel, row, t);

		if (cell && cell->lookup.bytes_peak.n && cell->lookup.bytes_peak.high > 0)
			return true;
	}
	return false;
}

int draw_backlog(struct plot_job *job, const struct plot_kind *kind, struct error *err)
{
	const struct view_plan plan = {
		.kind = kind->name,
		.together = DIMENSION_BIT(DIMENSION_LIFETIME) | DIMENSION_BIT(DIMENSION_RECHECK) |
			    DIMENSION_BIT(DIMENSION_RCU) | DIMENSION_BIT(DIMENSION_MEMMAP),
		.most = MOST_PICTURES,
		.wants = may_wait,
		.most_threads = true,
		.nothing = "nothing waited for a grace period",
	};

	return draw_lookups(job, &plan, draw_view, NULL, err);
}
