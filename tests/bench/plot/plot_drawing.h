/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * plot_drawing.h: a results file read, drawn into a directory of its own, and asked about.
 * fixtures/make_plot_fixture.sh invents the machines; fixtures/plot_hostile.jsonl is of an enemy.
 */
#ifndef TESTS_BENCH_PLOT_DRAWING_H
#define TESTS_BENCH_PLOT_DRAWING_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/plot/plot.h"

#define MAKE_FIXTURE "tests/bench/fixtures/make_plot_fixture.sh "
#define HOSTILE	     "tests/bench/fixtures/plot_hostile.jsonl"
#define MAX_TOLD     128

/* What plot_draw() told, and where it drew. */
struct drawing {
	char dir[64];
	int nr_drawn, nr_skipped;
	char drawn[MAX_TOLD][512], skipped[MAX_TOLD][512];
	struct results results;
	struct summary summary;
};

static inline void note_drawn(void *context, const char *path)
{
	struct drawing *drawing = context;

	assert_true(drawing->nr_drawn < MAX_TOLD);
	snprintf(drawing->drawn[drawing->nr_drawn++], 512, "%s", path);
}

static inline void note_skipped(void *context, const char *picture, const char *why)
{
	struct drawing *drawing = context;

	assert_true(drawing->nr_skipped < MAX_TOLD);
	snprintf(drawing->skipped[drawing->nr_skipped++], 512, "%s: %s", picture, why);
}

/* ---- making and reading ---- */

static inline char *read_all(FILE *file)
{
	char *text = NULL;
	size_t room = 0;

	assert_non_null(file);
	if (getdelim(&text, &room, '\0', file) < 0)
		fail_msg("nothing to read");
	return text;
}

static inline char *slurp(const char *path)
{
	FILE *file = fopen(path, "r");
	char *text;

	if (!file)
		fail_msg("cannot open %s", path);
	text = read_all(file);
	fclose(file);
	return text;
}

static inline char *invent(const char *machine)
{
	char command[128];
	FILE *maker;
	char *text;

	snprintf(command, sizeof(command), MAKE_FIXTURE "%s", machine);
	maker = popen(command, "r");
	text = read_all(maker);
	assert_int_equal(pclose(maker), 0);
	return text;
}

static inline struct drawing *open_text(char *text)
{
	struct drawing *drawing = calloc(1, sizeof(*drawing));
	struct error err;

	assert_non_null(drawing);
	if (results_parse(&drawing->results, text, strlen(text), "fixture", &err))
		fail_msg("%s", err.text);
	assert_int_equal(summary_make(&drawing->summary, &drawing->results), 0);
	free(text);
	snprintf(drawing->dir, sizeof(drawing->dir), "/tmp/plot-test-XXXXXX");
	assert_non_null(mkdtemp(drawing->dir));
	return drawing;
}

static inline void close_drawing(struct drawing *drawing)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -r %s", drawing->dir);
	assert_int_equal(system(command), 0);
	summary_free(&drawing->summary);
	results_free(&drawing->results);
	free(drawing);
}

static inline struct plot_options options_for(struct drawing *drawing, const char *const *kinds)
{
	return (struct plot_options){
		.out_dir = drawing->dir,
		.data_dir = "plots",
		.kinds = kinds,
		.svg = true,
		.drawn = note_drawn,
		.skipped = note_skipped,
		.context = drawing,
	};
}

static inline void draw(struct drawing *drawing, const char *const *kinds)
{
	struct plot_options options = options_for(drawing, kinds);
	struct error err;

	if (plot_draw(&drawing->summary, &options, &err))
		fail_msg("%s", err.text);
}

static inline bool was_drawn(const struct drawing *drawing, const char *name)
{
	for (int i = 0; i < drawing->nr_drawn; i++) {
		if (!strcmp(strrchr(drawing->drawn[i], '/') + 1, name))
			return true;
	}
	return false;
}

static inline void assert_well_formed(const struct drawing *drawing)
{
	char command[128];

	if (system("command -v xmllint >/dev/null"))
		return;
	snprintf(command, sizeof(command), "xmllint --noout %s/*.svg", drawing->dir);
	assert_int_equal(system(command), 0);
}

static inline bool says(const struct drawing *drawing, const char *picture, const char *text)
{
	char path[512], *svg;
	bool found;

	snprintf(path, sizeof(path), "%s/%s", drawing->dir, picture);
	svg = slurp(path);
	found = strstr(svg, text);
	free(svg);
	return found;
}

static inline void assert_says(const struct drawing *drawing, const char *picture, const char *text)
{
	if (!says(drawing, picture, text))
		fail_msg("%s does not say \"%s\"", picture, text);
}

static inline void assert_says_not(const struct drawing *drawing, const char *picture,
				   const char *text)
{
	if (says(drawing, picture, text))
		fail_msg("%s says \"%s\"", picture, text);
}

#endif
