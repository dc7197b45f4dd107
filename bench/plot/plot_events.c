// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plot_events.c: events have a picture each; those that could not be counted share one that says why,
 * so that nobody takes an absent counter for a zero.
 */
#include "bench/plot/plot_job.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bench/plot/plot_lines.h"
#include "bench/plot/plot_view.h"

#define MESSAGE_LINES 20
#define MESSAGE_WIDTH 92

static const struct estimate *event_count(const struct cell *cell, int event)
{
	return &cell->events_per_op[event];
}

/* Where a line of at most @width bytes ends best: at a space of its second half. */
static size_t break_at(const char *text, size_t width)
{
	size_t end = width;

	if (strlen(text) <= width)
		return strlen(text);
	while (end > width / 2 && text[end] != ' ')
		end--;
	if (end > width / 2)
		return end;
	for (end = width; ((unsigned char)text[end] & 0xc0) == 0x80; end--)
		;
	return end;
}

/* @text as one or more elements of the array; returns how many there are by then. */
static int add_message(const struct picture *picture, const char *text, size_t width, int nr)
{
	char line[PLOT_TEXT_SIZE];

	while (*text && nr < MESSAGE_LINES) {
		size_t length = break_at(text, width);

		snprintf(line, sizeof(line), "%.*s", (int)length, text);
		fprintf(picture->script, "message[%d] = ", ++nr);
		text_quote(picture->script, line);
		fputc('\n', picture->script);
		text += length;
		text += strspn(text, " ");
	}
	return nr;
}

/* The names, as a list, of every event not counted for the same reason as event @first. */
static void list_names(char *out, size_t size, const struct panel *panel, const bool *counted,
		       int first)
{
	char name[180];

	out[0] = '\0';
	for (int e = first; e < panel->nr_events; e++) {
		size_t used = strlen(out);

		if (counted[e] || strcmp(panel->event_reasons[e], panel->event_reasons[first]))
			continue;
		text_shorten(name, sizeof(name), panel->events[e], 40);
		snprintf(out + used, size - used, "%s%s", used ? ", " : "", name);
	}
}

static bool is_told(const struct panel *panel, const bool *counted, int event)
{
	for (int e = 0; e < event; e++) {
		if (!counted[e] && !strcmp(panel->event_reasons[e], panel->event_reasons[event]))
			return true;
	}
	return false;
}

/* Events that share a reason, as all do where there is no PMU, share a paragraph. */
static void write_reasons(const struct picture *picture, const struct plot_job *job,
			  const struct panel *panel, const bool *counted)
{
	size_t width = job->paper.columns ? (size_t)job->paper.columns - 4 : MESSAGE_WIDTH;
	char names[PLOT_TEXT_SIZE], reason[PLOT_TEXT_SIZE], text[PLOT_TEXT_SIZE * 2 + 32];
	int nr = 0;

	fprintf(picture->script, "array message[%d]\n", MESSAGE_LINES);
	for (int e = 0; e < panel->nr_events; e++) {
		if (counted[e] || is_told(panel, counted, e))
			continue;
		if (nr)
			nr = add_message(picture, " ", width, nr);
		list_names(names, sizeof(names), panel, counted, e);
		text_clean(reason, sizeof(reason), panel->event_reasons[e]);
		snprintf(text, sizeof(text), "%s: not available: %s", names,
			 *reason ? reason : "no sample counted it");
		nr = add_message(picture, text, width, nr);
	}
	script_number(picture, "nr_messages", nr);
}

static int draw_reasons(struct plot_job *job, const struct panel *panel, const bool *counted,
			struct error *err)
{
	struct picture picture;
	int ret = picture_begin(&picture, job, "events", "unavailable", panel, err);

	if (ret)
		return ret;
	script_panel(&picture, job, panel);
	script_footer(&picture, job, panel->run, "");
	write_reasons(&picture, job, panel, counted);
	return picture_end(&picture, job, "unavailable", err);
}

static int draw_panel_events(struct plot_job *job, const struct panel *panel, bool *counted,
			     struct error *err)
{
	struct measure measure = {.kind = "events", .of = event_count, .fit = FIT_FROM_ZERO};
	bool all = true;

	for (int e = 0; e < panel->nr_events; e++) {
		int ret;

		measure.event = e;
		ret = draw_panel(job, panel, &measure, panel->events[e], err);
		if (ret < 0)
			return ret;
		counted[e] = !ret;
		all &= counted[e];
	}
	return all ? 0 : draw_reasons(job, panel, counted, err);
}

static int draw_view(struct plot_job *job, const struct panel *panel, void *context,
		     struct error *err)
{
	bool *counted = calloc((size_t)panel->nr_events + 1, sizeof(*counted));
	int ret;

	(void)context;
	if (!counted)
		return error_set(err, -ENOMEM, "out of memory");
	ret = draw_panel_events(job, panel, counted, err);
	free(counted);
	return ret;
}

int draw_events(struct plot_job *job, const struct plot_kind *kind, struct error *err)
{
	/* An event has a picture of its own, so of a lookup the first memory map and lifetime do. */
	const struct view_plan plan = {
		.kind = kind->name,
		.together = DIMENSION_BIT(DIMENSION_SCHEME) | DIMENSION_BIT(DIMENSION_ORDER),
		.most = 1,
	};
	int ret = 0;

	if (!job->summary->nr_panels)
		picture_skip(job, kind->name, NULL, "no sample of a workload with threads");
	for (int p = 0; p < job->summary->nr_panels && !ret; p++) {
		const struct panel *panel = &job->summary->panels[p];

		if (panel->nr_events)
			ret = views_visit(job, panel, &plan, draw_view, NULL, err);
		else if (panel_needs_picture(job, panel))
			picture_skip(job, kind->name, panel, "no event was asked for");
	}
	return ret;
}
