// SPDX-License-Identifier: GPL-2.0-or-later
/* contrast_columns.c: each column's text, and how much room labels have. See contrast_columns.h. */
#include "bench/compare/contrast_columns.h"

#include <math.h>
#include <string.h>

#define NARROW	    72
#define WIDE_LABEL  20
#define LEAST_LABEL 6
#define OUR_LABELS  10
#define GAP	    3

static const struct contrast_panel *panel_of(const struct row *row)
{
	return (const struct contrast_panel *)row->panel;
}

static const struct contrast_point *point_of(const struct row *row)
{
	return panel_of(row)->points[row->threads * row->panel->nr_rows + row->index];
}

void contrast_label(char *label, size_t size, const char *text, int room)
{
	char safe[1024];
	int length = (int)strlen(table_safe(safe, sizeof(safe), *text ? text : "(no name)"));

	if (length <= room)
		snprintf(label, size, "%s", safe);
	else
		snprintf(label, size, "..%s", safe + length - (room - 2));
}

/* A change that is nearly nothing has no sign. */
void contrast_percent(char text[TABLE_TEXT], double ratio, int decimals)
{
	double percent = (ratio - 1) * 100, half = 0.5 * pow(10, -decimals);

	if (fabs(percent) >= 1000)
		decimals = 0;
	if (isnan(ratio))
		snprintf(text, TABLE_TEXT, "-");
	else if (fabs(percent) < half)
		snprintf(text, TABLE_TEXT, "%.*f%%", decimals, 0.0);
	else if (fabs(percent) >= 1e6)
		snprintf(text, TABLE_TEXT, "%+.2g%%", percent);
	else
		snprintf(text, TABLE_TEXT, "%+.*f%%", decimals, percent);
}

/* ---- what each shows ---- */

static void show_value(char text[TABLE_TEXT], const struct row *row, double value)
{
	const struct contrast_panel *panel = panel_of(row);

	table_number(text, value * panel->contrast->metric.scale, panel->decimals);
}

static void show_base(char text[TABLE_TEXT], const struct row *row)
{
	show_value(text, row, point_of(row)->base);
}

static void show_test(char text[TABLE_TEXT], const struct row *row)
{
	show_value(text, row, point_of(row)->test_value);
}

static void show_change(char text[TABLE_TEXT], const struct row *row)
{
	contrast_percent(text, point_of(row)->effect.ratio, panel_of(row)->percent_decimals);
}

static void show_interval(char text[TABLE_TEXT], const struct row *row)
{
	const struct effect *effect = &point_of(row)->effect;
	char low[TABLE_TEXT], high[TABLE_TEXT];

	if (isnan(effect->low)) {
		snprintf(text, TABLE_TEXT, "-");
		return;
	}
	contrast_percent(low, effect->low, panel_of(row)->percent_decimals);
	contrast_percent(high, effect->high, panel_of(row)->percent_decimals);
	low[strcspn(low, "%")] = '\0';
	high[strcspn(high, "%")] = '\0';
	snprintf(text, TABLE_TEXT, "[%.30s, %.30s]", low, high);
}

/* The truth is no larger than what is said. */
void contrast_bound(char text[TABLE_TEXT], double percent)
{
	int decimals = percent < 1 ? 2 : 1;
	double step = pow(10, -decimals);

	snprintf(text, TABLE_TEXT, "%.*f%%", decimals, ceil(percent / step - 1e-9) * step);
}

static void verdict(char text[TABLE_TEXT], const struct contrast *contrast,
		    const struct contrast_point *point, bool narrow)
{
	const struct effect *effect = &point->effect;
	char percent[TABLE_TEXT];
	int nr = effect->nr_base < effect->nr_test ? effect->nr_base : effect->nr_test;

	if (point->call == CALL_MORE || point->call == CALL_LESS) {
		snprintf(text, TABLE_TEXT, "%s",
			 metric_word(&contrast->metric, point->call == CALL_MORE));
	} else if (point->call == CALL_TOO_FEW) {
		snprintf(text, TABLE_TEXT, narrow ? "too few" : "too few: %d of %d", nr,
			 point->needed);
	} else if (isnan(point->bound_percent)) {
		snprintf(text, TABLE_TEXT, narrow ? "none" : "no difference");
	} else {
		contrast_bound(percent, point->bound_percent);
		snprintf(text, TABLE_TEXT, narrow ? "none >%.20s%s" : "no difference > %.20s%s",
			 percent, point->uncalled ? "~" : "");
	}
}

void contrast_verdict(char text[TABLE_TEXT], const struct contrast *contrast,
		      const struct contrast_point *point)
{
	verdict(text, contrast, point, false);
}

static void show_verdict(char text[TABLE_TEXT], const struct row *row)
{
	contrast_verdict(text, panel_of(row)->contrast, point_of(row));
}

/* Where there is no room for more: the interval's far end stands beside it. */
static void show_shortest_verdict(char text[TABLE_TEXT], const struct row *row)
{
	verdict(text, panel_of(row)->contrast, point_of(row), true);
	if (point_of(row)->call == CALL_NONE)
		snprintf(text, TABLE_TEXT, "none%s", point_of(row)->uncalled ? "~" : "");
}

static void show_short_verdict(char text[TABLE_TEXT], const struct row *row)
{
	verdict(text, panel_of(row)->contrast, point_of(row), true);
}

static void show_reach(char text[TABLE_TEXT], const struct row *row)
{
	const struct contrast_point *point = point_of(row);

	if (point->call != CALL_NONE || !isfinite(point->reach_percent))
		snprintf(text, TABLE_TEXT, "-");
	else
		contrast_bound(text, point->reach_percent);
}

/* ---- which stand, and how they are called ---- */

static bool wants_row(const struct panel *panel, int what)
{
	const struct contrast *contrast = ((const struct contrast_panel *)panel)->contrast;

	(void)what;
	return contrast->nr_sides > 2 || !(contrast->by_scheme || contrast->only_scheme);
}

static bool wants_reach(const struct panel *panel, int what)
{
	const struct contrast_panel *contrast = (const struct contrast_panel *)panel;

	(void)what;
	for (int i = 0; i < panel->nr_rows * panel->nr_threads; i++) {
		if (contrast->points[i] && contrast->points[i]->call == CALL_NONE &&
		    isfinite(contrast->points[i]->reach_percent))
			return true;
	}
	return false;
}

static void add(struct contrast_columns *columns, struct column column)
{
	columns->columns[columns->nr++] = column;
}

static void add_labels(struct contrast_columns *columns)
{
	static const struct column labels[] = {TABLE_LABELS};

	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
		struct column label = labels[i];

		if (label.show == table_show_dimension && label.what == DIMENSION_SCHEME) {
			label.wanted = wants_row;
		}
		add(columns, label);
	}
}

static void add_figures(struct contrast_columns *columns, bool narrow)
{
	const struct column figures[] = {
		{.title = columns->base, .show = show_base},
		{.title = columns->test, .kind = COLUMN_MORE, .show = show_test},
		{.title = "change", .show = show_change},
		{.title = "95% interval", .kind = COLUMN_MORE, .left = true, .show = show_interval},
		{.title = "verdict",
		 .left = true,
		 .show = narrow ? show_short_verdict : show_verdict},
	};

	for (size_t i = 0; i < sizeof(figures) / sizeof(figures[0]); i++)
		add(columns, figures[i]);
	if (!narrow)
		add(columns, (struct column){.title = "visible",
					     .kind = COLUMN_MORE,
					     .wanted = wants_reach,
					     .show = show_reach});
}

/* The widest text of @column in all panels, and its title. */
static int width_of(const struct contrast *contrast, const struct column *column)
{
	int width = (int)strlen(column->title);
	char text[TABLE_TEXT];

	for (int p = 0; p < contrast->nr_panels; p++) {
		const struct contrast_panel *panel = &contrast->panels[p];

		for (int i = 0; i < panel->panel.nr_rows * panel->panel.nr_threads; i++) {
			struct row row = {
				.panel = &panel->panel,
				.cell = &panel->panel.cells[i],
				.index = i % panel->panel.nr_rows,
				.threads = i / panel->panel.nr_rows,
				.what = column->what,
				.name_width = WIDE_LABEL,
			};

			if (column->wanted && !column->wanted(row.panel, row.what))
				break;
			if (!panel->points[i])
				continue;
			column->show(text, &row);
			if ((int)strlen(text) > width)
				width = (int)strlen(text);
		}
	}
	return width;
}

/* Whether @column stands in any table. */
static bool stands(const struct contrast *contrast, const struct column *column)
{
	for (int p = 0; column->wanted && p < contrast->nr_panels; p++) {
		if (column->wanted(&contrast->panels[p].panel, column->what))
			return true;
	}
	return !column->wanted;
}

static bool is_value(const struct contrast_columns *columns, const struct column *column)
{
	return column->title == columns->base || column->title == columns->test;
}

/* What two labels have of a narrow table, after all else had its part. */
static int room_for_labels(const struct contrast *contrast, const struct contrast_columns *columns)
{
	int room = NARROW, nr = 0;

	for (const struct column *column = columns->columns; column->title; column++) {
		if (!stands(contrast, column))
			continue;
		nr++;
		room -= is_value(columns, column) ? 0 : width_of(contrast, column);
	}
	return (room - GAP * (nr - 1)) / 2;
}

/* What values need, and labels, if they are no longer than those of our schemes. */
static int room_needed(const struct contrast *contrast, const struct contrast_columns *columns)
{
	int widest = LEAST_LABEL;

	for (int s = 0; s < 2; s++) {
		int length = (int)strlen(contrast->sides[s].label);

		length = length < OUR_LABELS ? length : OUR_LABELS;
		widest = length > widest ? length : widest;
	}

	for (const struct column *column = columns->columns; column->title; column++) {
		int width = is_value(columns, column) ? width_of(contrast, column) : 0;

		widest = width > widest ? width : widest;
	}
	return widest;
}

/* Verdicts give way to labels; if even that is not enough there will be a second table. */
static int fit_labels(struct contrast_columns *columns, const struct contrast *contrast)
{
	int needed = room_needed(contrast, columns);
	int room = room_for_labels(contrast, columns);

	for (struct column *column = columns->columns; room < needed && column->title; column++) {
		if (column->show == show_short_verdict)
			column->show = show_shortest_verdict;
	}
	room = room_for_labels(contrast, columns);
	return room < LEAST_LABEL ? LEAST_LABEL : room > WIDE_LABEL ? WIDE_LABEL : room;
}

static void name_sides(struct contrast_columns *columns, const struct contrast *contrast, int room)
{
	contrast_label(columns->base, sizeof(columns->base), contrast->sides[0].label, room);
	contrast_label(columns->test, sizeof(columns->test),
		       contrast->nr_sides == 2 ? contrast->sides[1].label : "test", room);
	/* A name that was cut says less than which of the two it is. */
	if (!strcmp(columns->base, columns->test) || !strncmp(columns->base, "..", 2) ||
	    !strncmp(columns->test, "..", 2)) {
		snprintf(columns->base, sizeof(columns->base), "base");
		snprintf(columns->test, sizeof(columns->test), "test");
	}
}

void contrast_columns_make(struct contrast_columns *columns, const struct contrast *contrast,
			   bool narrow)
{
	*columns = (struct contrast_columns){0};
	add_labels(columns);
	add_figures(columns, narrow);
	name_sides(columns, contrast, narrow ? fit_labels(columns, contrast) : WIDE_LABEL);
}
