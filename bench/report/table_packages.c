// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * table_packages.c: energy, memory traffic and what else was counted of packages, per operation: a column
 * for each event of each package, and where there are several packages for the sum.
 */
#include "bench/report/table_parts.h"

#include <math.h>
#include <string.h>

#define PART \
	16 /* columns that are laid out together; more would not fit beside their labels anyway */

/* A column's `what` is the number of its event and package in the panel; package -1 is the sum. */
static int what_of(const struct panel *panel, int package, int event)
{
	return event * (panel->nr_packages + 1) + package + 1;
}

static const struct estimate *find(const struct panel *panel, const struct cell *cell, int what)
{
	return panel_package_event(panel, cell, what % (panel->nr_packages + 1) - 1,
				   what / (panel->nr_packages + 1));
}

/* An operation takes microjoules. */
static bool is_energy(const struct panel *panel, int event)
{
	return !strcmp(panel->package_units[event], "J");
}

static void show(char text[TABLE_TEXT], const struct row *row)
{
	const struct estimate *estimate = find(row->panel, row->cell, row->what);
	double value = estimate ? table_value(estimate) : NAN;

	if (is_energy(row->panel, row->what / (row->panel->nr_packages + 1)))
		value *= 1e6;
	table_number(text, value, value < 10 ? 3 : value < 1000 ? 1 : 0);
}

static bool is_counted(const struct panel *panel, int what)
{
	for (int i = 0; i < panel->nr_rows * panel->nr_threads; i++) {
		const struct estimate *estimate = find(panel, &panel->cells[i], what);

		if (estimate && estimate->n)
			return true;
	}
	return false;
}

/* "energy-package J/Mop", of one package; else with its number, or "all". '%' would be the coverage. */
static void make_title(char title[TABLE_TEXT], const struct panel *panel, int package, int event)
{
	const char *unit = panel->package_units[event];
	char name[80], safe[16], which[16] = "";

	table_safe(name, sizeof(name), panel->package_events[event]);
	for (char *c = name; (c = strchr(c, '%'));)
		*c = '?';
	table_safe(safe, sizeof(safe), unit);
	if (package < 0)
		snprintf(which, sizeof(which), " all");
	else if (panel->nr_packages > 1)
		snprintf(which, sizeof(which), " %d", panel->packages[package]);
	snprintf(title, TABLE_TEXT, "%s%s %s%s", name, which, safe,
		 is_energy(panel, event) ? "/Mop" : "/op");
}

/* A table's columns, with room for what their titles are. */
struct columns {
	struct column column[16 + PART]; /* labels, and ours */
	char titles[PART][TABLE_TEXT];
	int nr_labels, nr;
};

static void begin(struct columns *columns)
{
	static const struct column labels[] = {TABLE_LABELS, {.title = NULL}};

	*columns = (struct columns){.nr = 0};
	for (const struct column *label = labels; label->title; label++)
		columns->column[columns->nr_labels++] = *label;
}

static void print(FILE *out, struct columns *columns, const struct panel *panel,
		  const struct layout *layout)
{
	if (columns->nr)
		table_sheets(out, panel, layout, columns->column, NULL);
	begin(columns);
}

static void add(struct columns *columns, const struct panel *panel, int package, int event)
{
	char *title = columns->titles[columns->nr];

	make_title(title, panel, package, event);
	columns->column[columns->nr_labels + columns->nr++] = (struct column){
		.title = title, .what = what_of(panel, package, event), .show = show};
}

void table_packages(FILE *out, const struct panel *panel, const struct layout *layout)
{
	int first = panel->nr_packages > 1 ? -1 : 0; /* of one package there is no sum */
	bool announced = false;
	struct columns columns;

	begin(&columns);
	for (int e = 0; e < panel->nr_package_events; e++) {
		for (int p = first; p < panel->nr_packages; p++) {
			if (!is_counted(panel, what_of(panel, p, e)))
				continue;
			if (!announced)
				fprintf(out, "of packages, whoever ran there:\n\n");
			announced = true;
			add(&columns, panel, p, e);
			if (columns.nr == PART)
				print(out, &columns, panel, layout);
		}
	}
	print(out, &columns, panel, layout);
}

static bool any_counted(const struct summary *summary)
{
	for (int i = 0; i < summary->nr_panels; i++) {
		const struct panel *panel = &summary->panels[i];

		for (int what = 0; what < panel->nr_package_events * (panel->nr_packages + 1);
		     what++) {
			if (is_counted(panel, what))
				return true;
		}
	}
	return false;
}

void table_package_notes(FILE *out, const struct summary *summary, const struct layout *layout)
{
	if (any_counted(summary))
		table_note(
			out, layout->width, "packages",
			"for each operation of all threads, what a package used over the window, "
			"idle and other work included; J/Mop is joules per million operations. "
			"Energy counters step about once a millisecond: short windows are coarse");
}
