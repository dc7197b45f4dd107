// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plot.c: what is to be drawn, on which paper and with what; the kinds are rows of a table.
 */
#include "bench/plot/plot.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/plot/gnuplot.h"
#include "bench/plot/plot_job.h"
#include "bench/scheme_order.h"

const struct plot_kind plot_kinds[] = {
	{"throughput", "operations per second of all threads, by threads", draw_by_threads},
	{"latency", "nanoseconds an operation takes a thread, by threads", draw_by_threads},
	{"speedup", "speed relative to " SUMMARY_BASELINE " with its interval, by threads",
	 draw_by_threads},
	{"events", "each event counted per operation, by threads", draw_events},
	{"node-events", "each event per operation of each node's threads, by threads",
	 draw_node_events},
	{"package-events", "energy, memory traffic and more of packages per operation, by threads",
	 draw_packages},
	{"fairness", "slowest thread's operations over the fastest's, by threads", draw_by_threads},
	{"visits", "operations a CPU gets done while it has the line, by threads", draw_by_threads},
	{"lifetimes", "lookups per second of each lifetime and memory map, by threads",
	 draw_lifetimes},
	{"hop", "lookups through a memdesc relative to an embedded folio, by threads", draw_hop},
	{"retries", "why lookups began again, by what was changed beside them", draw_retries},
	{"backlog", "memory that waits for a grace period, over time", draw_backlog},
	{"ping-pong", "one-way time of a cache line between each two CPUs", draw_ping_pong},
	{"nodes", "threads on each node by memory on each node", draw_nodes},
	{0},
};

#define MOST_LOOKUP_NAMES 16

/* ---- options ---- */

static const struct plot_kind *known_kinds(const struct plot_options *options)
{
	return options->known ? options->known : plot_kinds;
}

static const struct plot_kind *find_kind(const struct plot_options *options, const char *name)
{
	for (const struct plot_kind *kind = known_kinds(options); kind->name; kind++) {
		if (!strcmp(kind->name, name))
			return kind;
	}
	return NULL;
}

static int refuse_kind(const struct plot_options *options, const char *name, struct error *err)
{
	char quote[ERROR_QUOTE_SIZE], known[256] = "";

	for (const struct plot_kind *kind = known_kinds(options); kind->name; kind++) {
		size_t used = strlen(known);

		snprintf(known + used, sizeof(known) - used, "%s%s", used ? ", " : "", kind->name);
	}
	return error_set(err, -EINVAL, "no plot '%s'; there are: %s",
			 error_quote(quote, name, strlen(name)), known);
}

static int check_options(const struct plot_options *options, struct error *err)
{
	if (!options->terminal && !options->svg && !options->png)
		return error_set(err, -EINVAL, "pictures in no format: svg or png?");
	for (int i = 0; options->kinds && options->kinds[i]; i++) {
		if (!find_kind(options, options->kinds[i]))
			return refuse_kind(options, options->kinds[i], err);
	}
	return 0;
}

/* ---- paper ---- */

/* plots/style.gp places titles and footers by the same measures. */
static struct paper paper_of_files(void)
{
	return (struct paper){
		.char_width = 7.6 / 800,
		.small_char_width = 6.4 / 800,
		.line_height = 16.5 / 500,
		.left = 0.09,
		.top = 0.80,
		.bottom = 0.20,
	};
}

/* Above the box are five rows, below it six: ticks, the word below them, three footers. */
static void set_rows(struct paper *paper, int rows)
{
	double row = 1.0 / (rows - 1);

	paper->rows = rows;
	paper->line_height = row * 1.001; /* never two in one row by rounding */
	paper->top = 1 - 5 * row;
	paper->bottom = 5 * row;
}

static struct paper paper_of_terminal(void)
{
	const char *no_colour = getenv("NO_COLOR");
	struct paper paper = {.columns = 80, .rows = 24};
	struct winsize size;

	if (!ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) && size.ws_col >= 60 && size.ws_row >= 20) {
		paper.columns = size.ws_col < 200 ? size.ws_col : 200;
		paper.rows = size.ws_row < 60 ? size.ws_row - 1 : 60;
	}
	paper.colour = isatty(STDOUT_FILENO) && !(no_colour && *no_colour);
	paper.char_width = paper.small_char_width = 1.0 / paper.columns;
	paper.left = 8.0 / (paper.columns - 1);
	set_rows(&paper, paper.rows);
	return paper;
}

/* ---- schemes ---- */

static bool is_listed(const struct plot_job *job, const char *scheme)
{
	for (int i = 0; i < job->nr_candidates; i++) {
		if (!strcmp(job->candidates[i], scheme))
			return true;
	}
	return false;
}

static int compare_names(const void *a, const void *b)
{
	return scheme_name_compare(*(const char *const *)a, *(const char *const *)b);
}

/* One list for all panels: a scheme looks the same in every picture of a file. */
static int list_candidates(struct plot_job *job, struct error *err)
{
	const struct summary *summary = job->summary;
	size_t room = 1;

	for (int p = 0; p < summary->nr_panels; p++)
		room += (size_t)summary->panels[p].nr_rows;
	job->candidates = calloc(room, sizeof(*job->candidates));
	if (!job->candidates)
		return error_set(err, -ENOMEM, "out of memory");
	for (int p = 0; p < summary->nr_panels; p++) {
		const struct panel *panel = &summary->panels[p];

		for (int s = 0; s < panel->nr_rows; s++) {
			const char *scheme = panel->rows[s].scheme;

			if (strcmp(scheme, SUMMARY_BASELINE) && !scheme_is_reference_line(scheme) &&
			    !is_listed(job, scheme))
				job->candidates[job->nr_candidates++] = scheme;
		}
	}
	qsort(job->candidates, (size_t)job->nr_candidates, sizeof(*job->candidates), compare_names);
	return 0;
}

/* A terminal has as many rows as it takes: it scrolls. */
static void make_room_for_names(struct plot_job *job)
{
	int needed = 0;

	for (int p = 0; p < job->summary->nr_panels; p++) {
		const struct panel *panel = &job->summary->panels[p];
		int names = panel->nr_rows;

		if (key_is_lookup(&panel->key) && names > MOST_LOOKUP_NAMES)
			names = MOST_LOOKUP_NAMES; /* the others are in pictures of their own */
		if (needed < names + 12)
			needed = names + 12;
	}
	if (job->paper.rows && job->paper.rows < needed)
		set_rows(&job->paper, needed);
}

/* ---- all of it ---- */

static int draw_kinds(struct plot_job *job, struct error *err)
{
	const char *const *wanted = job->options->kinds;
	int ret = 0;

	if (wanted) {
		for (; *wanted && !ret; wanted++) {
			const struct plot_kind *kind = find_kind(job->options, *wanted);

			ret = kind->draw(job, kind, err);
		}
		return ret;
	}
	for (const struct plot_kind *kind = known_kinds(job->options); kind->name && !ret; kind++)
		ret = kind->draw(job, kind, err);
	return ret;
}

int plot_draw(const struct summary *summary, const struct plot_options *options, struct error *err)
{
	struct plot_job job = {.summary = summary, .options = options};
	int ret = check_options(options, err);

	job.paper = options->terminal ? paper_of_terminal() : paper_of_files();
	if (!ret)
		ret = gnuplot_check(err);
	if (!ret)
		ret = files_make_directories(&job, err);
	if (!ret)
		ret = files_copy_scripts(&job, err);
	if (!ret)
		ret = list_candidates(&job, err);
	if (!ret)
		make_room_for_names(&job);
	if (!ret)
		ret = draw_kinds(&job, err);
	if (options->terminal && job.dir[0])
		files_remove_temporary(&job);
	free(job.names);
	free(job.candidates);
	return ret;
}
